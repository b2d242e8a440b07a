/**
 * The entities, with the attributes that the guide or the known wire names and no others: everything else that comes is
 * read into `_other`, and may be sent there. What names an entity stands first, as on the wire. Attributes whose type
 * is not documented are text, so that none is misread.
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
  { name: optional(string, 'What is measured.'), value: optional(string, 'The measure, as text.') },
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

export const script = struct('Script', 'What is said, played or written to a contact.', { ...base, owner }, open);

export const campaign = struct(
  'Campaign',
  'A campaign, named by internalId, or by externalId and owner.',
  { ...base, description: optional(string, 'What it is for.'), owner },
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
    contactsPerMinute: optional(string, 'Contacts begun in a minute.'),
    leaveMessage: optional(string, 'Leave a message on an answering machine.'),
    maxContactsPerMinute: optional(string, 'Most contacts begun in a minute.'),
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
    type: optional(string, 'What kind it is.'),
  },
  open,
);

/** Where a sub-campaign stands, and words that stand for several states in a search. */
export const stateWord = enumeration('SubCampaignStateWord', 'Where a sub-campaign stands.', {
  Loading: 'Its contacts are being loaded.',
  Running: 'It runs; to ask for it starts or resumes.',
  Paused: 'It is paused.',
  Pending: 'It waits for its time.',
  Stopping: 'It is being stopped; to ask for it is to ask for Done.',
  Awaiting: 'It awaits what is still to come.',
  Cancelled: 'It was cancelled.',
  Completing: 'Its last results are being gathered.',
  Done: 'It is over; to ask for it stops.',
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
    agent: optional(user, 'The agent who gets what comes of it.'),
    agentGroup: optional(agentGroup, 'The agents who get what comes of it; that of the campaign unless given.'),
    campaign: optional(campaign, 'The default campaign of the account unless given.'),
    maxDuration: optional(string, 'How long it may take, 12 hours at most; needed to begin one.'),
    outreachStrategy: optional(outreachStrategy, 'The on-demand strategy of the account unless given.'),
    owner: optional(org, 'The account it belongs to; needed to begin one.'),
    requestedStartTime: optional(dateTime, 'When to begin, ten days from now at most; at once unless given.'),
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
  'What a change would do to the pacing of a pass.',
  { pass: optional(pass, 'The pass.'), attributes },
  open,
);
