import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { untilAnswer } from '../helpers/until.ts';
import { ask, startProgram } from '../program/process.ts';
import { noRedis, ownRedis, startRedis } from '../subscriptions/redis-server.ts';
import { configure, folder, followEvents, type Instance, KEY, startInstance } from './gateways.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

if (noRedis || !ownRedis) console.warn('SKIPPED: no rolling restart is tested, there is no redis-server here');

const bearer = { authorization: `Bearer ${KEY}` };
const QUERY = `subscription ($after: Cursor) { events(after: $after, filter: { kinds: [CALL, AGENT, GAP] }) { kind cursor
  account { key } ... on CallEvent { type call { id state } } ... on AgentEvent { presence agent { id } } ... on Gap { reason }
} }`;

const FLOOR = `{
  calls(first: 100, filter: { states: [CONNECTED, HELD] }) { edges { node { id startedAt connectedAt } } }
  agents(first: 100) { edges { node { name presence presenceSince currentCalls { id } } } }
}`;

interface Edge {
  readonly node: { readonly name: string; readonly presence: string | null; readonly presenceSince: string | null };
}

interface Received {
  readonly kind: string;
  readonly cursor: string;
  readonly account: { readonly key: string };
  readonly type?: string;
  readonly call?: { readonly id: string; readonly state: string };
  readonly reason?: string;
}

/** Follows the events through one gateway after another, from the last one on whenever it is cut off. */
class Follower {
  readonly received: Received[] = [];
  #leave: () => unknown = () => undefined;

  constructor(private readonly first: string) {}

  /** Continues at this gateway. */
  async at(url: string): Promise<void> {
    await this.#leave();
    const [received, leave] = followEvents<Received>(url, QUERY, this.received.at(-1)?.cursor ?? this.first);
    this.#leave = leave;
    received.push = (...events: Received[]) => this.received.push(...events);
  }

  leave = () => this.#leave();
}

async function startFloor() {
  const simulators = startProgram(['simulate', 'all', '--port', '0', '--seed', '7']);
  cleanups.push(() => simulators.stop('SIGKILL'));
  await simulators.says(/accounts:[\s\S]+vendor: engage[\s\S]+\n/);
  const { accounts } = parse(simulators.output().slice(simulators.output().indexOf('accounts:'))) as {
    accounts: { vendor: string }[];
  };
  return accounts.filter(({ vendor }) => ['five9-cti', 'remote-control', 'recorder'].includes(vendor));
}

const graceful = async ({ program }: Instance) => expect(await program.stop()).toBe(0);
/** The place of the first event in a gateway's log. */
async function cursorAt(url: string): Promise<string> {
  const first = async () =>
    (await ask(url, '{ events(first: 1) { edges { cursor } } }', {}, bearer)).data?.events?.edges[0];
  const { cursor } = (await untilAnswer(first, Boolean)) as { cursor: string };
  return cursor;
}

/** The events of each call of an account, in order, without those of its recording, which come from another account. */
function stories(received: readonly Received[], account: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { kind, account: of, call, type = '' } of received) {
    if (kind !== 'CALL' || type === 'UPDATED' || of.key !== account || !call) continue;
    found.set(call.id, [...(found.get(call.id) ?? []), type]);
  }
  return found;
}

describe.skipIf(noRedis !== null || !ownRedis)('D14: a rolling restart of two gateways over one Redis', () => {
  test('shows no gap, loses and doubles nothing while calls are live, and keeps ages and presence', {
    timeout: 180_000,
    // Which calls live at the moment of each hand-over is left to the centre's clock; a machine in a hurry may see too few.
    retry: 1,
  }, async () => {
    const accounts = await startFloor();
    const redis = await startRedis(true);
    cleanups.push(() => redis.dispose());
    const place = folder();
    cleanups.push(() => place.remove());
    const start = async (name: string, settings: object) => {
      const instance = await startInstance(configure(place.path, name, { accounts, ...settings }));
      cleanups.push(() => instance.program.process.exitCode ?? instance.program.stop('SIGKILL'));
      return instance;
    };
    const shared = { redis: { url: redis.url } };
    const first = await start('shared', shared);
    const second = await start('shared', shared);
    const witness = await start('witness', { events: { file: `${place.path}/witness.db` } });

    const seen = new Follower(await cursorAt(first.url));
    const reference = new Follower(await cursorAt(witness.url));
    cleanups.push(seen.leave, reference.leave);
    await reference.at(witness.url);
    await seen.at(first.url);
    // So many calls' events of each telephony account.
    const grown = async (events: number, diallers = 1) => {
      const before = seen.received.length;
      const isOf = (name: string) => (received: Received) => received.kind === 'CALL' && received.account.key === name;
      const came = () => seen.received.slice(before);
      await untilAnswer(
        async () => ['five9-cti', 'remote-control'].map((name) => came().filter(isOf(name)).length),
        ([desks = 0, dialler = 0]) => desks >= events && dialler >= diallers,
        60_000,
      );
    };
    await grown(4);

    const begun = seen.received.length;
    await graceful(first);
    await seen.at(second.url);
    await grown(4);
    const third = await start('shared', shared);
    await grown(2, 0);
    const before = (await ask(second.url, FLOOR, {}, bearer)).data.agents.edges as Edge[];
    await graceful(second);
    await seen.at(third.url);
    await grown(4);

    expect(seen.received.filter(({ kind }) => kind === 'GAP')).toEqual([]);
    // Calls that began when both gateways and the witness listened.
    const ours = stories(seen.received.slice(begun), 'five9-cti');
    const whole = [...ours].filter(([, [first]]) => first === 'STARTED');
    const theirs = await untilAnswer(
      async () => stories(reference.received, 'five9-cti'),
      (found) => whole.every(([call, { length }]) => (found.get(call)?.length ?? 0) >= length),
    );
    for (const [call, types] of whole) expect([call, theirs.get(call)?.slice(0, types.length)]).toEqual([call, types]);
    expect(whole.length).toBeGreaterThan(0);
    for (const types of stories(seen.received, 'remote-control').values()) {
      for (const type of ['STARTED', 'CONNECTED', 'WRAP_UP', 'ENDED']) {
        expect(types.filter((other) => other === type).length).toBeLessThanOrEqual(1);
      }
    }
    const { data } = await ask(third.url, FLOOR, {}, bearer);
    const seenTypes = (type: string) =>
      new Set(
        seen.received
          .slice(begun)
          .filter((event) => event.type === type)
          .map(({ call }) => call?.id),
      );
    const [started, connected] = [seenTypes('STARTED'), seenTypes('CONNECTED')];
    const live = data.calls.edges.map(({ node }: { node: { id: string } }) => node);
    expect(live.length).toBeGreaterThan(0);
    for (const call of live) {
      if (started.has(call.id)) expect(call).toMatchObject({ startedAt: expect.any(String) });
      if (connected.has(call.id)) expect(call).toMatchObject({ connectedAt: expect.any(String) });
    }
    const agents = new Map((data.agents.edges as Edge[]).map(({ node }) => [node.name, node]));
    const dated = before.filter(({ node }) => node.presenceSince && agents.get(node.name)?.presence === node.presence);
    expect(dated.length).toBeGreaterThan(0);
    for (const { node } of dated) {
      // The same moment, or that of a presence that came and went since.
      const since = agents.get(node.name)?.presenceSince ?? '';
      expect([node.name, Date.parse(since) >= Date.parse(node.presenceSince ?? '')]).toEqual([node.name, true]);
    }
  });
});
