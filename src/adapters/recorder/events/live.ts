/** The event stream of one recorder: reconnected by itself, and caught up with by reading what was missed. */
import { setTimeout as wait } from 'node:timers/promises';
import { backOffMs } from '../../../storage/back-off.ts';
import type { EventRecord } from '../../adapter.ts';
import { CrosspointError } from '../../errors.ts';
import { gapEvent } from '../../gap.ts';
import type { AdapterDependencies } from '../../vendor.ts';
import { decodeXml } from '../../xml/decode.ts';
import { readRepaired } from '../client/balance.ts';
import { endpointOf } from '../client/connection.ts';
import { encodingOf } from '../client/encoding.ts';
import { wireContextOf } from '../client/request.ts';
import type { RecorderClient } from '../client.ts';
import { CALLCOPYEVENT, events as knownEvents } from '../contract/events.ts';
import { firstNonEmpty, type Terminology } from '../reads/records.ts';
import type { Settings } from '../settings.ts';
import type { DeviceChanges } from './device-changes.ts';
import { type RecoveredEvents, recover, snapshot } from './recovery.ts';
import { type EventStream, openStream } from './stream.ts';
import { Tracker } from './tracker.ts';
import { type RecorderEvent, type Translation, translate, typeOf, undocumentedElements } from './translate.ts';

interface LiveParts {
  readonly account: string;
  readonly settings: Settings;
  readonly dependencies: AdapterDependencies;
  readonly client: RecorderClient;
  /** Learns of every device that an event names. */
  readonly changes?: DeviceChanges;
  labels(): Promise<Terminology>;
  /** Milliseconds after which a quiet stream is compared with the recorder's lists. Default: 60,000. */
  readonly lookEvery?: number;
}

const LONGEST_PAUSE = 5_000;
/** Events carry no sequence numbers, so that only the lists show whether one was lost. */
const LOOK_EVERY = 60_000;

/** Follows one recorder. */
export class LiveRecorder {
  private readonly tracker = new Tracker();
  private terms: Terminology = new Map();
  private seeded = false;
  /** The last moment at which nothing can have been missed: a later one may only look quiet. */
  private soundAt: Date;

  constructor(private readonly parts: LiveParts) {
    this.soundAt = parts.dependencies.now();
  }

  /** Everything that happens from now on, until the signal. */
  async *events(signal: AbortSignal): AsyncGenerator<EventRecord> {
    let late = false;
    let down = false;
    for (let failures = 0; !signal.aborted; ) {
      const stream = await this.open(signal);
      if (stream) {
        if (down) yield this.stands('UP');
        down = false;
        for await (const events of this.follow(stream, late, signal)) yield* events;
        failures = 0;
        late = true;
      } else {
        if (!down && !signal.aborted) yield this.stands('DOWN');
        down = true;
        await wait(backOffMs(failures + 1, { first: 100, most: LONGEST_PAUSE }), undefined, { signal }).catch(
          () => undefined,
        );
        failures += 1;
        late = true;
      }
    }
  }

  /** Yields the events as they arrive, all that are waiting at once. */
  private async *follow(stream: EventStream, late: boolean, signal: AbortSignal) {
    const { lookEvery = LOOK_EVERY } = this.parts;
    try {
      yield await (this.seeded ? this.missed(signal, late) : this.seed(late, signal));
      let lookAt = performance.now() + lookEvery;
      while (!signal.aborted) {
        const came = await stream.wait(Math.max(1, lookAt - performance.now()));
        if (came === 'closed') return;
        yield this.come(stream);
        if (performance.now() < lookAt) continue;
        lookAt = performance.now() + lookEvery;
        const missed = await this.missed(signal);
        yield missed;
        // Events that had to be looked up although the line was quiet: the line is dead.
        if (missed.length > 0 && came === 'quiet') return;
      }
    } finally {
      stream.close();
    }
  }

  /** The events of the documents that have arrived. */
  private come(stream: EventStream): EventRecord[] {
    const events: EventRecord[] = [];
    for (let text = stream.take(); text !== undefined; text = stream.take()) {
      const event = this.readEvent(text);
      if (event) events.push(event);
    }
    return events;
  }

  private async open(signal: AbortSignal): Promise<EventStream | null> {
    const { settings, dependencies, account } = this.parts;
    const endpoint = endpointOf(settings.eventsUrl ?? settings.url);
    try {
      return await openStream({
        endpoint,
        milliseconds: settings.deadline,
        maxBytes: settings.maxBytes,
        encoding: encodingOf(settings),
        signal,
      });
    } catch (error) {
      if (!signal.aborted) dependencies.log.warn({ account, err: error }, 'the recorder gives no events');
      return null;
    }
  }

  /** The record of an event, or null when it reports nothing new. */
  private readEvent(text: string): EventRecord | null {
    const { account, settings, dependencies, client } = this.parts;
    this.soundAt = dependencies.now();
    try {
      const context = { ...wireContextOf(settings), drift: client.drift };
      const event = readRepaired(text, (document) => decodeXml(CALLCOPYEVENT, document, context), client.drift);
      if (!event) return null;
      this.parts.changes?.changed(firstNonEmpty(event.EVENTDATA?.DEVICEID));
      this.compare(event);
      return translate(event, this.translation());
    } catch (error) {
      dependencies.log.warn({ account, err: error }, 'an event of the recorder cannot be read');
      const now = dependencies.now();
      return this.gap(now, now, 'An event of the recorder could not be read');
    }
  }

  /** Takes note of what the manual does not have. */
  private compare(event: RecorderEvent): void {
    const { account, dependencies, client } = this.parts;
    const more = undocumentedElements(event.EVENTDATA).length;
    if (more > 0) client.drift.note('UNKNOWN_FIELD', more);
    if (Object.hasOwn(knownEvents, typeOf(event))) return;
    client.drift.note('UNKNOWN_TYPE');
    dependencies.log.warn(
      { account, type: typeOf(event).slice(0, 64) },
      'the recorder sent an event of an unknown type',
    );
  }

  private translation(): Translation {
    const { account, settings, dependencies, client } = this.parts;
    const { tracker, terms: terminology } = this;
    const { callIdField } = settings;
    const hasOwnCallIds = client.reading('global-call-id') === 'own';
    return { account, callIdField, hasOwnCallIds, terminology, tracker, now: () => dependencies.now() };
  }

  /** Notes what is being recorded already, which is no news. */
  private async seed(late: boolean, signal: AbortSignal): Promise<readonly EventRecord[]> {
    const { client, dependencies, account } = this.parts;
    const since = this.soundAt;
    this.terms = await this.parts.labels();
    try {
      for (const tracked of (await snapshot(client, [], { signal })).values()) this.tracker.add(tracked);
      this.seeded = true;
    } catch (error) {
      dependencies.log.warn({ account, err: error }, 'what is being recorded is not known');
    }
    this.soundAt = dependencies.now();
    return late ? [this.gap(since, this.soundAt, 'The recorder could not be reached')] : [];
  }

  /**
   * The events since nothing can have been missed. The lists do not show a call's own events, nor a pause that began
   * and ended meanwhile, so that a stream that was broken always leaves a gap.
   */
  private async missed(signal: AbortSignal, broken = false): Promise<readonly EventRecord[]> {
    const { dependencies, account } = this.parts;
    const since = this.soundAt;
    const gap = (reason = 'The events in between could not be recovered from the recorder') =>
      this.gap(since, dependencies.now(), reason);
    this.terms = await this.parts.labels();
    try {
      const { events, complete } = await this.recovered(since, signal);
      this.soundAt = dependencies.now();
      if (!complete) return [gap(), ...events];
      return broken
        ? [gap('Events of the recorder were not received; only what its lists show is reported'), ...events]
        : events;
    } catch (error) {
      if (signal.aborted) return [];
      dependencies.log.warn({ account, err: error }, 'missed events could not be recovered');
      return [gap()];
    }
  }

  /** A failure of the stream often is one of the request connection too, which only a request shows: then it is sent again. */
  private async recovered(since: Date, signal: AbortSignal): Promise<RecoveredEvents> {
    const read = () => recover(this.parts.client, this.translation(), since, { signal });
    try {
      return await read();
    } catch (error) {
      if (signal.aborted || !(error instanceof CrosspointError) || error.code !== 'UNAVAILABLE') throw error;
      return await read();
    }
  }

  private stands(status: 'UP' | 'DOWN'): EventRecord {
    const { account, dependencies } = this.parts;
    const at = dependencies.now().toISOString();
    const about = { account, subject: account, occurredAt: at, receivedAt: at };
    return { kind: 'ACCOUNT', status, fingerprint: `account|${status}|${at}`, ...about };
  }

  private gap(from: Date, to: Date, reason: string): EventRecord {
    const { account } = this.parts;
    return gapEvent({ account, from: from.toISOString(), to: to.toISOString(), reason });
  }
}
