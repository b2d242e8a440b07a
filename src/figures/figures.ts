/** The floor in figures: the one reducer of the event log, live and over the log again. */
import type { EventRecord } from '../adapters/event.ts';
import type { QueueReference } from '../adapters/records.ts';
import {
  type AgentEventRecord,
  type AgentState,
  agentKey,
  beginAgent,
  countUntil,
  stepAgent,
  timeCells,
} from './agent-time.ts';
import type { Stretch } from './calendar.ts';
import { cellKey, type MinuteCell, sameMeasures } from './cells.ts';
import {
  type Conversation,
  contributionOf,
  conversationKey,
  isOver,
  legDurations,
  stepConversation,
} from './conversation.ts';
import type { Missing } from './coverage.ts';
import { DayTotals, type TotalCell } from './day-totals.ts';
import type { CallChange, Leg } from './leg.ts';
import { PendingMinutes } from './pending.ts';
import { type AccountFacts, type AccountMissing, type FiguresState, isAgent, type LegView } from './state.ts';

/** Conversations that ended and may still receive events. */
const MOST_ENDED = 10_000;
/** Gaps that are remembered. */
const MOST_GAPS = 5_000;
/** Milliseconds after which a call without any event is given up. */
const LONGEST_CALL_MS = 24 * 3_600_000;

type GapRecord = Extract<EventRecord, { readonly kind: 'GAP' }>;

/** Figures by the events of all accounts, each event O(1). */
export class Figures {
  readonly #accountOf: (account: string) => AccountFacts;
  readonly #open = new Map<string, Conversation>();
  readonly #ended = new Map<string, Conversation>();
  readonly #queues = new Map<string, QueueReference>();
  readonly #agents = new Map<string, AgentState>();
  /** The agents of each account. */
  readonly #agentCounts = new Map<string, number>();
  readonly #totals: DayTotals;
  readonly #missing: AccountMissing[] = [];
  #position = '';
  /** What events added to minutes and is not stored yet. */
  readonly pending = new PendingMinutes();

  constructor(accountOf: (account: string) => AccountFacts) {
    this.#accountOf = accountOf;
    this.#totals = new DayTotals((account) => accountOf(account).zone);
  }

  /** Takes the event at the next place of the log. */
  apply(event: EventRecord, position: string): void {
    this.#position = position;
    if (event.kind === 'CALL') this.#applyCall(event);
    else if (event.kind === 'AGENT') this.#applyAgent(event);
    else if (event.kind === 'GAP') this.#applyGap(event);
    else if (event.kind === 'ACCOUNT' && event.status === 'DOWN')
      this.#suspend(event.account, Date.parse(event.occurredAt));
    else if (event.kind === 'ACCOUNT') this.#resume(event.account, event.account, Date.parse(event.occurredAt));
  }

  /** The conversations that are not over. */
  get conversations(): Iterable<Conversation> {
    return this.#open.values();
  }

  /** The agents that events named. */
  get agents(): Iterable<AgentState> {
    return this.#agents.values();
  }

  /** The stretches of an account that events say may be missing. */
  missing(account: string): readonly Missing[] {
    return this.#missing.filter((gap) => gap.account === account);
  }

  /** A call's leg and its durations by a time; undefined for a call without an event. */
  call(
    account: string,
    call: { readonly nativeId: string; readonly callId?: string | null },
    now: number,
  ): LegView | undefined {
    const key = `${account} ${call.callId ?? call.nativeId}`;
    const conversation = this.#open.get(key) ?? this.#ended.get(key);
    const leg = conversation?.legs.find(({ nativeId }) => nativeId === call.nativeId);
    if (!conversation || !leg) return undefined;
    const queue = conversation.legs.find((one) => one.queue)?.queue ?? null;
    return { leg, queue, durations: legDurations(conversation, leg, this.#accountOf(account).reportsQueue, now) };
  }

  /** A queue that calls were seen in. */
  queue(account: string, nativeId: string): QueueReference | undefined {
    return this.#queues.get(`${account} ${nativeId}`);
  }

  /** The account's day that a time lies in. */
  day(account: string, now: number): Stretch {
    return this.#totals.day(account, now);
  }

  /** Totals of the account's day, running stretches of agents included. */
  today(account: string, now: number): TotalCell[] {
    const day = this.day(account, now);
    return [
      ...this.#totals.of(account, day),
      ...this.runningCells(account, now).filter(({ minute }) => minute >= day.from),
    ];
  }

  /** What the agents of an account have done since their last event, as far as it is not counted yet. */
  runningCells(account: string, now: number): MinuteCell[] {
    return [...this.#agents.values()].flatMap((state) => (state.account === account ? timeCells(state, now) : []));
  }

  /** Everything that must outlive the process beside the minutes. */
  state(): FiguresState {
    const recent = [...this.#ended.values()].slice(-RECENT_ENDED);
    const conversations = [...this.#open.values(), ...recent];
    return { conversations, agents: [...this.#agents.values()], missing: this.#missing };
  }

  /** Goes on from a state and the minutes of the day that were stored with it. */
  restore({ conversations, agents, missing }: FiguresState, cells: readonly MinuteCell[]): void {
    this.#missing.push(...missing);
    for (const conversation of conversations) {
      this.#place(conversation);
      for (const { account, queue } of conversation.legs)
        if (queue) this.#queues.set(`${account} ${queue.nativeId ?? queue.name ?? ''}`, queue);
    }
    for (const state of agents) {
      this.#agents.set(agentKey(state.account, state.agent), state);
      this.#agentCounts.set(state.account, (this.#agentCounts.get(state.account) ?? 0) + 1);
    }
    for (const cell of cells) this.#totals.add(cell, 1);
  }

  #applyCall(event: CallChange): void {
    if (event.call.observedOnly) return;
    const key = conversationKey(event);
    const conversation = this.#open.get(key) ??
      this.#ended.get(key) ?? { key, account: event.account, legs: [], counted: [] };
    const { queue } = stepConversation(conversation, event);
    if (queue) this.#queues.set(`${event.account} ${queue.nativeId ?? queue.name ?? ''}`, queue);
    this.#place(conversation);
    this.#count(conversation);
    if (!this.#open.has(key)) return;
    this.#forgetLost(Date.parse(event.receivedAt));
  }

  /** Puts a conversation among those that are over, or those that are not. */
  #place(conversation: Conversation): void {
    const [to, from] = isOver(conversation) ? [this.#ended, this.#open] : [this.#open, this.#ended];
    from.delete(conversation.key);
    to.set(conversation.key, conversation);
    if (this.#ended.size > MOST_ENDED) this.#ended.delete(this.#ended.keys().next().value ?? '');
  }

  /** A call whose end is not reported is dropped after a day. */
  #forgetLost(now: number): void {
    const [oldest] = this.#open.values();
    const begun = oldest?.legs[0]?.begun ?? oldest?.legs[0]?.since;
    if (oldest && begun != null && now - begun > LONGEST_CALL_MS) this.#open.delete(oldest.key);
  }

  /** Adds what is new of a conversation and takes back what is no longer so. */
  #count(conversation: Conversation): void {
    const counts = contributionOf(conversation, this.#accountOf(conversation.account).reportsQueue);
    const before = conversation.counted;
    conversation.counted = counts;
    for (let at = 0; at < Math.max(counts.length, before.length); at += 1) {
      const [old, next] = [before[at], counts[at]];
      if (old && next && sameCell(old, next)) continue;
      if (old) this.#add(old, -1);
      if (next) this.#add(next, 1);
    }
  }

  #applyAgent(event: AgentEventRecord): void {
    const key = agentKey(event.account, event.agent);
    const known = this.#agents.get(key);
    const state = known ?? beginAgent(event);
    if (!known) {
      this.#agents.set(key, state);
      this.#agentCounts.set(event.account, (this.#agentCounts.get(event.account) ?? 0) + 1);
    }
    for (const cell of stepAgent(state, event)) this.#add(cell, 1);
  }

  /** Nothing is known of the time in a gap: running stretches of calls become unknown, those of agents are interrupted. */
  #applyGap(gap: GapRecord): void {
    const { account, subject } = gap;
    this.#suspend(account, Date.parse(gap.from), subject);
    this.#resume(account, subject, Date.parse(gap.to));
    this.#missing.push(this.#missed(gap));
    if (this.#missing.length > MOST_GAPS) this.#missing.shift();
  }

  #missed({ account, subject, from, to }: GapRecord): AccountMissing {
    const weight = subject === account ? 1 : 1 / Math.max(1, this.#agentCounts.get(account) ?? 1);
    return { account, from: Date.parse(from), to: Date.parse(to), weight };
  }

  #suspend(account: string, at: number, subject = account): void {
    const isMeant = (agent: Leg['agent']) => subject === account || isAgent(agent, subject);
    for (const { account: of, legs } of this.#open.values())
      if (of === account) for (const leg of legs) if (leg.ended === null && isMeant(leg.agent)) leg.gapped = true;
    for (const state of this.#agents.values()) {
      if (state.account !== account || !isMeant(state.agent)) continue;
      for (const cell of countUntil(state, at)) this.#add(cell, 1);
      state.counted = null;
    }
  }

  #resume(account: string, subject: string, at: number): void {
    for (const state of this.#agents.values()) {
      const isMeant = state.account === account && (subject === account || isAgent(state.agent, subject));
      if (isMeant && state.counted === null) state.counted = at;
    }
  }

  #add(cell: MinuteCell, sign: 1 | -1): void {
    this.pending.add(this.#position, cell, sign);
    this.#totals.add(cell, sign);
  }
}

/** Ended conversations whose last events may still come after a restart. */
const RECENT_ENDED = 200;

function sameCell(one: MinuteCell, other: MinuteCell): boolean {
  const isSamePlace = one.minute === other.minute && cellKey(one.dimensions) === cellKey(other.dimensions);
  return isSamePlace && sameMeasures(one.measures, other.measures);
}
