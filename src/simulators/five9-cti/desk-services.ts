/** Callbacks, voicemails, worksheets, connectors and the softphone of a desk. */
import type { callbacks } from '../../adapters/five9-cti/contract/callbacks.ts';
import type { recordings } from '../../adapters/five9-cti/contract/recordings.ts';
import type { connectors, scripts } from '../../adapters/five9-cti/contract/scripts.ts';
import type { softphone } from '../../adapters/five9-cti/contract/softphone.ts';
import { refuse } from './company.ts';
import type { SimulatedDesk } from './desk.ts';
import type { Handlers, In } from './handler.ts';

function changeCallback(desk: SimulatedDesk, callback: Parameters<SimulatedDesk['storage']['keep']>[0]): void {
  const changed = desk.storage.keep(callback);
  const isWhole = desk.company.reads('callbacks-changed', 'whole-list');
  const info = isWhole ? [...desk.storage.callbacks.values()] : [changed];
  desk.send({ _type: 'callbacksChanged', info, operation: 1 });
}

/** Scheduled callbacks. */
export const simulatedCallbackHandlers: Handlers<In<typeof callbacks>> = {
  getCallbacks: ({ storage }) => [...storage.callbacks.values()],
  addCallback: (desk, { number, duedate, comments }) => {
    const info = desk.storage.storeCallback({ number, dueDate: duedate, comments });
    desk.send({ _type: 'callbackAdded', info });
  },
  removeCallback: (desk, { id }) => {
    desk.storage.callbacks.delete(desk.storage.callback(id).id);
    desk.send({ _type: 'callbackRemoved', id });
  },
  updateCallback: (desk, { info }) => {
    const changes = Object.fromEntries(
      Object.entries(info).filter(([, value]) => value !== null && value !== undefined),
    );
    const changed = { ...desk.storage.callback(info.id), ...changes };
    changeCallback(desk, changed);
  },
  snoozeCallback: (desk, { id, time }) => {
    const unit = desk.company.reads('durations', 'seconds') ? 1_000 : 1;
    const changed = {
      ...desk.storage.callback(id),
      dueDate: desk.company.moment(new Date(desk.storage.time() + Number(time) * unit)),
    };
    changeCallback(desk, changed);
  },
  dismissCallback: ({ storage }, { id }) => storage.dismissed.add(storage.callback(id).id),
  resetRemindedCallback: ({ storage }, { id }) => storage.dismissed.delete(storage.callback(id).id),
};

/** Personal voicemails. */
export const simulatedRecordingHandlers: Handlers<In<typeof recordings>> = {
  playRecording: ({ storage }, { voicemailId }) => {
    storage.playing = storage.voicemail(voicemailId).id;
  },
  removeRecording: (desk, { voicemailId }) => {
    desk.storage.voicemails.delete(desk.storage.voicemail(voicemailId).id);
    sendVoicemails(desk);
  },
  stopPlayingRecording: (desk) => {
    if (desk.storage.playing === null) throw refuse('Nothing is being played');
    desk.storage.playing = null;
    desk.send({ _type: 'recordingPlayFinished', duration: '1000' });
  },
  requestRecordings: (desk) => sendVoicemails(desk),
  resetGreeting: ({ storage }) => {
    storage.greeting = null;
  },
  uploadGreeting: ({ storage }, { arg0 }) => {
    storage.greeting = arg0;
  },
};

function sendVoicemails(desk: SimulatedDesk): void {
  desk.send({ _type: 'recordingsChanged', recordings: [...desk.storage.voicemails.values()] });
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

/** Scripts and forms of the agent. */
export const scriptHandlers: Handlers<In<typeof scripts>> = {
  requestScript: (desk, { campaignId }) => {
    const { id } = desk.company.campaign(campaignId);
    desk.send({ _type: 'openURL', newTab: false, url: `https://scripts.example.com/campaigns/${id}` });
  },
  requestWorksheet: ({ company }, { campaignId }) => (company.campaign(campaignId) ? QUESTIONS : []),
  saveWorksheetAnswers: ({ storage }, { values }) => {
    for (const { key, value } of values.attributes ?? []) storage.answers.set(key ?? '', value ?? '');
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
    desk.send({ _type: 'openURL', newTab: true, url: connector.url });
  },
  openBrowser: (desk, { url }) => desk.send({ _type: 'openURL', newTab: true, url }),
};

const INPUTS = ['Headset Microphone', 'Built-in Microphone'];
const OUTPUTS = ['Headset', 'Built-in Speakers'];

function level(value: number): number {
  if (value < 0 || value > 100) throw refuse('A level is from 0 to 100');
  return value;
}

/** The telephone program on the agent's machine. */
export const softphoneHandlers: Handlers<In<typeof softphone>> = {
  softphoneHangupPhone: (desk) => desk.company.centre.hangUp(desk.call),
  softphonePickupPhone: (desk) => desk.company.centre.answer(desk.call),
  getSoftphoneInputDevices: () => INPUTS,
  getSoftphoneOutputDevices: () => OUTPUTS,
  getSoftphoneDevices: ({ storage: { devices } }) => [devices.ring, devices.speaker, devices.microphone],
  setSoftphoneDevices: ({ storage }, { ringDevice, speakerDevice, microphoneDevice, micAgc }) => {
    if (!OUTPUTS[ringDevice] || !OUTPUTS[speakerDevice] || !INPUTS[microphoneDevice]) throw refuse('No such device');
    Object.assign(storage.devices, { ring: ringDevice, speaker: speakerDevice, microphone: microphoneDevice });
    storage.microphoneAgc = micAgc;
  },
  getSoftphoneSpeakerVolume: ({ storage }) => storage.speakerVolume,
  setSoftphoneSpeakerVolume: (desk, { volume }) => {
    desk.storage.speakerVolume = level(volume);
    desk.send({ _type: 'softphoneVolumeChanged', microphone: false, speaker: true, value: volume });
  },
  getSoftphoneMicrophoneLevel: ({ storage }) => storage.microphoneLevel,
  setSoftphoneMicrophoneLevel: (desk, { level: wanted }) => {
    desk.storage.microphoneLevel = level(wanted);
    desk.send({ _type: 'softphoneVolumeChanged', microphone: true, speaker: false, value: wanted });
  },
  getSoftphoneMicrophoneAgc: ({ storage }) => storage.microphoneAgc,
  setSoftphoneMicrophoneAgc: ({ storage }, { agc }) => {
    storage.microphoneAgc = agc;
  },
  setSoftphoneAutoHangup: ({ storage }, { value }) => {
    storage.autoHangup = value;
  },
  getSoftphoneAutoHangup: ({ storage }) => storage.autoHangup,
};
