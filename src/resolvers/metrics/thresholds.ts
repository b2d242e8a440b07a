import { invalidArgument } from '../../adapters/errors.ts';
import { LONGEST_BUCKET } from '../../figures/cells.ts';
import type { Context } from '../context.ts';
import type { Grouping } from './grouping.ts';
import type { Thresholds } from './totals.ts';

/** Checks a threshold of the service level. */
export function checkThreshold(seconds: number | null): void {
  if (seconds === null || (seconds >= 1 && seconds <= LONGEST_BUCKET)) return;
  const message = `\`serviceLevelSeconds\` is ${seconds}; it is from 1 to ${LONGEST_BUCKET}`;
  throw invalidArgument(message, 'serviceLevelSeconds');
}

/**
 * The thresholds of the service level: the argument, else what the account reports, else what the account reports that
 * lists the call's campaign.
 */
export async function thresholdsOf(context: Context, grouping: Grouping, argument: number | null): Promise<Thresholds> {
  checkThreshold(argument);
  if (argument !== null) return { basis: 'ARGUMENT', of: () => argument };
  const { gateway } = context;
  const capable = gateway.accounts.filter(({ adapter }) => adapter.serviceLevels);
  const entries = capable.map(
    async ({ key }) => [key, (await gateway.serviceLevels.of(key))?.seconds ?? null] as const,
  );
  const reported = new Map(await Promise.all(entries));
  return {
    basis: 'VENDOR',
    of: (dimensions) => {
      const direct = reported.get(dimensions.account);
      if (direct != null) return direct;
      const listed = grouping.campaign(dimensions)?.listed?.account;
      return (listed === undefined ? null : reported.get(listed)) ?? null;
    },
  };
}
