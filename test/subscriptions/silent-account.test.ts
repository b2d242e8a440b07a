import { describe, expect, it } from 'vitest';
import { CrosspointError } from '../../src/adapters/errors.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { until } from '../helpers/until.ts';
import { begin, FlakySource, storedEvents } from './flaky-source.ts';

describe('D15: an account whose vendor does not answer', () => {
  const silentSource = (account: string, role: 'events' | 'watch') => {
    const source = new FlakySource([['wait']], account);
    let answers = false;
    const check = async () => {
      if (!answers) throw new CrosspointError('UNAVAILABLE', 'No line');
      return 'fine';
    };
    return {
      adapter: { ...source.adapter(role), check },
      answer: () => {
        answers = true;
      },
    };
  };
  const statuses = async (log: EventLog) =>
    (await storedEvents(log)).flatMap((event) => (event.kind === 'ACCOUNT' ? [event.status] : []));

  it.each(['events', 'watch'] as const)(
    'is DOWN although its %s stream is open, and UP once it answers',
    async (role) => {
      const { adapter, answer } = silentSource('floor', role);
      const { log, runner } = await begin([adapter]);
      if (role === 'watch') runner.watch(['CAMPAIGN'], 'all');
      await until(async () => (await statuses(log)).length === 1, 'its first status');
      expect(await statuses(log)).toEqual(['DOWN']);
      answer();
      await until(async () => (await statuses(log)).length === 2, 'its second status');
      expect(await statuses(log)).toEqual(['DOWN', 'UP']);
    },
  );

  it('is not UP because its vendor answers, where its stream reports itself when it is open', async () => {
    let listening = () => {};
    let checks = 0;
    const source = new FlakySource([['wait']]);
    const { log } = await begin([
      {
        ...source.adapter(),
        reportsListening: true,
        async check() {
          checks += 1;
          return 'fine';
        },
        events({ signal, onListening }) {
          listening = () => onListening?.();
          return source.run(signal);
        },
      },
    ]);
    await until(() => checks === 3, 'three answers');
    expect(await statuses(log)).toEqual([]);
    listening();
    await until(async () => (await statuses(log)).length === 1, 'its first status');
    expect(await statuses(log)).toEqual(['UP']);
  });
});
