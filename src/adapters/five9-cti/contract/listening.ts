import { int, required, string } from '../../contract.ts';
import { anyEvent } from './events/index.ts';
import { act } from './rows.ts';

const listenerId = required(string, 'Id that addListener gave.');

/** Registering for events and polling for them. */
export const listening = {
  addListener: act(
    'Starts collecting events for a new listener and returns its id.',
    { name: required(string, 'The name of the listener.') },
    { output: string },
  ),
  removeListener: act('Ends a listener.', { listenerId }),
  checkEvent: act(
    'Takes the next event of a listener, waiting for one; answers `timeout` when nothing happens.',
    { listenerId, timeout: required(int, 'Milliseconds to wait at most.', { minimum: 0 }) },
    { output: anyEvent },
  ),
};
