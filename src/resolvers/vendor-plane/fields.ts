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
import { SingleFlight } from '../../adapters/calls/single-flight.ts';
import type { Operation } from '../../adapters/contract.ts';
import type { Vendor } from '../../adapters/vendor.ts';
import { audited } from '../audited-operation.ts';
import { chooseAccount, type PlaneContext } from './account.ts';
import { type Selected, SharedChoice, selectedFields } from './selection.ts';
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

/** The reads of an account that are under way. */
class SharedReads {
  readonly calls = new SingleFlight<unknown>();
  readonly choices = new Map<string, SharedChoice>();
}

const sharedReads = new WeakMap<Adapter, SharedReads>();

/** The call that a field of the vendor plane makes. */
interface PlaneCall {
  readonly name: string;
  readonly row: Operation;
  readonly input: object;
  readonly selected: Selected | undefined;
}

/** Calls the account; an equal read that is under way is joined, an act never is. */
function call(adapter: Adapter, { name, row, input, selected }: PlaneCall, { signal, patterns }: PlaneContext) {
  if (row.kind === 'mutation') return adapter.call(name, { ...input }, { signal, patterns });
  const shared = sharedReads.get(adapter) ?? new SharedReads();
  sharedReads.set(adapter, shared);
  const read = `${name} ${JSON.stringify(input)}`;
  const key = shared.choices.get(read)?.admits(selected) === false ? `${read} ${selected?.text}` : read;
  return shared.calls.join(key, signal, async (abort) => {
    const choice = new SharedChoice(selected);
    shared.choices.set(key, choice);
    try {
      const only = () => choice.decide();
      return await adapter.call(name, { ...input }, { signal: abort, patterns, only, isPassedOn: true });
    } finally {
      if (shared.choices.get(key) === choice) shared.choices.delete(key);
    }
  });
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
function callAudited(vendor: Vendor, adapter: Adapter, planeCall: PlaneCall, context: PlaneContext) {
  const { name, row, input } = planeCall;
  const run = async () => {
    try {
      return await call(adapter, planeCall, context);
    } finally {
      // Also where it failed: its outcome may not be known.
      if (row.kind === 'mutation') context.gateway.invalidateAfterMutation?.(adapter.account);
    }
  };
  if (!row.audited && row.kind === 'query') return run();
  const operation = `${vendor.contract.prefix}_${name}`;
  const entry = { operation, kind: row.kind, account: adapter.account, input: auditedInput(row, input) };
  return audited(context, entry, run);
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
    resolve: async (_source, given: Readonly<Record<string, unknown>>, context, info) => {
      const adapter = chooseAccount(context, vendor.api, given[account] as string | null | undefined);
      if (row.quota && row.kind === 'mutation') context.lookups?.take(context.caller, adapter.account);
      const selected = row.output && !row.countItems ? selectedFields(row.output, info) : undefined;
      const value = await callAudited(
        vendor,
        adapter,
        { name, row, input: toInput(row.input, given), selected },
        context,
      );
      noteTruncated(row, value, context, info.path);
      if (!row.output) return true;
      return row.output.kind === 'list' ? (value ?? []) : value;
    },
  };
}
