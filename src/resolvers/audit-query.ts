import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import { AuditConnection, type AuditEntry, AuditFilter } from '../../schema/audit.ts';
import { type Caller, mayUseAccount } from '../access/caller.ts';
import { pageSize } from '../access/page-size.ts';
import type { StoredAudit } from '../storage/audit-store.ts';
import { storedObject } from '../storage/stored-object.ts';
import type { AuditedOperation, AuditOutcome, CallerAudit } from './audited-operation.ts';
import type { Context } from './context.ts';
import { ForwardArguments } from './page-arguments.ts';
import { indexOf, readCursor, writeCursor } from './paging.ts';

/** The content of a line of the trail. */
type WrittenEntry = AuditedOperation &
  AuditOutcome & {
    readonly at: string;
    readonly caller: string;
    readonly tenant?: string;
    readonly requestId?: string;
    readonly address?: string;
  };

interface FoundEntry extends WrittenEntry, Pick<StoredAudit, 'sequence' | 'hash'> {}

const ORDER = { name: 'audit', length: 1 };
/** Lines read at once, and read at most for one page. */
const READ_AT_ONCE = 500;
const READ_AT_MOST = 20_000;

/** Accounts outside a caller's set, and what concerns no account, are not shown to callers of some accounts. */
function isVisible(caller: Caller, { account }: WrittenEntry): boolean {
  return account === null ? caller.accounts === 'all' : mayUseAccount(caller, account);
}

function isWithin(allowed: readonly string[] | null | undefined, value: string | null): boolean {
  return allowed == null || (value !== null && allowed.includes(value));
}

function matches(filter: AuditFilter, entry: WrittenEntry): boolean {
  const time = Date.parse(entry.at);
  return (
    isWithin(filter.accounts, entry.account) &&
    isWithin(filter.callers, entry.caller) &&
    isWithin(filter.operations, entry.operation) &&
    isWithin(filter.outcomes, entry.outcome) &&
    (filter.requestId == null || filter.requestId === entry.requestId) &&
    (filter.from == null || time >= Date.parse(filter.from)) &&
    (filter.to == null || time < Date.parse(filter.to))
  );
}

/** The entry that a line says; null where the line is damaged. */
function entryIn(text: string): WrittenEntry | null {
  const entry = storedObject<WrittenEntry>(text);
  const isWhole = [entry?.at, entry?.caller, entry?.operation, entry?.outcome].every(
    (said) => typeof said === 'string',
  );
  return isWhole ? entry : null;
}

/** Entries before a sequence, newest first, until there are enough or enough was read; `last` is the position to continue from. */
async function search(
  audit: CallerAudit,
  before: number | undefined,
  size: number,
  isWanted: (entry: WrittenEntry) => boolean,
) {
  const found: FoundEntry[] = [];
  let last = before;
  for (let read = 0; read < READ_AT_MOST; read += READ_AT_ONCE) {
    const lines = await audit.before(last, READ_AT_ONCE);
    for (const { sequence, hash, text } of lines) {
      const entry = entryIn(text);
      if (!entry) audit.noteUnreadable(sequence);
      if (!entry || !isWanted(entry)) continue;
      if (found.length === size) return { found, last, hasMore: true };
      found.push({ ...entry, sequence, hash });
      last = sequence;
    }
    last = lines.at(-1)?.sequence ?? last;
    if (lines.length < READ_AT_ONCE) return { found, last, hasMore: false };
  }
  return { found, last, hasMore: true };
}

const cursorOf = (sequence: number) => writeCursor(ORDER.name, [String(sequence)]);

/** The audit trail, for callers with the scope `audit`. */
@Resolver()
export class AuditQueries {
  @Query(() => AuditConnection, {
    description:
      'Acts of all callers on the accounts that this caller may see, newest first, and who received recordings.',
  })
  async audit(
    @Ctx() context: Context,
    @Args(() => ForwardArguments) page: ForwardArguments,
    @Arg('filter', () => AuditFilter, { nullable: true, description: 'Which entries to return.' })
    filter: AuditFilter | null,
  ): Promise<AuditConnection> {
    const { size } = pageSize(page);
    const before = page.after == null ? undefined : indexOf(readCursor(page.after, ORDER, 'after'), 'after');
    const { audit, caller } = context;
    const isWanted = (entry: WrittenEntry) => isVisible(caller, entry) && matches(filter ?? {}, entry);
    const { found, last, hasMore } = audit
      ? await search(audit, before, size, isWanted)
      : { found: [], last: before, hasMore: false };
    const edges = found.map((entry) => ({ cursor: cursorOf(entry.sequence), node: nodeOf(context, entry) }));
    const endCursor = last === undefined ? null : cursorOf(last);
    const startCursor = edges[0]?.cursor ?? null;
    return { edges, pageInfo: { hasNextPage: hasMore, hasPreviousPage: before !== undefined, startCursor, endCursor } };
  }
}

function valuesOf(fields: Readonly<Record<string, unknown>>) {
  return Object.entries(fields).map(([name, value]) => ({ name, value: String(value) }));
}

function nodeOf({ gateway, views }: Context, entry: FoundEntry): AuditEntry {
  const { account: key, targets = [], readBack = {}, input = {}, ...rest } = entry;
  const account = key !== null && gateway.account(key) ? views.account(key) : null;
  return {
    ...rest,
    account,
    targets,
    parameters: valuesOf(input),
    readBack: valuesOf(readBack),
  };
}
