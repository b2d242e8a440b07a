/** Acts on recordings, each told as done only when the recorder's own state says so. */
import { setTimeout as wait } from 'node:timers/promises';
import type { RecordingState } from '../../../schema/vocabulary.ts';
import type { RecordingOutcome, RecordingTarget } from '../adapter.ts';
import type { InputOf, SendOptions } from '../contract.ts';
import { CrosspointError, invalidArgument } from '../errors.ts';
import type { RecorderClient } from './client.ts';
import type { RecorderOperations } from './contract/index.ts';
import { callIdOf, firstNonEmpty, type RecordingDevice, recordingState } from './records.ts';

type Instance = NonNullable<RecordingDevice['RECORDING']>[number];

/** Milliseconds that the recorder's state may take to follow a command. */
const PATIENCE = 2_000;
const BETWEEN_LOOKS = 100;

/** The calls on a device that are being recorded or whose recording is paused. */
export async function instancesAt(
  client: RecorderClient,
  device: string,
  ask: SendOptions,
): Promise<readonly Instance[]> {
  const answer = await client.send('DEVICERECORDINGSTATUS', { DEVICEID: device }, ask);
  const sections = (answer?.DEVICE ?? []).filter(({ DEVICEID }) => !firstNonEmpty(DEVICEID) || DEVICEID === device);
  return sections
    .flatMap(({ RECORDING }) => RECORDING ?? [])
    .filter((each) => recordingState(each) !== 'NOT_RECORDING');
}

/** One state for several calls of a device: what they agree on. */
export function commonState(instances: readonly Instance[]): RecordingState {
  const states = new Set(instances.map(recordingState));
  if (states.size === 0) return 'NOT_RECORDING';
  return states.size === 1 ? ([...states][0] ?? 'UNKNOWN') : 'UNKNOWN';
}

/** A call of a device that an act is meant for. */
interface Meant {
  readonly DEVICEID: string;
  readonly CALLINSTANCE: string | null;
}

/** One command, and what is to come of it. */
interface Command {
  readonly meant: Meant;
  readonly wanted: RecordingState;
  send(): Promise<unknown>;
  /** It does no harm where it is so already, and is given once more where the recorder took it and records all the same. */
  readonly insists?: boolean;
}

/** Records, pauses and resumes. */
export class RecordingControl {
  constructor(
    private readonly client: RecorderClient,
    private readonly callIdField: string | undefined,
  ) {}

  /** Starts a recording of the call on a device. */
  start(target: RecordingTarget, ask: SendOptions): Promise<RecordingOutcome> {
    const meant = { DEVICEID: deviceOf(target), CALLINSTANCE: target.callInstance ?? null };
    return this.done({ meant, wanted: 'RECORDING', send: () => this.client.send('RECORDSTART', meant, ask) }, ask);
  }

  /** Stops the recording of a device. */
  async stop(target: RecordingTarget, ask: SendOptions): Promise<RecordingOutcome> {
    const meant = await this.meant(target, ask);
    return this.done({ meant, wanted: 'NOT_RECORDING', send: () => this.client.send('RECORDSTOP', meant, ask) }, ask);
  }

  /**
   * Blacks a call out. A command that the recorder took without effect is given once more, which the guide says does no
   * harm (chapter Recording Control Functions); one whose answer was lost is not, and a resumption never is.
   */
  async pause(target: RecordingTarget, ask: SendOptions): Promise<RecordingOutcome> {
    const meant = await this.meant(target, ask);
    const send = () => this.client.send('BLACKOUTSTART', meant, ask);
    return this.done({ meant, wanted: 'PAUSED', send, insists: true }, ask);
  }

  /** Ends the blackout of a call. */
  async resume(target: RecordingTarget, ask: SendOptions): Promise<RecordingOutcome> {
    const meant = await this.meant(target, ask);
    return this.done({ meant, wanted: 'RECORDING', send: () => this.client.send('BLACKOUTSTOP', meant, ask) }, ask);
  }

  /** Writes custom fields onto a finished recording, or onto the one that runs on a device. */
  async annotate(target: RecordingTarget, fields: Readonly<Record<string, string>>, ask: SendOptions): Promise<void> {
    if (Object.keys(fields).length === 0) throw invalidArgument('At least one custom field is expected');
    const whom = target.recording
      ? { RECORDID: target.recording }
      : { DEVICEID: deviceOf(target), CALLINSTANCE: target.callInstance ?? null };
    await this.client.send('CALLUPDATE', { ...fields, ...whom } as InputOf<RecorderOperations['CALLUPDATE']>, ask);
  }

  /** The call meant, always by its instance: left out, the recorder would take whichever call came last. */
  private async meant(target: RecordingTarget, ask: SendOptions): Promise<Meant> {
    const device = deviceOf(target);
    if (target.callInstance) return { DEVICEID: device, CALLINSTANCE: target.callInstance };
    const all = await instancesAt(this.client, device, ask);
    const byCall = target.callId ? all.filter((each) => callIdOf(each, this.callIdField) === target.callId) : [];
    const candidates = byCall.length ? byCall : all;
    const [only] = candidates;
    if (!only) throw new CrosspointError('FAILED_PRECONDITION', 'Nothing is being recorded on this device');
    if (candidates.length > 1)
      throw invalidArgument(
        'Several calls are being recorded on this device, so the one that is meant has to be named',
        'callInstance',
      );
    return { DEVICEID: device, CALLINSTANCE: firstNonEmpty(only.CALLINSTANCE) };
  }

  /** Acts, then looks whether it came about. Half a success is never told as one. */
  private async done(command: Command, ask: SendOptions): Promise<RecordingOutcome> {
    const { wanted, send, insists } = command;
    let doubt = await doubtIn(send());
    let state = await this.settled(command, doubt, ask);
    if (insists && !doubt && state === 'RECORDING' && !ask.signal?.aborted) {
      doubt = await doubtIn(send()).catch(refusalLeftToTheState);
      state = await this.settled(command, doubt, ask);
    }
    return outcomeOf(wanted, state, doubt);
  }

  /** The state of the call once it is the wanted one, or as it is when patience ends. */
  private async settled({ meant, wanted }: Command, doubt: CrosspointError | null, ask: SendOptions) {
    const until = performance.now() + Math.min(PATIENCE, ask.deadline ?? PATIENCE);
    for (;;) {
      const state = await this.stateNow(meant, ask).catch((error: unknown) => {
        if (error instanceof CrosspointError) return 'UNKNOWN' as const;
        throw error;
      });
      const final = state === wanted || doubt !== null || ask.signal?.aborted;
      if (final || performance.now() + BETWEEN_LOOKS >= until) return state;
      await wait(BETWEEN_LOOKS);
    }
  }

  private async stateNow(meant: Meant, ask: SendOptions): Promise<RecordingState> {
    const all = await instancesAt(this.client, meant.DEVICEID, ask);
    const { CALLINSTANCE } = meant;
    return commonState(
      CALLINSTANCE === null ? all : all.filter((each) => firstNonEmpty(each.CALLINSTANCE) === CALLINSTANCE),
    );
  }
}

/** What is told of an act that is done, half done, in doubt or without effect. */
function outcomeOf(wanted: RecordingState, state: RecordingState, doubt: CrosspointError | null): RecordingOutcome {
  if (doubt?.vendorCode === 'API_PARTIAL_CORE_RESPONSE')
    return { state: state === wanted ? 'UNKNOWN' : state, trouble: doubt.message };
  // The answer that was lost may have named cores which did not take it; so much is only known of an answer that came.
  if (doubt && (state !== wanted || wanted === 'PAUSED'))
    return { state: state === wanted ? 'UNKNOWN' : state, trouble: doubt.message, code: doubt.code };
  if (state === wanted) return { state };
  return { state, trouble: 'The recorder took the command but its state does not show it' };
}

function deviceOf({ device }: RecordingTarget): string {
  if (!device) throw invalidArgument('The recorder needs to know the device', 'device');
  return device;
}

/** The doubt an act leaves, which is looked into; any other failure stands. */
function doubtIn(sent: Promise<unknown>): Promise<CrosspointError | null> {
  return sent.then(
    () => null,
    (error: unknown) => {
      if (error instanceof CrosspointError && error.code === 'OUTCOME_UNKNOWN') return error;
      throw error;
    },
  );
}

/** A command given again may be refused for having had its effect by then. */
function refusalLeftToTheState(error: unknown): null {
  if (error instanceof CrosspointError) return null;
  throw error;
}
