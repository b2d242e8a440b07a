/**
 * The entities, with the attributes that the guide or the known wire names: every other element is read into
 * `_other`, and may be sent there. The fields that identify an entity come first, as on the wire. Attributes without
 * a documented type are text, so that none is misread.
 */
import { enumeration, list, optional, string, struct } from '../../contract.ts';
import { dateTime } from './times.ts';

const internalId = optional(string, 'Id the vendor gave it.');
const externalId = optional(string, 'Id or name its owner gave it.');
const base = { externalId, internalId };
const open = { open: true };

export const attribute = struct(
  'Attribute',
  'A measure: attemptedCount, notAttemptedCount, pendingCount, deliveredCount, failedCount, filteredCount, startDate, endDate and more.',
  { name: optional(string, 'The name of the measure.'), value: optional(string, 'The measure, as text.') },
);
const attributes = optional(list(attribute), 'Measures, by name.');

export const parentOrg = struct(
  'ParentOrg',
  'The organization above another one, named by its ids.',
  { ...base, type: optional(string, 'Account or Enterprise.') },
  open,
);

export const org = struct(
  'Org',
  'An organization, named by internalId, or by externalId, parent and type.',
  {
    ...base,
    parent: optional(parentOrg, 'The organization above it.'),
    type: optional(string, 'Account or Enterprise.'),
  },
  open,
);
const owner = optional(org, 'The organization it belongs to.');

export const script = struct('Script', 'Text, announcement or message for a contact.', { ...base, owner }, open);

export const campaign = struct(
  'Campaign',
  'A campaign, named by internalId, or by externalId and owner.',
  { ...base, description: optional(string, 'Its purpose.'), owner },
  open,
);

export const outreachStrategy = struct(
  'OutreachStrategy',
  'In which order and by which channels contacts are tried.',
  { ...base, owner },
  open,
);

export const contactList = struct('List', 'A list of contacts.', base, open);

export const user = struct('User', 'A person who uses the vendor, such as an agent.', base, open);

export const agentGroup = struct(
  'AgentGroup',
  'Agents that work together.',
  {
    ...base,
    allocatedCount: optional(string, 'Agents counted on; changed in a preview of pacing.'),
    intensity: optional(string, 'How hard it is worked; changed in a preview of pacing.'),
  },
  open,
);

export const pass = struct(
  'Pass',
  'One round of attempts by one channel.',
  {
    ...base,
    channel: optional(string, 'Voice, text or e-mail.'),
    contactsPerMinute: optional(string, 'Number of contacts started in a minute.'),
    leaveMessage: optional(string, 'Leave a message on an answering machine.'),
    maxContactsPerMinute: optional(string, 'Maximum number of contacts started in a minute.'),
    pacing: optional(string, 'How contacts are paced.'),
    pacingPriority: optional(string, 'Which pass goes first.'),
    timeZoneSource: optional(string, 'Where the time zone of a contact is taken from.'),
  },
  open,
);

export const subCampaign = struct(
  'SubCampaign',
  'A run of a campaign, named by internalId, or by externalId and its campaign.',
  {
    ...base,
    campaign: optional(campaign, 'The campaign it belongs to.'),
    passes: optional(list(pass), 'Its rounds of attempts.'),
    agentGroups: optional(list(agentGroup), 'Agent groups that work on it.', { alsoRead: ['agentGroup'] }),
    intensity: optional(string, 'How hard it is worked.'),
    type: optional(string, 'Its kind.'),
  },
  open,
);

/** State of a sub-campaign, with the words that select several states in a search. */
export const stateWord = enumeration('SubCampaignStateWord', 'Where a sub-campaign stands.', {
  Loading: 'Its contacts are being loaded.',
  Running: 'Running; requesting it starts or resumes.',
  Paused: 'It is paused.',
  Pending: 'It waits for its time.',
  Stopping: 'Stopping; requesting it is equal to requesting Done.',
  Awaiting: 'Waiting for further contacts.',
  Cancelled: 'It was cancelled.',
  Completing: 'Its last results are being gathered.',
  Done: 'Finished; requesting it stops.',
  Active: 'In a search: Loading, Running, Paused, Pending or Stopping.',
  Completed: 'In a search: Awaiting, Cancelled, Completing or Done.',
  All: 'In a search: any state.',
});

export const passState = struct(
  'PassState',
  'Where a pass stands.',
  {
    pass: optional(pass, 'The pass.'),
    state: optional(string, 'Where it stands.'),
    attributes,
  },
  open,
);

export const subCampaignState = struct(
  'SubCampaignState',
  'Where a sub-campaign stands and what it has done.',
  {
    subCampaign: optional(subCampaign, 'The sub-campaign.'),
    state: optional(stateWord, 'Where it stands.'),
    passStates: optional(list(passState), 'Where its passes stand.'),
    attributes,
  },
  open,
);

export const device = struct(
  'Device',
  'A number or address; an inbound one is named by internalId, or by externalId and inboundDeviceType.',
  {
    ...base,
    inboundDeviceType: optional(string, 'Kind of inbound device, such as ShortCode.'),
    keywords: optional(list(string), 'Keywords of a short code; one where a single one is meant.'),
  },
  open,
);

export const contact = struct(
  'Contact',
  'A person to be reached; externalId is the client id.',
  { ...base, devices: optional(list(device), 'Numbers and addresses.', { alsoRead: ['device'] }) },
  open,
);

export const contactAttempt = struct(
  'ContactAttempt',
  'One try to reach a contact, or one message from one.',
  {
    ...base,
    contact: optional(contact, 'Who was tried.'),
    messageText: optional(string, 'The text of a message.'),
    secondaryDevice: optional(device, 'The device on our side.'),
    tags: optional(list(string), 'Tags; `archive` may be added to a text.'),
  },
  open,
);

export const contactBatch = struct(
  'ContactBatch',
  'Contacts handed over to be reached soon; an externalId is used once in a campaign.',
  {
    ...base,
    agent: optional(user, 'The agent who receives the resulting contacts.'),
    agentGroup: optional(agentGroup, 'The agents who receive the resulting contacts. Default: those of the campaign.'),
    campaign: optional(campaign, 'The default campaign of the account unless given.'),
    maxDuration: optional(string, 'Maximum duration, at most 12 hours; required to start a batch.'),
    outreachStrategy: optional(outreachStrategy, 'The on-demand strategy of the account unless given.'),
    owner: optional(org, 'The account of the batch; required to start one.'),
    requestedStartTime: optional(dateTime, 'Start time, at most ten days from now. Default: now.'),
    script: optional(script, 'That of the strategy unless given.'),
  },
  open,
);

export const contactBatchState = struct(
  'ContactBatchState',
  'Where a batch of contacts stands and what it has done.',
  {
    contactBatch: optional(contactBatch, 'The batch.'),
    state: optional(string, 'Where it stands; Cancelled stops it.'),
    attributes,
  },
  open,
);

export const complianceRule = struct(
  'ComplianceRule',
  'When or where no contact may be reached.',
  { ...base, owner, type: optional(string, 'Date or Region.') },
  open,
);

export const pacingInfo = struct(
  'PacingInfo',
  'The effect of a change on the pacing of a pass.',
  { pass: optional(pass, 'The pass.'), attributes },
  open,
);
