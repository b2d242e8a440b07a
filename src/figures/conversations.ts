import { type Conversation, conversationKey, isOver, stepConversation } from './conversation.ts';
import type { CallChange, Leg } from './leg.ts';
import { isAgent } from './state.ts';

/** Conversations that ended and may still receive events. */
const MOST_ENDED = 10_000;
/** Milliseconds after which a call without an end is dropped. */
const LONGEST_CALL_MS = 24 * 3_600_000;

/** The conversations of all accounts, and which of them have changed since they were last counted. */
export class Conversations {
  readonly #all = new Map<string, Conversation>();
  readonly #open = new Set<Conversation>();
  readonly #ended = new Set<Conversation>();
  #changed = new Set<Conversation>();

  /** The conversations that are not over, the one that began first at the front. */
  get open(): ReadonlySet<Conversation> {
    return this.#open;
  }

  /** How many have changed since they were last counted. */
  get changes(): number {
    return this.#changed.size;
  }

  get(key: string): Conversation | undefined {
    return this.#all.get(key);
  }

  /** Place in the log of the earliest event of a conversation that is not over; null without one. */
  get earliest(): string | null {
    let earliest: string | null = null;
    for (const { first } of this.#open) if (first !== null && (earliest === null || first < earliest)) earliest = first;
    return earliest;
  }

  /** Takes an event of a conversation; `place` is that of the event in the log. */
  apply(event: CallChange, place: string | null): void {
    const key = conversationKey(event);
    const known = this.#all.get(key);
    const conversation = known ?? this.#begin(key, event, place);
    stepConversation(conversation, event);
    this.#changed.add(conversation);
    this.#place(conversation);
  }

  /** Marks the open calls of an account, or of one of its agents, as unknown until their next event. */
  interrupt(account: string, subject: string): void {
    const isMeant = (agent: Leg['agent']) => subject === account || isAgent(agent, subject);
    for (const { account: of, legs } of this.#open)
      if (of === account) for (const leg of legs) if (leg.ended === null && isMeant(leg.agent)) leg.gapped = true;
  }

  /** The conversations that have changed since the last time, each once. */
  takeChanged(): Iterable<Conversation> {
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }

  #begin(key: string, event: CallChange, first: string | null): Conversation {
    const conversation = { key, account: event.account, first, legs: [], counted: [] };
    this.#all.set(key, conversation);
    this.#dropLost(Date.parse(event.receivedAt));
    return conversation;
  }

  #place(conversation: Conversation): void {
    const [to, from] = isOver(conversation) ? [this.#ended, this.#open] : [this.#open, this.#ended];
    if (to.has(conversation)) return;
    from.delete(conversation);
    to.add(conversation);
    if (this.#ended.size > MOST_ENDED) this.#drop(this.#ended);
  }

  #dropLost(now: number): void {
    const [oldest] = this.#open;
    const begun = oldest?.legs[0]?.begun ?? oldest?.legs[0]?.since;
    if (begun != null && now - begun > LONGEST_CALL_MS) this.#drop(this.#open);
  }

  /** Drops the first one of these; what it changed is still counted. */
  #drop(from: Set<Conversation>): void {
    const [first] = from;
    if (!first) return;
    from.delete(first);
    this.#all.delete(first.key);
  }
}
