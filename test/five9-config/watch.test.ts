import { expect, test } from 'vitest';
import { watchCampaigns } from '../../src/adapters/watch-campaigns.ts';
import { quietLog } from '../../src/server/logging.ts';
import { Kinds } from '../../src/subscriptions/ingest/watches.ts';
import { startFive9 } from './simulator-start.ts';

test('while a campaign changes, one long poll replaces repeated polls', async () => {
  const { centre, adapter, running, pass } = await startFive9();
  const ended = new AbortController();
  const events = adapter.watch?.(new Kinds(['CAMPAIGN']), { signal: ended.signal })[Symbol.asyncIterator]();
  const campaign = centre.campaigns.find(({ name }) => name === 'Win Back');
  if (!events || !campaign) throw new Error('nothing to watch');
  expect((await events.next()).value).toMatchObject({ kind: 'ACCOUNT', status: 'UP' });
  const first = events.next();
  // The second look is only begun once the first is known.
  await expect.poll(() => running.received.get('getCampaigns'), { timeout: 5_000, interval: 5 }).toBe(2);
  centre.stopCampaign(campaign);
  expect((await first).value).toMatchObject({ subject: 'Win Back', state: 'STOPPING' });
  const second = events.next();
  await expect.poll(() => running.received.get('getCampaignState'), { timeout: 5_000, interval: 5 }).toBe(1);
  const looks = running.received.get('getCampaigns') ?? 0;
  pass(300);
  expect((await second).value).toMatchObject({ subject: 'Win Back', previousState: 'STOPPING', state: 'NOT_RUNNING' });
  expect(running.received.get('getCampaigns')).toBe(looks + 1);
  ended.abort();
  await events.next();
});

test('a time without answers is a gap, emitted before the first changes after it', async () => {
  const { centre, adapter, running } = await startFive9();
  const ended = new AbortController();
  const campaigns = async () => (await adapter.campaigns?.({}, {}))?.items ?? [];
  const parts = { account: 'acme', pace: { busy: 5, idle: 5 }, log: quietLog, now: () => new Date(), campaigns };
  const events = watchCampaigns(parts, ended.signal)[Symbol.asyncIterator]();
  const campaign = centre.campaigns.find(({ name }) => name === 'Win Back');
  if (!campaign) throw new Error('nothing to watch');
  expect((await events.next()).value).toMatchObject({ kind: 'ACCOUNT', status: 'UP' });
  const first = events.next();
  await expect.poll(() => running.received.get('getCampaigns'), { timeout: 5_000, interval: 5 }).toBeGreaterThan(1);
  const before = new Date().toISOString();
  running.trouble({ kind: 'unavailable', times: 2 });
  expect((await first).value).toMatchObject({ kind: 'ACCOUNT', status: 'DOWN' });
  expect((await events.next()).value).toMatchObject({ kind: 'ACCOUNT', status: 'UP' });
  const gap = (await events.next()).value;
  expect(gap).toMatchObject({ kind: 'GAP', account: 'acme' });
  expect(gap.from <= gap.to && gap.to >= before).toBe(true);
  centre.stopCampaign(campaign);
  expect((await events.next()).value).toMatchObject({ kind: 'CAMPAIGN', state: 'STOPPING' });
  ended.abort();
  await events.next();
});
