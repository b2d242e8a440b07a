import type { CallState, Presence } from '../../schema/vocabulary.ts';
import type { AgentRecord, CallRecord, EventRecord } from '../adapters/adapter.ts';
import type { Identity } from './people.ts';

/** The presence of an agent, and since when (RFC 3339) where that is known. */
export interface PresenceState {
  readonly presence: Presence;
  readonly since: string | null;
}

type AgentEventRecord = Extract<EventRecord, { readonly kind: 'AGENT' }>;

const MAX_AGENTS = 50_000;
/** States of being busy with a call, the one that prevails first. */
const BUSY: readonly Presence[] = ['ON_CALL', 'RINGING', 'WRAP_UP'];
const BY_CALL: Readonly<Partial<Record<CallState, Presence>>> = { RINGING: 'RINGING', WRAP_UP: 'WRAP_UP' };

/**
 * The presence of one agent from what each account reports of them and from their calls: a call prevails over readiness;
 * of several reports the freshest counts. Null where neither is known.
 */
export function derivePresence(reports: readonly PresenceState[], calls: readonly CallRecord[]): PresenceState | null {
  const states = [...reports, ...calls.flatMap(stateOfCall)];
  const prevailing = BUSY.find((presence) => states.some((state) => state.presence === presence));
  const candidates = prevailing ? states.filter(({ presence }) => presence === prevailing) : states;
  const dated = candidates.filter(({ since }) => since !== null).sort((one, other) => timeOf(one) - timeOf(other));
  return (prevailing ? dated[0] : dated.at(-1)) ?? candidates[0] ?? null;
}

function stateOfCall({ state, startedAt = null, connectedAt = null, endedAt = null }: CallRecord): PresenceState[] {
  if (state === 'ENDED') return [];
  const presence = BY_CALL[state] ?? 'ON_CALL';
  const since = presence === 'ON_CALL' ? (connectedAt ?? startedAt) : presence === 'WRAP_UP' ? endedAt : startedAt;
  return [{ presence, since }];
}

function timeOf({ since }: PresenceState): number {
  return since ? Date.parse(since) : 0;
}

/** Since when agents have their presence, as their events reported it; lists of agents often lack the time. */
export class PresenceHistory {
  readonly #last = new Map<string, PresenceState>();

  observe({ account, agent, presence, occurredAt }: AgentEventRecord): void {
    const place = `${account}/${agent.nativeId ?? agent.userName ?? ''}`;
    const known = this.#last.get(place);
    if (!presence || known?.presence === presence) return;
    if (known && timeOf(known) > Date.parse(occurredAt)) return;
    this.#last.delete(place);
    this.#last.set(place, { presence, since: occurredAt });
    const [oldest] = this.#last.keys();
    if (this.#last.size > MAX_AGENTS && oldest !== undefined) this.#last.delete(oldest);
  }

  /** The presence of a person at each account, with its time where that is known. */
  reportsOf(identities: readonly Identity[]): PresenceState[] {
    return identities.flatMap(({ account, record }) => this.#report(account, record));
  }

  #report(account: string, { nativeId, userName, presence, presenceSince }: AgentRecord): PresenceState[] {
    if (!presence) return [];
    const known = this.#last.get(`${account}/${nativeId}`) ?? this.#last.get(`${account}/${userName ?? ''}`);
    const since = presenceSince ?? (known?.presence === presence ? known.since : null);
    return [{ presence, since }];
  }
}
