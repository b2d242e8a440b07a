import { LRUCache } from 'lru-cache';
import type { RecordingState } from '../../schema/vocabulary.ts';
import type { CallRecord, EventRecord } from '../adapters/adapter.ts';
import { OFF_PHONE_STATES } from './call-index.ts';
import type { Gateway } from './gateway.ts';

type RecordingEventRecord = Extract<EventRecord, { kind: 'RECORDING' }>;

interface RecordedCall {
  readonly account: string;
  readonly call: CallRecord;
  readonly carriedBy?: string | null;
}

interface ReportedState {
  readonly state: RecordingState;
  readonly byRecorder: boolean;
}

const MAX_CALLS = 10_000;
/** One list for all, since most events of a recorder are of no call that is known. */
const NONE: readonly never[] = [];

/** Makes a change of a recording a change of its call: a recorder's event names the phone, and carries no call. */
export class RecordingChanges {
  readonly #gateway: Gateway;
  /** The state that was reported last, by call. */
  readonly #reported = new LRUCache<string, ReportedState>({ maxSize: MAX_CALLS, sizeCalculation: () => 1 });

  constructor(gateway: Gateway) {
    this.#gateway = gateway;
  }

  /** The events of the calls whose recording state an event changes; none for a state that is reported already. */
  changed(event: RecordingEventRecord): readonly EventRecord[] {
    const calls = this.#callsOf(event);
    if (calls.length === 0) return NONE;
    // As in the query, the state of a recorder takes precedence over that of a telephony vendor.
    const byRecorder = this.#gateway.account(event.account)?.adapter.recordingStates !== undefined;
    return calls.flatMap(({ account, call, carriedBy }) => {
      const place = `${account} ${call.nativeId} ${call.startedAt ?? ''}`;
      const reported = this.#reported.get(place);
      if (reported?.byRecorder && !byRecorder) return [];
      this.#reported.set(place, { state: event.state, byRecorder });
      if ((reported?.state ?? call.recordingState) === event.state) return [];
      return [
        {
          ...{ kind: 'CALL' as const, type: 'UPDATED' as const, account, subject: call.nativeId },
          call: { ...call, recordingState: event.state },
          fingerprint: `call|${call.nativeId}|${event.fingerprint}`,
          ...{ occurredAt: event.occurredAt, receivedAt: event.receivedAt },
          ...(carriedBy && { carriedBy }),
        },
      ];
    });
  }

  /** The call of the event's id, else the live one on its phone, and the observed one beside it. */
  #callsOf({ account, callId = null, device = null }: RecordingEventRecord): readonly RecordedCall[] {
    const { recentCalls, observedCalls } = this.#gateway;
    const isLive = (found: RecordedCall | undefined) => found && !OFF_PHONE_STATES.has(found.call.state);
    const ofId = callId === null ? undefined : recentCalls.current(callId, null);
    const found = isLive(ofId) ? ofId : recentCalls.current(null, device);
    const observed = device === null ? NONE : observedCalls.carriedOn(account, device);
    return found && isLive(found) ? [found, ...observed] : observed;
  }
}
