import { createCampaigns, DISPOSITIONS, NOT_READY_REASONS } from './campaigns.ts';
import type {
  Centre,
  CentreEvent,
  CentreOptions,
  Refusal,
  SimulatedCall,
  SimulatedCampaign,
  SimulatedPerson,
  SimulatedPresence,
  SimulatedRecording,
} from './model.ts';
import { RefusedAct } from './model.ts';
import { createPeople, SKILLS } from './people.ts';
import { chance } from './random.ts';
import { Schedule } from './schedule.ts';

const USUAL_PEOPLE = 45;
const FIRST_REMOTE_CALL = 1000;
const FIRST_RECORD = 554_000;
const MAX_STORED_CALLS = 5_000;
/** How long a stopped campaign drains before it is really not running. */
const DRAINING = 25_000;
/** How long after its end a recording is saved to the recorder's database. */
const SAVING = 1_500;

/** What a call is placed with. */
interface NewCall {
  readonly person: SimulatedPerson;
  readonly campaign: SimulatedCampaign | null;
  readonly direction: SimulatedCall['direction'];
  readonly customerNumber: string;
  readonly customerName: string;
  /** The call that is handed over. */
  readonly from?: SimulatedCall;
}

function refuseUnless(condition: boolean, refusal: Refusal): void {
  if (!condition) throw new RefusedAct(refusal);
}

/** The state of the centre and every act on it; what happens of itself is planned by the script. */
export class CentreWorld implements Omit<Centre, 'run'> {
  readonly people: readonly SimulatedPerson[];
  readonly campaigns = createCampaigns();
  readonly skills = SKILLS;
  readonly dispositions = DISPOSITIONS;
  readonly notReadyReasons = NOT_READY_REASONS;
  readonly calls: SimulatedCall[] = [];
  readonly recordings: SimulatedRecording[] = [];
  readonly parked = new Set<SimulatedCall>();
  readonly schedule = new Schedule();
  readonly seed: number;
  /** Called when a call is answered, so that the script can plan its course. */
  onAnswered: (call: SimulatedCall) => void = () => {};
  /** Called when a call's line drops, so that the script can plan its wrap-up. */
  onDisconnected: (call: SimulatedCall) => void = () => {};
  readonly #touches = new WeakMap<object, number>();
  readonly #listeners = new Set<(event: CentreEvent) => void>();
  readonly #live = new Set<SimulatedCall>();
  readonly #instances = new Map<SimulatedPerson, number>();
  #now: number;
  #callCount = 0;
  #recordCount = 0;

  constructor({ seed, startsAt, people = USUAL_PEOPLE }: CentreOptions) {
    this.seed = seed;
    this.#now = startsAt.getTime();
    this.people = createPeople(people, seed, startsAt);
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** How many calls there have been, which numbers the next one. */
  get callCount(): number {
    return this.#callCount;
  }

  advanceTo(time: Date): void {
    const until = time.getTime();
    for (let due = this.schedule.take(until); due; due = this.schedule.take(until)) {
      this.#now = Math.max(this.#now, due.time);
      due.run();
    }
    this.#now = Math.max(this.#now, until);
  }

  on(listener: (event: CentreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Number of holds and retrievals of a call, or of pauses and resumptions of a recording; an unchanged number means
   * no change.
   */
  touches(subject: SimulatedCall | SimulatedRecording | SimulatedCampaign): number {
    return this.#touches.get(subject) ?? 0;
  }

  #touch(subject: SimulatedCall | SimulatedRecording | SimulatedCampaign): void {
    this.#touches.set(subject, this.touches(subject) + 1);
  }

  /** Plans something after these milliseconds. */
  after(milliseconds: number, run: () => void): void {
    this.schedule.at(this.#now + milliseconds, run);
  }

  liveCalls(person?: SimulatedPerson): readonly SimulatedCall[] {
    const live = [...this.#live];
    return person ? live.filter((call) => call.person === person) : live;
  }

  /** Puts a new ringing call on a person's phone. */
  place({ person, campaign, direction, customerNumber, customerName, from }: NewCall): SimulatedCall {
    refuseUnless(person.presence !== 'LOGGED_OUT', 'LOGGED_OUT');
    refuseUnless(
      this.liveCalls(person).every((call) => this.parked.has(call)),
      'PERSON_BUSY',
    );
    const ours = campaign?.number ?? person.extension;
    const inbound = direction === 'INBOUND';
    const call: SimulatedCall = {
      id: chance(this.seed, `call ${this.#callCount}`).hex(16),
      carrier: person.carrier,
      remoteCallId: FIRST_REMOTE_CALL + this.#callCount++,
      person,
      campaign,
      direction,
      ani: inbound ? customerNumber : ours,
      dnis: inbound ? ours : customerNumber,
      customerName,
      state: 'RINGING',
      startedAt: this.now(),
      connectedAt: null,
      disconnectedAt: null,
      endedAt: null,
      heldAt: null,
      heldMilliseconds: 0,
      disposition: null,
      transferredTo: null,
      recording: null,
    };
    if (from) from.transferredTo = call.id;
    this.#keep(call);
    this.#presence(person, 'RINGING');
    this.#emit({ kind: 'call', type: 'started', call, at: this.now() });
    return call;
  }

  dial(person: SimulatedPerson, number: string, campaign: SimulatedCampaign | null): SimulatedCall {
    const call = this.place({ person, campaign, direction: 'OUTBOUND', customerNumber: number, customerName: '' });
    this.after(3_000, () => call.state === 'RINGING' && this.answer(call));
    return call;
  }

  answer(call: SimulatedCall): void {
    refuseUnless(call.state === 'RINGING', 'CALL_ENDED');
    call.state = 'CONNECTED';
    call.connectedAt = this.now();
    this.#presence(call.person, 'ON_CALL');
    this.#emit({ kind: 'call', type: 'connected', call, at: this.now() });
    this.startRecording(call);
    this.onAnswered(call);
  }

  hold(call: SimulatedCall): void {
    this.#mustBeUp(call);
    refuseUnless(call.state !== 'HELD', 'ALREADY_HELD');
    refuseUnless(call.state === 'CONNECTED', 'NOT_CONNECTED');
    call.state = 'HELD';
    call.heldAt = this.now();
    this.#touch(call);
    this.#emit({ kind: 'call', type: 'held', call, at: this.now() });
  }

  retrieve(call: SimulatedCall): void {
    this.#mustBeUp(call);
    refuseUnless(call.state === 'HELD', 'NOT_HELD');
    this.#endHold(call);
    call.state = 'CONNECTED';
    this.#touch(call);
    this.#presence(call.person, 'ON_CALL');
    this.#emit({ kind: 'call', type: 'retrieved', call, at: this.now() });
  }

  hangUp(call: SimulatedCall): void {
    this.#mustBeUp(call);
    this.#endHold(call);
    call.state = 'WRAP_UP';
    call.disconnectedAt = this.now();
    if (call.recording && call.recording.state !== 'STOPPED') this.stopRecording(call.recording);
    this.#presence(call.person, this.#presenceByCalls(call.person));
    this.#emit({ kind: 'call', type: 'disconnected', call, at: this.now() });
    this.onDisconnected(call);
  }

  dispose(call: SimulatedCall, disposition: string): void {
    refuseUnless(call.state !== 'ENDED', 'CALL_ENDED');
    refuseUnless(
      this.dispositions.some((known) => known === disposition),
      'UNKNOWN_DISPOSITION',
    );
    if (call.state !== 'WRAP_UP') this.hangUp(call);
    call.state = 'ENDED';
    call.endedAt = this.now();
    call.disposition = disposition;
    this.#live.delete(call);
    this.parked.delete(call);
    this.#presence(call.person, this.#presenceByCalls(call.person));
    this.#emit({ kind: 'call', type: 'disposed', call, at: this.now() });
  }

  transfer(call: SimulatedCall, to: SimulatedPerson): SimulatedCall {
    this.#mustBeUp(call);
    refuseUnless(call.state !== 'RINGING', 'NOT_CONNECTED');
    const inbound = call.direction === 'INBOUND';
    const next = this.place({
      person: to,
      campaign: call.campaign,
      direction: call.direction,
      customerNumber: inbound ? call.ani : call.dnis,
      customerName: call.customerName,
      from: call,
    });
    this.#emit({ kind: 'call', type: 'transferred', call, at: this.now() });
    this.hangUp(call);
    this.answer(next);
    return next;
  }

  setReady(person: SimulatedPerson): void {
    refuseUnless(person.presence !== 'LOGGED_OUT', 'LOGGED_OUT');
    if (!this.liveCalls(person).length) this.#presence(person, 'READY');
  }

  setNotReady(person: SimulatedPerson, reasonCode: string | null): void {
    refuseUnless(person.presence !== 'LOGGED_OUT', 'LOGGED_OUT');
    refuseUnless(!this.liveCalls(person).length, 'PERSON_BUSY');
    this.#presence(person, 'NOT_READY', reasonCode);
  }

  logIn(person: SimulatedPerson): void {
    if (person.presence === 'LOGGED_OUT') this.#presence(person, 'NOT_READY');
  }

  logOut(person: SimulatedPerson): void {
    refuseUnless(!this.liveCalls(person).length, 'PERSON_BUSY');
    this.#presence(person, 'LOGGED_OUT');
  }

  startCampaign(campaign: SimulatedCampaign): void {
    this.#change(campaign, 'RUNNING', ['NOT_RUNNING', 'PAUSED', 'COMPLETED']);
  }

  stopCampaign(campaign: SimulatedCampaign): void {
    this.#change(campaign, 'STOPPING', ['RUNNING', 'PAUSED']);
    const since = this.touches(campaign);
    this.after(DRAINING, () => this.#drained(campaign, since));
  }

  /**
   * Not running once the time has passed and no call is left; a campaign that another act changed meanwhile is not
   * affected.
   */
  #drained(campaign: SimulatedCampaign, since: number): void {
    if (campaign.state !== 'STOPPING' || this.touches(campaign) !== since) return;
    const left = this.liveCalls().some((call) => call.campaign === campaign && call.state !== 'WRAP_UP');
    if (left) this.after(SAVING, () => this.#drained(campaign, since));
    else this.#change(campaign, 'NOT_RUNNING', ['STOPPING']);
  }

  forceStopCampaign(campaign: SimulatedCampaign): void {
    this.#change(campaign, 'NOT_RUNNING', ['RUNNING', 'PAUSED', 'STOPPING']);
  }

  pauseCampaign(campaign: SimulatedCampaign): void {
    this.#change(campaign, 'PAUSED', ['RUNNING']);
  }

  resumeCampaign(campaign: SimulatedCampaign): void {
    this.#change(campaign, 'RUNNING', ['PAUSED']);
  }

  startRecording(call: SimulatedCall): SimulatedRecording {
    refuseUnless(call.state === 'CONNECTED' || call.state === 'HELD', 'NOT_CONNECTED');
    refuseUnless(!call.recording || call.recording.state === 'STOPPED', 'ALREADY_RECORDING');
    const { person } = call;
    const instance = (this.#instances.get(person) ?? 2000) + 1;
    this.#instances.set(person, instance);
    const core = 1 + (person.index % 2);
    const recording: SimulatedRecording = {
      recordId: FIRST_RECORD + this.#recordCount++,
      call,
      callInstance: String(instance),
      core,
      channel: 1 + person.index,
      fileName: fileNameOf(person, this.now()),
      startedAt: this.now(),
      stoppedAt: null,
      state: 'RECORDING',
      blackouts: [],
      fields: { USER1: call.campaign?.name.slice(0, 20) ?? '', USER8: call.id },
    };
    call.recording = recording;
    this.recordings.push(recording);
    if (this.recordings.length > MAX_STORED_CALLS) this.recordings.shift();
    this.#emit({ kind: 'recording', type: 'started', recording, at: this.now() });
    return recording;
  }

  stopRecording(recording: SimulatedRecording): void {
    refuseUnless(recording.state !== 'STOPPED', 'NOT_RECORDING');
    this.#endBlackout(recording);
    recording.state = 'STOPPED';
    recording.stoppedAt = this.now();
    this.#emit({ kind: 'recording', type: 'stopped', recording, at: this.now() });
    this.after(SAVING, () => this.#emit({ kind: 'recording', type: 'updated', recording, at: this.now() }));
  }

  pauseRecording(recording: SimulatedRecording): void {
    refuseUnless(recording.state === 'RECORDING', 'NOT_RECORDING');
    recording.state = 'PAUSED';
    this.#touch(recording);
    recording.blackouts.push({ from: this.#now - recording.startedAt.getTime(), to: null });
    this.#emit({ kind: 'recording', type: 'paused', recording, at: this.now() });
  }

  resumeRecording(recording: SimulatedRecording): void {
    refuseUnless(recording.state === 'PAUSED', 'NOT_RECORDING');
    this.#endBlackout(recording);
    recording.state = 'RECORDING';
    this.#touch(recording);
    this.#emit({ kind: 'recording', type: 'resumed', recording, at: this.now() });
  }

  annotate(recording: SimulatedRecording, fields: Readonly<Record<string, string>>): void {
    Object.assign(recording.fields, fields);
    this.#emit({ kind: 'recording', type: 'updated', recording, at: this.now() });
  }

  #mustBeUp(call: SimulatedCall): void {
    refuseUnless(call.state !== 'ENDED' && call.state !== 'WRAP_UP', 'CALL_ENDED');
  }

  #endHold(call: SimulatedCall): void {
    if (call.heldAt) call.heldMilliseconds += this.#now - call.heldAt.getTime();
    call.heldAt = null;
  }

  #endBlackout(recording: SimulatedRecording): void {
    const open = recording.blackouts.find(({ to }) => to === null);
    if (open) open.to = this.#now - recording.startedAt.getTime();
  }

  /** A person with another call in hand is not ready when one of them ends. */
  #presenceByCalls(person: SimulatedPerson): SimulatedPresence {
    const inHand = this.liveCalls(person).filter((call) => !this.parked.has(call) || call.state === 'WRAP_UP');
    const states = new Set(inHand.map(({ state }) => state));
    if (states.has('CONNECTED') || states.has('HELD')) return 'ON_CALL';
    if (states.has('RINGING')) return 'RINGING';
    return states.has('WRAP_UP') ? 'WRAP_UP' : 'READY';
  }

  #keep(call: SimulatedCall): void {
    this.calls.push(call);
    this.#live.add(call);
    if (this.calls.length > MAX_STORED_CALLS) this.calls.shift();
  }

  #presence(person: SimulatedPerson, presence: SimulatedPresence, reasonCode: string | null = null): void {
    const previous = person.presence;
    person.reasonCode = reasonCode;
    if (previous === presence) return;
    person.presence = presence;
    person.presenceSince = this.now();
    this.#emit({ kind: 'presence', person, previous, at: this.now() });
  }

  #change(
    campaign: SimulatedCampaign,
    state: SimulatedCampaign['state'],
    from: readonly SimulatedCampaign['state'][],
  ): void {
    refuseUnless(from.includes(campaign.state), 'WRONG_CAMPAIGN_STATE');
    const previous = campaign.state;
    campaign.state = state;
    this.#touch(campaign);
    this.#emit({ kind: 'campaign', campaign, previous, at: this.now() });
  }

  #emit(event: CentreEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

/** A Windows path as the recorder writes it: day, device, device and time. */
function fileNameOf(person: SimulatedPerson, at: Date): string {
  const [day = '', time = ''] = at.toISOString().split('T');
  const stamp = time.slice(0, 8).replaceAll(':', '-');
  return `C:\\Recordings\\${day.replaceAll('-', '')}\\${person.extension}\\${person.extension}-${stamp}.cca`;
}
