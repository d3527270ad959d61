// The audit of graphql-http: whether the gateway speaks GraphQL over HTTP to the letter.
//
//   GATEWAY_URL=http://localhost:8080/graphql [GATEWAY_TOKEN=...] node audits.mjs
//
// Five of the items ask for `__type`, so introspection has to be on. Exit code: 0 all of them are ok, 1 otherwise; an item
// that is but a recommendation counts like any other.
import { serverAudits } from 'graphql-http';
import { headers, url } from './gateway.mjs';

const EXPECTED = 61;

const audits = serverAudits({ url, fetchFn: (address, init) => fetch(address, { ...init, headers: { ...headers, ...init?.headers } }) });
let ok = 0;
for (const { id, name, fn } of audits) {
  let result;
  try {
    result = await fn();
  } catch (fault) {
    // A fault of the audit itself, such as a connection that was closed.
    result = { status: 'fault', reason: `${fault}` };
  }
  if (result.status === 'ok') ok++;
  const detail = result.status === 'ok' ? '' : `\n       ${result.reason}${result.response ? ` (${await shown(result.response)})` : ''}`;
  console.log(`${result.status.padEnd(6)} ${id} ${name}${detail}`);
}
console.log(`${ok} of ${audits.length} ok`);
if (audits.length !== EXPECTED) console.error(`there are ${audits.length} items, not ${EXPECTED}: has graphql-http changed?`);
process.exitCode = ok === EXPECTED && audits.length === EXPECTED ? 0 : 1;

async function shown(response) {
  const type = response.headers.get('content-type');
  const body = response.bodyUsed ? '' : (await response.text()).slice(0, 200);
  return [response.status, type, body].filter(Boolean).join(' ');
}
