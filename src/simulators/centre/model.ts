/**
 * The simulated contact centre behind every vendor simulator: agents, campaigns, calls and recordings, moved by one
 * seeded clock. Equal seeds give equal worlds: all randomness comes from the seed, and time passes only through
 * `advanceTo`.
 */

/** Which telephony vendor carries a person's phone. */
type Carrier = 'five9-cti' | 'remote-control';

/** Which vendor runs a campaign. */
type CampaignOwner = 'five9-config' | 'remote-control' | 'engage';

/** An agent of the centre; each vendor lists the same people under its own keys. */
export interface SimulatedPerson {
  readonly index: number;
  readonly firstName: string;
  readonly lastName: string;
  /** Log-in name, e.g. `jdoe`; Five9's user name and the recorder's SYS_USER. */
  readonly userName: string;
  readonly email: string;
  readonly employeeId: string;
  /** Phone extension, which is the recorder's DEVICEID. */
  readonly extension: string;
  readonly carrier: Carrier;
  /** Five9's 64-bit user id, as text. */
  readonly five9Id: string;
  /** Remote-control's user id. */
  readonly remoteId: number;
  /** The recorder's USER_ID. */
  readonly recorderId: number;
  readonly stationName: string;
  readonly skills: readonly string[];
  readonly group: string;
  presence: SimulatedPresence;
  presenceSince: Date;
  reasonCode: string | null;
}

/** The presence of a person. */
export type SimulatedPresence = 'LOGGED_OUT' | 'NOT_READY' | 'READY' | 'RINGING' | 'ON_CALL' | 'WRAP_UP';

/** A campaign and what it does. */
export interface SimulatedCampaign {
  /** Numeric id used by the owning vendor, as text. */
  readonly id: string;
  readonly owner: CampaignOwner;
  name: string;
  description: string;
  readonly direction: 'INBOUND' | 'OUTBOUND';
  readonly channel: 'VOICE' | 'TEXT' | 'EMAIL';
  readonly mode: 'PREDICTIVE' | 'PROGRESSIVE' | 'POWER' | 'PREVIEW' | 'AUTODIAL' | null;
  /** DNIS of an inbound campaign, caller id of an outbound one. */
  readonly number: string;
  state: 'NOT_RUNNING' | 'STARTING' | 'RUNNING' | 'PAUSED' | 'STOPPING' | 'COMPLETED' | 'CANCELLED';
  readonly skills: readonly string[];
  readonly dispositions: readonly string[];
  readonly lists: readonly string[];
}

/** A call on a person's phone. */
export interface SimulatedCall {
  /** 16 hexadecimal characters: CTI's callSessionId and the recorder's CALLID. */
  readonly id: string;
  readonly carrier: Carrier;
  /** Remote-control's CallId, counted from 1,000; unique only with the start time. */
  readonly remoteCallId: number;
  readonly person: SimulatedPerson;
  readonly campaign: SimulatedCampaign | null;
  readonly direction: 'INBOUND' | 'OUTBOUND';
  readonly ani: string;
  readonly dnis: string;
  readonly customerName: string;
  state: 'RINGING' | 'CONNECTED' | 'HELD' | 'WRAP_UP' | 'ENDED';
  readonly startedAt: Date;
  connectedAt: Date | null;
  /** When the line dropped; the call is WRAP_UP until it is disposed. */
  disconnectedAt: Date | null;
  endedAt: Date | null;
  /** When the present hold began. */
  heldAt: Date | null;
  /** Milliseconds on hold before the present hold. */
  heldMilliseconds: number;
  disposition: string | null;
  /** Call this one is being transferred to, or was. */
  transferredTo: string | null;
  recording: SimulatedRecording | null;
}

/** A caller in the queue, served by the first agent who is ready. */
export interface QueuedCall {
  /** The id of the call, before and after it reaches an agent. */
  readonly id: string;
  readonly campaign: SimulatedCampaign;
  readonly number: string;
  readonly name: string;
  /** The higher, the sooner. */
  readonly priority: number;
  readonly arrivedAt: Date;
  state: 'WAITING' | 'ROUTED' | 'ABANDONED';
  /** When it was routed or gave up. */
  leftAt: Date | null;
  /** The call at the agent's desk. */
  call: SimulatedCall | null;
}

/** A recording of a call, running or finished. */
export interface SimulatedRecording {
  readonly recordId: number;
  readonly call: SimulatedCall;
  readonly callInstance: string;
  readonly core: number;
  readonly channel: number;
  readonly fileName: string;
  readonly startedAt: Date;
  stoppedAt: Date | null;
  state: 'RECORDING' | 'PAUSED' | 'STOPPED';
  /** Blacked-out stretches, in milliseconds from the start. */
  readonly blackouts: { from: number; to: number | null }[];
  /** USER1 to USER15 by name. USER8 carries the call id. */
  readonly fields: Record<string, string>;
}

/** An event in the centre; simulators translate it into events of their vendor. */
export type CentreEvent =
  | { readonly kind: 'call'; readonly type: CallChangeKind; readonly call: SimulatedCall; readonly at: Date }
  | {
      readonly kind: 'recording';
      readonly type: RecordingChangeKind;
      readonly recording: SimulatedRecording;
      readonly at: Date;
    }
  | {
      /** A caller began to wait, was routed or gave up. */
      readonly kind: 'queue';
      readonly caller: QueuedCall;
      readonly at: Date;
    }
  | {
      readonly kind: 'presence';
      readonly person: SimulatedPerson;
      readonly previous: SimulatedPresence;
      readonly at: Date;
    }
  | {
      readonly kind: 'campaign';
      readonly campaign: SimulatedCampaign;
      readonly previous: SimulatedCampaign['state'];
      readonly at: Date;
    };

/** Steps of a call's life. */
type CallChangeKind = 'started' | 'connected' | 'held' | 'retrieved' | 'disconnected' | 'disposed' | 'transferred';

/** Steps of a recording's life; `updated` means it was saved or annotated. */
type RecordingChangeKind = 'started' | 'paused' | 'resumed' | 'stopped' | 'updated';

/** How a centre is made. */
export interface CentreOptions {
  readonly seed: number;
  /** Start of the simulated history. */
  readonly startsAt: Date;
  /** How many people work there; at least 40 by default. */
  readonly people?: number;
  /** How many times as fast as usual people act: calls come, are handled and end. */
  readonly pace?: number;
}

/**
 * The simulated world. Acts throw a `RefusedAct` when the world does not allow them; the simulator answers with its
 * vendor's refusal.
 */
export interface Centre {
  readonly people: readonly SimulatedPerson[];
  readonly campaigns: readonly SimulatedCampaign[];
  /** Skills by name, e.g. `Billing`. */
  readonly skills: readonly string[];
  readonly dispositions: readonly string[];
  readonly notReadyReasons: readonly string[];
  /** Every call since the beginning, oldest first, live ones included. */
  readonly calls: readonly SimulatedCall[];
  /** Every recording since the beginning, oldest first. */
  readonly recordings: readonly SimulatedRecording[];
  /** Calls left waiting, each of which leaves its person's phone free. */
  readonly parked: Set<SimulatedCall>;
  /** Callers that wait for an agent. */
  readonly waiting: ReadonlySet<QueuedCall>;
  /** Every caller since the beginning, oldest first. */
  readonly callers: readonly QueuedCall[];
  now(): Date;
  /** Advances the clock: everything due until then happens in order, and each event is passed to the listeners. */
  advanceTo(time: Date): void;
  /** Plans something for when the world's clock has moved on by these milliseconds. */
  after(milliseconds: number, run: () => void): void;
  /** Follows the wall clock until stopped. */
  run(): () => void;
  on(listener: (event: CentreEvent) => void): () => void;
  /** Calls that have not ended, wrap-up included. */
  liveCalls(person?: SimulatedPerson): readonly SimulatedCall[];
  dial(person: SimulatedPerson, number: string, campaign: SimulatedCampaign | null): SimulatedCall;
  answer(call: SimulatedCall): void;
  hangUp(call: SimulatedCall): void;
  hold(call: SimulatedCall): void;
  retrieve(call: SimulatedCall): void;
  /** Hangs up first when the call is still connected. */
  dispose(call: SimulatedCall, disposition: string): void;
  /** Hands the call over to another person; answers the new call on their phone. */
  transfer(call: SimulatedCall, to: SimulatedPerson): SimulatedCall;
  /** Hands the call over into the queue of a campaign. */
  transferToQueue(call: SimulatedCall, campaign: SimulatedCampaign): void;
  setReady(person: SimulatedPerson): void;
  setNotReady(person: SimulatedPerson, reasonCode: string | null): void;
  logIn(person: SimulatedPerson): void;
  logOut(person: SimulatedPerson): void;
  startCampaign(campaign: SimulatedCampaign): void;
  /** RUNNING becomes STOPPING and, once its calls are drained, NOT_RUNNING. */
  stopCampaign(campaign: SimulatedCampaign): void;
  forceStopCampaign(campaign: SimulatedCampaign): void;
  pauseCampaign(campaign: SimulatedCampaign): void;
  resumeCampaign(campaign: SimulatedCampaign): void;
  startRecording(call: SimulatedCall): SimulatedRecording;
  stopRecording(recording: SimulatedRecording): void;
  pauseRecording(recording: SimulatedRecording): void;
  resumeRecording(recording: SimulatedRecording): void;
  annotate(recording: SimulatedRecording, fields: Readonly<Record<string, string>>): void;
}

/** Why the world refused. */
export type Refusal =
  | 'CALL_ENDED'
  | 'NOT_CONNECTED'
  | 'NOT_HELD'
  | 'ALREADY_HELD'
  | 'PERSON_BUSY'
  | 'LOGGED_OUT'
  | 'UNKNOWN_DISPOSITION'
  | 'WRONG_CAMPAIGN_STATE'
  | 'ALREADY_RECORDING'
  | 'NOT_RECORDING';

/** The world does not allow this act now. */
export class RefusedAct extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal);
  }
}
