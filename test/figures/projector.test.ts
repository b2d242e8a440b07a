/** The reader of the log that figures are counted by, where the log announces what is also read from it. */
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { FiguresProjector } from '../../src/subscriptions/figures/projector.ts';
import type { EventLog, LoggedEvent } from '../../src/subscriptions/log/log.ts';
import { until } from '../helpers/until.ts';

const logged = (at: number) => ({ event: { at }, position: String(at).padStart(4, '0') }) as unknown as LoggedEvent;

test('an event that is read and announced, in either order, counts once', async () => {
  const events = Array.from({ length: 6 }, (_, at) => logged(at));
  let announce: (some: readonly LoggedEvent[]) => void = () => undefined;
  const log = {
    follow(take: typeof announce) {
      announce = take;
      return () => undefined;
    },
    async read() {
      // Announced while it is read, and again after it was.
      announce(events.slice(2, 5));
      return { events: events.slice(0, 4), more: false };
    },
  };
  const applied: LoggedEvent[] = [];
  const figures = { apply: (...[event, position]: unknown[]) => applied.push({ event, position } as LoggedEvent) };
  const projector = new FiguresProjector(log as unknown as EventLog, figures as never);
  await projector.start(null);
  announce(events.slice(3));
  expect(applied).toEqual(events);
  await projector.stop();
});

test.each([
  ['has no end', async () => ({ events: [], more: true })],
  ['cannot be read', () => Promise.reject(new Error('away'))],
])('stops while it reads a log that %s', async (_, read) => {
  let reads = 0;
  const log = {
    follow: () => () => undefined,
    read: () => {
      reads += 1;
      return read();
    },
  };
  const projector = new FiguresProjector(log as unknown as EventLog, { apply: () => undefined } as never);
  const started = projector.start(null);
  await until(() => reads > 1, 'it reads again');
  await projector.stop();
  await started;
});

/** A projector of a log whose pages and announcements the test decides. */
function projecting() {
  const pages: { readonly after: string | null; readonly limit: number; answer(page: object): void }[] = [];
  const follower = { take: (_: readonly LoggedEvent[]) => {}, broken: () => {}, isFollowing: false };
  const log = {
    follow(take: typeof follower.take, broken: () => void) {
      Object.assign(follower, { take, broken, isFollowing: true });
      return () => {
        follower.isFollowing = false;
      };
    },
    read: (after: string | null, limit: number) =>
      new Promise<object>((answer) => pages.push({ after, limit, answer: (page) => answer(page) })),
  };
  const applied: number[] = [];
  const figures = { apply: ({ at }: { at: number }) => applied.push(at) };
  const projector = new FiguresProjector(log as unknown as EventLog, figures as never);
  const next = (at: number) => until(() => pages[at], `page ${at} is read`);
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => logged(from + at));
  return { projector, pages, follower, applied, next, range };
}

test('a log is read page by page from a place to its end, and what was announced meanwhile comes after', async () => {
  const { projector, pages, follower, applied, next, range } = projecting();
  const started = projector.start('0002');
  expect(projector.position).toBe('0002');
  follower.take(range(7, 8));
  (await next(0)).answer({ events: range(3, 5), more: true });
  (await next(1)).answer({ events: range(5, 7), more: false });
  await started;
  expect(pages.map(({ after, limit }) => [after, limit])).toEqual([
    ['0002', 500],
    ['0004', 500],
  ]);
  follower.take(range(8, 9));
  expect([applied, projector.position]).toEqual([[3, 4, 5, 6, 7, 8], '0008']);
  await projector.stop();
  expect(follower.isFollowing).toBe(false);
});

test('a projector that missed events reads the log again from its place, once at a time', async () => {
  const { projector, pages, follower, applied, next, range } = projecting();
  const started = projector.start(null);
  follower.broken();
  (await next(0)).answer({ events: range(0, 2), more: false });
  await started;
  expect(pages).toHaveLength(1);
  follower.broken();
  follower.take(range(5, 6));
  const page = await next(1);
  expect([page.after, applied]).toEqual(['0001', [0, 1]]);
  page.answer({ events: range(2, 5), more: false });
  await until(() => applied.length === 6, 'all are counted');
  expect(applied).toEqual([0, 1, 2, 3, 4, 5]);
  await projector.stop();
  follower.broken();
  await turn();
  expect(pages).toHaveLength(2);
});

test('twenty thousand events wait while older ones are read, and later ones are read from the log', async () => {
  const { projector, pages, follower, applied, next, range } = projecting();
  const place = (at: number) => ({ ...logged(at), position: String(at).padStart(6, '0') });
  const started = projector.start(null);
  follower.take(Array.from({ length: 19_999 }, (_, at) => place(at)));
  follower.take([place(19_999)]);
  follower.take([place(20_000)]);
  (await next(0)).answer({ events: [], more: false });
  const page = await next(1);
  expect([page.after, applied.length]).toEqual(['019999', 20_000]);
  page.answer({ events: [place(20_000)], more: false });
  await started;
  expect([applied.length, applied.at(-1), pages.length, range(0, 0)]).toEqual([20_001, 20_000, 2, []]);
});

test('events of 32 MB wait while older ones are read, and later ones are read from the log', async () => {
  const { projector, follower, applied, next } = projecting();
  const long = (at: number) => ({ event: { at, text: 'x'.repeat(9_000_000) }, position: String(at) }) as never;
  const started = projector.start(null);
  for (const at of [1, 2, 3]) follower.take([long(at)]);
  (await next(0)).answer({ events: [], more: false });
  const page = await next(1);
  expect([page.after, applied]).toEqual(['2', [1, 2]]);
  follower.take([long(4)]);
  page.answer({ events: [long(3)], more: false });
  await started;
  expect(applied).toEqual([1, 2, 3, 4]);
});
