import { describe, expect, onTestFinished, test } from 'vitest';
import { simulator as configSimulator } from '../../src/simulators/five9-config/index.ts';
import { startSimulatedCentre } from '../../src/simulators/simulators.ts';
import { scriptedDesk } from '../five9-cti/scripted.ts';
import { untilAnswer } from '../helpers/until.ts';
import { ask } from '../program/process.ts';
import { noRedis, ownRedis, startRedis } from '../subscriptions/redis-server.ts';
import { configure, folder, followEvents, type Instance, KEY, startInstance } from './gateways.ts';

const absent = noRedis !== null || !ownRedis;
if (absent) console.warn('SKIPPED: what two gateways remember is not tested, there is no redis-server here');

/** Milliseconds for which a gateway serves a list again without asking; less, for what comes after it was asked. */
const LIST_AGE = 1_000;
const TURNS = 10;

const send = (at: Instance, query: string, variables: object = {}) =>
  ask(at.url, query, variables, { authorization: `Bearer ${KEY}` });

/** Two gateways that share a Redis; the first was there before, so that it is the one that listens. */
async function startTwo(account: object, listening: (first: Instance) => Promise<unknown>) {
  const redis = await startRedis(true);
  const place = folder();
  const config = configure(place.path, 'gateway', { accounts: [account], redis: { url: redis.url } });
  const living: Instance[] = [];
  onTestFinished(async () => {
    await Promise.all(living.map(({ program }) => program.process.exitCode ?? program.stop('SIGKILL')));
    await redis.dispose();
    place.remove();
  });
  const start = async () => {
    const instance = await startInstance(config);
    living.push(instance);
    return instance;
  };
  const first = await start();
  await listening(first);
  return [first, await start()] as const;
}

/** Does it again until it took less than a list's age, so that what was seen is not owed to that. */
async function withinListAge<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let turn = 0; turn < TURNS; turn += 1) {
    const began = performance.now();
    const result = await work();
    if (performance.now() - began < LIST_AGE) return result;
    await untilAnswer(async () => performance.now() - began > 2 * LIST_AGE, Boolean);
  }
  throw new Error(`Never done within ${LIST_AGE} ms`);
}

describe.skipIf(absent)('the cache of one of two gateways', () => {
  test('is invalidated by an event that the other received', { timeout: 60_000 }, async () => {
    const desk = await scriptedDesk();
    onTestFinished(() => desk.close());
    const asked = (operation: string) => desk.asked.filter(([name]) => name === operation).length;
    const account = { id: 'floor', vendor: 'five9-cti', desks: [{ agent: 'jdoe', url: desk.url }] };
    const first = async ({ url }: Instance) => {
      const event = async () => (await send({ url } as Instance, '{ events(first: 1) { edges { cursor } } }')).data;
      return (await untilAnswer(event, ({ events }) => events.edges.length > 0)).events.edges[0].cursor as string;
    };
    const [one, other] = await startTwo(account, first);
    const [events, leave] = followEvents<{ kind: string }>(
      other.url,
      'subscription ($after: Cursor) { events(after: $after, filter: { kinds: [CALL] }) { kind } }',
      await first(one),
    );
    onTestFinished(() => void leave());
    const calls = async () => {
      const { data } = await send(other, '{ calls(first: 10) { totalCount } }');
      return { count: data.calls.totalCount, asked: asked('getStatus') };
    };
    let turn = 0;
    const seen = await withinListAge(async () => {
      turn += 1;
      desk.status = {};
      const before = await calls();
      const again = await calls();
      const info = { callSessionId: `call-${turn}`, ani: '+15550000003', dnis: '00123', number: '+15550000003' };
      desk.status = { onCall: true, currentCall: [info] };
      const already = events.length;
      desk.send({ _type: 'incomingCall', callinfo: info });
      await untilAnswer(async () => events.length > already, Boolean);
      return { before, again, after: await calls() };
    });
    expect(seen.again).toEqual(seen.before);
    expect(seen).toMatchObject({ before: { count: 0 }, after: { count: 1, asked: seen.before.asked + 1 } });
    expect(asked('addListener')).toBe(1);
  });

  test('is invalidated by an act through the other', { timeout: 60_000 }, async () => {
    const definitions = [configSimulator];
    const centre = await startSimulatedCentre({ seed: 7, definitions, port: () => 0 });
    onTestFinished(() => centre.close());
    const vendor = centre.running.get('five9-config');
    const account = { id: 'acme', vendor: 'five9-config', ...vendor?.settings };
    const [one, other] = await startTwo(account, async () => undefined);
    const campaigns = async () => {
      const { data } = await send(other, '{ campaigns(first: 50) { edges { node { id name state } } } }');
      const { edges } = data.campaigns as { edges: { node: { id: string; name: string; state: string } }[] };
      return { rows: edges.map(({ node }) => node), asked: vendor?.received.get('getCampaigns') ?? 0 };
    };
    const seen = await withinListAge(async () => {
      const before = await campaigns();
      const again = await campaigns();
      const idle = before.rows.find(({ state }) => state === 'NOT_RUNNING');
      const START = 'mutation ($id: ID!) { campaignStart(input: { id: $id }) { userErrors { code } } }';
      const { data } = await send(one, START, { id: idle?.id });
      expect(data.campaignStart.userErrors).toEqual([]);
      return { before, again, idle, after: await campaigns() };
    });
    expect(seen.again).toEqual(seen.before);
    expect(seen.after.rows.find(({ id }) => id === seen.idle?.id)?.state).toBe('RUNNING');
  });
});
