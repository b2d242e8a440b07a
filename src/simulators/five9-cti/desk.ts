/** One agent's service: the world as that agent's desk shows it, and data that only this vendor has. */
import type { DeskEvent } from '../../adapters/five9-cti/contract/events/index.ts';
import type { CallInfo, DeskStatus } from '../../adapters/five9-cti/quirks.ts';
import type { CentreEvent, SimulatedCall, SimulatedPerson } from '../centre/model.ts';
import { AgentStorage } from './agent-storage.ts';
import { type Company, refuse } from './company.ts';
import { Listeners } from './listeners.ts';
import { queueEvents } from './queue.ts';

/** A second party being brought in. */
interface Consultation {
  readonly purpose: 'transfer' | 'conference';
  readonly call: SimulatedCall;
  readonly number: string;
}

function isPutThrough({ state }: SimulatedCall): boolean {
  return state === 'CONNECTED' || state === 'HELD';
}

/** One agent's service. */
export class SimulatedDesk {
  readonly listeners = new Listeners();
  readonly storage: AgentStorage;
  readonly parked: Set<SimulatedCall>;
  /** Further parties of the active conference, by session id. */
  readonly parties = new Map<string, string>();
  consultation: Consultation | null = null;
  /** Number of the contact being previewed. */
  preview: string | null = null;
  /** Calls that a request is disposing, whose outcome the requester receives. */
  private readonly disposing = new Set<SimulatedCall>();
  private readonly asked = new Set<SimulatedCall>();
  private isQuiet = false;
  private readonly placed = new WeakSet<SimulatedCall>();
  private isPlacing = false;
  private partiesMade = 0;
  /** Id of the call that the parties belong to. */
  private conferenceCall: string | null = null;

  constructor(
    readonly company: Company,
    readonly person: SimulatedPerson,
  ) {
    this.parked = company.centre.parked;
    this.storage = new AgentStorage(person, company, (event) => this.send(event));
  }

  /** Active calls: live and not parked, the current one first. */
  get calls(): readonly SimulatedCall[] {
    const calls = this.company.centre.liveCalls(this.person).filter((call) => !this.parked.has(call));
    return this.company.reads('current-call', 'oldest') ? calls : calls.toReversed();
  }

  /** The call that operations without an id mean. */
  get call(): SimulatedCall {
    const [call] = this.calls;
    if (!call) throw refuse('There is no current call');
    return call;
  }

  /** A call of this desk by its session id. */
  callOf(id: string): SimulatedCall {
    const call = this.company.centre.liveCalls(this.person).find((one) => one.id === id);
    if (!call) throw refuse(`Call ${id} is not on this station`);
    return call;
  }

  send(event: DeskEvent): void {
    this.listeners.send(event);
  }

  /** Runs an act whose own events replace those of the world. */
  quietly(act: () => void): void {
    this.isQuiet = true;
    try {
      act();
    } finally {
      this.isQuiet = false;
    }
  }

  /** Places a call of the agent; its first events are sent while it is placed. */
  place(number: string, campaign: SimulatedCall['campaign']): SimulatedCall {
    this.isPlacing = true;
    try {
      const call = this.company.centre.dial(this.person, number, campaign);
      this.placed.add(call);
      return call;
    } finally {
      this.isPlacing = false;
    }
  }

  dispose(call: SimulatedCall, disposition: string): void {
    this.disposing.add(call);
    this.company.centre.dispose(call, disposition);
  }

  record(call: SimulatedCall): void {
    this.asked.add(call);
    this.company.centre.startRecording(call);
  }

  /** Brings a party into the active call. */
  addParty(number: string, known?: string): void {
    this.partiesMade += 1;
    this.conferenceCall = this.call.id;
    const id = known ?? `${this.call.id}-${this.partiesMade}`;
    this.parties.set(id, number);
    const info = { callSessionId: id, campaignId: this.call.campaign?.id ?? null, customerTitle: number };
    this.send({ _type: 'conferenceParticipantAdded', callSessionId: this.call.id, info });
  }

  info(call: SimulatedCall): CallInfo {
    const { id, ani, dnis, campaign, direction } = call;
    const isOut = direction === 'OUTBOUND';
    return {
      agentInitiated: isOut && (campaign === null || this.isPlacing || this.placed.has(call)),
      ani,
      autoRecord: campaign !== null,
      callSessionId: id,
      callType: isOut ? 1 : 0,
      campaignId: campaign?.id ?? null,
      consult: false,
      dnis,
      internalReceiver: false,
      number: isOut ? dnis : ani,
      transfer: this.company.centre.calls.some(({ transferredTo }) => transferredTo === id),
    };
  }

  /** The second leg of a consultation or conference, as a separate call. */
  private leg(id: string, number: string, consult: boolean): CallInfo {
    return { agentInitiated: true, callSessionId: id, consult, dnis: number, internalReceiver: true, number };
  }

  /** Calls that a status lists in addition to the active ones, by the active readings. */
  private listedToo(): readonly CallInfo[] {
    const { company, consultation } = this;
    const parked = company.centre.liveCalls(this.person).filter((call) => this.parked.has(call));
    return [
      ...(company.reads('parked-calls', 'in-status') ? parked.map((call) => this.info(call)) : []),
      ...(company.reads('consult-call', 'second-call') && consultation
        ? [this.leg(`${consultation.call.id}-c`, consultation.number, true)]
        : []),
      ...(company.reads('conference-parties', 'in-status')
        ? [...this.parties].map(([id, number]) => this.leg(id, number, false))
        : []),
    ];
  }

  status(): DeskStatus {
    const { presence } = this.person;
    const { calls } = this;
    const isOff = (call: SimulatedCall) => call.state === 'HELD' && this.company.reads('held-line', 'not-connected');
    return {
      callConnected: calls.some((call) => isPutThrough(call) && !isOff(call)),
      currentCall: [...calls.map((call) => this.info(call)), ...this.listedToo()],
      loggedIn: presence !== 'LOGGED_OUT',
      onCall: calls.some((call) => call.state === 'RINGING' || isPutThrough(call)),
      ready: presence !== 'LOGGED_OUT' && presence !== 'NOT_READY',
      restarting: false,
    };
  }

  /** Sends an event of the centre as this vendor's events. */
  happened(event: CentreEvent): void {
    if (this.isQuiet) return;
    if (event.kind === 'queue')
      for (const changed of queueEvents(this.company, this.person, event.caller)) this.send(changed);
    else if (event.kind === 'campaign') this.send({ _type: 'campaignUpdate', campaignId: event.campaign.id });
    else if (event.kind === 'presence') this.presenceChanged(event.previous);
    else if (event.kind === 'recording') this.recordingChanged(event.type, event.recording.call);
    else for (const changed of this.callChanged(event)) this.send(changed);
  }

  private callChanged({ type, call }: Extract<CentreEvent, { kind: 'call' }>): readonly DeskEvent[] {
    const callSessionId = call.id;
    const ofHold = this.company.reads('hold-event', 'named') ? { callSessionId } : {};
    switch (type) {
      case 'started':
        return this.appeared(call);
      case 'connected':
        return [{ _type: 'callStarted', callSessionId }];
      case 'held':
        return [{ _type: 'callOnHold', ...ofHold }];
      case 'retrieved':
        return [{ _type: 'callOffHold', ...ofHold }];
      case 'transferred':
        return [{ _type: 'transferCompleted', callSessionId }];
      case 'disconnected':
        if (call.id === this.conferenceCall) this.parties.clear();
        if (this.consultation?.call === call) this.consultation = null;
        return [{ _type: this.parked.delete(call) ? 'parkedCallDisconnected' : 'callEnded', callSessionId }];
      case 'disposed':
        return this.disposed(call);
    }
  }

  private appeared(call: SimulatedCall): readonly DeskEvent[] {
    const callinfo = this.info(call);
    if (call.direction === 'INBOUND' || call.campaign) return [{ _type: 'incomingCall', callinfo }];
    const { number = null } = callinfo;
    return [
      { _type: 'callInitiated', number, type: 1 },
      { _type: 'callUpdated', callinfo },
    ];
  }

  private disposed(call: SimulatedCall): readonly DeskEvent[] {
    this.parked.delete(call);
    const { startedAt, connectedAt, disconnectedAt, endedAt } = call;
    const callSessionId = call.id;
    const end = (endedAt ?? this.company.centre.now()).getTime();
    const dropped = disconnectedAt?.getTime() ?? end;
    const hold = this.company.reads('call-length', 'with-hold') ? 0 : call.heldMilliseconds;
    const finished: DeskEvent = {
      _type: 'callFinished',
      callHandleTime: this.company.duration(end - startedAt.getTime()),
      callLength: this.company.duration(dropped - (connectedAt?.getTime() ?? dropped) - hold),
      callSessionId,
      callStarted: this.company.moment(startedAt),
      callWrapupTime: this.company.duration(end - dropped),
    };
    if (this.disposing.delete(call)) return [finished];
    const dispositionId = this.company.idOf(this.company.dispositions, call.disposition);
    return [{ _type: 'callEndedByACW', callSessionId, dispositionId, timeout: '0' }, finished];
  }

  private recordingChanged(type: string, call: SimulatedCall): void {
    const callSessionId = call.id;
    if (type === 'started')
      this.send({ _type: 'recordingStarted', callSessionId, autoRecording: !this.asked.has(call) });
    if (type === 'stopped') this.send({ _type: 'recordingStopped', callSessionId });
  }

  private presenceChanged(previous: SimulatedPerson['presence']): void {
    const { presence, reasonCode, userName, stationName } = this.person;
    if (previous === 'LOGGED_OUT')
      this.send({ _type: 'loginProcessFinished', stationNumber: stationName, successfull: true, user: userName });
    if (presence === 'LOGGED_OUT') this.send({ _type: 'logoutProcessFinished' });
    else if (presence === 'READY' || presence === 'NOT_READY') {
      const reasonCodeId = this.company.idOf(this.company.notReadyReasons, reasonCode) ?? '0';
      this.send({ _type: 'readyStateChanged', forced: false, id: presence === 'READY' ? '1' : '0', reasonCodeId });
    }
    if (this.company.reads('update-status', 'every-change'))
      this.send({ _type: 'updateStatus', status: this.status() });
  }
}
