/** The callbacks of one desk by its events. */
import type { CallbackEventType } from '../../../../schema/vocabulary.ts';
import type { CallbackRecord } from '../../adapter.ts';
import { callbackRecord } from '../client/callbacks.ts';
import type { Desk } from '../client/desk.ts';
import type { DeskEvent } from '../contract/events/index.ts';
import { timeOf } from '../quirks.ts';

/** A change of a callback. */
export interface CallbackChange {
  readonly type: CallbackEventType;
  readonly callback: CallbackRecord;
}

/** Follows the callbacks of a desk; an event or a list that repeats what is known changes nothing. */
export class CallbackTracker {
  private known = new Map<string, CallbackRecord>();
  /** Whether the desk's list was read, so that an unknown callback is one that was removed or not yet added. */
  private isComplete = false;

  constructor(private readonly desk: Desk) {}

  /**
   * The changes that an event reports; null for an event of something else. `callbacksChanged` does not state which of
   * its callbacks were added, changed or removed (readings.ts), so it is read from the desk's list of that moment.
   */
  note(event: DeskEvent, listed?: readonly CallbackRecord[]): CallbackChange[] | null {
    switch (event._type) {
      case 'callbackAdded':
        return this.stored(event.info ? callbackRecord(this.desk, event.info) : null);
      case 'callbacksChanged':
        return listed ? this.list(listed) : null;
      case 'callbackOverdue':
        return event.id ? [{ type: 'OVERDUE', callback: this.find(event.id, timeOf(event.time)) }] : [];
      case 'callbackRemoved':
        return event.id ? this.removed(this.desk.nativeId(event.id)) : [];
      default:
        return null;
    }
  }

  /** The changes since the last list or event; none for the first list, which shows no change. */
  list(listed: readonly CallbackRecord[]): CallbackChange[] {
    const before = this.known;
    const isFirst = !this.isComplete;
    this.isComplete = true;
    this.known = new Map(listed.map((callback) => [callback.nativeId, callback]));
    if (isFirst) return [];
    const gone = [...before.values()].filter(({ nativeId }) => !this.known.has(nativeId));
    return [
      ...gone.map((callback) => ({ type: 'REMOVED', callback }) as const),
      ...listed.flatMap((callback) => change(before.get(callback.nativeId), callback)),
    ];
  }

  private stored(callback: CallbackRecord | null): CallbackChange[] {
    if (!callback) return [];
    const before = this.known.get(callback.nativeId);
    this.known.set(callback.nativeId, callback);
    return change(before, callback);
  }

  private removed(nativeId: string): CallbackChange[] {
    const callback = this.known.get(nativeId);
    if (!callback && this.isComplete) return [];
    this.known.delete(nativeId);
    return [{ type: 'REMOVED', callback: callback ?? { nativeId, agent: this.desk.reference() } }];
  }

  private find(id: string, dueAt: string | null): CallbackRecord {
    const nativeId = this.desk.nativeId(id);
    return this.known.get(nativeId) ?? { nativeId, dueAt, agent: this.desk.reference() };
  }
}

function change(before: CallbackRecord | undefined, callback: CallbackRecord): CallbackChange[] {
  if (!before) return [{ type: 'ADDED', callback }];
  const isSame = JSON.stringify(before) === JSON.stringify(callback);
  return isSame ? [] : [{ type: 'UPDATED', callback }];
}
