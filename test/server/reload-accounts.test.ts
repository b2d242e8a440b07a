import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until, untilAnswer } from '../helpers/until.ts';
import { ACCOUNTS, startGateway, type TestGateway } from './gateway.ts';

const FLOOR = ACCOUNTS['five9-cti'];
const OUTREACH = ACCOUNTS.engage;
const CONFIG = ACCOUNTS['five9-config'];
/** The port of discard, on which nothing listens here. */
const NOWHERE = 'http://127.0.0.1:9/SOAPAPI2';

let gateway: TestGateway;
let socket: ReturnType<TestGateway['socket']>;
let isOpen = true;
/** Accounts of the call events that one subscription received, which is open throughout. */
const received: string[] = [];

beforeAll(async () => {
  gateway = await startGateway({ vendors: ['five9-cti', 'five9-config', 'engage'] });
  socket = gateway.socket();
  socket.on('closed', () => {
    isOpen = false;
  });
  const events = socket.iterate<{ callChanged: { account: { key: string } } }>({
    query: 'subscription { callChanged { account { key } } }',
  });
  void (async () => {
    for await (const { data } of events) if (data) received.push(data.callChanged.account.key);
  })();
  await until(() => received.length > 0, 'a call event arrived', 15_000);
}, 60_000);
afterAll(async () => {
  await socket.dispose();
  await gateway.close();
});

const without = (id: string) => gateway.accounts.filter((account) => account.id !== id);
const changed = (id: string, settings: object) =>
  gateway.accounts.map((account) => (account.id === id ? { ...account, ...settings } : account));
const keys = async () =>
  (await gateway.ask('{ accounts { key } }')).data.accounts.map(({ key }: { key: string }) => key);
const lists = async () =>
  (await gateway.ask('{ campaigns(first: 5) { sources { account { key } error { code } } } }')).data.campaigns
    .sources as { account: { key: string }; error: { code: string } | null }[];
const errorOf = async (key: string) => (await lists()).find(({ account }) => account.key === key)?.error?.code;

describe('accounts of a reloaded configuration', () => {
  test('one that is removed is asked no more, and one that is added again sends events to the open subscription', async () => {
    expect(await gateway.reload({ accounts: without(FLOOR) })).toEqual({ applied: ['accounts'], restart: [] });
    expect(await keys()).toEqual(without(FLOOR).map(({ id }) => id));
    const left = received.length;
    expect(
      (await gateway.ask('{ calls(first: 5) { sources { account { key } } } }')).data.calls.sources,
    ).not.toContainEqual({ account: { key: FLOOR } });
    await gateway.reload({});
    await until(() => received.length > left, 'events arrive again', 30_000);
    expect(await keys()).toEqual(gateway.accounts.map(({ id }) => id));
    const log = '{ events(first: 100, filter: { kinds: [GAP] }) { edges { node { account { key } } } } }';
    await untilAnswer(
      () => gateway.ask(log),
      ({ data }) => JSON.stringify(data).includes(FLOOR),
      15_000,
    );
    expect(isOpen).toBe(true);
  }, 90_000);

  test('one whose address changes is asked there at once, and calls under way are answered by the former one', async () => {
    expect(await errorOf(OUTREACH)).toBeUndefined();
    await gateway.reload({ accounts: changed(OUTREACH, { url: NOWHERE }) });
    expect(await errorOf(OUTREACH)).toBe('UNAVAILABLE');
    await gateway.reload({});
    const simulator = gateway.simulator('engage');
    const asked = () => [...simulator.received.values()].reduce((sum, count) => sum + count, 0);
    const before = asked();
    simulator.trouble({ kind: 'drip', times: 1 });
    const slow = lists();
    await until(() => asked() > before, 'the vendor is asked');
    await gateway.reload({ accounts: changed(OUTREACH, { url: NOWHERE }) });
    expect((await slow).find(({ account }) => account.key === OUTREACH)?.error).toBeNull();
    await gateway.reload({});
    expect(await errorOf(OUTREACH)).toBeUndefined();
  });

  test('one that is added is watched for the subscriptions that there are', async () => {
    await gateway.reload({ accounts: without(CONFIG) });
    const watching = socket.iterate({ query: 'subscription { campaignChanged { type } }' });
    void watching.next().catch(() => undefined);
    const calls = () => gateway.simulator('five9-config').received.get('getCampaigns') ?? 0;
    const before = calls();
    await gateway.reload({});
    await until(() => calls() > before, 'the campaigns are polled', 15_000);
    await watching.return?.();
    expect(isOpen).toBe(true);
  });
});
