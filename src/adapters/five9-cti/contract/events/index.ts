import { type ValueOf, variant } from '../../../contract.ts';
import { callbackEvents } from './callbacks.ts';
import { callEvents, liveCallbackEvents, partyEvents, previewEvents } from './calls.ts';
import { chatEvents } from './chats.ts';
import { maintenanceEvents, sessionEvents } from './session.ts';
import { skillEvents } from './skills.ts';
import { stationEvents } from './station.ts';
import { voicemailEvents } from './voicemails.ts';

/** All events, by their name on the wire. */
export const events = {
  ...callEvents,
  ...partyEvents,
  ...previewEvents,
  ...liveCallbackEvents,
  ...callbackEvents,
  ...chatEvents,
  ...sessionEvents,
  ...maintenanceEvents,
  ...skillEvents,
  ...stationEvents,
  ...voicemailEvents,
};

export const anyEvent = variant('event', "Something that happened at the agent's desk.", events);

/** One event as a value. */
export type DeskEvent = ValueOf<typeof anyEvent>;

/** An event of one kind. */
export type DeskEventOf<Name extends DeskEvent['_type']> = Extract<DeskEvent, { _type: Name }>;
