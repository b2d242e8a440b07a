import type { MetricFilter } from '../../../schema/metric-group.ts';
import type { MetricDimension } from '../../../schema/vocabulary.ts';
import { mayUseAccount } from '../../access/caller.ts';
import { CrosspointError, invalidArgument } from '../../adapters/errors.ts';
import { accountOf } from '../../gateway/account.ts';
import type { AccountHandle } from '../../gateway/account-handle.ts';
import type { Context } from '../context.ts';

/** Dimensions that metrics may be grouped by at once. */
const MOST_DIMENSIONS = 2;

/** Whether an account reports calls or agents as they change; a recorder only observes the calls of others. */
function hasFigures({ adapter: { events, watches, observesCalls } }: AccountHandle): boolean {
  if (observesCalls) return false;
  return events !== undefined || watches?.some((kind) => kind !== 'CAMPAIGN') === true;
}

/** The accounts whose calls and agents are counted for a caller. */
export function scopeOf(
  { gateway, caller }: Pick<Context, 'gateway' | 'caller'>,
  filter: MetricFilter,
): readonly AccountHandle[] {
  for (const key of filter.accounts ?? []) accountOf({ gateway, caller }, key, ['filter', 'accounts']);
  return gateway.accounts.filter(
    (account) =>
      mayUseAccount(caller, account.key) &&
      hasFigures(account) &&
      (filter.accounts?.includes(account.key) ?? true) &&
      (filter.vendors?.includes(account.vendor) ?? true),
  );
}

/** Checks what metrics are grouped by; an unreportable combination is refused. */
export function checkDimensions(groupBy: readonly MetricDimension[], accounts: readonly AccountHandle[]): void {
  if (groupBy.length > MOST_DIMENSIONS)
    throw invalidArgument(`\`groupBy\` has ${groupBy.length} dimensions; at most ${MOST_DIMENSIONS}`, 'groupBy');
  if (new Set(groupBy).size < groupBy.length)
    throw invalidArgument('`groupBy` names a dimension twice; name each once', 'groupBy');
  if (accounts.length === 0 || accounts.some((account) => groupBy.every((dimension) => reports(account, dimension))))
    return;
  const message = `No account reports ${groupBy.join(' and ')}; group by other dimensions`;
  throw new CrosspointError('UNSUPPORTED', message, { path: ['groupBy'] });
}

function reports({ adapter }: AccountHandle, dimension: MetricDimension): boolean {
  if (dimension === 'QUEUE') return adapter.reportsQueue === true;
  return dimension === 'AGENT' || dimension === 'AGENT_GROUP' ? reportsAgents(adapter) : true;
}

function reportsAgents({ events, watches }: AccountHandle['adapter']): boolean {
  return events !== undefined || watches?.includes('AGENT') === true;
}
