// Subscribes to stage changes of one lead the way a frontend does, moves the lead in the sandbox, and prints the event.
//
//   node stage-change.mjs <wsUrl> <sandboxUrl> <leadId> <pipelineId> <statusId> [otherStatusId [token]]
//
// stdout: the event as one line of JSON. Exit code: 0 event received, 1 error or deadline, 2 wrong usage.
//
// graphql-transport-ws has no answer that says "this subscription is live", so a move made right after `subscribe` may
// come before it. With otherStatusId the lead is moved to and fro every 500 ms until an event with the wanted stage
// arrives. Without it there is one move, 1 s after the connection is acknowledged.
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const DEADLINE_MS = 20_000;
const SUBSCRIPTION = `subscription ($leadIds: [ID!]) {
  stageChanged(filter: { leadIds: $leadIds }) {
    id cursor leadId leadName
    status { id name }
    previousStatus { id name }
    lead { id contacts { name email phone } }
    changedAt
  }
}`;

const [wsUrl, sandboxUrl, leadId, pipelineId, statusId, otherStatusId, token, ...rest] = process.argv.slice(2);
if (!/^wss?:/.test(wsUrl ?? '') || !/^https?:/.test(sandboxUrl ?? '') || !statusId || rest.length > 0) {
  console.error('usage: node stage-change.mjs <wsUrl> <sandboxUrl> <leadId> <pipelineId> <statusId> [otherStatusId [token]]');
  process.exit(2);
}

const over = new AbortController();
let seen = 0;
const deadline = setTimeout(
  () => fail(`no event of lead ${leadId} in stage ${statusId} within ${DEADLINE_MS / 1000} s (${seen} other events)`),
  DEADLINE_MS,
);

const client = createClient({
  url: wsUrl,
  connectionParams: token ? { Authorization: `Bearer ${token}` } : undefined,
  webSocketImpl: WebSocket,
  lazy: true,
  retryAttempts: 0,
  on: { connected: () => moveUntilOver().catch(fail) },
});

client.subscribe(
  { query: SUBSCRIPTION, variables: { leadIds: [leadId] } },
  {
    next({ data, errors }) {
      if (errors) return fail(`the gateway answered with errors: ${JSON.stringify(errors)}`);
      const event = data.stageChanged;
      // The id of a status is "{pipelineId}:{statusId}".
      if (event.status?.id !== `${pipelineId}:${statusId}`) seen++;
      else finish(0, () => console.log(JSON.stringify(event)));
    },
    error: fail,
    complete: () => fail('the gateway ended the subscription before an event'),
  },
);

async function moveUntilOver() {
  const { signal } = over;
  await sleep(otherStatusId ? 0 : 1000, undefined, { signal });
  for (let wanted = true; ; wanted = !wanted) {
    const to = new URLSearchParams({ pipelineId, statusId: wanted ? statusId : otherStatusId });
    const address = `${sandboxUrl.replace(/\/$/, '')}/sandbox/leads/${encodeURIComponent(leadId)}/move?${to}`;
    const answer = await fetch(address, { method: 'POST', signal });
    if (!answer.ok) throw new Error(`the sandbox answered ${answer.status} to POST ${address}: ${await answer.text()}`);
    if (!otherStatusId) return;
    await sleep(500, undefined, { signal });
  }
}

function fail(reason) {
  finish(1, () => console.error(`stage-change: ${describe(reason)}`));
}

function finish(code, report) {
  if (over.signal.aborted) return;
  over.abort();
  clearTimeout(deadline);
  report();
  process.exitCode = code;
  void client.dispose();
  // A peer that does not answer the closing handshake must not keep the process.
  setTimeout(() => process.exit(), 1000).unref();
}

// A failed subscription is a string, an Error, a list of GraphQL errors, or the event of a closed socket.
function describe(reason) {
  if (typeof reason === 'string') return reason;
  if (Array.isArray(reason)) return `the gateway refused the subscription: ${reason.map((error) => error.message).join('; ')}`;
  if (typeof reason?.code === 'number') return `the gateway closed the socket: ${reason.code} ${reason.reason}`;
  return [reason?.message, reason?.cause?.message].filter(Boolean).join(': ') || String(reason);
}
