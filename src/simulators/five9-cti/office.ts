/** Callbacks, voicemails, worksheets, connectors and the softphone of a desk. */
import type { callbacks } from '../../adapters/five9-cti/contract/callbacks.ts';
import type { recordings } from '../../adapters/five9-cti/contract/recordings.ts';
import type { connectors, scripts } from '../../adapters/five9-cti/contract/scripts.ts';
import type { softphone } from '../../adapters/five9-cti/contract/softphone.ts';
import { refuse } from './company.ts';
import type { SimulatedDesk } from './desk.ts';
import type { Handlers, In } from './handler.ts';

/** Promises to call somebody later. */
export const callbackHandlers: Handlers<In<typeof callbacks>> = {
  getCallbacks: ({ keepings }) => [...keepings.callbacks.values()],
  addCallback: (desk, { number, duedate, comments }) => {
    const info = desk.keepings.keepCallback({ number, dueDate: duedate, comments });
    desk.tell({ _type: 'callbackAdded', info });
  },
  removeCallback: (desk, { id }) => {
    desk.keepings.callbacks.delete(desk.keepings.callback(id).id);
    desk.tell({ _type: 'callbackRemoved', id });
  },
  updateCallback: (desk, { info }) => {
    const told = Object.fromEntries(Object.entries(info).filter(([, value]) => value !== null && value !== undefined));
    const changed = { ...desk.keepings.callback(info.id), ...told };
    desk.keepings.callbacks.set(changed.id, changed);
    desk.tell({ _type: 'callbacksChanged', info: [changed], operation: 1 });
  },
  snoozeCallback: (desk, { id, time }) => {
    const changed = { ...desk.keepings.callback(id), dueDate: String(desk.keepings.time() + Number(time)) };
    desk.keepings.callbacks.set(id, changed);
    desk.tell({ _type: 'callbacksChanged', info: [changed], operation: 1 });
  },
  dismissCallback: ({ keepings }, { id }) => keepings.dismissed.add(keepings.callback(id).id),
  resetRemindedCallback: ({ keepings }, { id }) => keepings.dismissed.delete(keepings.callback(id).id),
};

/** Personal voicemails. */
export const recordingHandlers: Handlers<In<typeof recordings>> = {
  playRecording: ({ keepings }, { voicemailId }) => {
    keepings.playing = keepings.voicemail(voicemailId).id;
  },
  removeRecording: (desk, { voicemailId }) => {
    desk.keepings.voicemails.delete(desk.keepings.voicemail(voicemailId).id);
    tellVoicemails(desk);
  },
  stopPlayingRecording: (desk) => {
    if (desk.keepings.playing === null) throw refuse('Nothing is being played');
    desk.keepings.playing = null;
    desk.tell({ _type: 'recordingPlayFinished', duration: '1000' });
  },
  requestRecordings: (desk) => tellVoicemails(desk),
  resetGreeting: ({ keepings }) => {
    keepings.greeting = null;
  },
  uploadGreeting: ({ keepings }, { arg0 }) => {
    keepings.greeting = arg0;
  },
};

function tellVoicemails(desk: SimulatedDesk): void {
  desk.tell({ _type: 'recordingsChanged', recordings: [...desk.keepings.voicemails.values()] });
}

const QUESTIONS = [
  {
    id: '1',
    idx: 0,
    name: 'reason',
    description: 'Why did the customer call?',
    type: 0,
    dataViewType: 0,
    fieldViewType: 0,
  },
  {
    id: '2',
    idx: 1,
    name: 'satisfied',
    description: 'Was the customer content?',
    type: 1,
    dataViewType: 0,
    fieldViewType: 0,
  },
].map((question) => ({
  ...question,
  answerCriteria: [],
  options: ['Yes', 'No'].map((word) => ({ key: word.toLowerCase(), value: word })),
  restrictions: [{ id: question.id, optional: true, restrictionType: 0, value: '' }],
}));

/** What the agent reads out and fills in. */
export const scriptHandlers: Handlers<In<typeof scripts>> = {
  requestScript: (desk, { campaignId }) => {
    const { id } = desk.company.campaign(campaignId);
    desk.tell({ _type: 'openURL', newTab: false, url: `https://scripts.example.com/campaigns/${id}` });
  },
  requestWorksheet: ({ company }, { campaignId }) => (company.campaign(campaignId) ? QUESTIONS : []),
  saveWorksheetAnswers: ({ keepings }, { values }) => {
    for (const { key, value } of values.attributes ?? []) keepings.answers.set(key ?? '', value ?? '');
  },
};

const CONNECTORS = [
  { id: '1', name: 'Order desk', url: 'https://orders.example.com/' },
  { id: '2', name: 'Knowledge base', url: 'https://help.example.com/' },
].map((connector) => ({ ...connector, className: 'WebConnector', description: '', dispositionIds: [], flags: '0' }));

/** Ways into other systems. */
export const connectorHandlers: Handlers<In<typeof connectors>> = {
  requestConnectors: ({ company }, { campaignId }) => (company.campaign(campaignId) ? CONNECTORS : []),
  processConnector: (desk, { campaignId, connectorId }) => {
    desk.company.campaign(campaignId);
    const connector = CONNECTORS.find(({ id }) => id === connectorId);
    if (!connector) throw refuse(`Connector ${connectorId} does not exist`);
    desk.tell({ _type: 'openURL', newTab: true, url: connector.url });
  },
  openBrowser: (desk, { url }) => desk.tell({ _type: 'openURL', newTab: true, url }),
};

const INPUTS = ['Headset Microphone', 'Built-in Microphone'];
const OUTPUTS = ['Headset', 'Built-in Speakers'];

function level(value: number): number {
  if (value < 0 || value > 100) throw refuse('A level lies between 0 and 100');
  return value;
}

/** The telephone program on the agent's machine. */
export const softphoneHandlers: Handlers<In<typeof softphone>> = {
  softphoneHangupPhone: (desk) => desk.company.centre.hangUp(desk.call),
  softphonePickupPhone: (desk) => desk.company.centre.answer(desk.call),
  getSoftphoneInputDevices: () => INPUTS,
  getSoftphoneOutputDevices: () => OUTPUTS,
  getSoftphoneDevices: ({ keepings: { devices } }) => [devices.ring, devices.speaker, devices.microphone],
  setSoftphoneDevices: ({ keepings }, { ringDevice, speakerDevice, microphoneDevice, micAgc }) => {
    if (!OUTPUTS[ringDevice] || !OUTPUTS[speakerDevice] || !INPUTS[microphoneDevice]) throw refuse('No such device');
    Object.assign(keepings.devices, { ring: ringDevice, speaker: speakerDevice, microphone: microphoneDevice });
    keepings.microphoneAgc = micAgc;
  },
  getSoftphoneSpeakerVolume: ({ keepings }) => keepings.speakerVolume,
  setSoftphoneSpeakerVolume: (desk, { volume }) => {
    desk.keepings.speakerVolume = level(volume);
    desk.tell({ _type: 'softphoneVolumeChanged', microphone: false, speaker: true, value: volume });
  },
  getSoftphoneMicrophoneLevel: ({ keepings }) => keepings.microphoneLevel,
  setSoftphoneMicrophoneLevel: (desk, { level: wanted }) => {
    desk.keepings.microphoneLevel = level(wanted);
    desk.tell({ _type: 'softphoneVolumeChanged', microphone: true, speaker: false, value: wanted });
  },
  getSoftphoneMicrophoneAgc: ({ keepings }) => keepings.microphoneAgc,
  setSoftphoneMicrophoneAgc: ({ keepings }, { agc }) => {
    keepings.microphoneAgc = agc;
  },
  setSoftphoneAutoHangup: ({ keepings }, { value }) => {
    keepings.autoHangup = value;
  },
  getSoftphoneAutoHangup: ({ keepings }) => keepings.autoHangup,
};
