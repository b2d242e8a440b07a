import {
  type AgentEventRecord,
  type AgentState,
  agentKey,
  beginAgent,
  countUntil,
  stepAgent,
  timeCells,
} from './agent-time.ts';
import type { QuarterCell } from './cells.ts';

/** The agents of one account, or some of them. */
type Chosen = (agent: AgentState['agent']) => boolean;

/** The states of the agents of all accounts. */
export class Agents {
  readonly #states = new Map<string, AgentState>();
  /** The agents of each account. */
  readonly #counts = new Map<string, number>();

  /** The agents that events named. */
  get all(): Iterable<AgentState> {
    return this.#states.values();
  }

  /** Whether the time of an agent is being counted. */
  get areCounted(): boolean {
    return [...this.#states.values()].some(({ counted, presence }) => counted !== null && presence !== 'LOGGED_OUT');
  }

  /** How many agents of an account are known, at least one. */
  count(account: string): number {
    return Math.max(1, this.#counts.get(account) ?? 1);
  }

  /** Takes an agent's event and answers what the time until then adds to cells. */
  apply(event: AgentEventRecord): QuarterCell[] {
    const known = this.#states.get(agentKey(event.account, event.agent));
    const state = known ?? beginAgent(event);
    if (!known) this.add(state);
    return stepAgent(state, event);
  }

  /** Adds an agent as it was stored. */
  add(state: AgentState): void {
    this.#states.set(agentKey(state.account, state.agent), state);
    this.#counts.set(state.account, (this.#counts.get(state.account) ?? 0) + 1);
  }

  /** Counts the time of agents up to a moment, and none after it. */
  suspend(account: string, isMeant: Chosen, at: number): QuarterCell[] {
    return this.#chosen(account, isMeant).flatMap((state) => {
      const cells = countUntil(state, at);
      state.counted = null;
      return cells;
    });
  }

  /** Counts the time of suspended agents again. */
  resume(account: string, isMeant: Chosen, at: number): void {
    for (const state of this.#chosen(account, isMeant)) state.counted ??= at;
  }

  /** The time of the agents of an account since their last event. */
  runningCells(account: string, now: number): QuarterCell[] {
    return this.#chosen(account, () => true).flatMap((state) => timeCells(state, now));
  }

  #chosen(account: string, isMeant: Chosen): AgentState[] {
    return [...this.#states.values()].filter((state) => state.account === account && isMeant(state.agent));
  }
}
