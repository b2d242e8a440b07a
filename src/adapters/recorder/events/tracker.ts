/** The running recordings, as far as events and the recorder's own lists show. */
import type { RecordingState } from '../../../../schema/vocabulary.ts';
import { type Facts, firstNonEmpty } from '../reads/records.ts';

/** A recording being followed. */
export interface TrackedRecording {
  /** The file's path, which is the only name a running recording has; else device and call. */
  readonly key: string;
  readonly device: string;
  facts: Facts;
  /** RFC 3339, where its start was observed or reported. */
  startedAt: string | null;
  /** RFC 3339, once its end was observed or reported. */
  endedAt?: string;
  state: RecordingState;
  recordId: string | null;
  /** An event of it may have been lost or have overtaken another since the lists were compared. */
  isUnsettled?: boolean;
}

/** Ended recordings remembered, since their last event comes after their end. */
const MOST_ENDED = 500;

/** Follows recordings from their start to after their end. */
export class Tracker {
  private readonly running = new Map<string, TrackedRecording>();
  private readonly ended = new Map<string, TrackedRecording>();

  /** Recordings that have not ended. */
  get all(): readonly TrackedRecording[] {
    return [...this.running.values()];
  }

  /** The running recording of that name. */
  get(key: string): TrackedRecording | undefined {
    return this.running.get(key);
  }

  /** True when a finished recording of that id was seen to end. */
  hasEnded(recordId: string): boolean {
    return this.byId(recordId) !== undefined;
  }

  /** Begins to follow. */
  add(tracked: TrackedRecording): TrackedRecording {
    this.running.set(tracked.key, tracked);
    return tracked;
  }

  /** Adds what the recorder's lists show; of a recording that events reported before, they add when it began. */
  addListed(recordings: Iterable<TrackedRecording>): void {
    for (const listed of recordings) {
      const known = this.running.get(listed.key) ?? this.ended.get(listed.key);
      if (known) known.startedAt ??= listed.startedAt;
      else this.add(listed);
    }
  }

  /** The recording an event is about: by file, by id, or by device and call. */
  find(
    facts: Facts & { readonly FILENAME?: string | null; readonly RECORDID?: string | null },
  ): TrackedRecording | undefined {
    const file = firstNonEmpty(facts.FILENAME);
    const known = file ? (this.running.get(file) ?? this.ended.get(file)) : undefined;
    if (known) return known;
    return this.byId(firstNonEmpty(facts.RECORDID)) ?? (file ? undefined : this.byCall(facts));
  }

  /** Events may have been lost. */
  unsettle(): void {
    for (const tracked of this.running.values()) tracked.isUnsettled = true;
  }

  /** Remembers that it ended. */
  end(tracked: TrackedRecording): void {
    this.running.delete(tracked.key);
    this.ended.set(tracked.key, tracked);
    const oldest = this.ended.size > MOST_ENDED ? this.ended.keys().next().value : undefined;
    if (oldest !== undefined) this.ended.delete(oldest);
  }

  private byId(recordId: string | null): TrackedRecording | undefined {
    if (recordId === null) return undefined;
    for (const each of this.ended.values()) if (each.recordId === recordId) return each;
    return undefined;
  }

  private byCall(facts: Facts): TrackedRecording | undefined {
    const device = firstNonEmpty(facts.DEVICEID);
    const call = firstNonEmpty(facts.GLOBALCALLID);
    const there = this.all.filter((each) => each.device === device);
    if (call === null) return there.length === 1 ? there[0] : undefined;
    const idOf = ({ facts: known }: TrackedRecording) => firstNonEmpty(known.GLOBALCALLID);
    const same = there.filter((each) => (idOf(each) ?? firstNonEmpty(each.facts.CALLID)) === call);
    // The guide prints a start without GLOBALCALLID and its end with one (l. 3033, 3085), and lists have CALLID alone,
    // which may be another number (readings.ts, `global-call-id`).
    const unnamed = there.filter((each) => idOf(each) === null);
    return same.at(-1) ?? (unnamed.length === 1 ? unnamed[0] : undefined);
  }
}
