/** The event stream of one recorder: reconnected by itself, and caught up with by reading what was missed. */
import { backOffMs, pauseFor } from '../../../storage/back-off.ts';
import type { EventRecord, StreamOptions } from '../../adapter.ts';
import { gapEvent } from '../../gap.ts';
import type { AdapterDependencies } from '../../vendor.ts';
import { endpointOf } from '../client/connection.ts';
import { encodingOf } from '../client/encoding.ts';
import type { RecorderClient } from '../client.ts';
import { firstNonEmpty, type Terminology } from '../reads/records.ts';
import type { Settings } from '../settings.ts';
import { arrivalsUntilListed, askedAgain, isLongerThan } from './answering.ts';
import type { DeviceChanges } from './device-changes.ts';
import { EventReader } from './event-reader.ts';
import { LookTimes } from './looks.ts';
import { isLoss, recover, snapshot } from './recovery.ts';
import { RecorderStatus } from './status.ts';
import { type EventStream, openStream } from './stream.ts';
import { Tracker } from './tracker.ts';
import { type Translation, translate } from './translate.ts';
import { noteUnknown } from './unknown.ts';

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

type Listening = Pick<StreamOptions, 'signal' | 'onListening'>;

const PAUSES = { first: 100, most: 5_000 };
/** Milliseconds after which a stream that is still being opened counts as down. */
const SLOW = 1_000;
/** Events carry no sequence numbers, so that only the lists show whether one was lost. */
const LOOK_EVERY = 60_000;

/** Follows one recorder. */
export class LiveRecorder {
  private readonly tracker = new Tracker();
  private terms: Terminology = new Map();
  /** Whether what was being recorded before is known. */
  private seeded = false;
  private readonly status: RecorderStatus;
  private readonly looks: LookTimes;
  private readonly reader: EventReader;
  /** The last moment at which nothing can have been missed: a later one may only look quiet. */
  private soundAt: Date;

  constructor(private readonly parts: LiveParts) {
    const { account, settings, client, dependencies, lookEvery = LOOK_EVERY } = parts;
    this.reader = new EventReader(settings, client.drift);
    this.looks = new LookTimes(lookEvery);
    this.status = new RecorderStatus(account, () => dependencies.now());
    this.soundAt = dependencies.now();
  }

  /** Everything that happens from now on, until the signal, as it comes together. `onListening` is called once all of it arrives. */
  async *events(options: Listening): AsyncGenerator<readonly EventRecord[]> {
    const { signal } = options;
    let late = false;
    for (let failures = 0; !signal.aborted; late = true) {
      const opening = this.open(signal);
      if ((await isLongerThan(SLOW, opening)) && !signal.aborted) {
        yield this.status.change('DOWN');
        late = true;
      }
      const stream = await opening;
      if (stream) {
        for await (const events of this.follow(stream, late, options)) if (events.length > 0) yield events;
        failures = 0;
      } else if (!signal.aborted) {
        failures += 1;
        yield this.status.change('DOWN');
        await pauseFor(backOffMs(failures, PAUSES), signal);
      }
    }
  }

  /** Yields the events as they arrive, all that are waiting at once. */
  private async *follow(stream: EventStream, late: boolean, options: Listening) {
    const { looks } = this;
    const { signal } = options;
    try {
      if (this.seeded) {
        const missed = await this.missed(signal, late);
        // In this order, so that no checkpoint passes over what was missed.
        yield [...missed, ...this.status.change('UP')];
        options.onListening?.();
      } else yield* this.untilSeeded(stream, late, options);
      looks.restart();
      while (!signal.aborted) {
        const came = await stream.wait(Math.max(1, looks.remaining));
        if (came === 'closed') return;
        yield this.come(stream);
        if (looks.remaining > 0) continue;
        const wasQuiet = came === 'quiet' && !looks.isEarly;
        looks.restart();
        const missed = await this.missed(signal);
        yield missed;
        // Events that had to be looked up although the line was quiet: the line is dead.
        if (wasQuiet && missed.some(isLoss)) return;
      }
    } finally {
      stream.close();
    }
  }

  /**
   * Reads what is being recorded already, again and again where the recorder does not answer: the account is down until it
   * does, or an event arrives.
   */
  private async *untilSeeded(stream: EventStream, late: boolean, { signal, onListening }: Listening) {
    const { client, dependencies } = this.parts;
    if (!late) this.soundAt = dependencies.now();
    let [isOwed, hasEvents, failures] = [late, false, 0];
    while (!(await this.seed(signal, failures))) {
      if (signal.aborted) return;
      failures += 1;
      if (!hasEvents) yield this.status.change('DOWN');
      for await (const _ of arrivalsUntilListed(stream, client, { failures, pauses: PAUSES, signal })) {
        const gap = isOwed ? [this.unreached()] : [];
        const events = this.come(stream);
        if (events.length === 0) continue;
        yield [...gap, ...this.status.change('UP'), ...events];
        [isOwed, hasEvents] = [false, true];
      }
      if (stream.isOver) return;
    }
    if (stream.isOver) return;
    const gap = late || failures > 0 ? [this.unreached()] : [];
    this.soundAt = dependencies.now();
    yield [...gap, ...this.status.change('UP')];
    onListening?.();
  }

  /** The events of the documents that have arrived. */
  private come(stream: EventStream): EventRecord[] {
    const events: EventRecord[] = [];
    const translation = this.translation();
    for (let text = stream.take(); text !== undefined; text = stream.take()) {
      const event = this.readEvent(text, translation);
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
  private readEvent(text: string, translation: Translation): EventRecord | null {
    const { account, dependencies } = this.parts;
    this.soundAt = dependencies.now();
    try {
      const event = this.reader.read(text);
      if (!event) return null;
      this.parts.changes?.changed(firstNonEmpty(event.EVENTDATA?.DEVICEID));
      noteUnknown(event, this.parts);
      return translate(event, translation);
    } catch (error) {
      dependencies.log.warn({ account, err: error }, 'an event of the recorder cannot be read');
      const now = dependencies.now();
      this.tracker.unsettle();
      return this.gap(now, now, 'An event of the recorder could not be read');
    }
  }

  private translation(): Translation {
    const { account, settings, dependencies, client } = this.parts;
    const { tracker, looks, terms: terminology } = this;
    const { callIdField } = settings;
    const { showsBlackouts } = client;
    const about = { account, callIdField, terminology, tracker, showsBlackouts };
    const hasOwnCallIds = client.reading('global-call-id') === 'own';
    return { ...about, hasOwnCallIds, unexpected: () => looks.hasten(), now: () => dependencies.now() };
  }

  /** Notes what is being recorded already, which is no news; false where it cannot be read. */
  private async seed(signal: AbortSignal, failures: number): Promise<boolean> {
    const { client, dependencies, account } = this.parts;
    this.terms = await this.parts.labels();
    try {
      const listed = await askedAgain(() => snapshot(client, [], { signal }), signal);
      this.tracker.addListed(listed.values());
      this.seeded = true;
    } catch (error) {
      const isFirst = failures === 0 && !signal.aborted;
      if (isFirst) dependencies.log.warn({ account, err: error }, 'what is being recorded is not known');
    }
    return this.seeded;
  }

  /**
   * The events since nothing can have been missed. The lists do not show a call's own events, nor a pause that began
   * and ended meanwhile, so that a stream that was broken always leaves a gap.
   */
  private async missed(signal: AbortSignal, broken = false): Promise<readonly EventRecord[]> {
    const { client, dependencies, account } = this.parts;
    const since = this.soundAt;
    if (broken) this.tracker.unsettle();
    const gap = (reason = 'The events in between could not be recovered from the recorder') =>
      this.gap(since, dependencies.now(), reason);
    this.terms = await this.parts.labels();
    try {
      const read = () => recover(client, this.translation(), since, { signal });
      const { events, complete } = await askedAgain(read, signal);
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

  private unreached(): EventRecord {
    return this.gap(this.soundAt, this.parts.dependencies.now(), 'The recorder could not be reached');
  }

  private gap(from: Date, to: Date, reason: string): EventRecord {
    const { account } = this.parts;
    return gapEvent({ account, from: from.toISOString(), to: to.toISOString(), reason });
  }
}
