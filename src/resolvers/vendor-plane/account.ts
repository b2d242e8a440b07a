/** Which account a vendor-plane field asks. */
import type { VendorApi } from '../../../schema/vocabulary.ts';
import { mayUseAccount } from '../../access/caller.ts';
import type { Charge } from '../../access/charge.ts';
import type { LookupShare } from '../../access/lookup-share.ts';
import type { Adapter } from '../../adapters/adapter.ts';
import type { PatternBudget } from '../../adapters/calls/pattern/budget.ts';
import { CrosspointError } from '../../adapters/errors.ts';
import type { CallerAudit } from '../audited-operation.ts';

/** The little the vendor plane needs of a request's context. */
export interface PlaneContext {
  readonly gateway: {
    accountsOf(api: VendorApi): readonly Adapter[];
    /** Drops the cached lists of an account after a mutation. */
    invalidateAfterMutation?(account: string): void;
  };
  readonly caller: {
    /** Look-ups are counted by it. */
    readonly id?: string;
    readonly scopes: ReadonlySet<string>;
    readonly accounts: 'all' | ReadonlySet<string>;
  };
  readonly signal?: AbortSignal | undefined;
  readonly lookups?: LookupShare;
  /** Bounds the checks of the request's regular expressions. */
  readonly patterns?: PatternBudget;
  readonly audit?: CallerAudit | undefined;
  /** Answers that may be incomplete are noted here. */
  readonly charge?: Charge | undefined;
}

/** The account named, or the only one there is. Accounts a caller may not use do not exist for it. */
export function chooseAccount(context: PlaneContext, api: VendorApi, named: string | null | undefined): Adapter {
  const allowed = context.gateway.accountsOf(api).filter(({ account }) => mayUseAccount(context.caller, account));
  const facts = { vendor: api, path: ['account'] };
  if (typeof named === 'string') {
    const chosen = allowed.find(({ account }) => account === named);
    if (chosen) return chosen;
    throw new CrosspointError('NOT_FOUND', 'There is no such account of this vendor', facts);
  }
  const [only, another] = allowed;
  if (!only) throw new CrosspointError('NOT_FOUND', 'No account of this vendor is configured', facts);
  if (!another) return only;
  const choices = allowed.map(({ account }) => account).join(', ');
  throw new CrosspointError('INVALID_ARGUMENT', `Several accounts are possible: ${choices}`, facts);
}
