/** The floor in figures: the one reducer of the event log, live and over the log again. */
import type { EventRecord } from '../adapters/event.ts';
import { Agents } from './agents.ts';
import type { TimeSpan } from './calendar.ts';
import { type QuarterCell, quarterOf } from './cells.ts';
import { type Conversation, contributionOf, conversationKey, legDurations, queueOfLeg } from './conversation.ts';
import { Conversations } from './conversations.ts';
import { DayTotals, type TotalCell } from './day-totals.ts';
import { History, type KeyedCell } from './history.ts';
import { KnownQueues } from './known-queues.ts';
import { ListeningTimes } from './listening.ts';
import { type AccountFacts, type AccountMissing, isAgent, type LegView } from './state.ts';
import type { CellArchive, FigureChanges, FigureState } from './stored.ts';
import { Sums } from './sums.ts';

/** Changed conversations that wait to be counted until figures are read. */
const MOST_UNCOUNTED = 10_000;
/** Milliseconds of the past that are in memory: the longest day, and the longest call that may have begun before it. */
export const DEFAULT_MEMORY_MS = 49 * 3_600_000;

/** How figures of the past are stored. */
interface FiguresOptions {
  /** Milliseconds of the past that are in memory; `DEFAULT_MEMORY_MS` without it. */
  readonly memoryMs?: number;
  /** The quarters that are no longer in memory; without one they are dropped. */
  readonly archive?: CellArchive;
}

type GapRecord = Extract<EventRecord, { readonly kind: 'GAP' }>;

/** Figures by the events of all accounts, each event O(1). */
export class Figures {
  readonly #accountOf: (account: string) => AccountFacts;
  readonly #conversations = new Conversations();
  readonly #queues = new KnownQueues();
  readonly #totals: DayTotals;
  #revision = 0;
  /** The states of agents. */
  readonly agents = new Agents();
  /** When accounts were listened to. */
  readonly listening = new ListeningTimes();
  readonly #history: History;
  readonly #sums: Sums;
  readonly #archive: CellArchive | undefined;

  constructor(accountOf: (account: string) => AccountFacts, options: FiguresOptions = {}) {
    const { memoryMs = DEFAULT_MEMORY_MS, archive } = options;
    this.#accountOf = accountOf;
    this.#archive = archive;
    this.#history = new History(memoryMs, archive !== undefined);
    this.#totals = new DayTotals((account) => accountOf(account).zone);
    this.#sums = new Sums(this.#history, this.#totals);
  }

  /** Takes the event at the next place of the log. */
  apply(event: EventRecord, place: string | null = null): void {
    this.#revision += 1;
    const { account } = event;
    const { isPolled } = this.#accountOf(account);
    const isUnwatched = isPolled === true && !this.listening.isOpen(account);
    if (!isPolled) this.listening.observe(event);
    this.#take(event, place);
    // When the polling of an account ended is not in the log, so nothing is counted of the time between its events.
    if (isUnwatched && event.kind === 'AGENT') this.#suspend(account, Date.parse(event.occurredAt));
  }

  #take(event: EventRecord, place: string | null): void {
    if (event.kind === 'CALL') {
      if (!event.call.observedOnly) this.#conversations.apply(event, place);
      if (this.#conversations.changes > MOST_UNCOUNTED) this.#countChanged();
    } else if (event.kind === 'AGENT') this.#addAgentTime(this.agents.apply(event));
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

  /** The configured facts of an account. */
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
  day(account: string, now: number): TimeSpan {
    return this.#totals.day(account, now);
  }

  /** Totals of the account's day, running stretches of agents included. */
  today(account: string, now: number): TotalCell[] {
    this.#countChanged();
    const day = this.day(account, now);
    const running = this.runningCells(account, now).filter(({ quarter }) => quarter >= day.from);
    return [...this.#totals.of(account, day), ...running];
  }

  /** The cells of an account in a stretch of whole quarters of an hour, running stretches of agents included. */
  history(account: string, stretch: TimeSpan, now: number): readonly QuarterCell[] {
    this.#countChanged();
    const { from, to } = stretch;
    const running = this.runningCells(account, now).map((cell) => ({ ...cell, quarter: quarterOf(cell.quarter) }));
    return [...this.#history.of(account, stretch), ...running.filter(({ quarter }) => from <= quarter && quarter < to)];
  }

  /** The same of any stretch, whether it is in memory or only stored. */
  async past(account: string, stretch: TimeSpan, now: number): Promise<readonly QuarterCell[]> {
    const recent = this.history(account, stretch, now);
    const to = Math.min(stretch.to, this.#history.begin);
    if (!this.#archive || stretch.from >= to) return recent;
    return [...(await this.#archive.read(account, { from: stretch.from, to })), ...recent];
  }

  /** The changes since the last call, and the other state that a restart needs, as of the last event. */
  takeChanges(): FigureChanges {
    this.#countChanged();
    const state = { agents: [...this.agents.all], listening: this.listening.state };
    const cells = this.#history.takeChanged();
    return { cells, state, newest: this.#history.newest, earliest: this.#conversations.earliest };
  }

  /** Takes changes back that could not be stored. */
  putBack({ cells }: Pick<FigureChanges, 'cells'>): void {
    this.#history.putBack(cells);
  }

  /** Takes stored cells back, the earliest first. */
  restoreCells(cells: readonly KeyedCell[]): void {
    for (const cell of cells) {
      this.#history.restore(cell);
      this.#totals.add(cell.key, cell, 1);
      this.#queues.add(cell.dimensions.account, cell.dimensions.queue ?? null);
    }
  }

  /** Takes back what else was stored, as of a time; an account that is polled was not polled any more after it. */
  restoreState({ agents, listening }: FigureState, at: number): void {
    for (const agent of agents) this.agents.add(agent);
    const isPolled = (account: string) => this.#accountOf(account).isPolled === true;
    this.listening.restore(listening, at, isPolled);
    for (const [account] of listening.accounts)
      if (isPolled(account)) this.#addAgentTime(this.agents.suspend(account, () => true, at));
  }

  /** Takes an event again that is counted already, for what a later one of its conversation builds on. */
  rebuild(event: EventRecord, place: string): void {
    const { account, kind } = event;
    if (kind === 'CALL' && !event.call.observedOnly) this.#conversations.apply(event, place);
    else if (kind === 'GAP') this.#conversations.interrupt(account, event.subject);
    else if (kind === 'ACCOUNT' && event.status === 'DOWN') this.#conversations.interrupt(account, account);
  }

  /** Ends the rebuilding: what the conversations add to cells is in these. */
  endRebuild(): void {
    for (const conversation of this.#conversations.takeChanged())
      conversation.counted = contributionOf(conversation, this.#accountOf(conversation.account));
  }

  /** The time of the agents of an account since their last event, as far as it is not counted yet. */
  runningCells(account: string, now: number): QuarterCell[] {
    return this.agents.runningCells(account, now);
  }

  /** Counts what conversations have changed; an event alone counts nothing, so that a call is counted once for many. */
  #countChanged(): void {
    if (this.#conversations.changes === 0) return;
    for (const conversation of this.#conversations.takeChanged()) {
      const { account, legs } = conversation;
      const facts = this.#accountOf(account);
      for (const leg of legs) this.#queues.add(account, queueOfLeg(legs, leg, facts));
      const counted = contributionOf(conversation, facts);
      this.#sums.replace(conversation.counted, counted);
      conversation.counted = counted;
    }
  }

  /** Calls are counted before a newer quarter begins, since the oldest one may leave the memory then. */
  #addAgentTime(cells: readonly QuarterCell[]): void {
    const newest = this.#history.newest ?? 0;
    if (cells.some(({ quarter }) => quarter > newest)) this.#countChanged();
    this.#sums.addAll(cells);
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
    this.#conversations.interrupt(account, subject);
    this.#addAgentTime(this.agents.suspend(account, (agent) => subject === account || isAgent(agent, subject), at));
  }

  #resume(account: string, subject: string, at: number): void {
    this.agents.resume(account, (agent) => subject === account || isAgent(agent, subject), at);
  }
}
