/** Listening at one desk: register, see what was missed, ask for the next event again and again; begin anew on trouble. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventRecord } from '../adapter.ts';
import { asCrosspointError, type CrosspointError } from '../errors.ts';
import type { DeskEvent } from './contract/events/index.ts';
import type { Desk } from './desk.ts';
import { DeskEventTranslator } from './desk-event-translator.ts';
import type { Settings } from './settings.ts';

/** What a listener tells. */
export interface ListenerSink {
  /** Takes events; the listener waits until they are taken. */
  tell(events: readonly EventRecord[]): Promise<void>;
  /** The desk can be heard, or no longer. */
  heard(desk: Desk, well: boolean): Promise<void>;
}

/** Name under which the service keeps our listener. */
const NAME = 'crosspoint';
/** Milliseconds an answer may be late beyond the wait it was asked for. */
const SLACK = 5_000;
/** Milliseconds between two questions that were answered with nothing, as the service's own clients keep. */
const PAUSE = 10;
const LONGEST_WAIT = 60_000;
const FAREWELL = 2_000;

/** Follows one desk's events until told to stop. */
export class DeskListener {
  private readonly happenings: DeskEventTranslator;
  private failures = 0;
  /** When the service last answered the question for events. */
  private lastHeard: Date | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly settings: Settings,
    private readonly ends: ListenerSink,
  ) {
    this.happenings = new DeskEventTranslator(desk);
  }

  /** Runs until the signal; never throws. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const trouble = await this.session(signal);
      if (signal.aborted) break;
      this.failures += 1;
      this.complain(trouble);
      if (!this.isForgotten(trouble)) await this.backOff(signal);
    }
  }

  /** One registration, from beginning to failure. */
  private async session(signal: AbortSignal): Promise<CrosspointError> {
    let listenerId: string | null = null;
    try {
      listenerId = await this.desk.client.send('addListener', { name: NAME }, { signal });
      await this.recover(signal);
      await this.follow(listenerId ?? '', signal);
    } catch (thrown) {
      return asCrosspointError(thrown);
    } finally {
      this.desk.listening = false;
      if (listenerId !== null) await this.leave(listenerId);
    }
    return asCrosspointError(new Error('stopped'));
  }

  /** Registered first and asked then, so that nothing falls between the two. */
  private async recover(signal: AbortSignal): Promise<void> {
    await this.desk.learn({ signal });
    const status = await this.desk.status({ signal });
    const missed = this.happenings.missed(status);
    this.desk.listening = true;
    await this.ends.heard(this.desk, true);
    await this.ends.tell([...this.gap(), ...missed]);
    this.lastHeard = this.desk.surroundings.now();
  }

  /** A status shows what is, but not a call that came and went unheard. */
  private gap(): EventRecord[] {
    if (!this.lastHeard) return [];
    const { agent, account, surroundings } = this.desk;
    const [from, to] = [this.lastHeard.toISOString(), surroundings.now().toISOString()];
    const reason = `The desk of ${agent} was not heard`;
    const base = { account, subject: agent, fingerprint: `${agent}/GAP/${from}`, occurredAt: to, receivedAt: to };
    return [{ kind: 'GAP', from, to, reason, ...base }];
  }

  private async follow(listenerId: string, signal: AbortSignal): Promise<void> {
    const { pollTimeout } = this.settings;
    const ask = { signal, deadline: pollTimeout + SLACK };
    while (!signal.aborted) {
      const event = await this.desk.client.send('checkEvent', { listenerId, timeout: pollTimeout }, ask);
      this.failures = 0;
      this.lastHeard = this.desk.surroundings.now();
      if (!event || event._type === 'timeout') await sleep(PAUSE, undefined, { signal });
      else await this.take(event, signal);
    }
  }

  private async take(event: DeskEvent, signal: AbortSignal): Promise<void> {
    if (event._type === 'bridgeDisconnected') await this.ends.heard(this.desk, false);
    if (event._type === 'bridgeConnected') await this.ends.heard(this.desk, true);
    await this.desk.prepare(event, { signal });
    const asks = this.happenings.needsStatus(event);
    // The event was taken and comes no second time, so it is told even where the status cannot be had.
    const status = asks ? await this.desk.status({ signal }).catch(() => undefined) : undefined;
    await this.ends.tell(this.happenings.of(event, status));
  }

  /** The service runs but no longer knows the listener, so it is registered anew at once; the second time is trouble. */
  private isForgotten({ operation, code }: CrosspointError): boolean {
    return operation === 'checkEvent' && code === 'FAILED_PRECONDITION' && this.failures === 1;
  }

  private async backOff(signal: AbortSignal): Promise<void> {
    await this.ends.heard(this.desk, false);
    const usual = Math.min(this.settings.retryAfter * 2 ** Math.min(this.failures - 1, 10), LONGEST_WAIT);
    await sleep(usual * (0.5 + Math.random()), undefined, { signal }).catch(() => undefined);
  }

  private complain({ code, operation, vendorCode }: CrosspointError): void {
    const facts = { account: this.desk.account, desk: this.desk.agent, code, operation, vendorCode };
    this.desk.surroundings.log.warn(facts, 'The desk cannot be listened to; trying again');
  }

  private async leave(listenerId: string): Promise<void> {
    await this.desk.client.send('removeListener', { listenerId }, { deadline: FAREWELL }).catch(() => undefined);
  }
}
