/** Words and field groups shared by the recorder's functions. Lengths are those of the manual's "Data Type Values". */
import { enumeration, type FieldRules, type Fields, int, long, optional, scalar, string } from '../../contract.ts';

const FLAGS: Readonly<Record<string, boolean>> = { Y: true, N: false, TRUE: true, FALSE: false, '1': true, '0': false };

/** Yes or no: `Y` or `N` on the wire; the words true and false are read too. */
export const flag = scalar<boolean>({
  name: 'Y or N',
  graphql: 'Boolean',
  decode: (text) => {
    const value = FLAGS[text.trim().toUpperCase()];
    if (value === undefined) throw new Error('neither yes nor no');
    return value;
  },
  encode: (value) => (value ? 'Y' : 'N'),
  sample: 'Y',
});

/** A decimal number that the recorder rounds. */
export const number = scalar<number>({
  name: 'number',
  graphql: 'Float',
  decode: (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value)) throw new Error('not a number');
    return value;
  },
  encode: String,
  sample: '48.03',
});

export const CALLDIRECTION = enumeration('CALLDIRECTION', 'Who called whom.', {
  I: 'Inbound.',
  O: 'Outbound.',
  '?': 'Not known.',
});

export const STATUS = enumeration('STATUS', 'Whether a user is active, which makes an agent of them.', {
  A: 'Active.',
  I: 'Inactive.',
});

export const ACTION = enumeration('ACTION', 'The change of a user.', {
  ADD: 'Add a new one.',
  DELETE: 'Flag as deleted and free the phones.',
  MODIFY: 'Change what is said of the same person.',
  LIST: 'List all of them; no other parameter is needed.',
});

export const ADD_OR_DELETE = enumeration('ADD_OR_DELETE', 'Whether to make or to undo an assignment.', {
  ADD: 'Make it.',
  DELETE: 'Undo it.',
});

export const ROLE_ACTION = enumeration('ROLE_ACTION', 'The change of a role.', {
  ADD: 'Add it.',
  MODIFY: 'Change its description.',
  DELETE: 'Delete it.',
});

export const KEYNAME = enumeration('KEYNAME', 'The kind of identifier in KEYVALUE.', {
  USERNAME: 'The log-in name in the recorder.',
  SYS_USER: 'The network user name.',
  EMPLOYEEID: 'The employee id.',
  CRM_USER: 'The user name in the CRM system.',
  DEVICEALIAS: 'The phone id.',
});

export const MEDIA_FORMAT = enumeration('MEDIA_FORMAT', 'The file format of an export.', {
  MP3: 'MP3 audio.',
  WAV: 'WAV with PCM audio.',
  VOX: 'Headerless Dialogic ADPCM.',
  CAV: 'The recorder’s own format, metadata and all.',
});

/** A required or optional text of at most so many characters. */
export const text = (maxLength: number, description: string, rules: FieldRules = {}) =>
  optional(string, description, { maxLength, ...rules });

const SIGNED = { minimum: -2_147_483_648, maximum: 2_147_483_647 };
const COUNTED = { minimum: 0, maximum: 2_147_483_647 };

/** A signed 32-bit number. */
export const signed = (description: string) => optional(int, description, SIGNED);
/** A 32-bit number that is not negative. */
export const counted = (description: string) => optional(int, description, COUNTED);

function userLimit(index: number): number {
  if (index <= 3) return 20;
  return index <= 8 ? 255 : 50;
}

type UserField = `USER${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15}`;

/** The names USER1 to USER15. */
export const USER_FIELD_NAMES = Array.from({ length: 15 }, (_, index) => `USER${index + 1}` as UserField);

/** The fifteen fields a customer fills as they like: 20 characters in the first three, 255 to USER8, then 50. */
export const userFields = Object.fromEntries(
  USER_FIELD_NAMES.map((name, index) => [
    name,
    text(userLimit(index + 1), 'Free for the centre’s own use; FETCHTERMINOLOGY returns its label there.'),
  ]),
) as Readonly<Record<UserField, ReturnType<typeof text>>>;

/** The agent's phone. */
export const DEVICEID = text(64, 'The phone’s fixed number, usually its extension.');
/** The agent's log-on number. */
export const DEVICEALIAS = text(15, 'The phone’s logical number, usually what the agent logs on with.');
/** The network user. */
export const SYS_USER = text(30, 'The agent’s network user name.');
/** The CRM user. */
export const CRM_USER = text(30, 'The agent’s user name in the CRM system.');
/** Which call of a phone; the guide leaves its length open (l. 2492), so that this bound is the gateway's own. */
export const CALLINSTANCE = optional(string, 'Distinguishes the calls on one phone; the last one when left out.', {
  maxLength: 255,
});
/** A computer mapped to a phone. */
export const STATIONNAME = text(50, 'The computer whose mapped phone is meant, or which overrides the mapping.');

/** The facts of a call's ends and place. */
export const callFacts = {
  GROUP: text(20, 'The ACD group of the device.'),
  GATE: text(20, 'The call type: skill set, vector or application.'),
  ANI: text(20, 'The caller’s number.'),
  DNIS: text(20, 'The number that was dialled.'),
} as const satisfies Fields;

/** How a call is to be recorded. */
export const recordingWishes = {
  CALLID: text(16, 'The exchange’s id of the call.'),
  PRIORITY: optional(int, 'Priority for being recorded.', { minimum: 0, maximum: 100 }),
  CALLDIRECTION: optional(CALLDIRECTION, 'Who called whom.'),
  MAXRECORDSILENCE: counted('Seconds of silence that end the recording, on hardware that can.'),
  MAXRECORDTIME: counted('Seconds after which the recording ends by itself.'),
  AGENTINITIATED: optional(flag, 'The agent asked for the recording.'),
  CTIINITIATED: optional(flag, 'A CTI event asked for the recording.'),
  ARCHIVEACTION: optional(long, 'Number of the archive action that says how long the files are stored.'),
} as const satisfies Fields;

/** The five ways of naming the phone that is meant. */
export const deviceNames = {
  DEVICEID,
  CALLINSTANCE,
  SYS_USER,
  CRM_USER,
  DEVICEALIAS,
  STATIONNAME,
} as const satisfies Fields;
