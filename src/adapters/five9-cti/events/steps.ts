import type { Desk } from '../client/desk.ts';
import type { DeskEvent } from '../contract/events/index.ts';
import { type DeskStatus, sessionIdOf } from '../quirks.ts';
import type { CallStep } from './call-tracker.ts';

/** Steps that an event states, by the event's name. */
export const STEPS: Readonly<Partial<Record<DeskEvent['_type'], CallStep>>> = {
  callOnHold: 'HELD',
  callOffHold: 'RETRIEVED',
  callParked: 'PARKED',
  transferStarted: 'TRANSFERRING',
  conferenceCompleted: 'CONFERENCED',
  callEnded: 'WRAP_UP',
  callWrapupTimerStarted: 'WRAP_UP',
  callAbandoned: 'ENDED',
  parkedCallDisconnected: 'ENDED',
};

/** Steps that may happen to a call again. */
export const REPEATABLE: ReadonlySet<CallStep> = new Set([
  'HELD',
  'RETRIEVED',
  'PARKED',
  'TRANSFERRING',
  'CONFERENCED',
]);

/** Events that end an attempt to add a party, so that the first two parties talk again. */
export const ABANDONED_PARTY_EVENTS: ReadonlySet<string> = new Set([
  'transferError',
  'transferCallDisconnected',
  'consultCallDisconnected',
  'conferenceCreateFailed',
]);

/** Events of the active line, which may not name its call (readings.ts, `hold-event`). */
const OF_THE_LINE: ReadonlySet<string> = new Set(['callOnHold', 'callOffHold']);

/** Whether an event of the line names no call. */
export function isUnnamed(event: DeskEvent): boolean {
  return OF_THE_LINE.has(event._type) && !('callSessionId' in event && event.callSessionId);
}

/**
 * The call that an event is of: the one it names, else the only one on the line, else the only one that the status of that
 * moment lists, as a parked one that is retrieved; null where that is not sure.
 */
export function callOfEvent(event: DeskEvent, desk: Desk, status?: DeskStatus): string | null {
  if ('callSessionId' in event && event.callSessionId) return event.callSessionId;
  if (!isUnnamed(event)) return null;
  const onLine = desk.calls.live().filter(([id, { state }]) => desk.calls.isTalking(id) && state !== 'PARKED');
  const ids = onLine.length > 0 || !status ? onLine.map(([id]) => id) : desk.callsIn(status).map(sessionIdOf);
  return ids.length === 1 ? (ids[0] ?? null) : null;
}
