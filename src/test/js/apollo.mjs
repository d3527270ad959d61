// Apollo Client against the gateway: queries over HTTP, by POST, by GET and by hash, subscriptions over graphql-ws.
//
//   GATEWAY_URL=... SANDBOX_URL=... [GATEWAY_TOKEN=...] node --test apollo.mjs
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, describe } from 'node:test';
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache, ServerError } from '@apollo/client';
import { ErrorLink } from '@apollo/client/link/error';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition } from '@apollo/client/utilities';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { Answers, connectionParams, headers, LEAD, LEAD_QUERY, move, MOVES, position, test, token, until, url, within, wsUrl } from './gateway.mjs';

const LEAD_DOCUMENT = gql(LEAD_QUERY);
const MOVES_DOCUMENT = gql(MOVES);
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

// The link looks at its constants; Node has one of its own from version 22 on.
globalThis.WebSocket ??= WebSocket;

const clients = [];
const socket = createClient({ url: wsUrl, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 });
let start;

before(async () => (start = await position()));
after(() => {
  for (const client of clients) client.stop();
  socket.terminate();
  return socket.dispose();
});

/** A client as frontends put it together; `calls` are the requests that it has made over HTTP. */
function frontend({ http = {}, before: links = [] } = {}) {
  const calls = [];
  const watched = async (address, init) => {
    const response = await fetch(address, init);
    calls.push({ method: init.method ?? 'GET', address: new URL(address), body: init.body, accept: init.headers.accept, status: response.status });
    return response;
  };
  const link = ApolloLink.split(
    ({ query }) => getMainDefinition(query).operation === 'subscription',
    new GraphQLWsLink(socket),
    ApolloLink.from([...links, new HttpLink({ uri: url, headers, fetch: watched, ...http })]),
  );
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  clients.push(client);
  return { client, calls };
}

function subscribe(client, options) {
  const answers = new Answers();
  const subscription = client.subscribe(options).subscribe(answers.observer);
  answers.dispose = () => subscription.unsubscribe();
  return answers;
}

describe('Apollo Client', () => {
  test('queries by POST', async () => {
    const { client, calls } = frontend();
    const { data } = await client.query({ query: LEAD_DOCUMENT, variables: { id: LEAD } });
    assert.equal(data.lead.__typename, 'Lead');
    assert.equal(data.lead.id, LEAD);
    assert.deepEqual(calls.map(({ method, status }) => [method, status]), [['POST', 200]]);
  });

  test('queries by GET', async () => {
    const { client, calls } = frontend({ http: { useGETForQueries: true } });
    const { data } = await client.query({ query: LEAD_DOCUMENT, variables: { id: LEAD } });
    assert.equal(data.lead.id, LEAD);
    assert.deepEqual(calls.map(({ method, status }) => [method, status]), [['GET', 200]]);
  });

  test('runs queries at the same time, and the same one once', async () => {
    const { client, calls } = frontend();
    const query = gql`query ($id: ID!) { pipeline(id: $id) { id name statuses { id } } }`;
    const ids = ['1309792', '1309792', '999'];
    const results = await Promise.all(ids.map((id) => client.query({ query, variables: { id } })));
    assert.deepEqual(results.map(({ data }) => data.pipeline?.id), ['1309792', '1309792', undefined]);
    assert.equal(calls.length, 2);
  });

  test('keeps what it was answered by type and id', async () => {
    const { client, calls } = frontend();
    await client.query({ query: gql`{ pipelines { id name statuses { id name } } }` });
    const { statuses } = client.readFragment({ id: 'Pipeline:1309792', fragment: gql`fragment Stages on Pipeline { statuses { id name } }` });
    assert.equal(statuses.length, 15);
    assert.equal(new Set(statuses.map((status) => status.id)).size, 15);
    assert.equal(calls.length, 1);
  });

  test('sees the codes of errors, in its link for errors and at the end', async () => {
    const seen = [];
    const { client } = frontend({ before: [new ErrorLink(({ error }) => void seen.push(error))] });
    const query = gql`{ lead(id: "abc") { id } pipelines { id } }`;
    await assert.rejects(client.query({ query }), (error) => CombinedGraphQLErrors.is(error) && error.errors[0].extensions.code === 'INVALID_ARGUMENT');
    assert.deepEqual(seen.map((error) => error.errors[0].extensions.code), ['INVALID_ARGUMENT']);

    const { data, error } = await client.query({ query, errorPolicy: 'all', fetchPolicy: 'network-only' });
    assert.equal(data.lead, null);
    assert.ok(data.pipelines.length > 0);
    assert.equal(error.errors[0].extensions.code, 'INVALID_ARGUMENT');
  });

  test('is told what is wrong with a document as errors of GraphQL, whatever the status', async () => {
    for (const http of [{}, { useGETForQueries: true }, { headers: { ...headers, accept: 'application/json' } }]) {
      const { client } = frontend({ http });
      await assert.rejects(client.query({ query: gql`{ nope }` }), (error) => CombinedGraphQLErrors.is(error) && error.errors.length > 0);
    }
  });

  test('is refused without a token', { skip: token ? false : 'no token is asked for' }, async () => {
    const { client, calls } = frontend({ http: { headers: {} } });
    await assert.rejects(client.query({ query: LEAD_DOCUMENT, variables: { id: LEAD } }), (error) => CombinedGraphQLErrors.is(error) || ServerError.is(error));
    assert.ok([401, 403].includes(calls[0].status), `${calls[0].status}`);
  });

  for (const useGETForHashedQueries of [false, true]) {
    test(`sends the hash of a query first, by ${useGETForHashedQueries ? 'GET' : 'POST'}, and the query where it is not known`, async () => {
      // One that no earlier run has left with the gateway.
      const name = `Lead_${randomUUID().replaceAll('-', '')}`;
      const query = gql(LEAD_QUERY.replace('query Lead', `query ${name}`));
      const persisted = () => frontend({ before: [new PersistedQueryLink({ sha256, useGETForHashedQueries })] });
      const first = useGETForHashedQueries ? 'GET' : 'POST';
      const ask = ({ client }) => client.query({ query, variables: { id: LEAD }, fetchPolicy: 'network-only' });
      const sent = ({ method, address, body }) => [method, address.searchParams.has('query') || (body ?? '').includes('"query"')];

      const one = persisted();
      assert.equal((await ask(one)).data.lead.id, LEAD);
      assert.deepEqual(one.calls.map(sent), [[first, false], ['POST', true]]);
      assert.equal((await ask(one)).data.lead.id, LEAD);

      // Another client has no need to send it.
      const two = persisted();
      assert.equal((await ask(two)).data.lead.id, LEAD);
      assert.deepEqual([...one.calls.slice(2), ...two.calls].map(sent), [[first, false], [first, false]]);
    });
  }

  test('does not get a query under the hash of another', async () => {
    const { client } = frontend({ before: [new PersistedQueryLink({ sha256: (text) => sha256(`${text}#`) })] });
    await assert.rejects(client.query({ query: gql(`query Q_${randomUUID().replaceAll('-', '')} { pipelines { id } }`) }), CombinedGraphQLErrors.is);
  });

  test('is pushed what happens after its cursor', async () => {
    const { client } = frontend();
    const from = await position();
    const answers = subscribe(client, { query: MOVES_DOCUMENT, variables: { after: from, leadIds: [LEAD] } });
    const expected = [await move(), await move()];
    await answers.atLeast(2);
    assert.deepEqual(answers.stages, expected);
    assert.equal(answers.values[0].data.stageChanged.__typename, 'StageChange');
    answers.dispose();
  });

  test('shows in a query that it watches what a subscription brings', async () => {
    const { client } = frontend();
    const query = gql`query ($id: ID!) { lead(id: $id) { id status { id } } }`;
    const shown = [];
    const watching = client.watchQuery({ query, variables: { id: LEAD } }).subscribe(({ data }) => shown.push(data?.lead?.status?.id));
    await until('the lead', () => shown.some(Boolean));
    const live = subscribe(client, {
      query: gql`subscription ($after: String, $ids: [ID!]) { stageChanged(after: $after, filter: { leadIds: $ids }) { id lead { id status { id } } } }`,
      variables: { after: start, ids: [LEAD] },
    });
    const to = await move();
    await until('the new stage', () => shown.at(-1) === to);
    live.dispose();
    watching.unsubscribe();
  });

  test('is told why a subscription is refused', async () => {
    const { client } = frontend();
    for (const options of [{ query: gql`subscription { stageChanged { nope } }` }, { query: MOVES_DOCUMENT, variables: { after: 'zz' } }]) {
      const answers = subscribe(client, options);
      await within('an answer', Promise.race([answers.settled, answers.atLeast(1).catch(() => {})]));
      const error = answers.failure ?? answers.values[0].error;
      assert.ok(CombinedGraphQLErrors.is(error), `${error}`);
      answers.dispose();
    }
  });
});
