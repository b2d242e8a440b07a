import { join } from 'node:path';
import { afterEach } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { Feeder } from './feeder.ts';
import { configure, folder, KEY, Subscriber, startInstance } from './gateways.ts';

/** Run after each test, last first. */
export const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** The headers of the only caller. */
export const bearer = { authorization: `Bearer ${KEY}` };

/** The count of a subscriber that missed nothing. */
export const FAULTLESS = { lost: [], doubled: 0 };

/** A gateway on its own file, fed by a recorder. */
export async function start(deadline = 1_000) {
  const place = folder();
  const feeder = new Feeder();
  await feeder.open();
  const file = (name: string) => join(place.path, `${name}.db`);
  const settings = (name: string, retentionHours = 72) => ({
    accounts: [{ id: 'wfo', vendor: 'recorder', url: feeder.url, deadline }],
    events: { file: file(name), retentionHours },
  });
  cleanups.push(
    () => place.remove(),
    () => feeder.close(),
  );
  const run = async (name = 'events', retentionHours?: number) => {
    const instance = await startInstance(configure(place.path, name, settings(name, retentionHours)));
    cleanups.push(() => instance.program.process.exitCode ?? instance.program.stop('SIGKILL'));
    return instance;
  };
  return { feeder, run, file };
}

/** A subscriber that is stopped after the test. */
export function subscribe(url: string): Subscriber {
  const subscriber = new Subscriber([url]);
  cleanups.push(() => subscriber.stop());
  return subscriber;
}

/** Sends events until the subscriber has one, and answers its number. */
export async function begin(feeder: Feeder, subscriber: Subscriber): Promise<number> {
  await untilAnswer(async () => {
    feeder.publish(1);
    return subscriber.numbers.length;
  }, Boolean);
  return subscriber.numbers[0] ?? 0;
}

/** Waits until the subscriber has the last event. */
export async function untilReceived(subscriber: Subscriber, feeder: Feeder): Promise<void> {
  await untilAnswer(
    async () => subscriber.numbers.at(-1),
    (number) => number === feeder.last,
  );
}
