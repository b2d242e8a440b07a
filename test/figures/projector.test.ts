/** The reader of the log that figures are counted by, where the log announces what is also read from it. */
import { expect, test } from 'vitest';
import { FiguresProjector } from '../../src/subscriptions/figures/projector.ts';
import type { EventLog, LoggedEvent } from '../../src/subscriptions/log/log.ts';

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
