import type { CallState, Presence } from '../../../schema/vocabulary.ts';
import type { AgentRecord, CallRecord } from '../../adapters/adapter.ts';
import type { AgentState } from '../../figures/agent-time.ts';
import type { Dimensions } from '../../figures/cells.ts';
import type { Conversation } from '../../figures/conversation.ts';
import { queueOfLeg } from '../../figures/conversation.ts';
import type { AccountFacts } from '../../figures/state.ts';
import { derivePresence, type PresenceState } from '../../gateway/presence.ts';
import type { AccountRow } from '../../gateway/request-cache.ts';

/** A live call at one place. */
export interface LiveCall {
  readonly dimensions: Dimensions;
  readonly state: CallState;
  /** Milliseconds since 1970; null when it is unknown. */
  readonly since: number | null;
}

/** The report of an account about an agent. */
export interface AgentReport {
  readonly dimensions: Dimensions;
  readonly state: PresenceState;
  readonly reason: string | null;
}

/** The live calls of a conversation. */
export function liveLegs({ legs }: Conversation, facts: AccountFacts): LiveCall[] {
  const known = legs.find(({ direction }) => direction)?.direction ?? null;
  return legs
    .filter(({ ended }) => ended === null)
    .map((leg) => {
      const { account, campaign, agent, channel, begun, since, gapped, state } = leg;
      // Who waits in a queue has called, as the counts of offered calls have it.
      const direction = leg.direction ?? known ?? (state === 'QUEUED' ? 'INBOUND' : null);
      const queue = leg.queue ?? queueOfLeg(legs, leg, facts);
      const start = begun ?? (gapped || state !== 'QUEUED' ? null : since);
      return { dimensions: { account, campaign, queue, agent, direction, channel }, state, since: start };
    });
}

/** A call of an account that is polled. */
export function liveRow({ account, row }: AccountRow<CallRecord>): LiveCall {
  const { campaign, queue, agent, direction, channel, startedAt, state } = row;
  const since = startedAt ? Date.parse(startedAt) : null;
  return { dimensions: { account, campaign, queue, agent, direction, channel }, state, since };
}

/** An agent's presence by events. */
export function agentReport({ account, agent, presence, reason, since }: AgentState): AgentReport[] {
  if (presence === null) return [];
  const state = { presence, since: since === null ? null : new Date(since).toISOString() };
  return [{ dimensions: { account, agent }, state, reason }];
}

/** The presence of an agent of an account that is polled. */
export function agentRow({ account, row }: AccountRow<AgentRecord>): AgentReport[] {
  const { nativeId, presence, presenceSince = null } = row;
  if (!presence) return [];
  return [{ dimensions: { account, agent: { nativeId } }, state: { presence, since: presenceSince }, reason: null }];
}

/** Live calls and agents of one row. */
export class FloorCounts {
  readonly #calls: LiveCall[] = [];
  readonly #agents = new Map<string, AgentReport[]>();

  addCall(call: LiveCall): void {
    this.#calls.push(call);
  }

  addAgent(person: string, report: AgentReport): void {
    this.#agents.set(person, [...(this.#agents.get(person) ?? []), report]);
  }

  /** The calls by a time; `reportsQueue` where an account of the row reports waiting calls. */
  calls(now: number, reportsQueue: boolean) {
    const waiting = this.#calls.filter(({ state }) => state === 'QUEUED');
    const atPhones = this.#calls.filter(({ state }) => state !== 'QUEUED' && state !== 'WRAP_UP');
    return {
      callsWaiting: reportsQueue ? waiting.length : null,
      longestWaitSeconds: longest(waiting, now),
      callsByState: countsOf(this.#calls.map(({ state }) => state)).map(([state, count]) => ({ state, count })),
      longestCallSeconds: longest(atPhones, now),
    };
  }

  /** The agents, each once. */
  agents() {
    const known = [...this.#agents.values()].map(currentOf);
    const reasons = known.flatMap(({ presence, reason }) => (presence === 'NOT_READY' ? [reason ?? ''] : []));
    return {
      agentsByPresence: countsOf(known.map(({ presence }) => presence)).map(([presence, count]) => ({
        presence,
        count,
      })),
      agentsByReason: countsOf(reasons).map(([reason, count]) => ({ reasonCode: reason || null, count })),
    };
  }
}

/** The presence of a person by what several accounts report. */
function currentOf(reports: readonly AgentReport[]): { presence: Presence; reason: string | null } {
  const states = reports.map(({ state }) => state);
  const prevailing = derivePresence(states, []) ?? states[0];
  const report = reports.find(({ state }) => state === prevailing) ?? reports[0];
  return { presence: report?.state.presence ?? 'LOGGED_OUT', reason: report?.reason ?? null };
}

/** Seconds since the earliest start; null without calls, or where a start is unknown. */
function longest(calls: readonly LiveCall[], now: number): number | null {
  if (calls.length === 0 || calls.some(({ since }) => since === null)) return null;
  const first = calls.reduce((least, { since }) => Math.min(least, since ?? least), Number.POSITIVE_INFINITY);
  return Math.max(0, Math.round(now - first)) / 1_000;
}

function countsOf<Word extends string>(words: readonly Word[]): [Word, number][] {
  const counts = new Map<Word, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([one], [other]) => (one < other ? -1 : 1));
}
