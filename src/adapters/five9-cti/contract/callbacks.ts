import { list, long, optional, required, string } from '../../contract.ts';
import { act, ask } from './rows.ts';
import { callbackInfo } from './types.ts';

const id = required(long, 'Id of the callback.');

/** Scheduled callbacks. */
export const callbacks = {
  getCallbacks: ask("The agent's callbacks.", list(callbackInfo)),
  addCallback: act('Stores a new callback.', {
    number: required(string, 'Number to call.'),
    duedate: required(
      long,
      'When to call, as a number since 1970, in milliseconds as far as is known; no document states the unit.',
    ),
    comments: optional(string, 'Notes for that call.'),
  }),
  removeCallback: act('Deletes a callback.', { id }),
  updateCallback: act('Changes a callback.', { info: required(callbackInfo, 'The changed callback.') }),
  snoozeCallback: act('Reminds of a callback again after a while.', {
    id,
    time: required(long, 'Time until the next reminder, passed on as given; no document states the unit.'),
  }),
  dismissCallback: act('Stops reminding of a callback during this session.', { id }),
  resetRemindedCallback: act('Lets a dismissed callback be reminded of again.', { id }),
};
