import { list, required, string } from '../../contract.ts';
import { act, ask } from './rows.ts';
import { speedDialInfo } from './types.ts';

/** Operations that fit no other chapter. */
export const miscellaneous = {
  getSpeedDials: ask('Numbers under short codes.', list(speedDialInfo)),
  addNumberToDnc: act('Adds a number to the do-not-call list.', { number: required(string, 'The number.') }),
  playFile: act('Plays a sound file.', { filename: required(string, "Name of the file on the agent's machine.") }),
};
