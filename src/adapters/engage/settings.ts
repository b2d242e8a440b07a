/** The keys of an Engage account. */
import * as z from 'zod';
import { readingsShape } from '../readings.ts';
import { isZone } from '../zone.ts';
import { readings } from './readings.ts';

const id = z.string().min(1);

const orgShape = z
  .strictObject({
    internalId: id.optional(),
    externalId: id.optional(),
    /** `Account` or `Enterprise`. */
    type: z.enum(['Account', 'Enterprise']),
  })
  .refine(({ internalId, externalId }) => internalId !== undefined || externalId !== undefined, 'needs an id');

const reference = z.strictObject({ internalId: id });

const batchShape = z
  .strictObject({
    /** Agents who take what comes of it; required by the vendor for outreach with an agent (guide line 684). */
    agentGroup: reference.optional(),
    /** What is said or sent; by default that of the strategy. */
    script: reference.optional(),
    /** Channels and order; by default the account's on-demand strategy. */
    outreachStrategy: reference.optional(),
    /** Hours a batch may take, 12 at most and by default. */
    hours: z.number().positive().max(12).default(12),
  })
  .prefault({});

/** An account's own keys. Unknown keys are refused. */
export const settings = z.strictObject({
  /** Address up to and including `/SOAPAPI2`. */
  url: z.url({ protocol: /^https?$/ }),
  /** Name of the service, the last part of its address; it ends in the version of the interface. */
  service: z
    .string()
    .regex(/^[\w.-]+$/, 'must be one part of a path')
    .default('CampaignManagementService110'),
  username: id,
  password: id,
  /** Organization whose campaigns are shown. */
  org: orgShape,
  /** What the contacts of `contactsAdd` and `contactsImport` are reached with. */
  batch: batchShape,
  /** IANA zone of times without an offset; UTC by default. */
  timeZone: z.string().refine(isZone, 'must be an IANA time zone such as Europe/Berlin').default('UTC'),
  /** Milliseconds a call may take; 30,000 by default. */
  deadline: z.int().positive().optional(),
  /** Chosen readings of what the guide leaves open. */
  readings: readingsShape(readings),
});

/** Settings of an account, checked. */
export type Settings = z.infer<typeof settings>;
