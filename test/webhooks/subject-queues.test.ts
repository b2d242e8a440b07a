import { expect, test } from 'vitest';
import { PerSubjectQueues } from '../../src/webhooks/subject-queues.ts';
import { until } from '../helpers/until.ts';

const MONTH_MS = 30 * 86_400_000;

test('the delay before an attempt may be longer than the longest timer of Node', async () => {
  const sent: string[] = [];
  const stop = new AbortController();
  const send = async (_target: unknown, { id }: { id: string }) => {
    sent.push(id);
    throw new Error('The partner is down');
  };
  const queues = new PerSubjectQueues({
    sender: { send } as never,
    policy: () => ({ schedule: [20, MONTH_MS], target: {} }) as never,
    attempted: () => undefined,
    exhausted: () => undefined,
    changed: () => undefined,
  });
  const attemptsOf = (id: string) => sent.filter((one) => one === id).length;
  queues.begin([], stop.signal);
  // The second shows that time has passed in which a timer set for too long would have fired.
  for (const id of ['first', 'second']) {
    queues.enter({ id, body: '{}', subject: id, position: '1', attempts: 0, due: 0 } as never);
    await until(() => attemptsOf(id) >= 2);
  }
  expect(attemptsOf('first')).toBe(2);
  expect(queues.entries.every(({ due }) => due > Date.now() + MONTH_MS - 60_000)).toBe(true);
  stop.abort();
  await queues.ended();
});
