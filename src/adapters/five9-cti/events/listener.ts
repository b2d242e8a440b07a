/** The listener of one desk: registers, recovers what was missed, then polls for events; registers again after a failure. */
import { setTimeout as sleep } from 'node:timers/promises';
import { backOffMs, pauseFor } from '../../../storage/back-off.ts';
import type { CallbackRecord, EventRecord } from '../../adapter.ts';
import { asCrosspointError, type CrosspointError } from '../../errors.ts';
import { gapEvent } from '../../gap.ts';
import { readCallbacks } from '../client/callbacks.ts';
import type { Desk } from '../client/desk.ts';
import type { DeskEvent } from '../contract/events/index.ts';
import type { Settings } from '../settings.ts';
import type { QueueBoard } from './queue-board.ts';
import { DeskEventTranslator } from './translator.ts';

/** Receives the events of a listener. */
export interface ListenerSink {
  /** Resolves once the desk has the calls that were in progress before it was listened to. */
  ready(): Promise<void>;
  /** Takes events; the listener waits until they are taken. */
  publish(events: readonly EventRecord[]): Promise<void>;
  /** Takes whether the desk's events arrive. */
  setReachable(desk: Desk, isReachable: boolean): Promise<void>;
  /** Takes that the desk's state was published and its events follow. */
  setRecovered(desk: Desk): Promise<void>;
}

/** Name of our listener at the service. */
const NAME = 'crosspoint';
/** Milliseconds of tolerance beyond the requested wait. */
const SLACK = 5_000;
/** Milliseconds between two polls without an event, as in the vendor's client. */
const PAUSE = 10;
const LONGEST_WAIT = 60_000;
const REMOVAL_DEADLINE = 2_000;

/** Follows one desk's events until it is stopped. */
export class DeskListener {
  private readonly translator: DeskEventTranslator;
  private failures = 0;
  /** Whether the service is connected to the call centre. */
  private isBridged = true;
  /** Until when events are complete: the last answer, or the moment the service lost the call centre. */
  private completeUntil: Date | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly settings: Settings,
    private readonly sink: ListenerSink,
    queue: QueueBoard,
  ) {
    this.translator = new DeskEventTranslator(desk, queue);
  }

  /** Runs until the signal; never throws. */
  async run(signal: AbortSignal): Promise<void> {
    const openedAt = this.desk.dependencies.now();
    while (!signal.aborted) {
      const trouble = await this.session(signal);
      if (signal.aborted) break;
      this.failures += 1;
      this.completeUntil ??= openedAt;
      this.logUnanswered(trouble);
      if (!this.isForgotten(trouble)) await this.backOff(signal);
    }
  }

  /** One registration, from beginning to failure. */
  private async session(signal: AbortSignal): Promise<CrosspointError> {
    let listenerId: string | null = null;
    try {
      listenerId = await this.desk.client.send('addListener', { name: NAME }, { signal });
      await this.recover(signal, this.gap());
      await this.follow(listenerId ?? '', signal);
    } catch (thrown) {
      return asCrosspointError(thrown);
    } finally {
      this.desk.listening = false;
      if (listenerId !== null) await this.leave(listenerId);
    }
    return asCrosspointError(new Error('stopped'));
  }

  /** Registers before reading the status, so that no event is missed between the two. */
  private async recover(signal: AbortSignal, gap: readonly EventRecord[]): Promise<void> {
    await this.desk.learn({ signal });
    await this.sink.ready();
    const status = await this.desk.status({ signal });
    const missed = this.translator.missed(status, await this.callbacks(signal));
    this.desk.listening = true;
    await this.setBridged(true);
    await this.sink.publish([...gap, ...missed]);
    await this.sink.setRecovered(this.desk);
    this.completeUntil = this.desk.dependencies.now();
  }

  /** A status shows current calls, but not those that started and ended in between. */
  private gap(): EventRecord[] {
    if (!this.completeUntil) return [];
    const { agent, account, dependencies } = this.desk;
    const [from, to] = [this.completeUntil.toISOString(), dependencies.now().toISOString()];
    const reason = `The desk of ${agent} could not be followed`;
    return [gapEvent({ account, subject: agent, from, to, reason })];
  }

  private async follow(listenerId: string, signal: AbortSignal): Promise<void> {
    const { pollTimeout } = this.settings;
    const ask = { signal, deadline: pollTimeout + SLACK };
    while (!signal.aborted) {
      const event = await this.desk.client.send('checkEvent', { listenerId, timeout: pollTimeout }, ask);
      this.failures = 0;
      if (this.isBridged) this.completeUntil = this.desk.dependencies.now();
      if (!event || event._type === 'timeout') await sleep(PAUSE, undefined, { signal });
      else await this.take(event, signal);
    }
  }

  private async take(event: DeskEvent, signal: AbortSignal): Promise<void> {
    if (event._type === 'bridgeDisconnected') await this.setBridged(false);
    await this.desk.prepare(event, { signal });
    const asks = this.translator.needsStatus(event);
    // The event is delivered only once, so it is published even where the status cannot be read.
    const status = asks ? await this.desk.status({ signal }).catch(() => undefined) : undefined;
    const listed = event._type === 'callbacksChanged' ? await this.callbacks(signal) : undefined;
    await this.sink.publish(this.translator.of(event, status, listed));
    if (asks && !status) await this.recover(signal, []);
    // Without its bridge the service gets no events from the call centre, so the status shows the calls' state.
    if (event._type === 'bridgeConnected') await this.recover(signal, this.isBridged ? [] : this.gap());
  }

  /** The callbacks that the desk lists; undefined where the list cannot be read, as without the agent's permission. */
  private callbacks(signal: AbortSignal): Promise<CallbackRecord[] | undefined> {
    return readCallbacks(this.desk, { signal }).catch(() => undefined);
  }

  private async setBridged(isBridged: boolean): Promise<void> {
    this.isBridged = isBridged;
    await this.sink.setReachable(this.desk, isBridged);
  }

  /** The service runs but no longer knows the listener, so it is registered again at once; a second time in a row backs off. */
  private isForgotten({ operation, code }: CrosspointError): boolean {
    return operation === 'checkEvent' && code === 'FAILED_PRECONDITION' && this.failures === 1;
  }

  private async backOff(signal: AbortSignal): Promise<void> {
    await this.sink.setReachable(this.desk, false);
    const pause = backOffMs(this.failures, { first: this.settings.retryAfter, most: LONGEST_WAIT });
    await pauseFor(pause, signal);
  }

  private logUnanswered({ code, operation, vendorCode }: CrosspointError): void {
    const facts = { account: this.desk.account, desk: this.desk.agent, code, operation, vendorCode };
    this.desk.dependencies.log.warn(facts, 'The events of the desk cannot be read; retrying');
  }

  private async leave(listenerId: string): Promise<void> {
    await this.desk.client
      .send('removeListener', { listenerId }, { deadline: REMOVAL_DEADLINE })
      .catch(() => undefined);
  }
}
