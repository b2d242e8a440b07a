import * as z from 'zod';
import { isZone } from '../zone.ts';

/** What an operator says of a Five9 configuration account. */
export const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** Administrators reserved for the gateway. Five9 serves one request at a time for each (guide p. 18). */
  users: z
    .array(z.strictObject({ username: z.string().min(1), password: z.string().min(1) }))
    .min(1)
    .refine((users) => new Set(users.map(({ username }) => username)).size === users.length, 'names a user twice'),
  /** Zone of times that Five9 writes without an offset: the domain's (guide p. 19). */
  timeZone: z.string().refine(isZone, 'must be a zone such as America/New_York').default('America/Los_Angeles'),
  /** Milliseconds a call may take, waiting for its turn included. */
  deadline: z.int().positive().default(15_000),
  /** Milliseconds left between two changes of users' skills, as the vendor asks (guide p. 224). */
  skillPause: z.int().nonnegative().max(60_000).default(3_000),
  /** The vendor's live WSDL, a file or an address, compared with ours by `crosspoint check`. */
  wsdl: z.string().min(1).optional(),
});

/** Checked settings of an account. */
export type Settings = z.infer<typeof settings>;
