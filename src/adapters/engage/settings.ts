/** The keys of an Engage account. */
import * as z from 'zod';
import { callingCodeSetting } from '../numbers.ts';
import { readingsShape } from '../readings.ts';
import { isZone } from '../zone.ts';
import { readings } from './readings.ts';

const id = z.string().min(1);

const orgShape = z
  .strictObject({
    /** The vendor's id of the organization. One of the ids is required. */
    internalId: id.optional(),
    /** The owner's id of the organization. */
    externalId: id.optional(),
    /** Kind of the organization. */
    type: z.enum(['Account', 'Enterprise']),
  })
  .refine(({ internalId, externalId }) => internalId !== undefined || externalId !== undefined, 'needs an id');

const reference = z.strictObject({
  /** The vendor's id of the object. */
  internalId: id,
});

const batchShape = z
  .strictObject({
    /**
     * Agents who handle the resulting contacts; the vendor requires it for outreach with agents (guide line 684).
     * Default: none.
     */
    agentGroup: reference.optional(),
    /** Text or announcement. Default: that of the strategy. */
    script: reference.optional(),
    /** Channels and their order. Default: the account's on-demand strategy. */
    outreachStrategy: reference.optional(),
    /** Maximum duration of a batch in hours, above 0 to 12. Default: 12. */
    hours: z.number().positive().max(12).default(12),
  })
  .prefault({});

/** Settings of an Engage account. */
export const settings = z.strictObject({
  /** URL up to and including `/SOAPAPI2`. */
  url: z.url({ protocol: /^https?$/ }),
  /** Name of the service, the last part of its URL; ends in the version. Default: CampaignManagementService110. */
  service: z
    .string()
    .regex(/^[\w.-]+$/, 'must be one part of a path')
    .default('CampaignManagementService110'),
  /** User of the web service. */
  username: id,
  /** Password of the user. */
  password: id,
  /** Organization whose campaigns are used. */
  org: orgShape,
  /** Parameters of the batches that `contactsAdd` and `contactsImport` start. */
  batch: batchShape,
  /** IANA zone of times without an offset. Default: UTC. */
  timeZone: z.string().refine(isZone, 'must be an IANA time zone such as Europe/Berlin').default('UTC'),
  /** Calling code of the country of numbers without one, such as 44. Default: none; such numbers have no E.164 form. */
  callingCode: callingCodeSetting,
  /** Maximum duration of a call in milliseconds. Default: 30,000. */
  deadline: z.int().positive().optional(),
  /** Chosen readings of what the guide leaves open, by id; see `readings.ts`. Default: the guide's. */
  readings: readingsShape(readings),
});

/** Settings of an account, checked. */
export type Settings = z.infer<typeof settings>;
