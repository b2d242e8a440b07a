/** Reasons for being not ready or logged out. */
import { boolean, enumeration, int, optional, string, struct } from '../../../contract.ts';

export const reasonCodeType = enumeration(
  'reasonCodeType',
  'The change of presence that a reason code is for.',
  {
    NotReady: 'When an agent stops being ready.',
    Logout: 'When an agent logs out.',
  },
  104,
);

export const reasonCode = struct(
  'reasonCode',
  'A reason agents can choose; reason codes have to be turned on in the domain.',
  {
    enabled: optional(boolean, 'Whether it can be chosen.'),
    name: optional(string, 'Name of the reason code.'),
    paidTime: optional(boolean, 'Whether the time away is paid.'),
    shortcut: optional(int, 'Character code of its keyboard shortcut.', { minimum: 0, maximum: 65535 }),
    type: optional(reasonCodeType, 'The change of presence that the code is for.'),
  },
  { page: 104 },
);
