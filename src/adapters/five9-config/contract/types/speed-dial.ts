/** Speed dial numbers. */
import { optional, string, struct } from '../../../contract.ts';

export const speedDialNumber = struct(
  'speedDialNumber',
  'A short code for a number.',
  {
    code: optional(string, 'Code to dial.'),
    description: optional(string, 'Whose number it is.'),
    number: optional(string, 'The dialed number.'),
  },
  { page: 114 },
);
