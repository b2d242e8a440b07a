/** The columns of the Call Log report, and the call that a row states. */
import type { Direction } from '../../../../schema/vocabulary.ts';
import type { CallRecord } from '../../adapter.ts';
import { CrosspointError } from '../../errors.ts';
import { secondsOf } from './report-clock.ts';

/**
 * The names of the columns in English, in which the vendor writes text of reports in every locale (guide l. 8167).
 * The guide does not list them; a report that an administrator changed may have others, which the settings name.
 */
export const USUAL_COLUMNS = {
  id: 'CALL ID',
  startedAt: 'TIMESTAMP',
  type: 'CALL TYPE',
  from: 'ANI',
  to: 'DNIS',
  customerName: 'CUSTOMER NAME',
  campaign: 'CAMPAIGN',
  queue: 'SKILL',
  agent: 'AGENT',
  agentName: 'AGENT NAME',
  disposition: 'DISPOSITION',
  callTime: 'CALL TIME',
  ivrTime: 'IVR TIME',
  queueTime: 'QUEUE WAIT TIME',
  ringTime: 'RING TIME',
  talkTime: 'TALK TIME',
  holdTime: 'HOLD TIME',
  wrapUpTime: 'AFTER CALL WORK TIME',
  handleTime: 'HANDLE TIME',
  abandoned: 'ABANDONED',
} as const;

/** A fact that a column of the report states. */
export type CallFact = keyof typeof USUAL_COLUMNS;

/** The facts of one row; absent where the report has no such column, or the cell is empty. */
export type CallFacts = Readonly<Partial<Record<CallFact, string>>>;

/** Where each fact stands in the rows of a report. */
export type ColumnPlaces = ReadonlyMap<CallFact, number>;

/** Finds the columns in the header of a report. Throws FAILED_PRECONDITION where it has none of the start of calls. */
export function placesOf(header: readonly string[], names: Readonly<Partial<Record<CallFact, string>>>): ColumnPlaces {
  const shown = header.map(plain);
  const facts = Object.keys(USUAL_COLUMNS) as CallFact[];
  const placed = facts.map((fact) => [fact, shown.indexOf(plain(names[fact] ?? USUAL_COLUMNS[fact]))] as const);
  const places = new Map(placed.filter(([, place]) => place >= 0));
  if (!places.has('startedAt')) throw missing(names.startedAt ?? USUAL_COLUMNS.startedAt);
  return places;
}

function plain(name: string): string {
  return name
    .replace(/^\uFEFF/, '')
    .trim()
    .toLowerCase();
}

function missing(column: string): CrosspointError {
  const message = `The report of past calls has no column "${column}"; name the column with the start of calls in \`callLog.columns.startedAt\``;
  return new CrosspointError('FAILED_PRECONDITION', message);
}

/** The facts of a row. */
export function cellFactsOf(cells: readonly string[], places: ColumnPlaces): CallFacts {
  const facts: Partial<Record<CallFact, string>> = {};
  for (const [fact, place] of places) {
    const value = cells[place]?.trim();
    // The report writes [None] where a call has no agent, and [Deleted] for a campaign that is no more.
    if (value && !/^\[(?:none|deleted)\]$/i.test(value)) facts[fact] = value;
  }
  return facts;
}

/** A row of the report: when its part of the call began, and what it states. */
export interface ReportedRow {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly ambiguity: CallRecord['startedAtAmbiguity'];
  readonly facts: CallFacts;
}

/** Facts of the row of an agent, which take precedence over the row of the wait before it. */
const OF_AGENT: readonly CallFact[] = [
  ...(['agent', 'agentName', 'disposition', 'ringTime', 'talkTime', 'holdTime', 'wrapUpTime', 'handleTime'] as const),
];

/** The key of a call of the report: its id, which another call may have had before, and its start. */
function reportedKey({ startedAt, facts: { id, from = '', to = '' } }: ReportedRow): string {
  return `${id ?? `${from} ${to}`.trim()} ${iso(startedAt)}`.trim();
}

/** The call that rows of the report state, the earliest row first. Its end follows from the lengths of its rows. */
export function reportedCallOf(first: ReportedRow, more: readonly ReportedRow[], isPlatformId: boolean): CallRecord {
  const { startedAt, ambiguity } = first;
  const facts = mergedFacts([first, ...more].map((row) => row.facts));
  const { id, from, to, type, customerName, disposition, agent, agentName, campaign, queue, abandoned } = facts;
  return {
    ...{ nativeId: reportedKey(first), state: 'ENDED', channel: 'VOICE', direction: directionOf(type) },
    ...(isPlatformId && id && { callId: id }),
    ...{ from: from ?? null, to: to ?? null, customerName: customerName ?? null, disposition: disposition ?? null },
    ...{ startedAt: iso(startedAt), connectedAt: connectedAt(startedAt, facts), endedAt: endOf([first, ...more]) },
    ...(ambiguity && { startedAtAmbiguity: ambiguity }),
    agent: (agent ?? agentName) ? { userName: agent ?? null, name: agentName ?? null } : null,
    campaign: campaign ? { name: campaign } : null,
    ...(queue && { queue: { name: queue } }),
    ...(Number(abandoned) > 0 && { leftQueue: 'ABANDONED' as const }),
    vendorDurations: {
      ...{ queueSeconds: secondsOf(facts.queueTime), ringSeconds: secondsOf(facts.ringTime) },
      ...{ talkSeconds: secondsOf(facts.talkTime), holdSeconds: secondsOf(facts.holdTime) },
      ...{ wrapUpSeconds: secondsOf(facts.wrapUpTime), handleSeconds: secondsOf(facts.handleTime) },
    },
  };
}

function mergedFacts(rows: readonly CallFacts[]): CallFacts {
  const ofAgent = rows.find(({ agent, agentName }) => agent ?? agentName) ?? {};
  const stated = OF_AGENT.flatMap((fact) => (ofAgent[fact] === undefined ? [] : [[fact, ofAgent[fact]]]));
  return Object.assign({}, ...rows.toReversed(), Object.fromEntries(stated));
}

function endOf(rows: readonly ReportedRow[]): string | null {
  const ends = rows.flatMap(({ startedAt, facts }) => {
    const length = secondsOf(facts.callTime);
    return length === null ? [] : [startedAt + length * 1_000];
  });
  return ends.length > 0 ? iso(Math.max(...ends)) : null;
}

/** An inbound call is answered after its menus, its wait and its ringing; how long an outbound one rings is not stated. */
function connectedAt(startedAt: number, { type, ivrTime, queueTime, ringTime, talkTime }: CallFacts): string | null {
  if (directionOf(type) !== 'INBOUND' || !secondsOf(talkTime)) return null;
  const before = [ivrTime, queueTime, ringTime].reduce((sum, each) => sum + (secondsOf(each) ?? 0), 0);
  return iso(startedAt + before * 1_000);
}

/** The direction of a type of call (guide p. 48, and as reports write them: Inbound, Outbound, Manual, Preview). */
function directionOf(type = ''): Direction | null {
  if (/^inbound/i.test(type)) return 'INBOUND';
  return /^(?:outbound|agent|autodial|manual|preview)/i.test(type) ? 'OUTBOUND' : null;
}

function iso(at: number): string {
  return new Date(Math.round(at)).toISOString();
}
