/** The keys of an Engage account. */
import * as z from 'zod';
import { callingCodeSetting } from '../numbers.ts';
import { readingsShape } from '../readings.ts';
import { zoneSetting } from '../zone.ts';
import { readings } from './readings.ts';

const id = z.string().min(1);

const orgShape = z
  .strictObject({
    internalId: id.optional().describe("The vendor's id of the organization. One of the ids is required."),
    externalId: id.optional().describe("The owner's id of the organization."),
    type: z.enum(['Account', 'Enterprise']).describe('Kind of the organization.'),
  })
  .refine(({ internalId, externalId }) => internalId !== undefined || externalId !== undefined, 'needs an id');

const reference = z.strictObject({
  internalId: id.describe("The vendor's id of the object."),
});

const batchShape = z
  .strictObject({
    agentGroup: reference
      .optional()
      .describe(
        'Agents who handle the resulting contacts; the vendor requires it for outreach with agents (guide line 684). Default: none.',
      ),
    script: reference.optional().describe('Text or announcement. Default: that of the strategy.'),
    outreachStrategy: reference
      .optional()
      .describe("Channels and their order. Default: the account's on-demand strategy."),
    hours: z
      .number()
      .positive()
      .max(12)
      .default(12)
      .describe('Maximum duration of a batch in hours, above 0 to 12. Default: 12.'),
  })
  .prefault({});

/** Settings of an Engage account. */
export const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('URL up to and including `/SOAPAPI2`.'),
  service: z
    .string()
    .regex(/^[\w.-]+$/, 'must be one part of a path')
    .default('CampaignManagementService110')
    .describe(
      'Name of the service, the last part of its URL; ends in the version. Default: CampaignManagementService110.',
    ),
  username: id.describe('User of the web service.'),
  password: id.describe('Password of the user.'),
  org: orgShape.describe('Organization whose campaigns are used.'),
  batch: batchShape.describe('Parameters of the batches that `contactsAdd` and `contactsImport` start.'),
  timeZone: zoneSetting.default('UTC').describe('IANA zone of times without an offset. Default: UTC.'),
  callingCode: callingCodeSetting.describe(
    'Calling code of the country of numbers without one, such as 44. Default: none; such numbers have no E.164 form.',
  ),
  deadline: z.int().positive().optional().describe('Maximum duration of a call in milliseconds. Default: 30,000.'),
  readings: readingsShape(readings).describe(
    "Chosen readings of what the guide leaves open, by id; see the page of the vendor. Default: the guide's.",
  ),
});

/** Settings of an account, checked. */
export type Settings = z.infer<typeof settings>;
