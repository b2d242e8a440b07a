/** The time of agents by their events; it counts from the first event of each agent. */
import type { Presence } from '../../schema/vocabulary.ts';
import type { EventRecord } from '../adapters/event.ts';
import type { AgentReference } from '../adapters/records.ts';
import { type Measures, QUARTER_MS, type QuarterCell, quarterOf } from './cells.ts';

/** An event of an agent. */
export type AgentEventRecord = Extract<EventRecord, { readonly kind: 'AGENT' }>;

/** The state of an agent of one account. Times are milliseconds since 1970. */
export interface AgentState {
  readonly account: string;
  agent: AgentReference;
  presence: Presence | null;
  reason: string | null;
  /** Until when its time is counted; null while the account is not listened to. */
  counted: number | null;
  /** When the presence began; null when that is unknown. */
  since: number | null;
}

/** The key of an agent at one account. */
export function agentKey(account: string, { nativeId, userName, extension }: AgentReference): string {
  return `${account} ${nativeId ?? userName ?? extension ?? ''}`;
}

const NAMES: Readonly<Record<Exclude<Presence, 'LOGGED_OUT'>, string>> = {
  NOT_READY: 'notReady',
  READY: 'ready',
  RINGING: 'ringing',
  ON_CALL: 'onCall',
  WRAP_UP: 'wrappingUp',
};

/** Takes an agent's event and answers what the time until then adds to cells. */
export function stepAgent(state: AgentState, event: AgentEventRecord): QuarterCell[] {
  const at = Date.parse(event.since ?? event.occurredAt);
  const cells = countUntil(state, event.late ? Date.parse(event.occurredAt) : at);
  state.agent = event.agent;
  if (event.presence !== undefined && event.presence !== state.presence) {
    state.presence = event.presence;
    state.since = event.late ? null : at;
  }
  state.reason = event.presence === 'NOT_READY' ? (event.reasonCode ?? null) : null;
  // Time that was counted already is not counted again under another word.
  state.counted = Math.max(at, state.counted ?? at);
  return cells;
}

/** Begins an agent with its first event. */
export function beginAgent({ account, agent }: AgentEventRecord): AgentState {
  return { account, agent, presence: null, reason: null, counted: null, since: null };
}

/** Counts an agent's time up to a moment. */
export function countUntil(state: AgentState, until: number): QuarterCell[] {
  const cells = timeCells(state, until);
  if (state.counted !== null) state.counted = Math.max(state.counted, until);
  return cells;
}

/** The cells of the time since it was last counted. */
export function timeCells({ account, agent, presence, reason, counted }: AgentState, until: number): QuarterCell[] {
  if (counted === null || presence === null || presence === 'LOGGED_OUT') return [];
  const cells: QuarterCell[] = [];
  for (let from = counted; from < until; ) {
    const quarter = quarterOf(from);
    const to = Math.min(until, quarter + QUARTER_MS);
    cells.push({ quarter, dimensions: { account, agent }, measures: timeMeasures(presence, reason, to - from) });
    from = to;
  }
  return cells;
}

function timeMeasures(
  presence: Exclude<Presence, 'LOGGED_OUT'>,
  reason: string | null,
  milliseconds: number,
): Measures {
  const measures: Measures = { loggedIn: milliseconds, [NAMES[presence]]: milliseconds };
  if (presence === 'NOT_READY' && reason) measures[`reason.${reason}`] = milliseconds;
  return measures;
}
