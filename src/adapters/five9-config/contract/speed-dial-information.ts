import { list, mutation, optional, query, required, string } from '../../contract.ts';
import { argumentFaults, everyCall } from './faults.ts';
import { speedDialNumber } from './types/speed-dial.ts';

const code = required(string, 'Code to dial.');

/** Speed dial numbers. */
export const speedDialInformation = {
  createSpeedDialNumber: mutation('Creates a speed dial number.', {
    page: 218,
    input: {
      code,
      number: required(string, 'The dialed number.'),
      description: optional(string, 'Whose number it is.'),
    },
    output: speedDialNumber,
    outputName: 'SpeedDialNumber',
    faults: [...everyCall, ...argumentFaults],
    quota: 'Modify',
  }),
  getSpeedDialNumbers: query('All speed dial numbers.', {
    page: 218,
    output: list(speedDialNumber),
    outputName: 'SpeedDialNumber',
    faults: [...everyCall],
    quota: 'Query',
  }),
  removeSpeedDialNumber: mutation('Deletes a speed dial number.', {
    page: 219,
    input: { code },
    faults: [...everyCall, ...argumentFaults],
    quota: 'Modify',
  }),
};
