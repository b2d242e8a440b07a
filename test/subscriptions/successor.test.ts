import { expect, it } from 'vitest';
import type { Lease } from '../../src/storage/lease.ts';
import { runInTurn, type Successor } from '../../src/subscriptions/ingest/successor.ts';

/** A stream received in turn under a lease that does what the test says; answers what was done, in that order. */
async function received(hold: Lease['hold']): Promise<string[]> {
  const steps: string[] = [];
  let made = 0;
  const succeed = () => {
    made += 1;
    const name = `successor ${made}`;
    steps.push(`${name} is made`);
    return {
      prepare: async () => void steps.push(`${name} prepares`),
      close: async () => void steps.push(`${name} closes`),
    } as unknown as Successor;
  };
  const run = async () => void steps.push('runs');
  const lead = async () => void steps.push('leads');
  await runInTurn({ hold }, 'events:floor', { run, succeed, lead }, new AbortController().signal);
  return steps;
}

const signal = new AbortController().signal;

it('a stream that was handed over continues with what was received beside the last gateway', async () => {
  const steps = await received(async (_name, work, _signal, prepare) => {
    await prepare?.(signal);
    await work(signal, true);
  });
  expect(steps).toEqual(['successor 1 is made', 'successor 1 prepares', 'leads']);
});

it('a stream that was not handed over after all is received once, from the beginning', async () => {
  const steps = await received(async (_name, work, _signal, prepare) => {
    await prepare?.(signal);
    await work(signal, false);
  });
  expect(steps).toEqual(['successor 1 is made', 'successor 1 prepares', 'successor 1 closes', 'runs']);
});

it('a stream is no longer received beside the last gateway where that offers it again, or the work ends', async () => {
  const steps = await received(async (_name, _work, _signal, prepare) => {
    await prepare?.(signal);
    await prepare?.(signal);
  });
  expect(steps).toEqual([
    ...['successor 1 is made', 'successor 1 prepares', 'successor 1 closes'],
    ...['successor 2 is made', 'successor 2 prepares', 'successor 2 closes'],
  ]);
});
