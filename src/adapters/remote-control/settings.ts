/** The keys of a remote-control account. */
import * as z from 'zod';
import { CallState, CampaignState, Direction, RecordingState } from '../../../schema/vocabulary.ts';
import { callingCodeSetting } from '../numbers.ts';
import { readingsShape } from '../readings.ts';
import { zoneSetting } from '../zone.ts';
import { COOKIE_TEXT } from './client/token.ts';
import { readings } from './readings.ts';

const numberKey = z.string().regex(/^-?\d{1,10}$/, 'must be a number of the vendor');

/** Maps the vendor's numbers to words of the unified plane. */
function meanings<Words extends Readonly<Record<string, string>>>(words: Words) {
  return z
    .record(numberKey, z.enum(Object.keys(words) as [keyof Words & string, ...(keyof Words & string)[]]))
    .default({});
}

const numbersShape = z
  .strictObject({
    callState: meanings(CallState).describe(
      'Meaning of `CallState`, e.g. `{ 2: CONNECTED }`; a number without one is UNKNOWN.',
    ),
    callStatus: meanings(Direction).describe(
      'Meaning of `CallStatus`; a number without one leaves the direction null.',
    ),
    recordingState: meanings(RecordingState).describe('Meaning of `RecordingState`; a number without one is UNKNOWN.'),
    campaignStatus: meanings(CampaignState).describe(
      "Meaning of a campaign's `Status`; a number without one leaves the state null.",
    ),
  })
  .prefault({});

/** Meanings of the vendor's numbers, which its guide does not define. */
export type Numbers = z.infer<typeof numbersShape>;

/** Settings of a remote-control account. */
export const settings = z
  .strictObject({
    url: z
      .url({ protocol: /^https?$/ })
      .describe('URL of the dialler: scheme, host and, where there is one, the path before `/webservices`.'),
    userId: z.int().nonnegative().describe('Id of the service user that lists are requested as.'),
    token: z
      .string()
      .regex(COOKIE_TEXT, 'must be text that is valid in a cookie')
      .optional()
      .describe('Token issued elsewhere; its refusal is final. Exclusive with `login`.'),
    login: z
      .strictObject({
        userName: z.string().min(1).describe('Name of the user.'),
        password: z.string().min(1).describe('Password of the user.'),
      })
      .optional()
      .describe(
        'Credentials for the token service, which issues a new token when the last one has expired. Exclusive with `token`.',
      ),
    timeZone: zoneSetting.default('UTC').describe('IANA zone of times without an offset. Default: UTC.'),
    callingCode: callingCodeSetting.describe(
      'Calling code of the country of numbers without one, such as 44. Default: none; such numbers have no E.164 form.',
    ),
    format: z
      .enum(['xml', 'json'])
      .default('xml')
      .describe('Requested format of answers; either is read. Default: xml.'),
    deadline: z.int().positive().optional().describe('Maximum duration of a call in milliseconds. Default: 30,000.'),
    numbers: numbersShape.describe("Meaning of the vendor's numbers, which the guide does not define. Default: none."),
    readings: readingsShape(readings).describe(
      "Chosen readings of what the guide leaves open, by id; see the page of the vendor. Default: the guide's.",
    ),
  })
  .refine(({ token, login }) => (token === undefined) !== (login === undefined), 'needs either token or login');

/** Settings of an account, checked. */
export type Settings = z.infer<typeof settings>;
