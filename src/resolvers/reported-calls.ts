/** Calls of vendors' reports joined to the calls that the gateway's record and the lists have of them. */
import type { AgentReference, CallRecord } from '../adapters/adapter.ts';
import { isNumber, lastDigitsOf, sameNumber } from '../adapters/numbers.ts';
import type { Match } from '../gateway/matching.ts';
import type { AccountRow } from '../gateway/request-cache.ts';
import { setFields } from '../storage/past-call-store.ts';
import type { OtherView } from './views.ts';

/** Milliseconds by which a call may begin before its report says so, and after it: a caller waits before a phone rings. */
export const BEGINS_BEFORE = 60_000;
const BEGINS_AFTER = 3_600_000;
/** Milliseconds of the longest wait that a report may state. */
export const LONGEST_WAIT = 4 * 3_600_000;
/** Milliseconds between the times of one call where no id says that it is one. */
const TOLERANCE = 30_000;

/** Milliseconds after the start of a report within which its call begins: at least those that it says the caller waited. */
export function beginsWithin({ vendorDurations }: CallRecord): number {
  const waited = (vendorDurations?.queueSeconds ?? 0) * 1_000;
  return Math.max(BEGINS_AFTER, Math.min(waited + BEGINS_BEFORE, LONGEST_WAIT));
}

/** A call with its place in time. */
interface Joinable extends AccountRow<CallRecord> {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly otherViews: readonly OtherView[];
}

type Reported = AccountRow<CallRecord>;

/** Whether two references, each of an account, are known to be of different people. */
type AreOthers = (one: AccountRow<AgentReference>, other: AccountRow<AgentReference>) => boolean;

/** A call and a report that may be of it. */
interface Pair<Row> {
  readonly row: Row;
  readonly reported: Reported;
  readonly match: Match;
  /** Milliseconds between their times. */
  readonly apart: number;
}

/** Calls with their reports. */
interface JoinedReports<Row> {
  readonly joined: readonly Row[];
  /** Reports of no call. */
  readonly alone: readonly Reported[];
  /** These, and those that no id joins, which may be of calls that were not given. */
  readonly unsure: readonly Reported[];
}

/** Joins each report to the one call it is of; a call has one report of each account. */
export function joinReports<Row extends Joinable>(
  rows: readonly Row[],
  reports: readonly Reported[],
  areOthers: AreOthers,
): JoinedReports<Row> {
  const index = indexOf(rows);
  const pairs = reports.flatMap((reported) => {
    const candidates = new Set(placesOf(reported.row).flatMap((place) => index.get(place) ?? []));
    return [...candidates].flatMap((row) => pairOf(row, reported, areOthers) ?? []);
  });
  const reportsOf = new Map<Row, Pair<Row>[]>();
  const taken = new Set<Reported>();
  const sure = new Set<Reported>();
  for (const pair of pairs.sort(bestMatchFirst)) {
    const known = reportsOf.get(pair.row) ?? [];
    if (taken.has(pair.reported) || known.some(({ reported }) => reported.account === pair.reported.account)) continue;
    taken.add(pair.reported);
    if (pair.match.method === 'CALL_ID') sure.add(pair.reported);
    reportsOf.set(pair.row, [...known, pair]);
  }
  return {
    joined: rows.map((row) => (reportsOf.get(row) ?? []).reduce(withReport, row)),
    alone: reports.filter((reported) => !taken.has(reported)),
    unsure: reports.filter((reported) => !sure.has(reported)),
  };
}

function indexOf<Row extends Joinable>(rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> {
  const index = new Map<string, Row[]>();
  for (const row of rows) {
    for (const place of placesOf(row.row)) {
      const known = index.get(place);
      if (known) known.push(row);
      else index.set(place, [row]);
    }
  }
  return index;
}

/** The keys of a call; a call and its reports have at least one in common. */
function placesOf({ callId, from, to, customerName }: CallRecord): string[] {
  return [
    ...(callId ? [`id ${callId}`] : []),
    ...[from, to].flatMap((number) => (isNumber(number) ? [`number ${lastDigitsOf(number)}`] : [])),
    ...(customerName ? [`name ${customerName.toLowerCase()}`] : []),
  ];
}

function pairOf<Row extends Joinable>(row: Row, reported: Reported, areOthers: AreOthers): Pair<Row> | null {
  const lead = row.at - startOf(reported.row);
  if (!(lead >= -BEGINS_BEFORE && lead <= beginsWithin(reported.row))) return null;
  const apart = millisecondsApart(row, reported.row);
  if (row.row.callId && reported.row.callId) {
    if (row.row.callId !== reported.row.callId) return null;
    return { row, reported, apart, match: { method: 'CALL_ID', confidence: 1 } };
  }
  if (apart > TOLERANCE || !isAlike(row.row, reported.row)) return null;
  const [mine, theirs] = [row.row.agent, reported.row.agent];
  if (mine && theirs && areOthers({ account: row.account, row: mine }, { account: reported.account, row: theirs }))
    return null;
  const confidence = Math.round(100 * (0.4 + 0.4 * (1 - apart / TOLERANCE))) / 100;
  return { row, reported, apart, match: { method: 'NUMBERS_AND_TIME', confidence } };
}

function startOf({ startedAt }: CallRecord): number {
  return Date.parse(startedAt ?? '');
}

/** How far the starts are apart, or the answers: a report counts the wait of a caller, a phone its ringing alone. */
function millisecondsApart({ row, at }: Joinable, reported: CallRecord): number {
  const began = startOf(reported);
  const answered = reported.connectedAt ? Date.parse(reported.connectedAt) : began;
  const connected = row.connectedAt ? Date.parse(row.connectedAt) : at;
  return Math.min(Math.abs(at - began), Math.abs(connected - answered));
}

/** Whether the numbers agree, or the customer's name where one of them has no number that can be compared. */
function isAlike(one: CallRecord, other: CallRecord): boolean {
  const pairs = [
    [one.from, other.from],
    [one.to, other.to],
  ].filter(([mine, theirs]) => isNumber(mine) && isNumber(theirs));
  if (pairs.length > 0) return pairs.every(([mine, theirs]) => sameNumber(mine, theirs));
  const [mine, theirs] = [one.customerName, other.customerName];
  return Boolean(mine && theirs) && mine?.toLowerCase() === theirs?.toLowerCase();
}

function bestMatchFirst(one: Pair<Joinable>, other: Pair<Joinable>): number {
  const byId = Number(other.match.method === 'CALL_ID') - Number(one.match.method === 'CALL_ID');
  return byId || one.apart - other.apart || compare(keyOf(one), keyOf(other));
}

function keyOf({ row, reported }: Pair<Joinable>): string {
  return `${row.account} ${row.row.nativeId} ${reported.account} ${reported.row.nativeId}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

/** The call with what the report adds to it; where both state a fact, the call's own account does. */
function withReport<Row extends Joinable>(row: Row, { reported, match }: Pair<Row>): Row {
  const { account } = reported;
  const { nativeId, state, startedAt: _, ...more } = setFields(reported.row);
  const known = setFields(row.row);
  const vendorDurations = { ...set(more.vendorDurations), ...set(known.vendorDurations) };
  const view: OtherView = { account, nativeId, state, match };
  return { ...row, row: { ...more, ...known, vendorDurations }, otherViews: [...row.otherViews, view] };
}

function set(durations: CallRecord['vendorDurations']): object {
  return Object.fromEntries(Object.entries(durations ?? {}).filter(([, seconds]) => seconds != null));
}
