/** The reader of the log that figures are counted by, where the log announces what is also read from it. */
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
