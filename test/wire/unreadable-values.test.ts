/**
 * One value of one row is unreadable: a character that XML excludes, an entity of HTML, a word or number that the contract does not
 * know. The other rows and fields arrive, the unreadable value is marked or null, and an answer that came opens no breaker.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { quietLog } from '../../src/server/logging.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { type SimulatedCentre, simulators, startSimulatedCentre } from '../../src/simulators/simulators.ts';

const START = new Date('2024-05-06T14:00:00Z');
const KEYS = ['five9-config', 'five9-cti', 'remote-control', 'engage'] as const;
type Key = (typeof KEYS)[number];

/** Which list of which vendor is read, and where the unreadable value is put. */
interface Place {
  readonly key: Key;
  readonly read: (adapter: Adapter) => Promise<readonly object[]>;
  /** The first value of this pattern is replaced; its first group stays before it. */
  readonly at: RegExp;
  readonly field: string;
}

const items = async (rows: Promise<{ items: readonly object[] }> | undefined) => (await rows)?.items ?? [];
const campaigns = (adapter: Adapter) => items(adapter.campaigns?.({}, {}));
const agents = (adapter: Adapter) => items(adapter.agents?.({}, {}));
const calls = (adapter: Adapter) => items(adapter.calls?.({}, {}));
const skills = (adapter: Adapter) => items(adapter.skills?.({}, {}));

const NAMES: readonly Place[] = [
  { key: 'five9-config', read: campaigns, at: /(<name>)[^<]*/, field: 'name' },
  { key: 'five9-config', read: skills, at: /(<name>)[^<]*/, field: 'name' },
  { key: 'five9-cti', read: agents, at: /(<fullName>)[^<]*/, field: 'name' },
  { key: 'remote-control', read: campaigns, at: /(<CampaignName>)[^<]*/, field: 'name' },
  { key: 'remote-control', read: agents, at: /(<FullName>)[^<]*/, field: 'name' },
  { key: 'engage', read: campaigns, at: /(externalId>|name="externalId"[^>]*>)[^<]*/, field: 'name' },
];

/** What is written into a name, and what the name is then. */
const TEXTS: readonly (readonly [written: string, shown: string])[] = [
  ['Sp&#x1f;ring', 'Sp\uFFFDring'],
  ['Sp\u001fring', 'Sp\uFFFDring'],
  ['Spring\uFFFE', 'Spring\uFFFD'],
  ['Spring&#0;Sales', 'Spring\uFFFDSales'],
  ['Spring&#xD800;', 'Spring\uFFFD'],
];

const VALUES: readonly (Place & { readonly written: string; readonly shown: unknown })[] = [
  { key: 'five9-config', read: campaigns, at: /(<state>)[^<]*/, field: 'state', written: 'DANCING', shown: null },
  { key: 'five9-config', read: campaigns, at: /(<type>)[^<]*/, field: 'direction', written: 'CAROUSEL', shown: null },
  { key: 'five9-config', read: agents, at: /(<active>)[^<]*/, field: 'active', written: 'maybe', shown: null },
  { key: 'remote-control', read: campaigns, at: /(<Status>)[^<]*/, field: 'state', written: '1,5', shown: null },
  { key: 'remote-control', read: calls, at: /(<CallState>)[^<]*/, field: 'state', written: 'busy', shown: 'UNKNOWN' },
  { key: 'remote-control', read: calls, at: /(<CallStatus>)[^<]*/, field: 'direction', written: '7.5', shown: null },
  { key: 'five9-cti', read: calls, at: /(<campaignId>)[^<]*/, field: 'campaign', written: '', shown: null },
  { key: 'five9-cti', read: agents, at: /(<extension>)[^<]*/, field: 'extensions', written: '', shown: [] },
];

let simulated: SimulatedCentre;
let close: (() => Promise<unknown>)[] = [];
const adapters = new Map<Key, Adapter>();
/** Changes the next answer that it fits; null afterwards. */
let alter: { readonly at: RegExp; readonly written: string } | null = null;

/** Passes requests on to a simulator and alters one value of an answer. */
async function proxyOf(origin: string): Promise<string> {
  const pass = async (asked: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(asked);
    const headers = { ...asked.headers, 'accept-encoding': 'identity' };
    const passed = request(`${origin}${asked.url}`, { method: asked.method, headers }, async (answer) => {
      const whole = await text(answer);
      const sent = alter?.at.test(whole) ? whole.replace(alter.at, `$1${alter.written}`) : whole;
      if (sent !== whole) alter = null;
      const { 'content-length': _, 'transfer-encoding': __, ...headersLeft } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, headersLeft).end(sent);
    });
    passed.end(body);
  };
  const server = createServer((asked, response) => void pass(asked, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  close.push(async () => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  const centre = createCentre({ seed: 7, startsAt: START, people: 10 });
  centre.advanceTo(new Date(START.getTime() + 20 * 60_000));
  simulated = await startSimulatedCentre({ seed: 7, definitions: simulators, port: () => 0, centre });
  close = [() => simulated.close()];
  for (const { key, settings, connect } of vendors) {
    if (!KEYS.includes(key as Key)) continue;
    const printed = JSON.stringify(simulated.running.get(key)?.settings);
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0] ?? '';
    const parsed = settings.parse(JSON.parse(printed.replaceAll(origin, await proxyOf(origin))));
    adapters.set(key as Key, connect(key, parsed, { log: quietLog, now: () => centre.now() }));
  }
}, 30_000);
afterAll(async () => {
  for (const adapter of adapters.values()) await adapter.close();
  for (const end of close.reverse()) await end();
});

/** The rows with one value altered, beside the rows as they are. */
async function readAltered({ key, read, at }: Place, written: string) {
  const adapter = adapters.get(key) as Adapter;
  const whole = await read(adapter);
  alter = { at, written };
  const altered = await read(adapter);
  expect(alter, 'the value was altered').toBeNull();
  expect(adapter.guards?.every(({ breaker }) => breaker.state !== 'OPEN')).toBe(true);
  return { whole, altered };
}

const fieldOf = (row: object | undefined, field: string) =>
  (row as Record<string, unknown> | undefined)?.[field] ?? null;

/** Rows that differ, by the vendor's key or else by their place. */
function differing(whole: readonly object[], altered: readonly object[]): object[] {
  const known = new Set(whole.map((row) => JSON.stringify(row)));
  return altered.filter((row) => !known.has(JSON.stringify(row)));
}

describe.each(NAMES)('$key, an invalid character in $field', (place) => {
  test.each(TEXTS)('%j is %j, and every other row is as it was', async (written, shown) => {
    const { whole, altered } = await readAltered(place, written);
    expect(altered).toHaveLength(whole.length);
    expect(differing(whole, altered).map((row) => fieldOf(row, place.field))).toEqual([shown]);
  });
});

test.each(VALUES)('$key: $written for $field is $shown, and costs no other row', async (place) => {
  const { whole, altered } = await readAltered(place, place.written);
  expect(altered).toHaveLength(whole.length);
  expect(differing(whole, altered).map((row) => fieldOf(row, place.field))).toEqual([place.shown]);
});
