/** Changes of calls that a status shows and no event reported. */
import type { Desk } from '../client/desk.ts';
import { currentCalls, type DeskStatus } from '../quirks.ts';
import type { CallStep } from './call-tracker.ts';

/** The calls that are over, since a status does not list them; whether it lists parked ones is reading `parked-calls`. */
export function callsGone(desk: Desk, status: DeskStatus): readonly string[] {
  const here = new Set(currentCalls(status).map(({ callSessionId }) => callSessionId));
  const gone = desk.calls.live().filter(([id, { state }]) => !here.has(id) && (state !== 'PARKED' || desk.listsParked));
  return gone.map(([id]) => id);
}

/**
 * The step of the only active call that its line shows: a parked one that is put through was retrieved. Where the line of
 * a held call is off (reading `held-line`) it shows a hold and its end too.
 */
export function stepOnLine(desk: Desk, status: DeskStatus): { readonly id: string; readonly step: CallStep } | null {
  const [only, another] = desk.callsIn(status);
  if (!only || another || !status.onCall) return null;
  const id = only.callSessionId;
  const state = desk.calls.get(id)?.state;
  const isOffOnHold = desk.readings['held-line'] === 'not-connected';
  if (isOffOnHold && state === 'CONNECTED' && !status.callConnected) return { id, step: 'HELD' };
  const wasAway = state === 'PARKED' || (isOffOnHold && state === 'HELD');
  if (!wasAway || !status.callConnected) return null;
  desk.parked.delete(id);
  return { id, step: 'RETRIEVED' };
}
