import { describe, expect, test } from 'vitest';
import { isResultTooLarge } from '../../src/adapters/engage/quirks.ts';
import { unlessTooLarge } from '../../src/adapters/engage/reads/windows.ts';
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
