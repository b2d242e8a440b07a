/** Agent remote control: telephony of agents who are logged in, over HTTP GET with a token cookie. */
import * as z from 'zod';
import type { Vendor } from '../vendor.ts';
import { remoteControlAdapter } from './adapter.ts';
import { remoteControl } from './contract.ts';
import { COOKIE_TEXT } from './token.ts';

const loginShape = z.strictObject({ userName: z.string().min(1), password: z.string().min(1) });

const zone = z.string().refine((name) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}, 'must be an IANA time zone');

const settings = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }),
    /** The service user whom lists are asked for as. */
    userId: z.int().nonnegative(),
    /** A token made elsewhere; or `login`, to ask the token service for one whenever the last has expired. */
    token: z.string().regex(COOKIE_TEXT, 'must be text that a cookie can carry').optional(),
    login: loginShape.optional(),
    /** Zone of times that carry no offset. */
    timeZone: zone.default('UTC'),
    /** The form of answers asked for; either is understood. */
    format: z.enum(['xml', 'json']).default('xml'),
    /** Milliseconds a call may take. */
    deadline: z.int().positive().optional(),
  })
  .refine(({ token, login }) => (token === undefined) !== (login === undefined), 'needs either token or login');

/** How an account of this vendor is configured. */
export type RemoteControlSettings = z.infer<typeof settings>;

/** The vendor, for the list of vendors. */
export const vendor: Vendor<RemoteControlSettings> = {
  key: 'remote-control',
  api: 'REMOTE_CONTROL',
  contract: remoteControl,
  settings,
  example: { url: 'https://dialler.example', userId: 12, token: 'secret' },
  connect: (account, given, surroundings) => remoteControlAdapter(account, given, surroundings),
};
