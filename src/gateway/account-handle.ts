import type { VendorApi } from '../../schema/vocabulary.ts';
import type { Adapter } from '../adapters/adapter.ts';
import { type AdapterRole, rolesOf } from '../adapters/roles.ts';
import type { Log } from '../adapters/vendor.ts';
import { Health } from './health.ts';

/** A configured account: its adapter, what the adapter can do, and its health. */
export interface AccountHandle {
  readonly key: string;
  readonly vendor: VendorApi;
  readonly adapter: Adapter;
  readonly roles: readonly AdapterRole[];
  readonly health: Health;
}

/** Makes the handle of an adapter; logs each change of its status. */
export function handleOf(adapter: Adapter, log: Log): AccountHandle {
  const { account: key, vendor } = adapter;
  const { guards, concurrentUse } = adapter;
  const problem = () => concurrentUse?.problem ?? null;
  const health: Health = new Health({ guards, problem }, (status) => {
    const facts = { account: key, status, code: health.lastError?.code };
    if (status === 'UP') log.info(facts, 'Account is up');
    else log.warn(facts, 'Account is not healthy');
  });
  return { key, vendor, adapter, roles: rolesOf(adapter), health };
}
