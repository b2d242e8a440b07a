/** The type that an act changes; it decides the fields of the payload. */
export type ActSubject =
  | 'campaign'
  | 'agent'
  | 'call'
  | 'recording'
  | 'contacts'
  | 'contactImport'
  | 'doNotCall'
  | 'report'
  | 'callback';

/** The declaration of one act, from which schema, scopes, capabilities and resolvers are derived. */
export interface ActDeclaration {
  readonly on: ActSubject;
  /** The scope a caller needs. */
  readonly scope: string;
  /** Effect of the act on the object that its input names, for a partner's developer. */
  readonly description: string;
  /** Present where the input is an id and no more, so that no input class is written. */
  readonly plain?: true;
}

type Row = Pick<ActDeclaration, 'description'> & Partial<Omit<ActDeclaration, 'description'>>;
type DeclaredAct<R> = ActDeclaration & (R extends { plain: true } ? { readonly plain: true } : unknown);

function declare<const Rows extends Readonly<Record<string, Row>>>(on: ActSubject, scope: string, rows: Rows) {
  const acts = Object.entries(rows).map(([name, row]) => [name, { on, scope, ...row }]);
  return Object.fromEntries(acts) as { readonly [Name in keyof Rows]: DeclaredAct<Rows[Name]> };
}

/** An act whose input is the id of its target. */
function plain<const Description extends string>(description: Description) {
  return { description, plain: true } as const;
}

/** An act with its own input class. */
function detailed<const More extends Partial<Row>>(description: string, more?: More) {
  return { description, ...more } as const;
}

/** Acts on campaigns. */
export const CAMPAIGN_ACTS = declare('campaign', 'campaigns:write', {
  campaignCreate: detailed('Creates a campaign, which is stopped until it is started.'),
  campaignUpdate: detailed(
    'Changes settings of a campaign. Fields that are absent or null keep their value. A vendor that writes a campaign only as a whole gets it read, changed and written back, so a change made elsewhere in that moment may be lost.',
  ),
  campaignDelete: plain('Deletes a campaign, which must be stopped.'),
  campaignRename: detailed(
    'Renames a campaign. Where a vendor identifies campaigns by name, the renamed campaign has a new id.',
  ),
  campaignStart: plain('Starts a campaign.'),
  campaignStop: plain(
    'Stops a campaign; calls in progress are finished first. Final at an Engage account, where a stopped run starts again only after a new pass; `campaignPause` can be undone.',
  ),
  campaignForceStop: plain('Stops a campaign at once and ends its calls.'),
  campaignPause: plain('Pauses a campaign.'),
  campaignResume: plain('Resumes a paused campaign.'),
  campaignReset: plain(
    'Makes every contact that the campaign has dialled dialable again, except numbers on the do-not-call list.',
  ),
  campaignAddLists: detailed(
    'Assigns contact lists to a campaign, one by one: a refused one does not stop the others.',
  ),
  campaignRemoveLists: detailed('Removes contact lists from a campaign, one by one.'),
  campaignUpdateList: detailed(
    'Changes the place of a contact list in a campaign. A vendor that writes the lists of a campaign only together gets them read, changed and written back, so a change made elsewhere in that moment may be lost.',
  ),
  campaignResetListPosition: plain(
    'Lets a campaign dial its contact lists from their first contact again. Shown by no field; the vendor’s acceptance is the result.',
  ),
  campaignAddNumbers: detailed(
    'Routes called numbers (DNIS) to an inbound campaign, one by one: a refused one does not stop the others. A number that the account does not have is NOT_FOUND and not sent.',
  ),
  campaignRemoveNumbers: detailed(
    'Removes called numbers (DNIS) from an inbound campaign, one by one. Callers of a removed number reach a recording that it is out of service.',
  ),
  campaignAddSkills: detailed(
    'Routes a campaign to skills, one by one. Where the vendor cannot list the skills of a campaign, the payload shows none.',
  ),
  campaignRemoveSkills: detailed('Removes skills from a campaign, one by one.'),
  campaignAddDispositions: detailed(
    'Makes dispositions available to the agents of a campaign, one by one. Where the vendor cannot list the dispositions of a campaign, the payload shows none.',
  ),
  campaignRemoveDispositions: detailed('Removes dispositions from a campaign, one by one.'),
});

/** Changes of users affect logins and routing, so they require `admin`. */
const ADMIN = { scope: 'admin' } as const;

/** Acts on agents. */
export const AGENT_ACTS = declare('agent', 'calls:control', {
  agentCreate: detailed(
    'Creates a person at an account with the role of an agent. Where an identity rule joins the person with a known agent, that agent gets another identity.',
    ADMIN,
  ),
  agentUpdate: detailed(
    'Changes an agent in one account. Fields that are absent or null keep their value. A vendor that writes a person only as a whole gets it read, changed and written back, so a change made elsewhere in that moment may be lost.',
    ADMIN,
  ),
  agentDelete: detailed(
    'Deletes one identity of an agent with everything its vendor stores of it. The other identities remain.',
    ADMIN,
  ),
  agentSetReady: plain('Makes an agent ready for calls.'),
  agentSetNotReady: detailed('Makes an agent not ready for calls.'),
  agentLogin: detailed(
    'Logs an agent in, not ready. Fields that are absent are taken from the account’s configuration where it has them.',
  ),
  agentLogout: detailed('Logs an agent out, at the account named, else where the agent is logged in.'),
  agentAddSkills: detailed('Assigns skills to an agent, one by one: a refused one does not stop the others.', ADMIN),
  agentRemoveSkills: detailed('Removes skills from an agent, one by one.', ADMIN),
});

/** Acts on calls. */
export const CALL_ACTS = declare('call', 'calls:control', {
  callDial: detailed('Places a call from an agent’s phone.'),
  callAnswer: plain(
    'Answers a ringing call on the agent’s softphone. FAILED_PRECONDITION for a call that does not ring at the agent, OUTCOME_UNKNOWN where the line does not show the answer.',
  ),
  callHangup: plain('Ends a call.'),
  callHold: plain('Puts a call on hold.'),
  callRetrieve: plain('Retrieves a call from hold.'),
  callDispose: detailed('Sets the disposition of a call; ends the call first where it is still connected.'),
  callPark: plain('Parks a call and frees the agent’s line.'),
  callUnpark: plain('Retrieves a parked call.'),
  callSendDtmf: detailed('Sends DTMF digits into a call.'),
  callTransfer: detailed('Transfers a call to a number or an agent, at once (cold) or after a consultation (warm).'),
  callTransferComplete: plain('Completes a warm transfer.'),
  callTransferCancel: plain('Cancels a warm transfer and returns to the call.'),
  callConference: detailed('Adds a party to a call: a number, an agent or another call.'),
  callConferenceComplete: plain('Adds the consulted party to the conference.'),
  callConferenceCancel: plain('Ends the consultation of a warm conference and returns to the call.'),
  callPartyRemove: detailed('Disconnects one party of a conference; the others stay connected.'),
  callPartyPark: detailed('Parks one party of a conference; the others stay connected.'),
  callConferenceLeave: detailed('Leaves a conference; the other parties stay connected.'),
  callBridge: detailed('Connects two calls of one agent with each other; the agent leaves both.'),
});

/** Acts on recordings. */
export const RECORDING_ACTS = declare('recording', 'recordings:control', {
  recordingStart: detailed('Starts recording.'),
  recordingStop: detailed('Stops recording.'),
  recordingPause: detailed(
    'Pauses recording, as for card data. At an account that cannot pause the recording is stopped, and `recordingResume` continues it. The state in the payload is what the recorder confirmed, not what was requested.',
  ),
  recordingResume: detailed('Resumes recording after a pause.'),
  recordingAnnotate: detailed('Writes custom fields of a recording, finished or running.'),
  // A caller who may control recordings but not listen must not receive the audio by e-mail.
  recordingEmail: detailed('Sends the audio of a finished recording by e-mail.', { scope: 'recordings:listen' }),
});

/** Acts on contacts and the do-not-call list. */
export const CONTACT_ACTS = declare('contacts', 'contacts:write', {
  contactsAdd: detailed(
    'Adds up to 50 contacts one by one; a refused one does not stop the others. For more use `contactsImport`. At an Engage account the contacts form one batch that is accepted or refused as a whole; outreach starts at once and lasts up to 12 hours. The payload’s `import` is that batch, and `contactImportCancel` ends it.',
  ),
  contactsImport: detailed(
    'Imports up to 50,000 contacts in bulk, limited by the gateway’s `limits.bodyBytes` (1 MiB by default, some 8,000 contacts). Returns before the import has finished; follow it with `importProgress`. An Engage account accepts up to 100 contacts and starts outreach at once.',
    { on: 'contactImport' },
  ),
  contactImportCancel: {
    ...plain('Cancels an import that runs, where the vendor can: contacts that were not reached yet are not reached.'),
    on: 'contactImport',
  },
  contactsRemove: detailed(
    'Removes up to 50 contacts, identified by their key fields, from a list; without a list they are deleted altogether.',
  ),
  doNotCallAdd: detailed(
    'Adds numbers to the do-not-call list of an account. Nothing is sent where one of them is not a number.',
    { on: 'doNotCall' },
  ),
  doNotCallRemove: detailed(
    'Removes numbers from the do-not-call list of an account. Nothing is sent where one of them is not a number.',
    { on: 'doNotCall' },
  ),
});

/** Acts on callbacks. */
export const CALLBACK_ACTS = declare('callback', 'calls:control', {
  callbackAdd: detailed('Stores a callback, of which the agent is reminded when it is due.'),
  callbackSnooze: detailed('Reminds the agent of a callback again after a while.'),
  callbackDismiss: plain(
    'Stops reminding the agent of a callback during the present session. The list of callbacks does not show which are dismissed.',
  ),
});

/** Acts on reports. */
export const REPORT_ACTS = declare('report', 'reports:read', {
  reportRun: detailed(
    'Starts a report and returns at once; follow it with `reportProgress`. Counts against the vendor’s quota of reports, see `Account.quotas`.',
  ),
});

/** Every act of the unified plane, by the name of its mutation and of the adapter's method. */
export const ACTS = {
  ...CAMPAIGN_ACTS,
  ...AGENT_ACTS,
  ...CALL_ACTS,
  ...CALLBACK_ACTS,
  ...RECORDING_ACTS,
  ...CONTACT_ACTS,
  ...REPORT_ACTS,
};

/** The name of an act. */
export type ActName = keyof typeof ACTS;

/** Names of acts whose input is the id of their target. */
export type PlainActName<Acts = typeof ACTS> = {
  [Name in keyof Acts]: Acts[Name] extends { readonly plain: true } ? Name : never;
}[keyof Acts];

/** Names of acts, in the order in which they are declared. */
export const ACT_NAMES = Object.keys(ACTS) as readonly ActName[];

/** An act's name as a capability word: `callPark` as `CALL_PARK`. */
export type CapabilityWord<Name extends string> = Name extends `${infer Letter}${infer Rest}`
  ? `${Letter extends Lowercase<Letter> ? Uppercase<Letter> : `_${Letter}`}${CapabilityWord<Rest>}`
  : '';

/** An act's or a read's name as a capability word. */
export function capabilityWord<Name extends string>(name: Name): CapabilityWord<Name> {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase() as CapabilityWord<Name>;
}
