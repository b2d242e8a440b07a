import { expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { faultsIn, memoryOf } from './gateways.ts';
import { FAULTLESS, start, subscribe, untilReceived } from './single.ts';

test('clients that stop reading cost the others no event and little memory, and miss nothing (S6)', {
  timeout: 60_000,
}, async () => {
  const { feeder, run } = await start();
  const { url, program } = await run();
  const subscribers = Array.from({ length: 30 }, () => subscribe(url));
  await untilAnswer(async () => {
    feeder.publish(1);
    return subscribers.every(({ numbers }) => numbers.length > 0);
  }, Boolean);
  const [stalled, good] = [subscribers.slice(0, 15), subscribers.slice(15)];
  const everyGood = () =>
    untilAnswer(
      async () => good.map(({ numbers }) => numbers.at(-1)),
      (numbers) => numbers.every((number) => number === feeder.last),
    );
  feeder.publish(1_000);
  await everyGood();
  const before = memoryOf(program.process.pid);
  for (const subscriber of stalled) subscriber.pause();
  const resting = stalled.map(({ numbers }) => numbers.length);
  for (let published = 0; published < 15_000; published += 1_000) {
    feeder.publish(1_000);
    await everyGood();
  }
  // What fifteen of them would be owed is more than ten times that.
  expect(memoryOf(program.process.pid) - before).toBeLessThan(100);
  for (const [at, { numbers }] of stalled.entries()) expect(numbers.length - (resting[at] ?? 0)).toBeLessThan(5_000);
  for (const subscriber of stalled) subscriber.resume();
  for (const subscriber of subscribers) {
    await untilReceived(subscriber, feeder);
    expect(faultsIn(subscriber.numbers, subscriber.numbers[0] ?? 0, feeder.last)).toEqual(FAULTLESS);
    expect({ gaps: subscriber.gaps, cuts: subscriber.cuts }).toEqual({ gaps: [], cuts: 0 });
  }
});
