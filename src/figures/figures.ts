/** The floor in figures: the one reducer of the event log, live and over the log again. */
import type { EventRecord } from '../adapters/event.ts';
import { Agents } from './agents.ts';
import type { Stretch } from './calendar.ts';
import { cellKey, differenceOf, isSamePlace, type QuarterCell, quarterOf } from './cells.ts';
import { type Conversation, contributionOf, conversationKey, legDurations, queueOfLeg } from './conversation.ts';
import { Conversations } from './conversations.ts';
import { DayTotals, type TotalCell } from './day-totals.ts';
import { History } from './history.ts';
import { KnownQueues } from './known-queues.ts';
import type { Leg } from './leg.ts';
import { ListeningTimes } from './listening.ts';
import { type AccountFacts, type AccountMissing, isAgent, type LegView } from './state.ts';

/** Changed conversations that wait to be counted until figures are read. */
const MOST_UNCOUNTED = 10_000;
/** Milliseconds for which figures of the past are stored by default: 72 hours. */
const DEFAULT_RETENTION_MS = 72 * 3_600_000;

type GapRecord = Extract<EventRecord, { readonly kind: 'GAP' }>;

/** Figures by the events of all accounts, each event O(1). */
export class Figures {
  readonly #accountOf: (account: string) => AccountFacts;
  readonly #conversations = new Conversations();
  readonly #queues = new KnownQueues();
  readonly #totals: DayTotals;
  #revision = 0;
  /** What agents do. */
  readonly agents = new Agents();
  /** When accounts were listened to. */
  readonly listening = new ListeningTimes();
  readonly #history: History;

  constructor(accountOf: (account: string) => AccountFacts, retentionMs = DEFAULT_RETENTION_MS) {
    this.#accountOf = accountOf;
    this.#history = new History(retentionMs);
    this.#totals = new DayTotals((account) => accountOf(account).zone);
  }

  /** Takes the event at the next place of the log. */
  apply(event: EventRecord): void {
    this.#revision += 1;
    const { account } = event;
    const { isPolled } = this.#accountOf(account);
    const isUnwatched = isPolled === true && !this.listening.isOpen(account);
    if (!isPolled) this.listening.observe(event);
    this.#take(event);
    // When the polling of an account ended is not in the log, so nothing is counted of the time between its events.
    if (isUnwatched && event.kind === 'AGENT') this.#suspend(account, Date.parse(event.occurredAt));
  }

  #take(event: EventRecord): void {
    if (event.kind === 'CALL') {
      if (!event.call.observedOnly) this.#conversations.apply(event);
      if (this.#conversations.changes > MOST_UNCOUNTED) this.#countChanged();
    } else if (event.kind === 'AGENT') this.#addAll(this.agents.apply(event));
    else if (event.kind === 'GAP') this.#applyGap(event);
    else if (event.kind === 'ACCOUNT' && event.status === 'DOWN')
      this.#suspend(event.account, Date.parse(event.occurredAt));
    else if (event.kind === 'ACCOUNT') this.#resume(event.account, event.account, Date.parse(event.occurredAt));
  }

  /** The conversations that are not over. */
  get conversations(): Iterable<Conversation> {
    return this.#conversations.open;
  }

  /** The queues that calls were seen in. */
  get queues(): KnownQueues {
    this.#countChanged();
    return this.#queues;
  }

  /** Counts the events that were taken; equal where no figure has changed but by time. */
  get revision(): number {
    return this.#revision;
  }

  /** What is known of an account beside its events. */
  factsOf(account: string): AccountFacts {
    return this.#accountOf(account);
  }

  /** Whether figures change with time alone: a call is live, or an agent logged in. */
  get isMoving(): boolean {
    return this.#conversations.open.size > 0 || this.agents.areCounted;
  }

  /** An account that is polled is listened to from now on. */
  beginListening(account: string, at: number): void {
    this.listening.begin(account, at);
    this.#resume(account, account, at);
  }

  /** An account is no longer listened to; what its calls and agents do is unknown from here on. */
  endListening(account: string, at: number): void {
    this.listening.end(account, at);
    this.#suspend(account, at);
  }

  /** A call's leg and its durations by a time; undefined for a call without an event. */
  call(
    account: string,
    call: { readonly nativeId: string; readonly callId?: string | null },
    now: number,
  ): LegView | undefined {
    const conversation = this.#conversations.get(conversationKey({ account, call }));
    const leg = conversation?.legs.find(({ nativeId }) => nativeId === call.nativeId);
    if (!conversation || !leg) return undefined;
    const queue = queueOfLeg(conversation.legs, leg, this.#accountOf(account));
    return { leg, queue, durations: legDurations(conversation, leg, this.#accountOf(account).reportsQueue, now) };
  }

  /** The account's day that a time lies in. */
  day(account: string, now: number): Stretch {
    return this.#totals.day(account, now);
  }

  /** Totals of the account's day, running stretches of agents included. */
  today(account: string, now: number): TotalCell[] {
    this.#countChanged();
    const day = this.day(account, now);
    return [
      ...this.#totals.of(account, day),
      ...this.runningCells(account, now).filter(({ quarter }) => quarter >= day.from),
    ];
  }

  /** What was counted of an account in a stretch of whole quarters of an hour, running stretches of agents included. */
  history(account: string, stretch: Stretch, now: number): readonly QuarterCell[] {
    this.#countChanged();
    const { from, to } = stretch;
    const running = this.runningCells(account, now).map((cell) => ({ ...cell, quarter: quarterOf(cell.quarter) }));
    return [...this.#history.of(account, stretch), ...running.filter(({ quarter }) => from <= quarter && quarter < to)];
  }

  /** What the agents of an account have done since their last event, as far as it is not counted yet. */
  runningCells(account: string, now: number): QuarterCell[] {
    return this.agents.runningCells(account, now);
  }

  /** Counts what conversations have changed; an event alone counts nothing, so that a call is counted once for many. */
  #countChanged(): void {
    if (this.#conversations.changes === 0) return;
    for (const conversation of this.#conversations.takeChanged()) {
      this.#noteQueues(conversation);
      this.#count(conversation);
    }
  }

  #noteQueues({ account, legs }: Conversation): void {
    for (const leg of legs) this.#queues.add(account, queueOfLeg(legs, leg, this.#accountOf(account)));
  }

  /** Adds what is new of a conversation and takes back what is no longer so. */
  #count(conversation: Conversation): void {
    const counts = contributionOf(conversation, this.#accountOf(conversation.account));
    const before = conversation.counted;
    conversation.counted = counts;
    for (let at = 0; at < Math.max(counts.length, before.length); at += 1) {
      const [old, next] = [before[at], counts[at]];
      if (old && next && isSamePlace(old, next)) this.#change(old, next);
      else {
        if (old) this.#add(old, -1);
        if (next) this.#add(next, 1);
      }
    }
  }

  #change(old: QuarterCell, next: QuarterCell): void {
    const measures = differenceOf(old.measures, next.measures);
    if (measures) this.#add({ ...next, measures }, 1);
  }

  /** Nothing is known of the time in a gap: running stretches of calls become unknown, those of agents are interrupted. */
  #applyGap(gap: GapRecord): void {
    const { account, subject } = gap;
    this.#suspend(account, Date.parse(gap.from), subject);
    this.#resume(account, subject, Date.parse(gap.to));
    this.listening.addMissing(this.#missed(gap));
  }

  #missed({ account, subject, from, to }: GapRecord): AccountMissing {
    const weight = subject === account ? 1 : 1 / this.agents.count(account);
    return { account, from: Date.parse(from), to: Date.parse(to), weight };
  }

  #suspend(account: string, at: number, subject = account): void {
    const isMeant = (agent: Leg['agent']) => subject === account || isAgent(agent, subject);
    for (const { account: of, legs } of this.#conversations.open)
      if (of === account) for (const leg of legs) if (leg.ended === null && isMeant(leg.agent)) leg.gapped = true;
    this.#addAll(this.agents.suspend(account, isMeant, at));
  }

  #resume(account: string, subject: string, at: number): void {
    this.agents.resume(account, (agent) => subject === account || isAgent(agent, subject), at);
  }

  #addAll(cells: readonly QuarterCell[]): void {
    for (const cell of cells) this.#add(cell, 1);
  }

  #add(cell: QuarterCell, sign: 1 | -1): void {
    const key = cellKey(cell.dimensions);
    this.#history.add(key, cell, sign);
    this.#totals.add(key, cell, sign);
  }
}
