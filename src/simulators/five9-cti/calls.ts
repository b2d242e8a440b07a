import type { call, conference, park, preview, transfer } from '../../adapters/five9-cti/contract/calls.ts';
import type { SimulatedCall } from '../centre/model.ts';
import { calledCampaigns } from '../centre/waiting.ts';
import { refuse } from './company.ts';
import type { SimulatedDesk } from './desk.ts';
import type { Handlers, In } from './handler.ts';

interface ToDial {
  readonly number: string;
  readonly campaignId?: string | null;
  readonly checkDnc?: boolean | null;
  readonly callbackId?: string | null;
}

function place(desk: SimulatedDesk, { number, campaignId = null, checkDnc, callbackId = null }: ToDial): SimulatedCall {
  const { doNotCall } = desk.company;
  if (checkDnc && doNotCall.has(number)) {
    const cause = 'The number is on the do-not-call list';
    desk.send({ _type: 'makeCallFailed', campaignId, cause, number, callbackId });
    throw refuse(cause);
  }
  if (callbackId && desk.storage.callbacks.delete(callbackId)) desk.send({ _type: 'callbackRemoved', id: callbackId });
  const campaign = campaignId && campaignId !== '0' ? desk.company.campaign(campaignId) : null;
  return desk.place(number, campaign);
}

/** Whether the current call is the consultation of a warm transfer or conference, by the reading that is played. */
function isConsulting({ consultation, company }: SimulatedDesk): boolean {
  return consultation !== null && company.reads('consultation-line', 'consultation');
}

/** The other party of a consultation is disconnected. */
function endConsultation(desk: SimulatedDesk): void {
  const { call } = desk.consultation ?? desk;
  desk.consultation = null;
  desk.send({ _type: 'consultCallDisconnected', callSessionId: call.id });
}

/** The active call. */
export const simulatedCallHandlers: Handlers<In<typeof call>> = {
  disconnectCall: (desk) => (isConsulting(desk) ? endConsultation(desk) : desk.company.centre.hangUp(desk.call)),
  finishCall: (desk, { disposition }) => desk.dispose(desk.call, desk.company.disposition(disposition)),
  makeCall: (desk, input) => place(desk, input),
  recordCall: (desk, { flag }) => {
    const { call } = desk;
    if (flag === desk.company.reads('record-flag', 'true-records')) desk.record(call);
    else if (call.recording) desk.company.centre.stopRecording(call.recording);
    else throw refuse('The call is not being recorded');
  },
  toggleHold: (desk, { flag }) => {
    const { centre } = desk.company;
    if (isConsulting(desk)) return;
    return flag === desk.company.reads('hold-flag', 'true-holds') ? centre.hold(desk.call) : centre.retrieve(desk.call);
  },
  sendDTMF: (desk) => {
    if (desk.call.state !== 'CONNECTED') throw refuse('Tones need an active call');
  },
  removeConferenceParticipant: (desk, { callSessionId }) => removeParty(desk, callSessionId),
};

function removeParty(desk: SimulatedDesk, callSessionId: string): string {
  const number = desk.parties.get(callSessionId);
  if (number === undefined) throw refuse(`${callSessionId} is not in the conference`);
  desk.parties.delete(callSessionId);
  const info = { callSessionId, customerTitle: number };
  desk.send({ _type: 'conferenceParticipantRemoved', callSessionId: desk.call.id, info });
  return number;
}

/** Colleagues are reached by extension, queues by the number of their campaign; any other number is outside the company. */
function handOver(desk: SimulatedDesk, call: SimulatedCall, number: string): void {
  const { centre } = desk.company;
  const colleague = centre.people.find(({ extension }) => extension === number);
  if (colleague) return void centre.transfer(call, colleague);
  const queue = calledCampaigns(centre).find((campaign) => campaign.number === number);
  if (queue) return void centre.transferToQueue(call, queue);
  desk.send({ _type: 'transferCompleted', callSessionId: call.id });
  centre.hangUp(call);
}

function consulted(desk: SimulatedDesk, purpose: 'transfer' | 'conference') {
  const { consultation } = desk;
  if (consultation?.purpose !== purpose) throw refuse(`No ${purpose} is being prepared`);
  desk.consultation = null;
  return consultation;
}

function needConnected(call: SimulatedCall): void {
  if (call.state !== 'CONNECTED' && call.state !== 'HELD') throw refuse('The call is not connected');
}

function needCallable({ company }: SimulatedDesk, number: string, checkDnc: boolean | null | undefined): void {
  if (checkDnc && company.doNotCall.has(number)) throw refuse('The number is on the do-not-call list');
}

/** Handing a call over. */
export const transferHandlers: Handlers<In<typeof transfer>> = {
  transferCall: (desk, { callSessionId, number, warm, checkDnc }) => {
    const call = desk.callOf(callSessionId);
    needConnected(call);
    needCallable(desk, number, checkDnc);
    desk.send({ _type: 'transferStarted', callSessionId });
    if (warm) desk.consultation = { purpose: 'transfer', call, number };
    else handOver(desk, call, number);
  },
  completeTransfer: (desk) => {
    const { call, number } = consulted(desk, 'transfer');
    handOver(desk, call, number);
  },
  cancelTransfer: (desk) => {
    const { call } = consulted(desk, 'transfer');
    desk.send({ _type: 'transferCallDisconnected', callSessionId: call.id });
  },
};

/** Several parties on one line. */
export const conferenceHandlers: Handlers<In<typeof conference>> = {
  cancelConference: (desk) => {
    const { call } = consulted(desk, 'conference');
    desk.send({ _type: 'consultCallDisconnected', callSessionId: call.id });
  },
  addToConference: (desk, { callSessionId }) => {
    const call = desk.callOf(callSessionId);
    if (!desk.parked.has(call)) throw refuse('Only a parked call can be added');
    desk.addParty(desk.info(call).number ?? '', callSessionId);
  },
  completeConference: (desk) => {
    const { call, number } = consulted(desk, 'conference');
    desk.addParty(number);
    desk.send({ _type: 'conferenceCompleted', callSessionId: call.id });
  },
  conferenceIn: (desk, { numberToConference, isWarmTransfer, checkDnc }) => {
    const { call } = desk;
    needConnected(call);
    needCallable(desk, numberToConference, checkDnc);
    if (isWarmTransfer) desk.consultation = { purpose: 'conference', call, number: numberToConference };
    else desk.addParty(numberToConference);
  },
  leaveConference: (desk, { dispositionId }) => {
    if (desk.parties.size === 0) throw refuse('There is no conference');
    const { call } = desk;
    if (dispositionId) desk.dispose(call, desk.company.disposition(dispositionId));
    else desk.company.centre.hangUp(call);
  },
};

function sendParkedCalls(desk: SimulatedDesk): void {
  const parked = [...desk.parked].filter((call) => call.person === desk.person);
  const parkedCalls = parked.map((call) => {
    const { callSessionId, campaignId, number } = desk.info(call);
    return { address: number, callSessionId, campaignId, number, worksheetFinished: false };
  });
  desk.send({ _type: 'parkedCallsChanged', parkedCalls });
}

/** Leaving a call waiting. */
export const parkHandlers: Handlers<In<typeof park>> = {
  parkCall: (desk) => {
    const { call } = desk;
    if (call.state !== 'HELD') desk.quietly(() => desk.company.centre.hold(call));
    desk.parked.add(call);
    desk.send({ _type: 'callParked', callSessionId: call.id });
    sendParkedCalls(desk);
  },
  parkConferenceParticipant: (desk, { callSessionId }) => removeParty(desk, callSessionId),
  retreiveCall: (desk, { callSessionId }) => {
    const call = desk.callOf(callSessionId);
    if (!desk.parked.has(call)) throw refuse('The call is not parked');
    desk.company.centre.retrieve(call);
    desk.parked.delete(call);
    sendParkedCalls(desk);
  },
};

function previewed(desk: SimulatedDesk): string {
  if (desk.preview === null) throw refuse('No contact is being previewed');
  return desk.preview;
}

function endPreview(desk: SimulatedDesk, dispositionId: string): void {
  const number = previewed(desk);
  const disposition = desk.company.disposition(dispositionId);
  const call = desk.calls.find((one) => desk.info(one).number === number);
  desk.preview = null;
  desk.send({ _type: 'previewEnded', callSessionId: null, party: 0 });
  if (call) desk.dispose(call, disposition);
}

/** Looking at a contact before calling. */
export const previewHandlers: Handlers<In<typeof preview>> = {
  makePreviewCall: (desk, { number }) => {
    const call = place(desk, { number });
    desk.preview = number;
    desk.send({ _type: 'previewCallInitiated', callSessionId: call.id });
  },
  skipPreviewCall: (desk, { dispositionId }) => endPreview(desk, dispositionId),
  getPreviewSkipDispositions: (desk) => desk.company.dispositions.map((one) => ({ ...one, flags: '0' })),
  endPreviewCall: (desk, { dispositionId }) => endPreview(desk, dispositionId),
  renewPreviewCall: (desk, { dispositionId }) => {
    previewed(desk);
    desk.company.disposition(dispositionId);
    desk.send({ _type: 'previewRenewed', callSessionId: desk.calls[0]?.id ?? null });
  },
};
