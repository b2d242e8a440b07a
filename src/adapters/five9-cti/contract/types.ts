/** The complex types that operations and events carry; fields in the order of the wire. */
import { boolean, type Field, int, list, long, optional, required, scalar, string, struct } from '../../contract.ts';
import { callSessionId, campaignId, created, number } from './fields.ts';

/** A set of switches. No document lists them, so the text stays as the service writes it. */
export const flags = scalar<string>({
  name: 'flags',
  graphql: 'String',
  decode: (text) => text,
  encode: (value) => value,
  sample: '0',
});

const switches = optional(flags, 'Flags of the object, as the service writes them.');
const id = optional(long, 'Its id.');
const name = optional(string, 'Its name.');
const description = optional(string, 'Its purpose.');

/** How a station is connected. */
export const STATION_TYPES = {
  SOFTPHONE: "The telephone program on the agent's machine.",
  PSTN: 'A telephone reached by its public number.',
  VoIP: 'An internet telephone.',
} as const;

export const callInfo = struct('callInfo', "A call on the agent's line.", {
  agentInitiated: optional(boolean, 'Whether the agent placed it.'),
  ani: optional(string, 'Number of the calling side.'),
  autoRecord: optional(boolean, 'Whether it is recorded automatically.'),
  avgSessionTime: optional(long, "Mean length of the campaign's calls; no document states the unit."),
  callSessionId,
  callType: optional(int, "The service's number for the kind of call."),
  callbackId: optional(long, 'Id of the callback it fulfils.'),
  campaignId,
  comments: optional(string, 'Notes stored with it.'),
  consult: optional(boolean, 'Whether it is a consultation with another agent.'),
  dnis: optional(string, 'Number that was dialled.'),
  inboundPause: optional(int, 'Pause before it is put through.'),
  internalReceiver: optional(boolean, 'Whether the other side is a colleague.'),
  number,
  transfer: optional(boolean, 'Whether it arrived by transfer.'),
  userTransferringId: optional(long, 'Id of the agent who handed it over.'),
});

export const agentBridgeStatus = struct('agentBridgeStatus', 'Where the agent and the line stand.', {
  callConnected: optional(boolean, 'Whether the active call was connected, as a call on hold was.'),
  currentCall: optional(list(callInfo), 'The active call, if any.'),
  loggedIn: optional(boolean, 'Whether the agent is logged in.'),
  onCall: optional(boolean, 'Whether the line is taken.'),
  ready: optional(boolean, 'Whether the agent takes calls.'),
  restarting: optional(boolean, 'Whether the station restarts.'),
});

export const agentInfo = struct('agentInfo', 'A colleague the agent can reach.', {
  agentId: optional(long, 'Id of the agent.'),
  name: optional(string, 'Full name.'),
});

const may = (what: string): Field<typeof boolean, false> => optional(boolean, `Whether the agent may ${what}.`);

export const agentPermission = struct('agentPermission', 'The permissions of the agent.', {
  canAddDNC: may('add to the do-not-call list'),
  canChangePassword: may('change the password'),
  canCreateCallbacks: may('keep callbacks'),
  canCreateChat: may('start chats'),
  canCreateConference: may('hold conferences'),
  canDeleteVoicemailSession: may('delete voicemails'),
  canDialDNC: may('call numbers of the do-not-call list'),
  canEditCRMSessions: may("change the customer's record"),
  canMakeCalls: may('place calls'),
  canMakeInternalCalls: may('call colleagues'),
  canMakeRecordings: may('record calls'),
  canMakeTestCalls: may('place test calls'),
  canManageSkillAvailability: may('choose which skills to serve'),
  canPlayPromptToCaller: may('play prompts to the caller'),
  canProcessVoicemail: may('work on voicemails'),
  canRejectCalls: may('turn calls away'),
  canRemoveCRMData: may('delete customer data'),
  canSendMessages: may('send messages'),
  canSkipNumbersInPreview: may('skip previewed contacts'),
  canTransfer: may('transfer calls'),
  canTransferVoicemail: may('pass voicemails on'),
  canUseConnectors: may('start connectors'),
  reasonCodesEnabled: optional(boolean, 'Whether reason codes are required for not ready and logout.'),
  canHold: may('hold calls'),
  canWrapUpCalls: may('take time after a call'),
  canPark: may('park calls'),
  canPickSalesforceObjectForCallLog: may('choose the Salesforce object a call is logged at'),
  canTransferToAgents: may('transfer to agents'),
  canTransferToSkills: may('transfer to skills'),
  canCreateConferenceWithAgents: may('confer with agents'),
  canCreateConferenceUsingSkills: may('confer with agents of a skill'),
  canConfigureAutoAnswer: may('set automatic answering'),
  canSelectSysRecycleDisposition: may("choose the system's recycling dispositions"),
});

export const answerCriteriaValue = struct('answerCriteriaValue', 'Where an answer leads next.', {
  questionToJumpTo: optional(string, 'The question that follows.'),
  questionType: optional(int, "The service's number for the kind of question."),
  valueToCheck: optional(string, 'The answer that leads there.'),
});

export const callbackInfo = struct('callbackInfo', 'A scheduled callback.', {
  agent: optional(long, 'Id of the agent who is to call.'),
  CRMId: optional(long, "Id of the customer's record."),
  campaignId,
  comments: optional(string, "The agent's notes."),
  dueDate: optional(long, 'When to call, as a number since 1970; no document states the unit.'),
  flags: switches,
  id,
  number: optional(string, 'The number to call.'),
  userGroup: optional(long, 'Id of the group whose members may call.'),
});

export const campaignInfo = struct('campaignInfo', 'A campaign the agent works for.', {
  id,
  name,
  flags: switches,
  state: optional(int, "The service's number for where it stands."),
  mode: optional(int, "The service's number for how it dials."),
  extension: optional(string, 'Extension colleagues reach it by.'),
});

export const connectorValue = struct('connectorValue', 'A way to open another system from a call.', {
  className: optional(string, 'The class that carries it out.'),
  description,
  dispositionIds: optional(list(long), 'Dispositions that start it.'),
  flags: switches,
  id,
  name,
  url: optional(string, 'Address it opens.'),
});

export const dispositionValue = struct('dispositionValue', 'A call outcome the agent may choose.', {
  description,
  flags: switches,
  id,
  name,
});

export const participantInfo = struct('participantInfo', 'One party of a conference.', {
  callSessionId,
  campaignId,
  customerTitle: optional(string, 'The displayed title of the party.'),
});

export const liveCallbackInfo = struct('liveCallbackInfo', 'A queued callback offered to the agent.', {
  callSessionId,
  campaignId,
  number,
  callbackNumber: optional(string, 'The number to call back.'),
  offerId: optional(long, 'Id of the offer.'),
  skillId: optional(long, 'Id of the skill it waits for.'),
  transferModule: optional(string, 'Module of the call flow that it came from.'),
});

export const loginInfo = struct('loginInfo', 'How the agent had logged in.', {
  password: optional(string, 'The password; never passed on.', { secret: true }),
  stationId: optional(string, 'Station number.'),
  stationtype: optional(string, 'Kind of station.'),
  username: optional(string, 'Log-in name.'),
});

export const mapValue = struct('mapValue', 'A named value.', {
  key: optional(string, 'The name.'),
  value: optional(string, 'The value.'),
});

export const map = struct('map', 'Named values.', {
  attributes: optional(list(mapValue), 'Each name with its value.'),
});

export const numberRestrictionValue = struct('numberRestrictionValue', "Whether a contact's number may be dialled.", {
  dialrestricted: optional(boolean, 'Whether dialling it is not allowed.'),
  number: optional(int, "Which of the contact's numbers."),
});

export const parkedCallInfo = struct('parkedCallInfo', 'A call the agent left waiting.', {
  address: optional(string, 'Where the other party is.'),
  addressType: optional(int, "The service's number for the kind of address."),
  callSessionId,
  campaignId,
  number,
  worksheetFinished: optional(boolean, 'Whether its worksheet is complete.'),
});

export const passwordPolicy = struct('passwordPolicy', 'A rule a new password has to follow.', {
  aspect: optional(string, 'Its subject.'),
  count: optional(long, 'Requested number.'),
  description: optional(string, 'The rule, for people.'),
});

export const questionRestriction = struct('questionRestriction', 'A rule an answer has to follow.', {
  id,
  optional: optional(boolean, 'Whether it may be passed over.'),
  restrictionType: optional(int, "The service's number for the kind of rule."),
  value: optional(string, 'The value that it compares with.'),
});

export const questionValue = struct('questionValue', "A question of the campaign's worksheet.", {
  answerCriteria: optional(list(answerCriteriaValue), 'Where the answers lead.'),
  dataViewType: optional(int, "The service's number for how data are shown."),
  description: optional(string, 'The question.'),
  fieldViewType: optional(int, "The service's number for how the field is shown."),
  id,
  idx: optional(int, 'Its place in the worksheet.'),
  name,
  options: optional(list(mapValue), 'Answers to choose from.'),
  restrictions: optional(list(questionRestriction), 'Rules for the answer.'),
  type: optional(int, "The service's number for the kind of question."),
});

export const queuedCall = struct('queuedCall', 'A call that waits for an agent.', {
  callSessionId,
  campaignId,
  created,
  customer: optional(string, 'Who waits.'),
  personal: optional(boolean, 'Whether it waits for this very agent.'),
  priority: optional(int, 'The higher, the sooner.'),
});

export const readyStateValue = struct('readyStateValue', 'A way of being ready or not.', { id, name });

export const reasonCodeValue = struct('reasonCodeValue', 'Why an agent is not ready, or logs out.', { id, name });

export const recordingValue = struct('recordingValue', 'A personal voicemail or greeting.', {
  callSessionId,
  campaignId,
  created,
  filename: optional(string, 'Name of its file.'),
  flags: switches,
  id,
  length: optional(long, 'How long it is; no document states the unit.'),
  name,
  number,
});

export const skillInfo = struct('skillInfo', 'A skill the agent serves.', {
  name: optional(string, 'Its name.'),
  skillId: optional(long, 'Its id.'),
});

export const speedDialInfo = struct('speedDialInfo', 'A number under a short code.', {
  code: optional(string, 'The short code.'),
  description,
  id,
  number: optional(string, 'The number that it dials.'),
});

export const userDetails = struct('userDetails', 'Who works at this desk, and with which phone.', {
  domain: optional(string, 'Name of the company.'),
  domainId: optional(long, 'Id of the company.'),
  extension: optional(string, 'Extension colleagues dial.'),
  flags: switches,
  fullName: optional(string, 'First and last name.'),
  station: optional(string, 'Station number.'),
  stationType: optional(string, 'Kind of station.'),
  username: optional(string, 'Log-in name.'),
});

export const userInfo = struct('userInfo', 'A user who is available for chats.', {
  id,
  name,
  role: optional(string, 'The role of the person.'),
  uniqueId: optional(string, 'Id that no other session has.'),
});

/** Named values, as an operation's argument. */
export const answers = required(map, 'Each question with its answer.');
