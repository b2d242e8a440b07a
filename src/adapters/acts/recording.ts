import type { ErrorCode, MediaFormat, RecordingConfirmation, RecordingState } from '../../../schema/vocabulary.ts';
import type { SendOptions } from '../contract.ts';

/** What a recording act points at: a device and, where several calls are on it, the call instance. */
export interface RecordingTarget {
  readonly device?: string | null;
  readonly callInstance?: string | null;
  /** Native id of a finished recording, for annotating. */
  readonly recording?: string | null;
  /** Native id of the call, for vendors that record by call. */
  readonly call?: string | null;
  readonly callId?: string | null;
  /** The call is the only one in progress on its phone, as far as its account knows. */
  readonly isOnlyCall?: boolean;
}

/** What the vendor confirmed of a recording act. */
export interface RecordingOutcome {
  readonly state: RecordingState;
  /** Set when it only half worked: what did not. */
  readonly trouble?: string | null;
  /** What kind of trouble; FAILED_PRECONDITION when left out. */
  readonly code?: ErrorCode;
  /** The vendor's code of the failure. */
  readonly vendorCode?: string;
  /** What the state is known by; absent where it is not confirmed. */
  readonly confirmedBy?: RecordingConfirmation;
}

/** An act on a recording. */
export type RecordingAct = (target: RecordingTarget, ask: SendOptions) => Promise<RecordingOutcome>;

/** What can be done with recordings. */
export interface RecordingActs {
  recordingStart: RecordingAct;
  recordingStop: RecordingAct;
  recordingPause: RecordingAct;
  recordingResume: RecordingAct;
  /** Writes custom fields, keyed by the vendor's field name, onto a finished or running recording. */
  recordingAnnotate(target: RecordingTarget, fields: Readonly<Record<string, string>>, ask: SendOptions): Promise<void>;
  /** Sends the audio of a finished recording to an e-mail address. */
  recordingEmail(recording: string, input: { address: string; format: MediaFormat }, ask: SendOptions): Promise<void>;
}
