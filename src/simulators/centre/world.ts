import { CampaignRuns } from './campaign-runs.ts';
import { createCampaigns, DISPOSITIONS, NOT_READY_REASONS } from './campaigns.ts';
import { refuseUnless, WorldClock } from './clock.ts';
import type {
  Centre,
  CentreOptions,
  QueuedCall,
  SimulatedCall,
  SimulatedCampaign,
  SimulatedPerson,
  SimulatedPresence,
  SimulatedRecording,
} from './model.ts';
import { createPeople, SKILLS } from './people.ts';
import { chance } from './random.ts';
import { Recordings } from './recordings.ts';

const USUAL_PEOPLE = 45;
const FIRST_REMOTE_CALL = 1000;
const MAX_STORED_CALLS = 5_000;

/** The facts of a new call. */
interface NewCall {
  readonly person: SimulatedPerson;
  readonly campaign: SimulatedCampaign | null;
  readonly direction: SimulatedCall['direction'];
  readonly customerNumber: string;
  readonly customerName: string;
  /** The id of a call that has waited; a new one by default. */
  readonly id?: string;
  /** The call that is handed over. */
  readonly from?: SimulatedCall;
}

/** The state of the centre and every act on it; what happens of itself is planned by the script. */
export class CentreWorld extends WorldClock implements Omit<Centre, 'run'> {
  readonly people: readonly SimulatedPerson[];
  readonly campaigns = createCampaigns();
  readonly skills = SKILLS;
  readonly dispositions = DISPOSITIONS;
  readonly notReadyReasons = NOT_READY_REASONS;
  readonly calls: SimulatedCall[] = [];
  readonly parked = new Set<SimulatedCall>();
  readonly waiting = new Set<QueuedCall>();
  readonly callers: QueuedCall[] = [];
  readonly seed: number;
  /** Called when a call is answered, so that the script can plan its course. */
  onAnswered: (call: SimulatedCall) => void = () => {};
  /** Called when a call's line drops, so that the script can plan its wrap-up. */
  onDisconnected: (call: SimulatedCall) => void = () => {};
  transferToQueue: Centre['transferToQueue'] = () => {};
  readonly #live = new Set<SimulatedCall>();
  readonly #recorder = new Recordings(this);
  readonly #runs = new CampaignRuns(this, () => this.liveCalls());
  readonly recordings = this.#recorder.all;
  #callCount = 0;

  constructor({ seed, startsAt, people = USUAL_PEOPLE, pace }: CentreOptions) {
    super(startsAt, pace);
    this.seed = seed;
    this.people = createPeople(people, seed, startsAt);
  }

  liveCalls(person?: SimulatedPerson): readonly SimulatedCall[] {
    const live = [...this.#live];
    return person ? live.filter((call) => call.person === person) : live;
  }

  /** Puts a new ringing call on a person's phone. */
  place({ person, campaign, direction, customerNumber, customerName, from, id }: NewCall): SimulatedCall {
    refuseUnless(person.presence !== 'LOGGED_OUT', 'LOGGED_OUT');
    refuseUnless(
      this.liveCalls(person).every((call) => this.parked.has(call)),
      'PERSON_BUSY',
    );
    const ours = campaign?.number ?? person.extension;
    const inbound = direction === 'INBOUND';
    const call: SimulatedCall = {
      id: id ?? chance(this.seed, `call ${this.#callCount}`).hex(16),
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
    this.emit({ kind: 'call', type: 'started', call, at: this.now() });
    return call;
  }

  dial(person: SimulatedPerson, number: string, campaign: SimulatedCampaign | null): SimulatedCall {
    const call = this.place({ person, campaign, direction: 'OUTBOUND', customerNumber: number, customerName: '' });
    this.afterPaced(3_000, () => call.state === 'RINGING' && this.answer(call));
    return call;
  }

  answer(call: SimulatedCall): void {
    refuseUnless(call.state === 'RINGING', 'CALL_ENDED');
    call.state = 'CONNECTED';
    call.connectedAt = this.now();
    this.#presence(call.person, 'ON_CALL');
    this.emit({ kind: 'call', type: 'connected', call, at: this.now() });
    this.startRecording(call);
    this.onAnswered(call);
  }

  hold(call: SimulatedCall): void {
    this.#mustBeUp(call);
    refuseUnless(call.state !== 'HELD', 'ALREADY_HELD');
    refuseUnless(call.state === 'CONNECTED', 'NOT_CONNECTED');
    call.state = 'HELD';
    call.heldAt = this.now();
    this.touch(call);
    this.emit({ kind: 'call', type: 'held', call, at: this.now() });
  }

  retrieve(call: SimulatedCall): void {
    this.#mustBeUp(call);
    refuseUnless(call.state === 'HELD', 'NOT_HELD');
    this.#endHold(call);
    call.state = 'CONNECTED';
    this.touch(call);
    this.#presence(call.person, 'ON_CALL');
    this.emit({ kind: 'call', type: 'retrieved', call, at: this.now() });
  }

  hangUp(call: SimulatedCall): void {
    this.#mustBeUp(call);
    this.#endHold(call);
    call.state = 'WRAP_UP';
    call.disconnectedAt = this.now();
    if (call.recording && call.recording.state !== 'STOPPED') this.stopRecording(call.recording);
    this.#presence(call.person, this.#presenceByCalls(call.person));
    this.emit({ kind: 'call', type: 'disconnected', call, at: this.now() });
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
    this.emit({ kind: 'call', type: 'disposed', call, at: this.now() });
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
    this.emit({ kind: 'call', type: 'transferred', call, at: this.now() });
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

  startCampaign = (campaign: SimulatedCampaign): void => this.#runs.start(campaign);
  stopCampaign = (campaign: SimulatedCampaign): void => this.#runs.stop(campaign);
  forceStopCampaign = (campaign: SimulatedCampaign): void => this.#runs.forceStop(campaign);
  pauseCampaign = (campaign: SimulatedCampaign): void => this.#runs.pause(campaign);
  resumeCampaign = (campaign: SimulatedCampaign): void => this.#runs.resume(campaign);

  startRecording = (call: SimulatedCall): SimulatedRecording => this.#recorder.start(call);
  stopRecording = (recording: SimulatedRecording): void => this.#recorder.stop(recording);
  pauseRecording = (recording: SimulatedRecording): void => this.#recorder.pause(recording);
  resumeRecording = (recording: SimulatedRecording): void => this.#recorder.resume(recording);
  annotate: Recordings['annotate'] = (recording, fields) => this.#recorder.annotate(recording, fields);

  #mustBeUp(call: SimulatedCall): void {
    refuseUnless(call.state !== 'ENDED' && call.state !== 'WRAP_UP', 'CALL_ENDED');
  }

  #endHold(call: SimulatedCall): void {
    if (call.heldAt) call.heldMilliseconds += this.now().getTime() - call.heldAt.getTime();
    call.heldAt = null;
  }

  /** A person with another active call is not ready when one of them ends. */
  #presenceByCalls(person: SimulatedPerson): SimulatedPresence {
    const inHand = this.liveCalls(person).filter((call) => !this.parked.has(call) || call.state === 'WRAP_UP');
    const states = new Set(inHand.map(({ state }) => state));
    if (states.has('CONNECTED') || states.has('HELD')) return 'ON_CALL';
    if (states.has('RINGING')) return 'RINGING';
    return states.has('WRAP_UP') ? 'WRAP_UP' : 'READY';
  }

  #keep(call: SimulatedCall): void {
    this.#live.add(call);
    if (this.calls.push(call) > MAX_STORED_CALLS) this.calls.shift();
  }

  #presence(person: SimulatedPerson, presence: SimulatedPresence, reasonCode: string | null = null): void {
    const previous = person.presence;
    person.reasonCode = reasonCode;
    if (previous === presence) return;
    person.presence = presence;
    person.presenceSince = this.now();
    this.emit({ kind: 'presence', person, previous, at: this.now() });
  }
}
