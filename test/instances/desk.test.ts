import { afterEach, describe, expect, test } from 'vitest';
import { simulator as deskSimulator } from '../../src/simulators/five9-cti/index.ts';
import { startSimulatedCentre } from '../../src/simulators/simulators.ts';
import { scriptedDesk } from '../five9-cti/scripted.ts';
import { untilAnswer } from '../helpers/until.ts';
import { ask, openSocket } from '../program/process.ts';
import { noRedis, ownRedis, startRedis } from '../subscriptions/redis-server.ts';
import { configure, folder, followEvents, KEY, killInstance, startInstance } from './gateways.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

if (noRedis || !ownRedis) console.warn('SKIPPED: the takeover of a desk is not tested, there is no redis-server here');

const bearer = { authorization: `Bearer ${KEY}` };
const HAPPENED = `subscription ($after: Cursor) { events(after: $after) { kind cursor
  ... on CallEvent { type call { id state } } ... on AgentEvent { presence } ... on AccountEvent { status } ... on Gap { from to reason }
} }`;

interface DeskEvent {
  readonly kind: string;
  readonly cursor: string;
  readonly type?: string;
  readonly call?: { readonly id: string; readonly state: string };
  readonly status?: string;
  readonly presence?: string;
  readonly reason?: string;
  readonly from?: string;
  readonly to?: string;
}

/** Every event of a gateway after the first in its log. */
async function follow(url: string) {
  const first = async () =>
    (await ask(url, '{ events(first: 1) { edges { cursor } } }', {}, bearer)).data.events.edges[0];
  const { cursor: after } = (await untilAnswer(first, Boolean)) as { cursor: string };
  const [events, leave] = followEvents<DeskEvent>(url, HAPPENED, after);
  cleanups.push(leave);
  return events;
}

const nameOf = (id = '') => Buffer.from(id, 'base64url').toString().split('/').at(-1);
/** An event in a line. */
function brief({ kind, type, call, status, presence }: DeskEvent): string {
  if (call) return `${type} ${nameOf(call.id)}`;
  return [kind, status ?? presence].filter(Boolean).join(' ');
}

async function start(settings: object, url: string, more: object = {}) {
  const place = folder();
  const account = { id: 'floor', vendor: 'five9-cti', desks: [{ agent: 'jdoe', url }], ...more };
  const config = configure(place.path, 'gateway', {
    accounts: [account],
    events: { file: `${place.path}/events.db` },
    ...settings,
  });
  cleanups.push(() => place.remove());
  return async () => {
    const instance = await startInstance(config);
    cleanups.push(() => instance.program.process.exitCode ?? instance.program.stop('SIGKILL'));
    return instance;
  };
}

type Desk = Awaited<ReturnType<typeof scriptedDesk>>;
async function openDesk(): Promise<Desk> {
  const desk = await scriptedDesk();
  cleanups.push(() => desk.close());
  return desk;
}

const asked = (desk: Desk, operation: string) => desk.asked.filter(([name]) => name === operation).length;
const info = (id: string) => ({ callSessionId: id, ani: '+15550000003', dnis: '00123', number: '+15550000003' });
const incoming = (id: string) => ({ _type: 'incomingCall', callinfo: info(id) }) as const;
const started = (id: string) => ({ _type: 'callStarted', callSessionId: id }) as const;

/** Rings the desk until a listening gateway has published it. */
async function untilEventOf(desk: Desk, events: readonly DeskEvent[], id: string): Promise<void> {
  await untilAnswer(async () => {
    desk.send(incoming(id));
    return events.some(({ call }) => nameOf(call?.id) === id);
  }, Boolean);
}

describe('a desk and a gateway', () => {
  test('doubled and late events are published once; a lost listener and a stuck poll are a gap (F9)', {
    timeout: 60_000,
  }, async () => {
    const desk = await openDesk();
    const run = await start({}, desk.url, { pollTimeout: 200, retryAfter: 50 });
    const { url } = await run();
    const events = await follow(url);
    await untilEventOf(desk, events, 'A');
    desk.send(started('A'), incoming('A'), started('A'));
    await untilAnswer(
      async () => events.map(brief),
      (lines) => lines.includes('CONNECTED A'),
    );

    desk.status = { onCall: true, callConnected: true, currentCall: [info('B')] };
    desk.listeners.clear();
    await untilAnswer(
      async () => events.map(brief),
      (lines) => lines.includes('CONNECTED B'),
    );
    const lines = events.map(brief).filter((line) => !/^(ACCOUNT|AGENT)/.test(line));
    expect(lines).toEqual(['STARTED A', 'CONNECTED A', 'GAP', 'ENDED A', 'STARTED B', 'CONNECTED B']);
    expect(asked(desk, 'addListener')).toBe(2);

    desk.service.trouble({ kind: 'hang', operation: 'checkEvent', times: 1 });
    await untilAnswer(
      async () => asked(desk, 'addListener'),
      (count) => count === 3,
    );
    await untilEventOf(desk, events, 'C');
    expect(events.map(brief).filter((line) => line === 'GAP')).toHaveLength(2);
    expect(events.map(brief).filter((line) => line === 'CONNECTED B')).toHaveLength(1);
    expect(new Set(events.map(({ cursor }) => cursor)).size).toBe(events.length);
  });

  test('a restart publishes a gap for the time without a listener', { timeout: 60_000 }, async () => {
    const desk = await openDesk();
    const run = await start({}, desk.url);
    const first = await run();
    await untilEventOf(desk, await follow(first.url), 'A');
    const stopped = Date.now();
    await first.program.stop();
    expect(asked(desk, 'removeListener')).toBe(1);
    const { url } = await run();
    const gap = await untilAnswer(async () => {
      const query =
        '{ events(first: 100, filter: { kinds: [GAP] }) { edges { node { kind ... on Gap { reason from to } } } } }';
      const { edges } = (await ask(url, query, {}, bearer)).data.events;
      return edges.find(({ node }: { node: DeskEvent }) => node.kind === 'GAP')?.node as DeskEvent;
    }, Boolean);
    expect(gap?.reason).toBe('No gateway listened');
    expect(Date.parse(gap?.from ?? '')).toBeGreaterThan(stopped - 3_000);
    expect(Date.parse(gap?.to ?? '')).toBeGreaterThan(Date.parse(gap?.from ?? ''));
  });
});

describe.skipIf(noRedis !== null || !ownRedis)('a desk and two gateways over one Redis', () => {
  test('has one listener; when its gateway is killed the other publishes a gap and continues', {
    timeout: 60_000,
  }, async () => {
    const desk = await openDesk();
    const redis = await startRedis(true);
    cleanups.push(() => redis.dispose());
    const run = await start({ redis: { url: redis.url } }, desk.url);
    const first = await run();
    await untilEventOf(desk, await follow(first.url), 'A');
    const second = await run();
    const events = await follow(second.url);
    await untilEventOf(desk, events, 'B');
    expect(asked(desk, 'addListener')).toBe(1);
    const killedAt = Date.now();
    await killInstance(first);
    desk.send(incoming('lost'));
    await untilAnswer(
      async () => asked(desk, 'addListener'),
      (count) => count === 2,
    );
    await untilEventOf(desk, events, 'C');
    const lines = events.map(brief);
    expect(lines.indexOf('GAP')).toBeGreaterThan(lines.indexOf('STARTED B'));
    expect(lines.indexOf('GAP')).toBeLessThan(lines.indexOf('STARTED C'));
    expect(lines).not.toContain('STARTED lost');
    const gap = events.find(({ kind }) => kind === 'GAP');
    expect(gap?.reason).toBe('No gateway listened');
    expect(Math.abs(Date.parse(gap?.from ?? '') - killedAt)).toBeLessThan(3_000);
  });
});

const SNAPSHOT = `subscription { callChanged(snapshot: true) { cursor snapshot missed { reason } call { id state } } }`;
interface Changed {
  readonly cursor: string;
  readonly snapshot: boolean;
  readonly missed: object | null;
  readonly call: { readonly id: string; readonly state: string };
}

test('a subscription during changes receives the current state and then every change (S13)', {
  timeout: 60_000,
}, async () => {
  const centre = await startSimulatedCentre({ seed: 11, definitions: [deskSimulator], port: () => 0 });
  cleanups.push(() => centre.close());
  const settings = centre.running.get('five9-cti')?.settings ?? {};
  const { url } = await (await start({}, '', settings))();
  const before = await follow(url);
  const advance = (seconds: number) =>
    centre.centre.advanceTo(new Date(centre.centre.now().getTime() + seconds * 1000));
  await untilAnswer(
    async () => {
      advance(5);
      return before.filter(({ kind }) => kind === 'CALL').length;
    },
    (count) => count > 20,
  );
  const subscribers: Changed[][] = [];
  while (subscribers.length < 12) {
    const got: Changed[] = [];
    subscribers.push(got);
    const client = openSocket(url, bearer);
    cleanups.push(() => client.dispose());
    client.subscribe<{ callChanged: Changed }>(
      { query: SNAPSHOT },
      { next: ({ data }) => data && got.push(data.callChanged), error: () => undefined, complete: () => undefined },
    );
    await untilAnswer(async () => {
      advance(2);
      return got.filter(({ snapshot }) => !snapshot).length;
    }, Boolean);
  }
  const calls = () => before.filter(({ kind }) => kind === 'CALL');
  const last = await untilAnswer(
    async () => calls().at(-1)?.cursor,
    (cursor) => subscribers.every((got) => got.at(-1)?.cursor === cursor),
  );
  let withSnapshot = 0;
  for (const got of subscribers) {
    const events = got.filter(({ snapshot }) => snapshot);
    const changes = got.filter(({ snapshot }) => !snapshot).map(({ cursor }) => cursor);
    const [place] = events;
    if (!place) continue;
    withSnapshot += 1;
    expect(got.slice(0, events.length)).toEqual(events);
    const all = before.map(({ cursor }) => cursor);
    const expected = calls().filter(({ cursor }) => all.indexOf(cursor) > all.indexOf(place.cursor));
    expect(changes).toEqual(expected.map(({ cursor }) => cursor));
    expect(changes.at(-1)).toBe(last);
  }
  expect(withSnapshot).toBeGreaterThan(3);
});
