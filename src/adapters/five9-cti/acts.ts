/** The acts at the desks. */
import { agentActs } from './acts/agents.ts';
import { callbackActs } from './acts/callbacks.ts';
import { callActs } from './acts/calls.ts';
import { partyActs } from './acts/parties.ts';
import { recordingActs } from './acts/recordings.ts';
import type { Desks } from './client/desks.ts';

/** The acts of an account. */
export function createActs(desks: Desks) {
  return {
    ...agentActs(desks),
    ...callActs(desks),
    ...callbackActs(desks),
    ...partyActs(desks),
    ...recordingActs(desks),
  };
}
