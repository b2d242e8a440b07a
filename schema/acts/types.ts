import { type ClassType, InputType, ObjectType } from 'type-graphql';
import { type ActInput, type Payload, TargetInput } from './act.ts';
import { ACT_NAMES, ACTS, type ActName, type ActSubject } from './acts.ts';
import * as agent from './agent.ts';
import * as call from './call.ts';
import * as callback from './callback.ts';
import * as campaign from './campaign.ts';
import * as contact from './contact.ts';
import * as recording from './recording.ts';
import * as report from './report.ts';

type AbstractClass<Instance> = abstract new () => Instance;

/** The fields of each payload, by what its act changes. */
const PAYLOADS: Readonly<Record<ActSubject, AbstractClass<Payload>>> = {
  campaign: campaign.CampaignPayload,
  agent: agent.AgentPayload,
  call: call.CallPayload,
  recording: recording.RecordingPayload,
  contacts: contact.ContactsPayload,
  contactImport: contact.ContactsImportedPayload,
  doNotCall: contact.DoNotCallPayload,
  report: report.ReportPayload,
  callback: callback.CallbackPayload,
};

/** The fields of each input that has more than its target's id. */
const INPUTS: Readonly<Partial<Record<ActName, AbstractClass<ActInput>>>> = {
  campaignCreate: campaign.CampaignCreateInput,
  campaignUpdate: campaign.CampaignUpdateInput,
  campaignRename: campaign.CampaignRenameInput,
  campaignAddLists: campaign.CampaignListsInput,
  campaignRemoveLists: campaign.CampaignListsInput,
  campaignUpdateList: campaign.CampaignUpdateListInput,
  campaignAddNumbers: campaign.CampaignNumbersInput,
  campaignRemoveNumbers: campaign.CampaignNumbersInput,
  campaignAddSkills: campaign.CampaignSkillsInput,
  campaignRemoveSkills: campaign.CampaignSkillsInput,
  campaignAddDispositions: campaign.CampaignDispositionsInput,
  campaignRemoveDispositions: campaign.CampaignDispositionsInput,
  agentCreate: agent.AgentCreateInput,
  agentUpdate: agent.AgentUpdateInput,
  agentDelete: agent.IdentityInput,
  agentSetNotReady: agent.AgentSetNotReadyInput,
  agentLogin: agent.AgentLoginInput,
  agentLogout: agent.AgentLogoutInput,
  agentAddSkills: agent.AgentAddSkillsInput,
  agentRemoveSkills: agent.AgentSkillsInput,
  callDial: call.CallDialInput,
  callDispose: call.CallDisposeInput,
  callSendDtmf: call.CallSendDtmfInput,
  callTransfer: call.CallTransferInput,
  callConference: call.CallConferenceInput,
  callConferenceLeave: call.CallConferenceLeaveInput,
  callPartyRemove: call.CallPartyInput,
  callPartyPark: call.CallPartyInput,
  callBridge: call.CallBridgeInput,
  callbackAdd: callback.CallbackAddInput,
  callbackSnooze: callback.CallbackSnoozeInput,
  recordingStart: recording.RecordingTargetInput,
  recordingStop: recording.RecordingTargetInput,
  recordingPause: recording.RecordingTargetInput,
  recordingResume: recording.RecordingTargetInput,
  recordingAnnotate: recording.RecordingAnnotateInput,
  recordingEmail: recording.RecordingEmailInput,
  contactsAdd: contact.ContactsWrittenInput,
  contactsImport: contact.ContactsWrittenInput,
  contactsRemove: contact.ContactsInput,
  doNotCallAdd: contact.DoNotCallInput,
  doNotCallRemove: contact.DoNotCallInput,
  reportRun: report.ReportRunInput,
};

/** The input type of an act, named after it. */
export interface ActTypes {
  readonly name: ActName;
  readonly input: ClassType<ActInput>;
  readonly payload: ClassType<Payload>;
}

function typeName(act: ActName, part: 'Input' | 'Payload'): string {
  return `${act.charAt(0).toUpperCase()}${act.slice(1)}${part}`;
}

function inputType(act: ActName): ClassType<ActInput> {
  @InputType(typeName(act, 'Input'), { description: `Input of \`${act}\`.` })
  class Input extends ((INPUTS[act] ?? TargetInput) as unknown as ClassType<object>) {}
  return Input as ClassType<ActInput>;
}

/** A payload class with its own name; `simpleResolvers` because its fields are properties. */
export function payloadType<Fields extends Payload>(name: string, fields: AbstractClass<Fields>): ClassType<Fields> {
  @ObjectType(name, {
    simpleResolvers: true,
    description: `Result of \`${name.charAt(0).toLowerCase()}${name.slice(1, -7)}\`.`,
  })
  class Result extends (fields as unknown as ClassType<object>) {}
  return Result as ClassType<Fields>;
}

/** The input and payload types of every act, in the order of their declarations. */
export const ACT_TYPES: readonly ActTypes[] = ACT_NAMES.map((name) => ({
  name,
  input: inputType(name),
  payload: payloadType(typeName(name, 'Payload'), PAYLOADS[ACTS[name].on]),
}));
