// The client of graphql-ws against the gateway, and its protocol (enisdenjo/graphql-ws, PROTOCOL.md) message by message.
//
//   GATEWAY_URL=... SANDBOX_URL=... [GATEWAY_TOKEN=...] node --test graphql-ws.mjs
//
// The package's own tests are not in its tarball, and each of them brings a server of its own with a schema of its own; none
// can be pointed at another. What they ask of a server by way of the client is asked here.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe } from 'node:test';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { Answers, ask, briefToken, connectionParams, LEAD, LEAD_QUERY, metric, move, MOVES, position, test, token, until, within, wsUrl } from './gateway.mjs';
import { proxyTo } from './proxy.mjs';

const clients = [];
const sockets = [];
let start;

before(async () => (start = await position()));
after(() => {
  for (const client of clients) client.terminate();
  for (const socket of sockets) socket.terminate();
  for (const client of clients) client.dispose();
});

function client(options = {}) {
  const made = createClient({ url: wsUrl, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0, ...options });
  clients.push(made);
  return made;
}

function subscribe(to, payload, onNext) {
  const answers = new Answers(onNext);
  answers.dispose = to.subscribe(payload, answers.observer);
  return answers;
}

function moves(to, from = start) {
  return subscribe(to, { query: MOVES, variables: { after: from, leadIds: [LEAD] } });
}

describe('the client of graphql-ws', () => {
  test('answers a query, as over HTTP', async () => {
    const [{ data, errors }] = await subscribe(client(), { query: LEAD_QUERY, variables: { id: LEAD } }).all();
    assert.equal(errors, undefined);
    assert.deepEqual(data, await ask(LEAD_QUERY, { id: LEAD }));
  });

  test('carries any character there and back', async () => {
    const word = 'Пан\u0000\u2028"\\\u{1F3C3}';
    const query = `query ($ids: [ID!]!) { a: leadsById(ids: $ids) { id } }`;
    const [{ errors }] = await subscribe(client(), { query, variables: { ids: [word] } }).all();
    assert.equal(errors[0].extensions.code, 'INVALID_ARGUMENT');
  });

  test('runs the operation that is named', async () => {
    const query = 'query One { pipelines { id } } query Two { lead(id: "26331366") { id } }';
    const [{ data }] = await subscribe(client(), { query, operationName: 'Two' }).all();
    assert.deepEqual(data, { lead: { id: LEAD } });
  });

  test('takes extensions, and nothing for what is optional', async () => {
    const payload = { query: '{ __typename }', variables: null, operationName: null, extensions: { some: 'value' } };
    assert.deepEqual((await subscribe(client(), payload).all())[0].data, { __typename: 'Query' });
  });

  test('iterates over what is pushed', async () => {
    const from = await position();
    const iterator = client().iterate({ query: MOVES, variables: { after: from, leadIds: [LEAD] } });
    for (let i = 0; i < 3; i++) {
      const to = await move();
      const { value } = await within('an event', iterator.next());
      assert.equal(value.data.stageChanged.status.id, to);
    }
    assert.equal((await iterator.return()).done, true);
  });

  test('pushes what happens once it is subscribed, without a cursor', async () => {
    const live = subscribe(client(), { query: MOVES, variables: { leadIds: [LEAD] } });
    await until('an event', async () => {
      await move();
      return live.values.length > 0;
    });
    live.dispose();
    await live.all();
  });

  test('serves several subscriptions on one socket, each to its end', async () => {
    let sockets = 0;
    const one = client({ on: { opened: () => sockets++ } });
    const from = await position();
    const all = [moves(one, from), moves(one, from), moves(one, from)];
    const first = await move();
    await Promise.all(all.map((each) => each.atLeast(1)));

    all[1].dispose();
    await all[1].all();
    // What the gateway is told in order it has done before it answers what follows.
    await subscribe(one, { query: '{ __typename }' }).all();
    const second = await move();
    await Promise.all([all[0].atLeast(2), all[2].atLeast(2)]);

    assert.deepEqual(all.map((each) => each.stages), [[first, second], [first], [first, second]]);
    assert.equal(sockets, 1);
  });

  test('runs queries beside subscriptions', async () => {
    const one = client();
    const from = await position();
    const live = moves(one, from);
    const queries = Array.from({ length: 20 }, () => subscribe(one, { query: '{ pipelines { id } }' }).all());
    const to = await move();
    await live.atLeast(1);
    assert.deepEqual(live.stages, [to]);
    for (const [{ data }] of await Promise.all(queries)) assert.ok(data.pipelines.length > 0);
  });

  test('ends an operation at the gateway when it is unsubscribed, and all of them with the socket', async () => {
    const operations = () => metric('gateway_sockets_operations');
    const earlier = await operations();
    if (earlier === undefined) return;
    const one = client();
    const all = [moves(one), moves(one)];
    await until('two operations', async () => (await operations()) === earlier + 2);
    all[0].dispose();
    await until('one operation', async () => (await operations()) === earlier + 1);
    await one.dispose();
    await until('none', async () => (await operations()) === earlier);
  });

  test('closes the socket after the last operation when it is lazy, and opens another for the next', async () => {
    const closed = [];
    let opened = 0;
    const lazy = client({ on: { opened: () => opened++, closed: (event) => closed.push(event.code) } });
    assert.equal(opened, 0);
    for (let i = 1; i <= 2; i++) {
      await subscribe(lazy, { query: '{ __typename }' }).all();
      await until('closed', () => closed.length === i);
    }
    assert.equal(opened, 2);
    assert.deepEqual(closed, [1000, 1000]);
  });

  test('keeps the socket without operations when it is not lazy', async () => {
    let opened = 0;
    const eager = client({ lazy: false, onNonLazyError: () => {}, on: { connected: () => opened++ } });
    await until('connected', () => opened === 1);
    for (let i = 0; i < 2; i++) await subscribe(eager, { query: '{ __typename }' }).all();
    assert.equal(opened, 1);
  });

  test('has its pings answered', async () => {
    let pongs = 0;
    const pinging = client({ keepAlive: 100, on: { pong: (received) => received && pongs++ } });
    const live = moves(pinging);
    await until('three pongs', () => pongs >= 3);
    assert.equal(live.failure, undefined);
    live.dispose();
  });

  test('asks for what is said with the connection each time that it connects', async () => {
    let asked = 0;
    const asking = client({ connectionParams: () => (asked++, connectionParams ?? { some: 'value' }) });
    for (let i = 0; i < 2; i++) await subscribe(asking, { query: '{ __typename }' }).all();
    assert.ok(asked >= 1);
  });

  test('resumes where it was after the connection has broken, and misses nothing', async (context) => {
    const proxy = await proxyTo(wsUrl);
    context.after(proxy.close);
    let connections = 0;
    const patient = client({
      url: proxy.url,
      retryAttempts: 1000,
      retryWait: () => new Promise((resolve) => setTimeout(resolve, 50)),
      shouldRetry: () => true,
      on: { connected: () => connections++ },
    });
    const from = await position();
    // The client sends what it was given once more; so what it was given has to be up to date.
    const variables = { after: from, leadIds: [LEAD] };
    const answers = subscribe(patient, { query: MOVES, variables }, ({ data }) => (variables.after = data.stageChanged.cursor));
    const expected = [];
    for (let i = 1; i <= 3; i++) {
      expected.push(await move());
      await answers.atLeast(expected.length);
      proxy.cut();
      expected.push(await move(), await move());
      proxy.mend();
      await answers.atLeast(expected.length);
    }
    assert.deepEqual(answers.stages, expected);
    assert.equal(connections, 4);
    answers.dispose();
  });

  test('resumes with a new token after its own has ended, and misses nothing', { skip: token ? false : 'no token is asked for' }, async () => {
    const closed = [];
    let tokens = 0;
    const renewing = client({
      retryAttempts: 5,
      retryWait: () => new Promise((resolve) => setTimeout(resolve, 50)),
      shouldRetry: () => true,
      // The first ends at once, the next does not.
      connectionParams: async () => ({ Authorization: `Bearer ${await briefToken(tokens++ === 0 ? 3 : 600)}` }),
      on: { closed: (event) => closed.push(event.code) },
    });
    const variables = { after: await position(), leadIds: [LEAD] };
    const answers = subscribe(renewing, { query: MOVES, variables }, ({ data }) => (variables.after = data.stageChanged.cursor));
    const expected = [await move()];
    await until('the token has ended', () => closed.length > 0);
    expected.push(await move());
    await answers.atLeast(expected.length);
    assert.deepEqual(closed, [4403]);
    assert.deepEqual(answers.stages, expected);
    answers.dispose();
  });

  test('is told what is wrong with a document, which then does not run', async () => {
    for (const query of ['{', '{ nope }', 'query { pipelines { id nope } }', 'subscription { stageChanged { nope } }', 'query ($id: ID!) { lead(id: $id) { id } }']) {
      const errors = await subscribe(client(), { query }).fails();
      assert.ok(Array.isArray(errors) && errors.length > 0, `${query}: ${errors}`);
      assert.ok(errors.every((error) => typeof error.message === 'string'));
    }
  });

  test('goes on after an operation that was refused', async () => {
    const one = client();
    const live = moves(one, await position());
    await subscribe(one, { query: '{ nope }' }).fails();
    const to = await move();
    await live.atLeast(1);
    assert.deepEqual(live.stages, [to]);
    live.dispose();
  });

  test('gets errors of fields beside the data, with their codes', async () => {
    const [{ data, errors }] = await subscribe(client(), { query: '{ lead(id: "abc") { id } pipelines { id } }' }).all();
    assert.equal(data.lead, null);
    assert.ok(data.pipelines.length > 0);
    assert.equal(errors[0].extensions.code, 'INVALID_ARGUMENT');
    assert.deepEqual(errors[0].path, ['lead']);
  });

  test('is told that a cursor is none', async () => {
    const answers = moves(client(), 'zz');
    await within('it ends', answers.settled);
    const errors = answers.failure ?? answers.values[0].errors;
    assert.equal(errors[0].extensions.code, 'INVALID_ARGUMENT');
  });

  test('does not try again after a close that says that it is at fault', async () => {
    let connections = 0;
    const faulty = client({
      retryAttempts: 10,
      on: {
        connected: (socket) => {
          connections++;
          socket.send('{"type":"nonsense"}');
        },
      },
    });
    const event = await moves(faulty).fails();
    assert.equal(event.code, 4400);
    assert.equal(connections, 1);
  });
});

describe('the protocol graphql-transport-ws', () => {
  /** A socket without a client. */
  async function socket(protocols = 'graphql-transport-ws') {
    const raw = new WebSocket(wsUrl, protocols);
    sockets.push(raw);
    raw.messages = [];
    raw.on('message', (data) => raw.messages.push(JSON.parse(data)));
    raw.closed = once(raw, 'close').then(([code, reason]) => ({ code, reason: reason.toString() }));
    raw.say = (message) => raw.send(typeof message === 'string' ? message : JSON.stringify(message));
    raw.hears = (type) => until(type, () => raw.messages.find((message) => message.type === type));
    await once(raw, 'open');
    return raw;
  }

  async function acknowledged() {
    const raw = await socket();
    raw.say({ type: 'connection_init', payload: connectionParams });
    await raw.hears('connection_ack');
    return raw;
  }

  async function closes(raw, code) {
    const event = await within(`the socket is closed with ${code}`, raw.closed);
    assert.equal(event.code, code, event.reason);
    assert.notEqual(event.reason, '');
  }

  const subscription = { query: MOVES, variables: { leadIds: [LEAD] } };

  test('selects the subprotocol', async () => {
    const raw = await socket(['something', 'graphql-transport-ws']);
    assert.equal(raw.protocol, 'graphql-transport-ws');
    raw.close();
  });

  test('4406 without a subprotocol', async () => closes(await socket([]), 4406));

  test('never serves another subprotocol', async () => {
    // The client itself ends a connection for which none of its subprotocols was selected.
    const raw = new WebSocket(wsUrl, 'graphql-ws');
    const failed = new Promise((resolve) => raw.on('error', resolve));
    const closed = once(raw, 'close').then(([code]) => assert.equal(code, 4406));
    await within('the socket is refused', Promise.race([failed, closed]));
  });

  test('acknowledges, once', async () => {
    const raw = await acknowledged();
    raw.say({ type: 'ping' });
    await raw.hears('pong');
    assert.deepEqual(raw.messages.map((message) => message.type), ['connection_ack', 'pong']);
    raw.close();
  });

  test('pings are answered before the connection is acknowledged, pongs that nobody asked for are not', async () => {
    const raw = await socket();
    raw.say({ type: 'pong', payload: { some: 'value' } });
    raw.say({ type: 'ping', payload: { some: 'value' } });
    await raw.hears('pong');
    assert.equal(raw.messages.length, 1);
    raw.close();
  });

  test('4408 when connection_init never comes', async () => closes(await socket(), 4408));

  test('4429 for a second connection_init', async () => {
    const raw = await acknowledged();
    raw.say({ type: 'connection_init', payload: connectionParams });
    await closes(raw, 4429);
  });

  test('4429 for a second connection_init right after the first', async () => {
    const raw = await socket();
    raw.say({ type: 'connection_init', payload: connectionParams });
    raw.say({ type: 'connection_init', payload: connectionParams });
    await closes(raw, 4429);
  });

  test('4401 for an operation before the connection is acknowledged', async () => {
    const raw = await socket();
    raw.say({ id: '1', type: 'subscribe', payload: subscription });
    await closes(raw, 4401);
    assert.deepEqual(raw.messages, []);
  });

  test('4409 for an id that is in use', async () => {
    const raw = await acknowledged();
    raw.say({ id: 'same', type: 'subscribe', payload: subscription });
    raw.say({ id: 'same', type: 'subscribe', payload: subscription });
    await closes(raw, 4409);
  });

  test('an id can be used again once its operation is over, by either side', async () => {
    const raw = await acknowledged();
    raw.say({ id: '1', type: 'subscribe', payload: subscription });
    raw.say({ id: '1', type: 'complete' });
    for (let i = 1; i <= 2; i++) {
      raw.say({ id: '1', type: 'subscribe', payload: { query: '{ __typename }' } });
      await until('complete', () => raw.messages.filter((message) => message.type === 'complete').length === i);
    }
    assert.deepEqual(raw.messages.map((message) => message.type), ['connection_ack', 'next', 'complete', 'next', 'complete']);
    raw.close();
  });

  test('nothing follows a refused operation, and its id is free', async () => {
    const raw = await acknowledged();
    raw.say({ id: '1', type: 'subscribe', payload: { query: '{ nope }' } });
    const error = await raw.hears('error');
    assert.equal(error.id, '1');
    assert.ok(Array.isArray(error.payload));
    raw.say({ id: '1', type: 'subscribe', payload: { query: '{ __typename }' } });
    await raw.hears('complete');
    assert.deepEqual(raw.messages.map((message) => message.type), ['connection_ack', 'error', 'next', 'complete']);
    raw.close();
  });

  test('a complete for what is over, or never was, is no fault', async () => {
    const raw = await acknowledged();
    raw.say({ id: 'never', type: 'complete' });
    raw.say({ type: 'ping' });
    await raw.hears('pong');
    raw.close();
  });

  test('messages of the gateway have no fields but those of the protocol', async () => {
    const raw = await acknowledged();
    raw.say({ id: '1', type: 'subscribe', payload: { query: '{ __typename }' } });
    await raw.hears('complete');
    assert.deepEqual(raw.messages.slice(1).map((message) => Object.keys(message).sort()), [['id', 'payload', 'type'], ['id', 'type']]);
    raw.close();
  });

  const invalid = {
    'what is no JSON': 'nonsense',
    'an array': '[]',
    'a string': '"connection_init"',
    'nothing': '',
    'no type': '{}',
    'an unknown type': '{"type":"start","id":"1","payload":{"query":"{ __typename }"}}',
    'a message of the server': '{"type":"next","id":"1","payload":{"data":null}}',
    'an operation without an id': '{"type":"subscribe","payload":{"query":"{ __typename }"}}',
    'an operation with an empty id': '{"type":"subscribe","id":"","payload":{"query":"{ __typename }"}}',
    'an operation without a payload': '{"type":"subscribe","id":"1"}',
    'an operation without a query': '{"type":"subscribe","id":"1","payload":{}}',
    'a query that is no text': '{"type":"subscribe","id":"1","payload":{"query":1}}',
    'variables that are no object': '{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","variables":"{}"}}',
    'an operationName that is no text': '{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","operationName":1}}',
    'extensions that are no object': '{"type":"subscribe","id":"1","payload":{"query":"{ __typename }","extensions":""}}',
    'a complete without an id': '{"type":"complete"}',
    'a payload of a ping that is no object': '{"type":"ping","payload":"text"}',
  };
  for (const [what, message] of Object.entries(invalid)) {
    test(`4400 for ${what}`, async () => {
      const raw = await acknowledged();
      raw.say(message);
      await closes(raw, 4400);
    });
  }

  test('4400 for what is not text', async () => {
    const raw = await acknowledged();
    raw.send(Buffer.from('{"type":"ping"}'), { binary: true });
    await closes(raw, 4400);
  });

  test('the gateway asks whether its client is there', async () => {
    const raw = await acknowledged();
    // By default after 25 s.
    await within('a ping of WebSocket', once(raw, 'ping'), 35_000);
    raw.close();
  });

  test('a client that closes is closed in turn', async () => {
    const raw = await acknowledged();
    raw.say({ id: '1', type: 'subscribe', payload: subscription });
    raw.close(1000, 'Normal Closure');
    assert.equal((await within('closed', raw.closed)).code, 1000);
  });

  test('a connection without a token is not served', { skip: token ? false : 'no token is asked for' }, async () => {
    const raw = await socket();
    raw.say({ type: 'connection_init' });
    raw.say({ id: '1', type: 'subscribe', payload: { query: LEAD_QUERY, variables: { id: LEAD } } });
    const { code } = await within('closed', raw.closed);
    assert.ok([4401, 4403].includes(code), `${code}`);
    assert.ok(raw.messages.every((message) => message.type !== 'next'));
  });
});
