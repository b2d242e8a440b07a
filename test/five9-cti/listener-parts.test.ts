/** The listener of one desk: what it asks the service for, in which order, and what it reports of failures. */
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { logged, refusal, START } from './unit-desks.ts';
import { endListeners, listening, RETRY_AFTER } from './unit-listener.ts';

afterEach(endListeners);

const forgotten = () => {
  throw refusal('FAILED_PRECONDITION', 'checkEvent');
};
const at = (seconds: number) => new Date(START + seconds * 1_000).toISOString();

describe('a registration', () => {
  it('comes before the reading of the state, and is removed at the end', async () => {
    const { run, end, desk, asked, reports } = listening();
    await run();
    expect(asked.map(({ operation }) => operation)).toEqual([
      ...['addListener', 'getUserDetails', 'getAvailableCampaigns', 'getStatus', 'getCallbacks', 'checkEvent'],
    ]);
    expect([asked[0]?.input, asked.at(-1)?.input]).toEqual([{ name: 'crosspoint' }, { listenerId: '7', timeout: 50 }]);
    expect(asked.at(-1)?.ask.deadline).toBe(5_050);
    expect([reports, desk.listening]).toEqual([['reachable', 'recovered'], true]);
    await end();
    expect(asked.at(-1)).toMatchObject({
      ...{ operation: 'removeListener', input: { listenerId: '7' }, ask: { deadline: 2_000 } },
    });
    expect(desk.listening).toBe(false);
  });

  it('reads the state once the desk has the calls from before', async () => {
    const { run, sink, desk, operations, reports } = listening();
    let restore = () => {};
    sink.ready = () =>
      new Promise((resolve) => {
        restore = resolve;
      });
    const idle = run();
    await turn();
    expect(operations().at(-1)).toBe('getAvailableCampaigns');
    desk.restore([logged('A', 'CONNECTED')]);
    restore();
    await idle;
    expect(reports).toEqual(['reachable', 'CALL ENDED A ENDED late', 'recovered']);
  });

  it('without an id is not removed, and a removal that fails is passed over', async () => {
    const { run, end, replies, asked } = listening();
    replies.addListener = () => null;
    await run();
    expect(asked.at(-1)?.input).toEqual({ listenerId: '', timeout: 50 });
    await end();
    expect(asked.at(-1)?.operation).toBe('checkEvent');
    const failing = listening();
    failing.replies.removeListener = () => Promise.reject(refusal('UNAVAILABLE'));
    await failing.run();
    await failing.end();
    expect(failing.operations().at(-1)).toBe('removeListener');
  });

  it('is not made after the signal, and a stop is no failure', async () => {
    const { run, stop, end, operations } = listening();
    stop.abort();
    void run();
    await end();
    expect(operations()).toEqual([]);
    const stopped = listening();
    await stopped.run();
    await stopped.end();
    expect([stopped.warnings, stopped.reports]).toEqual([[], ['reachable', 'recovered']]);
  });
});

describe('two polls', () => {
  it('are ten milliseconds apart without an event, and nothing is published', async () => {
    const times: number[] = [];
    const idle = () => {
      times.push(performance.now());
      return { _type: 'timeout' };
    };
    const { run, batches } = listening(idle, idle, () => times.push(performance.now()) && null);
    await run();
    expect(times.slice(1).every((time, index) => time - (times[index] ?? 0) > 9)).toBe(true);
    expect(batches).toEqual([[]]);
  });
});

describe('a failure', () => {
  it('is a gap since the registration where none was answered after it', async () => {
    const { run, replies, clock, gaps } = listening(() => {
      clock.now += 10_000;
      throw refusal('UNAVAILABLE', 'checkEvent');
    });
    replies.addListener = () => {
      replies.addListener = () => '8';
      clock.now += 5_000;
      return '7';
    };
    await run();
    expect(gaps).toMatchObject([{ from: at(5), to: at(15) }]);
  });

  it('is followed by a pause of at least half of the set one', async () => {
    const times: number[] = [];
    const { run, replies } = listening();
    replies.addListener = () => {
      times.push(performance.now());
      if (times.length === 1) throw refusal('UNAVAILABLE', 'addListener');
      return '8';
    };
    await run();
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThan(RETRY_AFTER / 2 - 1);
  });

  it('of the first registration is a gap since the listener began', async () => {
    const { run, replies, clock, reports, gaps, warnings } = listening();
    replies.addListener = () => {
      replies.addListener = () => '8';
      clock.now += 30_000;
      throw refusal('FAILED_PRECONDITION', 'addListener');
    };
    await run();
    expect(reports).toEqual(['lost', 'reachable', 'GAP', 'recovered']);
    expect(gaps).toEqual([
      {
        ...{ kind: 'GAP', account: 'floor', subject: 'ann', fingerprint: `gap/ann/${at(0)}/${at(30)}` },
        ...{ occurredAt: at(30), receivedAt: at(30), from: at(0), to: at(30) },
        reason: 'The desk of ann could not be followed',
      },
    ]);
    expect(warnings).toEqual([
      { account: 'floor', desk: 'ann', code: 'FAILED_PRECONDITION', operation: 'addListener' },
    ]);
  });

  it('is a gap since the last answer, also one without an event', async () => {
    const { run, clock, gaps, asked } = listening(
      () => {
        clock.now += 10_000;
        return { _type: 'timeout' };
      },
      () => {
        clock.now += 10_000;
        return null;
      },
      () => {
        clock.now += 10_000;
        throw refusal('UNAVAILABLE', 'checkEvent');
      },
    );
    await run();
    expect(gaps).toMatchObject([{ from: at(20), to: at(30) }]);
    expect(asked.filter(({ operation }) => operation === 'getStatus').length).toBe(2);
  });

  it('of a service that forgot the listener is registered again at once, the next one in a row after a pause', async () => {
    const twice = listening(forgotten, forgotten);
    await twice.run();
    const again = ['reachable', 'GAP', 'recovered'];
    expect(twice.reports).toEqual(['reachable', 'recovered', ...again, 'lost', ...again]);
    const apart = listening(forgotten, { _type: 'timeout' }, forgotten);
    await apart.run();
    expect(apart.reports).toEqual(['reachable', 'recovered', ...again, ...again]);
  });

  it.each([
    ['FAILED_PRECONDITION', 'getStatus'],
    ['UNAVAILABLE', 'checkEvent'],
  ] as const)('%s of %s pauses before the desk is registered again', async (code, operation) => {
    const { run, reports } = listening(() => {
      throw refusal(code, operation);
    });
    await run();
    expect(reports).toEqual(['reachable', 'recovered', 'lost', 'reachable', 'GAP', 'recovered']);
  });

  it('removes the registration of before', async () => {
    const { run, replies, sent } = listening(forgotten);
    let made = 0;
    replies.addListener = () => {
      made += 1;
      return `${made}`;
    };
    await run();
    expect(sent().map(([operation, input]) => [operation, (input as { listenerId?: string }).listenerId])).toEqual([
      ...[
        ['addListener', undefined],
        ['checkEvent', '1'],
        ['removeListener', '1'],
      ],
      ...[
        ['addListener', undefined],
        ['checkEvent', '2'],
      ],
    ]);
  });
});
