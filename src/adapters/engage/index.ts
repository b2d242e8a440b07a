/** Engage: outreach campaigns by voice, text and e-mail, over SOAP with WS-Security. */
import * as z from 'zod';
import type { Vendor } from '../vendor.ts';
import { engageAdapter } from './adapter.ts';
import { engage } from './contract/index.ts';

const orgShape = z
  .strictObject({
    internalId: z.string().min(1).optional(),
    externalId: z.string().min(1).optional(),
    /** `Account` or `Enterprise`. */
    type: z.enum(['Account', 'Enterprise']),
  })
  .refine(({ internalId, externalId }) => internalId !== undefined || externalId !== undefined, 'needs an id');

const zone = z.string().refine((name) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}, 'must be an IANA time zone');

const settings = z.strictObject({
  /** Up to and with `/SOAPAPI2`; the service is added. */
  url: z.url({ protocol: /^https?$/ }),
  username: z.string().min(1),
  password: z.string().min(1),
  /** The organization whose campaigns are shown. */
  org: orgShape,
  /** Zone of times that carry no offset. */
  timeZone: zone.default('UTC'),
  /** Milliseconds a call may take. */
  deadline: z.int().positive().optional(),
});

/** How an account of this vendor is configured. */
export type EngageSettings = z.infer<typeof settings>;

/** The vendor, for the list of vendors. */
export const vendor: Vendor<EngageSettings> = {
  key: 'engage',
  api: 'ENGAGE',
  contract: engage,
  settings,
  example: {
    url: 'https://engage.example/SOAPAPI2',
    username: 'gateway',
    password: 'secret',
    org: { internalId: '42', type: 'Account' },
  },
  connect: (account, given, surroundings) => engageAdapter(account, given, surroundings),
};
