/** The effect of each operation in the simulated centre. */
import type { Centre, SimulatedCall, SimulatedCampaign, SimulatedPerson } from '../centre/model.ts';
import { type Refusal, RefusedAct } from '../centre/model.ts';
import { Leads } from './leads.ts';
import { numberTable } from './numbers.ts';
import { SimulatedPhones } from './phones.ts';
import type { ResponseEnvelope } from './write.ts';

/** A failure inside HTTP 200. */
export class Failure extends Error {
  constructor(
    readonly code: number,
    detail: string,
  ) {
    super(detail);
  }
}

type Values = Readonly<Record<string, unknown>>;
type Answer = (input: Values) => unknown;

const REFUSALS: Readonly<Record<Refusal, string>> = {
  CALL_ENDED: 'The call has ended',
  NOT_CONNECTED: 'The call is not connected',
  NOT_HELD: 'The call is not on hold',
  ALREADY_HELD: 'The call is already on hold',
  PERSON_BUSY: 'The user is busy',
  LOGGED_OUT: 'The user is not logged in',
  UNKNOWN_DISPOSITION: 'Unknown result code',
  WRONG_CAMPAIGN_STATE: 'The campaign is in another state',
  ALREADY_RECORDING: 'The call is already being recorded',
  NOT_RECORDING: 'The call is not being recorded',
};

/** The dialler as the remote-control API sees it. */
export class Dialler {
  private readonly leads = new Leads();
  private readonly notes = new Map<string, { notes: unknown; sales: unknown }>();
  /** The centre's number of the call that is counted as 1,000. */
  private countedFrom = 1000;
  private readonly phones: SimulatedPhones;

  private readonly numbers: ReturnType<typeof numberTable>;

  constructor(
    private readonly centre: Centre,
    /** The reading played of each open question. */
    private readonly reading: (question: string) => string,
  ) {
    this.phones = new SimulatedPhones(centre);
    this.numbers = numberTable(reading('numbers'));
  }

  /** Simulates a restart of the vendor: ids of later calls are counted from 1,000 again. */
  restart(): void {
    this.countedFrom = (this.centre.calls.at(-1)?.remoteCallId ?? 999) + 1;
  }

  answer(operation: string, input: Values): ResponseEnvelope {
    const answer = this.answers[operation];
    if (!answer) throw new Failure(404, 'Unknown operation');
    try {
      return { Success: true, Data: answer(input) ?? null, ResponseCode: 0, ResponseDetail: 'OK' };
    } catch (error) {
      if (error instanceof RefusedAct) throw new Failure(409, REFUSALS[error.refusal]);
      throw error;
    }
  }

  /** Notes and successes given to a call when it was connected to another. */
  notesOf(call: SimulatedCall) {
    return this.notes.get(call.id);
  }

  /** Lead a call belongs to. */
  leadOf(call: SimulatedCall): number | undefined {
    return this.leads.leadOf(call.id);
  }

  private person(input: Values): SimulatedPerson {
    const found = this.centre.people.find(({ remoteId }) => remoteId === input.UserID);
    if (!found) throw new Failure(404, 'User not found');
    return found;
  }

  /** The user of the named phone, who must be one of this vendor's and logged in. */
  private desk(input: Values): SimulatedPerson {
    const person = this.person(input);
    if (person.carrier !== 'remote-control' || person.presence === 'LOGGED_OUT')
      throw new Failure(403, 'The user is not logged in');
    return person;
  }

  private callsOf(input: Values): readonly SimulatedCall[] {
    const loggedOut = this.person(input).presence === 'LOGGED_OUT';
    if (loggedOut && this.reading('no-calls') === 'empty') return [];
    const isHidden = this.reading('wrap-up-calls') === 'not-listed';
    return this.phones.calls(this.desk(input)).filter(({ state }) => !isHidden || state !== 'WRAP_UP');
  }

  private call(input: Values, name = 'CallID'): SimulatedCall {
    const person = this.desk(input);
    const found = this.phones.calls(person).find((call) => this.callId(call) === input[name]);
    if (!found) throw new Failure(404, 'Call not found');
    return found;
  }

  private callId(call: SimulatedCall): number {
    return 1000 + call.remoteCallId - this.countedFrom;
  }

  private shown(call: SimulatedCall): Values {
    return {
      CallId: this.callId(call),
      CallStartTime: call.startedAt.toISOString(),
      CallState: this.numbers.callState[call.state],
      CallStatus: this.numbers.callStatus[call.direction === 'INBOUND' ? 'INBOUND' : 'OUTBOUND'],
      ...this.namesOf(call),
      PhoneNumber: call.direction === 'INBOUND' ? call.ani : call.dnis,
      RecordingState: this.numbers.recordingState[call.recording?.state ?? 'STOPPED'],
    };
  }

  private namesOf({ customerName }: SimulatedCall): Values {
    if (this.reading('customer-names') === 'apart') return { CustomerName: customerName, CustomerName2: 'Acme Ltd' };
    const [first = '', ...rest] = customerName.split(' ');
    return { CustomerName: first, CustomerName2: rest.join(' ') };
  }

  private shownSkill(name: string, index: number): Values {
    const second = this.reading('queue-times') === 'milliseconds' ? 1_000 : 1;
    const times = { AbandonThreshold: 10 * second, AcceptableQueueTime: 30 * second };
    return { AcdName: name, Active: true, ID: index + 1, ...times };
  }

  private shownCampaign(campaign: SimulatedCampaign): Values {
    return {
      Active: campaign.state !== 'NOT_RUNNING',
      AutoRecord: true,
      CallerID: campaign.number,
      CampaignID: Number(campaign.id),
      CampaignName: campaign.name,
      Description: campaign.description,
      LiveStats: JSON.stringify({ Name: campaign.name }),
      Status: campaign.state === 'RUNNING' ? this.numbers.running : this.numbers.idle,
      Type: campaign.direction === 'INBOUND' ? 0 : 1,
    };
  }

  private dial(input: Values): Values {
    const person = this.desk(input);
    const number = String(input.PhoneNum);
    if (this.reading('plus') === 'dropped' && number.startsWith('+')) throw new Failure(400, 'Invalid phone number');
    const lead = input.LeadID === null || input.LeadID === undefined ? this.leads.find(number) : Number(input.LeadID);
    const call = this.phones.dial(person, number);
    this.leads.assign(call.id, lead);
    return this.shown(call);
  }

  private connect(input: Values): void {
    const calls = [1, 2].map((number) => ({ number, call: this.call(input, `Call${number}ID`) }));
    for (const { number, call } of calls) {
      this.phones.dispose(call, String(input[`ResultCode${number}`]));
      this.notes.set(call.id, { notes: input[`Notes${number}`], sales: input[`NumSales${number}`] });
    }
  }

  private stopRecording(call: SimulatedCall): void {
    if (!call.recording) throw new RefusedAct('NOT_RECORDING');
    this.centre.stopRecording(call.recording);
  }

  private changeLead(input: Values): void {
    const call = this.call(input);
    const phone = this.leads.phones.find(({ id }) => String(id) === String(input.LeadPhoneID));
    if (!phone) throw new Failure(404, 'Lead phone not found');
    this.leads.assign(call.id, phone.leadId);
  }

  private leadPhones(input: Values): Values[] {
    this.person(input);
    const found = this.leads.phones.filter(({ leadId }) => String(leadId) === String(input.LeadID));
    if (found.length === 0) throw new Failure(404, 'Lead not found');
    return found.map(({ leadId, number, type }) => ({
      ...{ LeadId: leadId, PhoneNumber: number },
      ...{ RecordType: type.name, RecordTypeId: type.id },
    }));
  }

  private readonly answers: Readonly<Record<string, Answer>> = {
    getcalls: (input) => this.callsOf(input).map((call) => this.shown(call)),
    goready: (input) => this.centre.setReady(this.desk(input)),
    dial: (input) => this.dial(input),
    hangup: (input) => this.phones.hangUp(this.call(input)),
    dispose: (input) => this.phones.dispose(this.call(input), String(input.ResultCode)),
    hold: (input) => this.phones.hold(this.call(input)),
    retrieve: (input) => this.phones.retrieve(this.call(input)),
    stoprecord: (input) => this.stopRecording(this.call(input)),
    startrecord: (input) => void this.centre.startRecording(this.call(input)),
    leadphones: (input) => this.leadPhones(input),
    changelead: (input) => this.changeLead(input),
    createnewlead: (input) => this.leads.assign(this.call(input).id, this.leads.create(String(input.PhoneNum))),
    connectcalls: (input) => this.connect(input),
    users: (input) => this.person(input) && this.centre.people.filter(isOurs).map(shownPerson),
    campaigns: (input) =>
      this.person(input) &&
      this.centre.campaigns
        .filter(({ owner }) => owner === 'remote-control')
        .map((campaign) => this.shownCampaign(campaign)),
    acdqueues: (input) => this.person(input) && this.centre.skills.map((name, index) => this.shownSkill(name, index)),
    resultcodes: (input) => this.person(input) && this.centre.dispositions.map(shownDisposition),
  };
}

function isOurs({ carrier }: SimulatedPerson): boolean {
  return carrier === 'remote-control';
}

function shownPerson({ firstName, lastName, remoteId }: SimulatedPerson): Values {
  return { FullName: `${firstName} ${lastName}`, ID: remoteId };
}

function shownDisposition(name: string, index: number): Values {
  return { Code: name, Description: name, IsAgentViewable: true, ResultCodeID: index + 1, Sales: 0 };
}
