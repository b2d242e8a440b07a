import { describe, expect, test } from 'vitest';
import { isResultTooLarge } from '../../src/adapters/engage/quirks.ts';
import { readWindows, unlessTooLarge, type Window } from '../../src/adapters/engage/reads/windows.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { exceedsSizeLimit } from '../../src/adapters/http/failure.ts';

const refused = (vendorCode: string) => new CrosspointError('BAD_RESPONSE', 'refused', { vendorCode });

describe('rows that are too large', () => {
  test.each(['RESULT_TOO_LARGE', 'ANSWER_TOO_LARGE'])('are read of a shorter period after %s', async (vendorCode) => {
    expect(await unlessTooLarge(Promise.reject(refused(vendorCode)))).toBeNull();
  });

  test('are not read again after another fault', async () => {
    await expect(unlessTooLarge(Promise.reject(refused('ARG_NULL')))).rejects.toThrow('refused');
  });

  test("distinguish Engage's fault from the gateway's limit", () => {
    const codes = ['RESULT_TOO_LARGE', 'ANSWER_TOO_LARGE'].map(refused);
    expect(codes.map(isResultTooLarge)).toEqual([true, false]);
    expect(codes.map(exceedsSizeLimit)).toEqual([false, true]);
  });
});

describe('a list that the vendor caps', () => {
  const at = (minutes: number) => new Date(Date.parse('2026-03-02T09:00:00Z') + minutes * 60_000).toISOString();
  /** A vendor that caps its lists at two rows, with rows at these minutes; the windows that were read, in minutes. */
  const capped = async (minutes: readonly number[], { until = 64, mostCalls = 16 } = {}) => {
    const windows: [number, number][] = [];
    const minuteOf = (time: string) => (Date.parse(time) - Date.parse(at(0))) / 60_000;
    const read = async ({ from, to }: Window) => {
      windows.push([minuteOf(from), minuteOf(to)]);
      return minutes.filter((minute) => minute >= minuteOf(from) && minute < minuteOf(to)).slice(0, 2);
    };
    return { windows, ...(await readWindows({ from: at(0), to: at(until) }, 2, read, mostCalls)) };
  };

  test('is read once where it is not full', async () => {
    expect(await capped([5])).toEqual({ windows: [[0, 64]], items: [5], truncated: false });
  });

  test('is read in halves where it is, the later one first, until none is full', async () => {
    const { windows, ...found } = await capped([5, 40]);
    expect(windows).toEqual([
      [0, 64],
      [32, 64],
      [0, 32],
    ]);
    expect(found).toEqual({ items: [40, 5], truncated: false });
  });

  test.each([3, 5, 15])('costs no more than %i calls, all of which are used', async (mostCalls) => {
    const { windows, truncated } = await capped(
      Array.from({ length: 64 }, (_, minute) => minute),
      { mostCalls },
    );
    expect([windows.length, truncated]).toEqual([mostCalls, true]);
  });

  test.each([
    [1, 1],
    [2, 3],
  ])('of %i minutes is read in %i calls: a minute is not divided', async (until, calls) => {
    const { windows, items, truncated } = await capped([0.1, 0.2, 1.1, 1.2], { until });
    expect([windows.length, items.length, truncated]).toEqual([calls, 2 * until, true]);
  });
});
