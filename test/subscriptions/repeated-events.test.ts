/** Events that a new master of Redis had lost and was given again (D4, S12): each follower takes them once. */
import { expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { FiguresProjector } from '../../src/subscriptions/figures/projector.ts';
import { Followers } from '../../src/subscriptions/log/followers.ts';
import type { EventLog, LoggedEvent, Page } from '../../src/subscriptions/log/log.ts';
import { PublishedLately } from '../../src/subscriptions/log/published-lately.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';

const EMPTY: Page = { events: [], gap: false, more: false };
const ringing = callEvent({ fingerprint: 'ringing' });
const ended = callEvent({ fingerprint: 'ended' });
const at = (place: number, event: EventRecord): LoggedEvent => ({ position: `${place}`.padStart(6, '0'), event });

/** A log whose pages the test answers, and whose events it publishes. */
function scriptedLog() {
  const followers = new Followers();
  const lately = new PublishedLately();
  const pages: ((page: Page) => void)[] = [];
  const log = {
    head: async () => '',
    floor: async () => null,
    read: () => new Promise<Page>((answer) => pages.push(answer)),
    follow: followers.add.bind(followers),
  } as unknown as EventLog;
  const publish = (...events: LoggedEvent[]) => followers.publish(lately.mark(events));
  const answer = async (page: Page) => {
    await until(() => pages.length > 0, 'a page is read');
    pages.shift()?.(page);
  };
  return { log, publish, answer, followers };
}

const named = (events: readonly LoggedEvent[]) => events.map(({ event }) => event.fingerprint);

it('are passed to followers that were not there before, and to no others', () => {
  const { log, publish } = scriptedLog();
  const [early, late]: [string[], string[]] = [[], []];
  log.follow((events) => void early.push(...named(events)));
  publish(at(1, ringing));
  log.follow((events) => void late.push(...named(events)));
  publish(at(2, ended));
  publish(at(7, ringing), at(8, ended), at(9, callEvent({ fingerprint: 'new' })));
  publish(at(11, ringing), at(12, ended));
  expect(early).toEqual(['ringing', 'ended', 'new']);
  expect(late).toEqual(['ended', 'ringing', 'new', 'ringing']);
});

/** A reader of a hub, and the fingerprints that it has read. */
async function startReader({ log }: ReturnType<typeof scriptedLog>) {
  const reader = await new Hub(log).read({ matches: () => true });
  const read: string[] = [];
  void (async () => {
    for await (const item of reader) if (!item.gap) read.push(item.event.fingerprint);
  })();
  return { read, reader };
}

it('are read once by a reader that was up to date', async () => {
  const scripted = scriptedLog();
  const { read, reader } = await startReader(scripted);
  await scripted.answer(EMPTY);
  scripted.publish(at(1, ringing), at(2, ended));
  scripted.publish(at(7, ringing), at(8, ended));
  scripted.publish(at(9, callEvent({ fingerprint: 'new' })));
  await until(() => read.includes('new'));
  expect(read).toEqual(['ringing', 'ended', 'new']);
  await reader.return();
});

it('are read by a reader that was behind when they came first, and reads them nowhere else', async () => {
  const scripted = scriptedLog();
  const { read, reader } = await startReader(scripted);
  await scripted.answer(EMPTY);
  scripted.publish(at(1, callEvent({ fingerprint: 'first' })));
  reader.fallBehind();
  scripted.publish(at(2, ringing), at(3, ended));
  // The page is that of the new master, before it was given the events again.
  await scripted.answer(EMPTY);
  scripted.publish(at(7, ringing), at(8, ended));
  await until(() => read.includes('ended'));
  expect(read.slice(-2)).toEqual(['ringing', 'ended']);
  await reader.return();
});

it('are counted once by the figures', async () => {
  const { log, publish, answer, followers } = scriptedLog();
  const counted: string[] = [];
  const projector = new FiguresProjector(log, { apply: ({ fingerprint }) => void counted.push(fingerprint) });
  const started = projector.start(null);
  publish(at(1, ringing));
  await answer(EMPTY);
  await started;
  publish(at(2, ended));
  publish(at(7, ringing), at(8, ended));
  expect(counted).toEqual(['ringing', 'ended']);
  followers.notifyBroken();
  await answer(EMPTY);
  publish(at(9, callEvent({ fingerprint: 'last' })));
  publish(at(11, ringing));
  await until(() => counted.includes('last'));
  expect(counted).toEqual(['ringing', 'ended', 'last']);
  await projector.stop();
});

it('are counted where there were too many to wait when they came first', async () => {
  const { log, publish, answer } = scriptedLog();
  const counted: string[] = [];
  const projector = new FiguresProjector(log, { apply: ({ fingerprint }) => void counted.push(fingerprint) });
  const started = projector.start(null);
  publish(...Array.from({ length: 20_000 }, (_, place) => at(place, { ...ended, fingerprint: `${place}` })));
  publish(at(20_000, ringing));
  await answer(EMPTY);
  await answer(EMPTY);
  await started;
  publish(at(20_001, ringing));
  expect(counted).toHaveLength(20_001);
  await projector.stop();
});
