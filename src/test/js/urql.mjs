// urql against the gateway: queries over HTTP, by POST, by GET and by hash, subscriptions over graphql-ws, over graphql-sse and
// by its own reader of server-sent events.
//
//   GATEWAY_URL=... SANDBOX_URL=... [GATEWAY_TOKEN=...] node --test urql.mjs
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, describe } from 'node:test';
import { Client, cacheExchange, fetchExchange, gql, subscriptionExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import WebSocket from 'ws';
import { connectionParams, headers, LEAD, LEAD_QUERY, move, MOVES, position, test, token, until, url, wsUrl } from './gateway.mjs';

const socket = createWsClient({ url: wsUrl, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 });
const events = createSseClient({ url, headers, singleConnection: false, retryAttempts: 0 });
const open = new Set();

after(() => {
  for (const subscription of open) subscription.unsubscribe();
  socket.terminate();
  events.dispose();
  return socket.dispose();
});

/** A client as frontends put it together; `calls` are the requests that it has made itself. */
function frontend({ exchanges = [fetchExchange], ...options } = {}) {
  const calls = [];
  const watched = async (address, init) => {
    const response = await fetch(address, init);
    calls.push({ method: init.method ?? 'GET', address: new URL(address), body: init.body, status: response.status, type: response.headers.get('content-type') });
    return response;
  };
  const client = new Client({ url, fetch: watched, fetchOptions: { headers }, preferGetMethod: false, requestPolicy: 'network-only', exchanges, ...options });
  return { client, calls };
}

function over(protocol) {
  const forwardSubscription = ({ query, variables, operationName }) => ({
    subscribe: (sink) => ({ unsubscribe: protocol.subscribe({ query, variables, operationName }, sink) }),
  });
  return frontend({ exchanges: [subscriptionExchange({ forwardSubscription, enableAllOperations: true })] });
}

function subscribe(client, query, variables) {
  const values = [];
  const subscription = client.subscription(query, variables).subscribe((value) => values.push(value));
  open.add(subscription);
  return { values, dispose: () => subscription.unsubscribe(), stages: () => values.map(({ data }) => data?.stageChanged?.status?.id) };
}

const ways = {
  'graphql-ws': () => over(socket),
  'graphql-sse': () => over(events),
  'its own reader of server-sent events': () => frontend({ fetchSubscriptions: true }),
};

describe('urql', () => {
  for (const preferGetMethod of [false, 'force']) {
    const method = preferGetMethod ? 'GET' : 'POST';
    test(`queries by ${method}`, async () => {
      const { client, calls } = frontend({ preferGetMethod });
      const { data, error } = await client.query(LEAD_QUERY, { id: LEAD }).toPromise();
      assert.equal(error, undefined);
      assert.equal(data.lead.id, LEAD);
      assert.deepEqual(calls.map((call) => [call.method, call.status]), [[method, 200]]);
      // It says that it would take a stream, too.
      assert.match(calls[0].type, /^application\/graphql-response\+json\b/);
    });

    test(`is told what is wrong with a document as errors of GraphQL, by ${method}`, async () => {
      const { client } = frontend({ preferGetMethod });
      const { data, error } = await client.query(gql`{ nope }`, {}).toPromise();
      assert.ok(!data);
      assert.equal(error.networkError, undefined);
      assert.ok(error.graphQLErrors.length > 0);
    });
  }

  test('keeps what it was answered', async () => {
    const { client, calls } = frontend({ exchanges: [cacheExchange, fetchExchange], requestPolicy: 'cache-first' });
    for (let i = 0; i < 2; i++) assert.ok((await client.query('{ pipelines { id name } }', {}).toPromise()).data.pipelines.length > 0);
    assert.equal(calls.length, 1);
  });

  test('sees errors of fields beside the data, with their codes', async () => {
    const { data, error } = await frontend().client.query('{ lead(id: "abc") { id } pipelines { id } }', {}).toPromise();
    assert.equal(data.lead, null);
    assert.ok(data.pipelines.length > 0);
    assert.equal(error.graphQLErrors[0].extensions.code, 'INVALID_ARGUMENT');
  });

  test('is refused without a token', { skip: token ? false : 'no token is asked for' }, async () => {
    const { client, calls } = frontend({ fetchOptions: {} });
    const { data, error } = await client.query(LEAD_QUERY, { id: LEAD }).toPromise();
    assert.ok(error && !data);
    assert.ok([401, 403].includes(calls[0].status), `${calls[0].status}`);
  });

  for (const preferGetForPersistedQueries of [false, 'force']) {
    const method = preferGetForPersistedQueries ? 'GET' : 'POST';
    test(`sends the hash of a query first, by ${method}, and the query where it is not known`, async () => {
      const query = LEAD_QUERY.replace('query Lead', `query Lead_${randomUUID().replaceAll('-', '')}`);
      const generateHash = async (text) => createHash('sha256').update(text).digest('hex');
      const persisted = () => frontend({ exchanges: [persistedExchange({ preferGetForPersistedQueries, generateHash }), fetchExchange] });
      const ask = async ({ client }) => {
        const { data, error } = await client.query(query, { id: LEAD }).toPromise();
        assert.equal(error, undefined);
        assert.equal(data.lead.id, LEAD);
      };
      const sentQuery = ({ address, body }) => address.searchParams.has('query') || (body ?? '').includes('"query"');

      const one = persisted();
      await ask(one);
      assert.deepEqual(one.calls.map(sentQuery), [false, true]);
      const two = persisted();
      await ask(two);
      assert.deepEqual(two.calls.map((call) => [call.method, sentQuery(call)]), [[method, false]]);
    });
  }

  for (const [way, made] of Object.entries(ways)) {
    test(`is pushed what happens after its cursor, over ${way}`, async () => {
      const { client } = made();
      const from = await position();
      const live = subscribe(client, MOVES, { after: from, leadIds: [LEAD] });
      const expected = [await move(), await move()];
      await until('two events', () => live.values.length >= 2);
      assert.deepEqual(live.stages(), expected);

      live.dispose();
      const witness = subscribe(client, MOVES, { after: from, leadIds: [LEAD] });
      await move();
      await until('three events', () => witness.values.length >= 3);
      assert.equal(live.values.length, 2);
      witness.dispose();
    });

    test(`is told why a subscription is refused, over ${way}`, async () => {
      const { client } = made();
      const live = subscribe(client, 'subscription { stageChanged { nope } }', {});
      await until('an answer', () => live.values.length > 0);
      assert.ok(live.values[0].error.graphQLErrors.length > 0, `${live.values[0].error}`);
      assert.ok(!live.values[0].data);
    });

    test(`queries over ${way}`, async () => {
      const { data, error } = await made().client.query(LEAD_QUERY, { id: LEAD }).toPromise();
      assert.equal(error, undefined);
      assert.equal(data.lead.id, LEAD);
    });
  }
});
