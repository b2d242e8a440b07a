import type { Adapter, Rows } from '../adapters/adapter.ts';
import type { CrosspointError } from '../adapters/errors.ts';
import type { ListRole } from './list-cache.ts';

/** The row a list is of. */
export type RowOf<R extends ListRole> =
  NonNullable<Adapter[R]> extends (...args: never[]) => Promise<Rows<infer Row>> ? Row : never;

/** The contribution of one account to a fanned-out read. */
export interface Contribution<Row> {
  readonly account: string;
  readonly rows: readonly Row[];
  readonly truncated: boolean;
  readonly fetchedAt: string | null;
  readonly stale: boolean;
  readonly period?: Rows<Row>['period'] | undefined;
  readonly error: CrosspointError | null;
}
