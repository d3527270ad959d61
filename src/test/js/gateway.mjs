// What the suites of clients share: where the gateway is, who asks, and how something is made to happen.
//
//   GATEWAY_URL      http://host:port/graphql
//   GATEWAY_TOKEN    bearer token; without it none is sent
//   GATEWAY_METRICS  address of the gateway's metrics; without it, what they would show is not looked at
//   SANDBOX_URL      where the stand-in for amoCRM is, with the lead that is moved and tokens that end soon
import { test as unbounded } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

export const url = needed('GATEWAY_URL');
export const wsUrl = url.replace(/^http/, 'ws');
export const token = process.env.GATEWAY_TOKEN;
export const headers = token ? { authorization: `Bearer ${token}` } : {};
export const connectionParams = token ? { Authorization: `Bearer ${token}` } : undefined;

export const LEAD = '26331366';
const PIPELINE = '1309792';
const STAGES = ['22695448', '21234454'];
const MARK = '21234451';

export const LEAD_QUERY = 'query Lead($id: ID!) { lead(id: $id) { id name } }';
export const MOVES = `subscription Moves($after: String, $leadIds: [ID!]) {
  stageChanged(after: $after, filter: { leadIds: $leadIds }) { cursor leadId status { id } }
}`;

// Longer than a busy machine takes for whatever is waited for.
export const PATIENCE_MS = 20_000;

/** A test that ends in any case. */
export function test(name, ...rest) {
  const run = rest.pop();
  unbounded(name, { timeout: 3 * PATIENCE_MS, ...rest[0] }, run);
}

/** The answer to a query over plain HTTP; fails on errors. */
export async function ask(query, variables) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

let stage = 0;

/** Moves the lead to its other stage, the id of which is answered. */
export async function move() {
  stage = 1 - stage;
  return moveTo(STAGES[stage]);
}

async function moveTo(status) {
  const address = `${needed('SANDBOX_URL')}/sandbox/leads/${LEAD}/move?pipelineId=${PIPELINE}&statusId=${status}`;
  const response = await fetch(address, { method: 'POST' });
  if (!response.ok) throw new Error(`the sandbox answered ${response.status}: ${await response.text()}`);
  return `${PIPELINE}:${status}`;
}

/** A token that ends after so many seconds. */
export async function briefToken(seconds) {
  const address = `${needed('SANDBOX_URL')}/sandbox/token?roles=crm.read&expires-in=${seconds}`;
  return (await (await fetch(address, { method: 'POST' })).json()).access_token;
}

/**
 * A cursor after which nothing has happened, nor will of what was done before. To subscribe from there is the only way to miss
 * nothing of what follows: no protocol says when a subscription is live.
 */
export async function position() {
  let cursor = await endOfLog();
  // A stage to which nothing else leads, so earlier moves that are still on their way cannot be taken for it.
  await move();
  const mark = await moveTo(MARK);
  return until('the lead has moved', async () => {
    for (const { status, cursor: at } of await changesAfter(cursor)) {
      cursor = at;
      if (status.id === mark) return cursor;
    }
    return undefined;
  });
}

async function endOfLog() {
  let cursor = null;
  for (;;) {
    const page = await changesAfter(cursor);
    if (page.length === 0) return cursor;
    cursor = page.at(-1).cursor;
  }
}

async function changesAfter(cursor) {
  const data = await ask(
    `query ($after: String, $leadIds: [ID!]) {
      stageChanges(first: 250, after: $after, filter: { leadIds: $leadIds }) { nodes { cursor status { id } } }
    }`,
    { after: cursor, leadIds: [LEAD] },
  );
  return data.stageChanges.nodes;
}

/** What `attempt` answers once it answers something. */
export async function until(what, attempt, patience = PATIENCE_MS) {
  const deadline = Date.now() + patience;
  for (;;) {
    const result = await attempt();
    if (result) return result;
    if (Date.now() > deadline) throw new Error(`still not so after ${patience / 1000} s: ${what}`);
    await sleep(50);
  }
}

/** The sum of a metric over its series; undefined where metrics cannot be seen. */
export async function metric(name) {
  if (!process.env.GATEWAY_METRICS) return undefined;
  const text = await (await fetch(process.env.GATEWAY_METRICS)).text();
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}

/** What an operation has answered; `observer` is what the clients call a sink. */
export class Answers {
  values = [];
  failure;
  completed = false;

  constructor(onNext = () => {}) {
    let settle;
    this.settled = new Promise((resolve) => (settle = resolve));
    this.observer = {
      next: (value) => {
        this.values.push(value);
        onNext(value);
      },
      error: (failure) => {
        this.failure = failure;
        settle();
      },
      complete: () => {
        this.completed = true;
        settle();
      },
    };
  }

  /** Waits until it is over; answers all values, or throws what it failed with. */
  async all() {
    await within('the operation ends', this.settled);
    if (this.failure) throw this.failure;
    return this.values;
  }

  /** Waits until it fails; answers with what. */
  async fails() {
    await within('the operation fails', this.settled);
    if (!this.failure) throw new Error(`it did not fail but answered ${JSON.stringify(this.values)}`);
    return this.failure;
  }

  /** Waits until there are so many; answers the last of them. */
  async atLeast(count) {
    await until(`${count} results`, () => this.values.length >= count || this.failure || this.completed);
    if (this.values.length < count) throw new Error(`over after ${this.values.length} results: ${describe(this.failure)}`);
    return this.values[count - 1];
  }

  /** To which stages the lead has moved. */
  get stages() {
    return this.values.map((value) => value.data.stageChanged.status.id);
  }
}

export function within(what, promise, patience = PATIENCE_MS) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${patience / 1000} s: ${what}`)), patience);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// A failure is an Error, a list of GraphQL errors, or the event of a closed socket.
function describe(reason) {
  if (typeof reason?.code === 'number') return `the socket was closed: ${reason.code} ${reason.reason}`;
  return reason?.message ?? JSON.stringify(reason) ?? 'complete';
}

function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value.replace(/\/$/, '');
}
