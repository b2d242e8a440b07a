import type { ErrorCode, MediaFormat, RecordingConfirmation, RecordingState } from '../../../schema/vocabulary.ts';
import type { SendOptions } from '../contract.ts';

/** The target of a recording act: a device and, where several calls are on it, the call instance. */
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

/** The result of a recording act as the vendor confirmed it. */
export interface RecordingOutcome {
  readonly state: RecordingState;
  /** Set when it only half worked: what did not. */
  readonly trouble?: string | null;
  /** The code of the failure; FAILED_PRECONDITION when absent. */
  readonly code?: ErrorCode;
  /** The vendor's code of the failure. */
  readonly vendorCode?: string;
  /** The source of the state; absent where it is not confirmed. */
  readonly confirmedBy?: RecordingConfirmation;
}

/** An act on a recording. */
export type RecordingAct = (target: RecordingTarget, ask: SendOptions) => Promise<RecordingOutcome>;

/** The acts on recordings. */
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
