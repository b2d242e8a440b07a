/** A contract row as a root field. */
import {
  GraphQLBoolean,
  type GraphQLFieldConfig,
  type GraphQLFieldConfigArgumentMap,
  GraphQLID,
  GraphQLNonNull,
  type GraphQLResolveInfo,
  responsePathAsArray,
} from 'graphql';
import type { Adapter } from '../../adapters/adapter.ts';
import type { Operation } from '../../adapters/contract.ts';
import type { Vendor } from '../../adapters/vendor.ts';
import { Flights } from '../../gateway/single-flight.ts';
import { audited } from '../audit.ts';
import { chooseAccount, type PlaneContext } from './account.ts';
import type { PlaneTypes } from './types.ts';
import { toInput } from './values.ts';

type Path = GraphQLResolveInfo['path'];

/** A root field of the vendor plane. */
export type PlaneField = GraphQLFieldConfig<unknown, PlaneContext>;

/** The scope a caller needs for a row. */
function scopeOf(vendor: Vendor, row: Operation): string {
  return `vendor:${vendor.key}:${row.kind === 'query' ? 'read' : 'write'}`;
}

const ACCOUNT = {
  type: GraphQLID,
  description: 'Key of the account; optional while the vendor has only one account.',
};

function argumentsOf(row: Operation, types: PlaneTypes): GraphQLFieldConfigArgumentMap {
  return { ...types.inputMembers(row.input), [accountArgument(row)]: ACCOUNT };
}

/** `account`, unless the vendor has an argument of that name. */
function accountArgument(row: Operation): string {
  return Object.hasOwn(row.input, 'account') ? '_account' : 'account';
}

function describe(row: Operation): string {
  const more = [
    row.availability && `The vendor's document calls it "${row.availability}": it may not be available yet.`,
    row.cap &&
      `An answer carries at most ${row.cap} items, so one of that length may be cut; \`extensions.truncated\` of the response names it.`,
    row.quota && `Counts against the vendor's quota "${row.quota}".`,
    row.page && `Guide page ${row.page}.`,
    row.faults.length > 0 && `Faults: ${row.faults.map(({ name }) => name).join(', ')}.`,
  ];
  return [row.description, ...more].filter(Boolean).join(' ');
}

const flights = new WeakMap<Adapter, Flights<unknown>>();

/** Calls the account; an equal read that is under way is joined, an act never is. */
function call(adapter: Adapter, name: string, row: Operation, input: object, { signal, patterns }: PlaneContext) {
  const ask = (abort: AbortSignal | undefined) => adapter.call(name, { ...input }, { signal: abort, patterns });
  if (row.kind === 'mutation') return ask(signal);
  const shared = flights.get(adapter) ?? new Flights<unknown>();
  flights.set(adapter, shared);
  return shared.join(`${name} ${JSON.stringify(input)}`, signal, ask);
}

/** Longest text of an input that the audit trail repeats. */
const LONGEST_AUDITED = 200;

/** The plain values of an input without secrets: what an operation is about, not the records or files it carries. */
function auditedInput(row: Operation, input: object): Readonly<Record<string, unknown>> {
  const shown = Object.entries(input).filter(
    ([field, value]) =>
      !row.input[field]?.secret &&
      (typeof value === 'object' ? value === null : String(value).length <= LONGEST_AUDITED),
  );
  return Object.fromEntries(shown);
}

/** Calls the account, and stores in the audit trail what changes anything or lets recordings leave. */
function callAudited(
  vendor: Vendor,
  adapter: Adapter,
  name: string,
  row: Operation,
  input: object,
  context: PlaneContext,
) {
  const run = async () => {
    try {
      return await call(adapter, name, row, input, context);
    } finally {
      // Also where it failed: its outcome may not be known.
      if (row.kind === 'mutation') context.gateway.invalidateAfterMutation?.(adapter.account);
    }
  };
  if (!row.audited && row.kind === 'query') return run();
  const operation = `${vendor.contract.prefix}_${name}`;
  return audited(context, { operation, account: adapter.account, input: auditedInput(row, input) }, run);
}

/** Notes an answer that is as long as the vendor's maximum. */
function noteTruncated({ cap, countItems = itemsOf }: Operation, value: unknown, context: PlaneContext, path: Path) {
  if (cap !== undefined && countItems(value) >= cap)
    context.charge?.truncated.push({ path: responsePathAsArray(path), limit: cap });
}

function itemsOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}

/** The field of one operation: arguments in wire order, a typed answer; one without output answers true. The schema checks its scope. */
export function operationField(vendor: Vendor, name: string, row: Operation, types: PlaneTypes): PlaneField {
  const scope = scopeOf(vendor, row);
  const account = accountArgument(row);
  return {
    type: row.output ? types.output(row.output) : new GraphQLNonNull(GraphQLBoolean),
    description: describe(row),
    deprecationReason: row.deprecated,
    args: argumentsOf(row, types),
    extensions: { crosspoint: { vendor: vendor.key, operation: name, kind: row.kind, scope } },
    resolve: async (_source, given: Readonly<Record<string, unknown>>, context, { path }) => {
      const adapter = chooseAccount(context, vendor.api, given[account] as string | null | undefined);
      if (row.quota) context.lookups?.take(context.caller, adapter.account);
      const value = await callAudited(vendor, adapter, name, row, toInput(row.input, given), context);
      noteTruncated(row, value, context, path);
      if (!row.output) return true;
      return row.output.kind === 'list' ? (value ?? []) : value;
    },
  };
}
