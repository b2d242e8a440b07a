import * as z from 'zod';
import { readingsShape } from '../readings.ts';
import { zoneSetting } from '../zone.ts';
import { readings } from './readings.ts';
import { type CallFact, USUAL_COLUMNS } from './reads/call-log-columns.ts';

/** Largest answer accepted by default: a report of 50,000 rows (guide p. 210), or some ten thousand users. */
const USUAL_MAX_BYTES = 64 * 1024 * 1024;
/** Largest configurable limit, because an answer is buffered in memory. */
const MOST_MAX_BYTES = 512 * 1024 * 1024;

const columnNames = z.strictObject(
  Object.fromEntries(
    Object.entries(USUAL_COLUMNS).map(([fact, usual]) => [
      fact,
      z.string().min(1).optional().describe(`Default: ${usual}.`),
    ]),
  ) as Readonly<Record<CallFact, z.ZodOptional<z.ZodString>>>,
);

/** Settings of a Five9 configuration account. */
export const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('URL of the web service with its version. Required.'),
  users: z
    .array(
      z.strictObject({
        username: z.string().min(1).describe('Name of the user.'),
        password: z.string().min(1).describe('Password of the user.'),
      }),
    )
    .min(1)
    .refine((users) => new Set(users.map(({ username }) => username)).size === users.length, 'names a user twice')
    .describe(
      'Users reserved for the gateway, at least one. Five9 serves one request at a time for each (guide p. 18).',
    ),
  timeZone: zoneSetting
    .default('America/Los_Angeles')
    .describe("IANA zone of times without an offset: the domain's (guide p. 19). Default: America/Los_Angeles."),
  deadline: z
    .int()
    .positive()
    .default(15_000)
    .describe('Maximum duration of a call in milliseconds, including the wait for a free user. Default: 15,000.'),
  skillPause: z
    .int()
    .nonnegative()
    .max(60_000)
    .default(3_000)
    .describe(
      "Pause between two changes of users' skills in milliseconds, 0 to 60,000 (guide p. 224). Default: 3,000.",
    ),
  callingCode: z
    .string()
    .regex(/^[2-9]\d{0,2}$/, 'must be a calling code such as 44; numbers of North America have no trunk 0')
    .optional()
    .describe(
      'Calling code of the country of numbers that begin with a trunk 0, such as 44. Default: none; they are sent unchanged.',
    ),
  maxBytes: z
    .int()
    .min(65_536)
    .max(MOST_MAX_BYTES)
    .default(USUAL_MAX_BYTES)
    .describe('Largest accepted answer in bytes after decompression, 64 KiB to 512 MiB. Default: 64 MiB.'),
  allowedHosts: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Hosts that `callbackUrl` and FTP transfers may name although they are not public, such as ftp.acme.internal; `callbackUrl` may name any port of them. Default: none.',
    ),
  callLog: z
    .strictObject({
      folder: z
        .string()
        .min(1)
        .default('Call Log Reports')
        .describe('Folder of the report, in the locale of the user (guide p. 208). Default: Call Log Reports.'),
      name: z.string().min(1).default('Call Log').describe('Name of the report, likewise. Default: Call Log.'),
      columns: columnNames.default({}).describe('Columns of the report with other names than usual. Default: none.'),
    })
    .optional()
    .describe(
      'Report from which past calls are listed. Each day that is read is a report, which counts against the quota of 800 a day (guide p. 181). Default: none, so that the account lists no past calls.',
    ),
  readings: readingsShape(readings).describe(
    "Chosen readings of what the guide leaves open, by id; see the page of the vendor. Default: the guide's.",
  ),
  wsdl: z
    .string()
    .min(1)
    .optional()
    .describe("File or URL of the vendor's WSDL, which `crosspoint check` compares with the contract. Default: none."),
});

/** Checked settings of an account. */
export type Settings = z.infer<typeof settings>;
