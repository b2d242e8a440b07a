/** All desks of an account as one stream of events. */
import type { AccountStatus } from '../../../../schema/vocabulary.ts';
import type { EventRecord, StreamOptions } from '../../adapter.ts';
import type { Desk } from '../client/desk.ts';
import type { Settings } from '../settings.ts';
import { DeskListener, type ListenerSink } from './listener.ts';
import { EventQueue } from './queue.ts';
import { GRACE_MS, type QueueBoard } from './queue-board.ts';

/** How many events a reader may leave unread before the desks are made to wait. */
const UNREAD = 1_000;

/** Shares one listener per desk among all readers: the first one starts them, the last one stops them. */
export class DeskStream implements ListenerSink {
  private readonly readers = new Set<EventQueue<EventRecord>>();
  private readonly unreachable = new Set<string>();
  /** Desks whose events arrive. */
  private readonly recovered = new Set<string>();
  /** Readers to be notified when the events of every desk arrive. */
  private readonly waiting = new Set<() => void>();
  private status: Exclude<AccountStatus, 'UNKNOWN'> = 'UP';
  private settling: NodeJS.Timeout | undefined;
  private marks = 0;
  private running: { stop: () => void; done: Promise<unknown> } | undefined;
  private stopping: Promise<unknown> = Promise.resolve();
  private restored: Promise<void> = Promise.resolve();

  constructor(
    private readonly desks: readonly Desk[],
    readonly queue: QueueBoard,
    private readonly settings: Settings,
  ) {}

  /** The events of the desks from now on, until the signal. `onListening` is called when those of every desk arrive. */
  async *events({ signal, onListening, logged }: StreamOptions): AsyncGenerator<EventRecord, void, undefined> {
    const queue = new EventQueue<EventRecord>(UNREAD);
    const close = () => queue.close();
    signal.addEventListener('abort', close);
    if (signal.aborted) close();
    else this.join(queue, logged);
    if (this.isListening) onListening?.();
    else if (onListening) this.waiting.add(onListening);
    try {
      yield* queue.read();
    } finally {
      signal.removeEventListener('abort', close);
      queue.close();
      if (onListening) this.waiting.delete(onListening);
      await this.leave(queue);
    }
  }

  /** Ends every reader's stream and stops listening. */
  async close(): Promise<void> {
    for (const reader of this.readers) reader.close();
    this.readers.clear();
    await this.stop();
  }

  async publish(events: readonly EventRecord[]): Promise<void> {
    await this.pass(events.flatMap((event) => [...this.leaving(event), event]));
    this.settleLater();
  }

  private async pass(events: readonly EventRecord[]): Promise<void> {
    for (const event of events) await Promise.all([...this.readers].map((reader) => reader.push(event)));
  }

  async setReachable(desk: Desk, isReachable: boolean): Promise<void> {
    if (isReachable) this.unreachable.delete(desk.agent);
    else {
      this.unreachable.add(desk.agent);
      this.recovered.delete(desk.agent);
      this.queue.lose(desk.agent);
    }
    await this.reportStatus(desk);
  }

  /** An account is UP again once each desk has reported what was missed. */
  private async reportStatus(desk: Desk): Promise<void> {
    const lost = this.unreachable.size;
    if (lost === 0 && !this.isListening) return;
    const status = lost === 0 ? 'UP' : lost < this.desks.length ? 'DEGRADED' : 'DOWN';
    if (status === this.status) return;
    this.status = status;
    await this.publish([this.accountEvent(desk, status)]);
  }

  ready(): Promise<void> {
    return this.restored;
  }

  async setRecovered(desk: Desk): Promise<void> {
    this.recovered.add(desk.agent);
    this.settleLater();
    await this.reportStatus(desk);
    if (!this.isListening) return;
    for (const notify of this.waiting) notify();
    this.waiting.clear();
  }

  /** Whether the events of every desk arrive. */
  private get isListening(): boolean {
    return this.recovered.size === this.desks.length;
  }

  /** Removes the call of a desk's event from the queue, and answers the events of that. */
  private leaving(event: EventRecord): EventRecord[] {
    if (event.kind !== 'CALL' || !event.call.agent || !event.call.callId) return [];
    if (event.call.state !== 'ENDED') return this.queue.assign(event.call.callId);
    this.queue.release(event.call.callId);
    return [];
  }

  /** Looks again once a call that left the queue would have reached a desk. */
  private settleLater(): void {
    const { due } = this.queue;
    if (this.settling || !due || this.readers.size === 0) return;
    const [desk] = this.desks;
    const pause = Math.max(1, due.getTime() - Number(desk?.dependencies.now() ?? due));
    this.settling = setTimeout(
      () => {
        this.settling = undefined;
        void this.pass(this.queue.settle(this.isListening)).then(() => this.settleLater());
      },
      Math.min(pause, GRACE_MS),
    ).unref();
  }

  private accountEvent({ account, dependencies }: Desk, status: 'UP' | 'DEGRADED' | 'DOWN'): EventRecord {
    const at = dependencies.now();
    this.marks += 1;
    const fingerprint = `${account}/${status}/${at.getTime()}.${this.marks}`;
    const times = { occurredAt: at.toISOString(), receivedAt: at.toISOString() };
    return { kind: 'ACCOUNT', status, account, subject: account, fingerprint, ...times };
  }

  private join(queue: EventQueue<EventRecord>, logged: StreamOptions['logged']): void {
    this.readers.add(queue);
    this.running ??= this.start(logged);
  }

  /** The calls in progress before, so that the first state of a desk ends those that are over. */
  private async restore(logged: StreamOptions['logged']): Promise<void> {
    await this.stopping;
    const calls = (await logged?.()) ?? [];
    for (const desk of this.desks) desk.restore(calls);
    this.queue.restore(
      calls,
      this.desks.map(({ agent }) => agent),
    );
  }

  private start(logged: StreamOptions['logged']) {
    this.recovered.clear();
    this.unreachable.clear();
    this.status = 'UP';
    this.restored = this.restore(logged);
    // A separate signal for each desk, because each wait of a desk adds a listener to it.
    const runs = this.desks.map((desk) => {
      const stop = new AbortController();
      const listener = new DeskListener(desk, this.settings, this, this.queue);
      return { stop, done: this.stopping.then(() => listener.run(stop.signal)) };
    });
    return {
      stop: () => {
        for (const { stop } of runs) stop.abort();
      },
      done: Promise.all(runs.map(({ done }) => done)),
    };
  }

  private async leave(queue: EventQueue<EventRecord>): Promise<void> {
    this.readers.delete(queue);
    if (this.readers.size === 0) await this.stop();
  }

  private async stop(): Promise<void> {
    const { running } = this;
    this.running = undefined;
    if (!running) return;
    running.stop();
    clearTimeout(this.settling);
    this.settling = undefined;
    for (const { agent } of this.desks) this.queue.lose(agent);
    this.queue.forgetUnseen();
    this.stopping = running.done;
    await running.done;
  }
}
