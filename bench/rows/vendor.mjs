// One SOAP call that answers a hundred users, every field: the gateway against what one writes by hand.
import { join } from 'node:path';
import { start } from '../lib/child.mjs';
import { ask, cpuPerRequest, generator, inTurns, median, megabytes, micro, times, timesLess } from '../lib/measure.mjs';
import { built, configure, five9Accounts, HERE, serve } from '../lib/setting.mjs';

const FIELDS = `active canChangePassword EMail extension federationId firstName fullName IEXScheduled id lastName locale
  mediaTypeConfig { mediaTypes { enabled intlligentRouting maxAlowed type } } mustChangePassword osLogin phoneNumber startDate
  unifiedCommunicationId userName userProfileName`;
/** Enough accounts that none spends the quota Five9 gives it. */
const ACCOUNTS = 60;
const CONNECTIONS = 32;

/** Every body asks a different query, so that no two requests share a call. */
function oursAsked(url) {
  const query = `query ($p: String, $account: ID) { five9Config_getUsersGeneralInfo(userNamePattern: $p, account: $account) { ${FIELDS} } }`;
  const bodies = Array.from({ length: ACCOUNTS }, (_, at) =>
    JSON.stringify({ query, variables: { p: `user${at}`, account: `account${at}` } }),
  );
  return { url, bodies, connections: CONNECTIONS, expected: 'Robin Example 0099' };
}

function theirsAsked(url) {
  const query = `query ($p: String) { users(userNamePattern: $p) { ${FIELDS} } }`;
  const bodies = Array.from({ length: ACCOUNTS }, (_, at) => JSON.stringify({ query, variables: { p: `user${at}` } }));
  return { url, bodies, connections: CONNECTIONS, expected: 'Robin Example 0099' };
}

async function startTheirs(origin) {
  const wsdl = join(HERE, 'node_modules', '.built', 'five9.wsdl');
  await start(built('http/wsdl'), [wsdl, origin]).says(/written/);
  const child = start(built('http/apollo-soap'), [wsdl, origin]);
  const [url] = await child.says(/http:\S+/);
  return { child, url };
}

export async function vendor() {
  const backend = start(`${HERE}lib/backend.mjs`, ['100']);
  const [, origin, bytes] = await backend.says(/(http:\S+) (\d+) bytes/);
  const load = await generator();
  const ours = await serve(await configure('vendor', five9Accounts(ACCOUNTS, origin)));
  const theirs = await startTheirs(origin);
  const [askOurs, askTheirs] = [oursAsked(ours.url), theirsAsked(theirs.url)];
  await load.run({ ...askOurs, requests: 1500 });
  await load.run({ ...askTheirs, requests: 200 });
  const [one, other] = await inTurns(
    [() => cpuPerRequest(ours.child, load, askOurs, 900), () => cpuPerRequest(theirs.child, load, askTheirs, 150)],
    5,
  );
  const [memory, theirMemory] = [await megabytes(ours.child), await megabytes(theirs.child)];
  await Promise.all([ours.child, theirs.child, load, backend].map(({ stop }) => stop()));
  const factor = timesLess(one, other);
  return [
    {
      what: `one SOAP call, 100 users of every field (${Math.round(bytes / 1000)} kB), CPU against Apollo Server and node-soap by hand`,
      target: '6× less',
      measured: `${times(factor)} (${micro(median(one))} against ${micro(median(other))})`,
      ok: factor >= 6,
    },
    {
      what: 'memory under 32 connections of the row above',
      target: 'at most 220 MB',
      measured: `${memory.toFixed(0)} MB (by hand: ${theirMemory.toFixed(0)} MB)`,
      ok: memory <= 220,
    },
  ];
}

/** Ten identical queries at once, five aliases each, while the vendor takes its time. */
export async function shared() {
  const backend = start(`${HERE}lib/backend.mjs`, ['100', '300']);
  const [, origin] = await backend.says(/(http:\S+) \d+/);
  const { child, url } = await serve(await configure('shared', five9Accounts(1, origin)));
  const alias = (at) => `a${at}: five9Config_getUsersGeneralInfo(userNamePattern: "x") { id userName }`;
  const query = `{ ${[1, 2, 3, 4, 5].map(alias).join(' ')} }`;
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask(url, query)));
  const calls = await (await fetch(`${origin}/calls`)).text();
  await child.stop();
  await backend.stop();
  const whole = answers.every(({ errors, data }) => !errors && data.a5.length === 100);
  return [
    {
      what: 'vendor calls for ten identical queries at once, five aliases each',
      target: '1',
      measured: whole ? calls : 'an answer was not whole',
      ok: whole && calls === '1',
    },
  ];
}

/** Five accounts of 20 ms each: what the gateway adds to the slowest. */
export async function added() {
  const backends = Array.from({ length: 5 }, () => start(`${HERE}lib/backend.mjs`, ['5', '20']));
  const origins = [];
  for (const backend of backends) origins.push((await backend.says(/(http:\S+) \d+/))[1]);
  const accounts = origins.map((origin, at) => ({ ...five9Accounts(1, origin)[0], id: `account${at}` }));
  const { child, url } = await serve(await configure('added', accounts));
  const load = await generator();
  const field = (at) =>
    `a${at}: five9Config_getUsersGeneralInfo(userNamePattern: "x", account: "account${at}") { id userName }`;
  const query = `{ ${[0, 1, 2, 3, 4].map(field).join(' ')} }`;
  const asked = { url, bodies: [JSON.stringify({ query })], connections: 1 };
  // No more than the quota of a minute.
  await load.run({ ...asked, requests: 100 });
  const p50 = async (target, requests) => (await load.run({ ...asked, url: target, requests })).p50;
  const [whole, ...alone] = await inTurns([() => p50(url, 30), ...origins.map((origin) => () => p50(origin, 10))]);
  await Promise.all([child.stop(), load.stop(), ...backends.map((backend) => backend.stop())]);
  const difference = median(whole) - Math.max(...alone.map(median));
  return [
    {
      what: 'five accounts answering in 20 ms each: p50 added to the slowest of them asked directly',
      target: 'at most 4 ms',
      measured: `${difference.toFixed(1)} ms`,
      ok: difference <= 4,
    },
  ];
}
