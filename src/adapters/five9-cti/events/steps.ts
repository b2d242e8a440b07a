import type { DeskEvent } from '../contract/events/index.ts';
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
]);
