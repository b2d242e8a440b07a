import { int, list, long, optional, string } from '../../../contract.ts';
import { callbackInfo } from '../types.ts';
import { eventsOf } from './event.ts';

const id = optional(long, 'Id of the callback.');

/** Events of scheduled callbacks. */
export const callbackEvents = eventsOf({
  callbackAdded: ['A callback was stored.', { info: optional(callbackInfo, 'The callback.') }],
  callbackOverdue: ['A callback should have been made by now.', { id, time: optional(long, 'When it was due.') }],
  callbackRemoved: ['A callback was deleted.', { id }],
  callbacksChanged: [
    'Several callbacks changed.',
    {
      info: optional(list(callbackInfo), 'The callbacks.'),
      operation: optional(int, "The service's number for what was done to them."),
    },
  ],
  ExecuteAgentCallback: ['A callback is to be made now.', { data: optional(string, 'The data of the callback.') }],
});
