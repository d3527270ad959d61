// The client of graphql-sse against the gateway, and its protocol (enisdenjo/graphql-sse, PROTOCOL.md) as text. The gateway
// has the distinct connections mode: an operation, a request.
//
//   GATEWAY_URL=... SANDBOX_URL=... [GATEWAY_TOKEN=...] node --test graphql-sse.mjs
//
// The package's own tests are not in its tarball, and each of them brings a server of its own with a schema of its own; none
// can be pointed at another. What they ask of a server by way of the client is asked here.
import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import { createClient, NetworkError } from 'graphql-sse';
import { Answers, ask, briefToken, headers, LEAD, LEAD_QUERY, metric, move, MOVES, position, test, token, until, url, within } from './gateway.mjs';
import { proxyTo } from './proxy.mjs';

const clients = [];
const over = new AbortController();
let start;

before(async () => (start = await position()));
after(() => {
  over.abort();
  for (const client of clients) client.dispose();
});

function client(options = {}) {
  const made = createClient({ url, headers, singleConnection: false, retryAttempts: 0, ...options });
  clients.push(made);
  return made;
}

function subscribe(to, payload, onNext, on) {
  const answers = new Answers(onNext);
  answers.dispose = to.subscribe(payload, answers.observer, on);
  return answers;
}

function moves(to, from = start) {
  return subscribe(to, { query: MOVES, variables: { after: from, leadIds: [LEAD] } });
}

describe('the client of graphql-sse', () => {
  test('answers a query, as over HTTP', async () => {
    const [{ data, errors }] = await subscribe(client(), { query: LEAD_QUERY, variables: { id: LEAD } }).all();
    assert.equal(errors, undefined);
    assert.deepEqual(data, await ask(LEAD_QUERY, { id: LEAD }));
  });

  test('answers a query once', async () => {
    const answers = subscribe(client(), { query: '{ __typename }' });
    assert.deepEqual((await answers.all()).map((value) => value.data), [{ __typename: 'Query' }]);
    assert.equal(answers.completed, true);
  });

  test('runs the operation that is named', async () => {
    const query = 'query One { pipelines { id } } query Two { lead(id: "26331366") { id } }';
    const [{ data }] = await subscribe(client(), { query, operationName: 'Two' }).all();
    assert.deepEqual(data, { lead: { id: LEAD } });
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
    await within('it ends', live.settled);
  });

  test('is connected though nothing happens', async () => {
    let connected = false;
    const live = subscribe(client(), { query: MOVES, variables: { leadIds: ['1'] } }, undefined, { connected: () => (connected = true) });
    await until('connected', () => connected);
    assert.deepEqual(live.values, []);
    live.dispose();
  });

  test('serves several subscriptions, each to its end', async () => {
    const one = client();
    const from = await position();
    const all = [moves(one, from), moves(one, from), moves(one, from)];
    const first = await move();
    await Promise.all(all.map((each) => each.atLeast(1)));
    all[1].dispose();
    await within('it ends', all[1].settled);
    const second = await move();
    await Promise.all([all[0].atLeast(2), all[2].atLeast(2)]);
    assert.deepEqual(all.map((each) => each.stages), [[first, second], [first], [first, second]]);
    all[0].dispose();
    all[2].dispose();
  });

  test('ends an operation at the gateway when it is disposed of, and all of them with the client', async () => {
    const operations = () => metric('gateway_feed_subscribers');
    const earlier = await operations();
    if (earlier === undefined) return;
    const one = client();
    const all = [moves(one), moves(one), moves(one)];
    await until('three operations', async () => (await operations()) === earlier + 3);
    all[0].dispose();
    await until('two operations', async () => (await operations()) === earlier + 2);
    one.dispose();
    await until('none', async () => (await operations()) === earlier);
  });

  test('resumes where it was after the connection has broken, and misses nothing', async (context) => {
    const proxy = await proxyTo(url);
    context.after(proxy.close);
    const reconnected = [];
    const patient = client({
      url: proxy.url,
      retryAttempts: 1000,
      retry: () => new Promise((resolve) => setTimeout(resolve, 50)),
      on: { connected: (again) => reconnected.push(again) },
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
    assert.deepEqual(reconnected, [false, true, true, true]);
    answers.dispose();
  });

  test('resumes with a new token after its own has ended, and misses nothing', { skip: token ? false : 'no token is asked for' }, async () => {
    const reconnected = [];
    let tokens = 0;
    const renewing = client({
      retryAttempts: 5,
      retry: () => new Promise((resolve) => setTimeout(resolve, 50)),
      // The first ends at once, the next does not.
      headers: async () => ({ authorization: `Bearer ${await briefToken(tokens++ === 0 ? 3 : 600)}` }),
      on: { connected: (again) => reconnected.push(again) },
    });
    const variables = { after: await position(), leadIds: [LEAD] };
    const answers = subscribe(renewing, { query: MOVES, variables }, ({ data }) => (variables.after = data.stageChanged.cursor));
    const expected = [await move()];
    await until('the client has come again', () => reconnected.length > 1);
    expected.push(await move());
    await answers.atLeast(expected.length);
    assert.deepEqual(reconnected, [false, true]);
    assert.deepEqual(answers.stages, expected);
    answers.dispose();
  });

  test('is told what is wrong with a document by a result, and that the operation is over', async () => {
    for (const query of ['{', '{ nope }', 'subscription { stageChanged { nope } }', 'query ($id: ID!) { lead(id: $id) { id } }']) {
      const results = await subscribe(client(), { query }).all();
      assert.equal(results.length, 1, query);
      assert.ok(results[0].errors.every((error) => typeof error.message === 'string'));
      assert.ok(!results[0].data, query);
    }
  });

  test('gets errors of fields beside the data, with their codes', async () => {
    const [{ data, errors }] = await subscribe(client(), { query: '{ lead(id: "abc") { id } pipelines { id } }' }).all();
    assert.equal(data.lead, null);
    assert.ok(data.pipelines.length > 0);
    assert.equal(errors[0].extensions.code, 'INVALID_ARGUMENT');
  });

  test('is told that a cursor is none', async () => {
    const [{ errors }] = await moves(client(), 'zz').all();
    assert.equal(errors[0].extensions.code, 'INVALID_ARGUMENT');
  });

  test('is refused what is no request by a status, which the client may try again', async () => {
    const failure = await subscribe(client(), { query: 1 }).fails();
    assert.ok(failure instanceof NetworkError, `${failure}`);
    assert.equal(failure.response.status, 400);
  });

  test('is refused without a token', { skip: token ? false : 'no token is asked for' }, async () => {
    const answers = subscribe(client({ headers: {} }), { query: LEAD_QUERY, variables: { id: LEAD } });
    const failure = await answers.fails();
    assert.ok([401, 403].includes(failure.response?.status), `${failure}`);
    assert.deepEqual(answers.values, []);
  });
});

describe('the protocol of graphql-sse', () => {
  const EVENTS = 'text/event-stream';

  function post(body, accept = EVENTS) {
    const init = { method: 'POST', headers: { ...headers, accept, 'content-type': 'application/json' }, signal: over.signal };
    return fetch(url, { ...init, body: JSON.stringify(body) });
  }

  function get(parameters, accept = EVENTS) {
    const address = new URL(url);
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    return fetch(address, { headers: { ...headers, accept }, signal: over.signal });
  }

  /** As the specification of server-sent events reads them; comments are left out. */
  function events(text) {
    return text
      .split('\n\n')
      .map((block) => block.split('\n').filter((line) => line && !line.startsWith(':')))
      .filter((lines) => lines.length > 0)
      .map((lines) => Object.fromEntries(lines.map((line) => /^([^:]*):? ?(.*)$/s.exec(line).slice(1))));
  }

  function isStream(response) {
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type'), /^text\/event-stream\b/);
    assert.match(response.headers.get('cache-control') ?? '', /no-cache|no-store/);
  }

  async function isOneAnswer(response) {
    isStream(response);
    const [next, complete, ...rest] = events(await response.text());
    assert.deepEqual([next.event, complete.event, rest], ['next', 'complete', []]);
    // Without a line of data, browsers' own EventSource would not dispatch it.
    assert.equal(complete.data, '');
    return JSON.parse(next.data);
  }

  test('POST: a query is a next and a complete', async () => {
    const result = await isOneAnswer(await post({ query: '{ __typename }' }));
    assert.deepEqual(result.data, { __typename: 'Query' });
  });

  test('GET: a query is a next and a complete', async () => {
    const result = await isOneAnswer(await get({ query: LEAD_QUERY, variables: JSON.stringify({ id: LEAD }), operationName: 'Lead' }));
    assert.deepEqual(result.data, await ask(LEAD_QUERY, { id: LEAD }));
  });

  test('GET: a subscription goes on until it is left', async () => {
    const from = await position();
    const response = await get({ query: MOVES, variables: JSON.stringify({ after: from, leadIds: [LEAD] }) });
    isStream(response);
    const expected = [await move(), await move()];
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (events(text).length < 2 || !text.endsWith('\n\n')) {
      const { value, done } = await within('an event', reader.read());
      assert.equal(done, false, text);
      text += value;
    }
    assert.deepEqual(events(text).map(({ event, data }) => [event, JSON.parse(data).data.stageChanged.status.id]), expected.map((to) => ['next', to]));
    await reader.cancel();
  });

  test('what is wrong with a document is told in the stream', async () => {
    for (const request of [post, get]) {
      for (const query of ['{', '{ nope }', 'subscription { stageChanged { nope } }']) {
        const { data, errors } = await isOneAnswer(await request({ query }));
        assert.ok(errors.length > 0 && !data, query);
      }
    }
  });

  test('no mutation over GET', async () => {
    const response = await get({ query: 'mutation { __typename }' });
    // Either as a request that is not allowed or as a document that does not hold; it has no data.
    if (response.status === 200) {
      const { data, errors } = await isOneAnswer(response);
      assert.ok(errors.length > 0 && !data);
    } else {
      assert.ok(response.status >= 400 && response.status < 500, `${response.status}`);
      await response.body?.cancel();
    }
  });

  const negotiated = [
    ['text/event-stream', /^text\/event-stream\b/],
    ['TEXT/EVENT-STREAM', /^text\/event-stream\b/],
    ['text/event-stream, application/json;q=0.5', /^text\/event-stream\b/],
    ['application/json, text/event-stream;q=0.5', /^application\/json\b/],
    ['application/json, text/event-stream;q=0', /^application\/json\b/],
    ['application/graphql-response+json, application/json;q=0.9', /^application\/graphql-response\+json\b/],
    // As urql asks for a query.
    ['application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed', /^application\/graphql-response\+json\b/],
    // As urql asks for a subscription.
    ['text/event-stream, multipart/mixed', /^text\/event-stream\b/],
  ];
  for (const [accept, type] of negotiated) {
    test(`Accept: ${accept}`, async () => {
      const response = await post({ query: '{ __typename }' }, accept);
      assert.equal(response.status, 200);
      assert.match(response.headers.get('content-type'), type);
      await response.text();
    });
  }

  test('406 where nothing that the gateway can answer with is accepted', async () => {
    for (const accept of ['text/html', 'text/event-stream;q=0']) {
      const response = await post({ query: '{ __typename }' }, accept);
      assert.equal(response.status, 406, accept);
      await response.text();
    }
  });

  test('a subscription is not answered as one document', async () => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const response = await within('an answer', post({ query: MOVES, variables: { leadIds: [LEAD] } }, accept));
      const { data, errors } = await within('an answer that ends', response.json());
      assert.ok(errors.length > 0 && !data, accept);
      if (accept !== 'application/json') assert.ok(response.status >= 400 && response.status < 500, `${response.status}`);
    }
  });
});
