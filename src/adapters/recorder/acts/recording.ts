/** Control of recordings. Each command is sent once, and its outcome is read from the recorder's status. */
import { setTimeout as wait } from 'node:timers/promises';
import type { RecordingState } from '../../../../schema/vocabulary.ts';
import type { RecordingActs, RecordingOutcome, RecordingTarget } from '../../acts/recording.ts';
import type { InputOf, SendOptions } from '../../contract.ts';
import { CrosspointError, invalidArgument } from '../../errors.ts';
import { readingOf } from '../../readings.ts';
import type { RecorderClient } from '../client.ts';
import type { RecorderOperations } from '../contract/index.ts';
import { readings } from '../readings.ts';
import { mayHideBlackouts } from '../reads/blackouts.ts';
import { commonState, type Instance, instancesAt } from '../reads/devices.ts';
import { phoneFinder } from '../reads/phone-finder.ts';
import { checkRecordingId, isUserField, recordingState, type Terminology, userFieldsOf } from '../reads/records.ts';
import type { TerminologyCache } from '../reads/terminology.ts';
import type { Settings } from '../settings.ts';
import {
  chooseInstance,
  deviceOf,
  type InstanceName,
  instanceForStart,
  instanceNames,
  isNamed,
  isOfOtherCall,
  namesDevice,
} from './instance.ts';
import { lastCallOf } from './last-call.ts';
import { targetResolver } from './target-phone.ts';
import { uncertainOutcome, uncertaintyOf } from './uncertain.ts';

/** Milliseconds within which the recorder's status follows a command. */
const SETTLING_TIME = 2_000;
const POLL_INTERVAL = 100;
/** Milliseconds that a blackout waits for the status beforehand, where it can do without. */
const LOOK_DEADLINE = 1_000;

const NOT_SHOWN =
  'The recorder acknowledged the command but its status does not show it. Where this recorder never shows blackouts, set readings.blackout-state to not-shown';
const UNREADABLE = 'The recorder took the command, and its status cannot be read or differs between calls';
const STILL_RECORDING =
  'The recorder took the command and still shows a recording of the call. Where it has several partial recordings, one may have been stopped; read the state and stop again';
const PAUSED =
  'The recording of this call is paused, and a further recording would include what the pause leaves out; resume it instead';
const OTHER_RECORDED = 'The device is on another call by now, which is recorded instead';
const NO_EFFECT = 'The recorder took the command but its state does not show it';

/** One command and the state it leads to. */
interface Command {
  readonly name: InstanceName;
  readonly wanted: RecordingState;
  readonly isBlackout?: boolean;
  send(): Promise<unknown>;
}

/** The acts on recordings. */
export function createRecordingActs(
  client: RecorderClient,
  terminology: TerminologyCache,
  settings: Settings,
): RecordingActs {
  const control = new RecordingControl(client, settings);
  const atPhone = targetResolver(phoneFinder(client, settings));
  return {
    recordingStart: async (target, ask) => control.start(await atPhone(target, ask), ask),
    recordingStop: async (target, ask) => control.stop(await atPhone(target, ask), ask),
    recordingPause: async (target, ask) => control.blackout('START', await atPhone(target, ask), ask),
    recordingResume: async (target, ask) => control.blackout('STOP', await atPhone(target, ask), ask),
    recordingAnnotate: async (target, fields, ask) => {
      const named = Object.keys(fields).every(isUserField);
      const terms: Terminology = named ? new Map() : await terminology.read(ask);
      await control.annotate(await atPhone(target, ask), userFieldsOf(fields, terms), ask);
    },
    recordingEmail: async (recording, { address, format }, ask) => {
      checkRecordingId(recording);
      await client.send('EMAIL', { IDENT: recording, TOADDRESS: address, MEDIA_FORMAT: format }, ask);
    },
  };
}

/** Starts, stops, pauses, resumes and annotates. */
class RecordingControl {
  constructor(
    private readonly client: RecorderClient,
    private readonly settings: Settings,
  ) {}

  async start(target: RecordingTarget, ask: SendOptions): Promise<RecordingOutcome> {
    const name = await this.#nameForStart(target, ask);
    const send = () => this.client.send('RECORDSTART', name, ask);
    return this.#checked(await this.#run({ name, wanted: 'RECORDING', send }, ask), target, ask);
  }

  async stop(target: RecordingTarget, ask: SendOptions): Promise<RecordingOutcome> {
    const named = await this.#choose(target, ask);
    // A target that is a phone is its call at the moment when the command arrives.
    const name = namesDevice(target) ? { ...named, CALLINSTANCE: null } : named;
    return this.#run({ name, wanted: 'NOT_RECORDING', send: () => this.client.send('RECORDSTOP', named, ask) }, ask);
  }

  /** Begins or ends a blackout: of the agent, screen included, or of one call (guide l. 1410). */
  async blackout(edge: 'START' | 'STOP', target: RecordingTarget, ask: SendOptions): Promise<RecordingOutcome> {
    const { name, wholeAgent } = await this.#blackoutOf(target, ask);
    const { DEVICEID } = name;
    const ofCall = () => this.client.send(`BLACKOUT${edge}`, name, ask);
    const ofAgent = () => this.client.send(`AGENTBLACKOUT${edge}`, { DEVICEID }, ask);
    const send = wholeAgent ? () => ofAgent().catch((error: unknown) => ifNotEnabled(error, ofCall)) : ofCall;
    const outcome = await this.#run(
      { name, wanted: edge === 'START' ? 'PAUSED' : 'RECORDING', isBlackout: true, send },
      ask,
    );
    const isMissed = edge === 'START' && wholeAgent && !namesDevice(target) && outcome.state === 'NOT_RECORDING';
    if (isMissed) await this.#resumeOthers(DEVICEID, ask);
    return outcome;
  }

  /** The agent's blackout reached a call that took the place of the named one: that call is recorded again. */
  async #resumeOthers(DEVICEID: string, ask: SendOptions): Promise<void> {
    if (commonState(await this.#instances(DEVICEID, ask).catch(() => [])) !== 'PAUSED') return;
    await this.client.send('AGENTBLACKOUTSTOP', { DEVICEID }, ask);
  }

  /** A call that shares its device with others is blacked out alone, since an agent's blackout would reach them too. */
  async #blackoutOf(target: RecordingTarget, ask: SendOptions) {
    const DEVICEID = deviceOf(target);
    const byAgent = this.#reading('blackout') === 'agent';
    const wholeDevice = byAgent && namesDevice(target);
    const named = wholeDevice || target.callInstance ? { DEVICEID, CALLINSTANCE: target.callInstance ?? null } : null;
    const looking = named ? { ...ask, deadline: Math.min(ask.deadline ?? LOOK_DEADLINE, LOOK_DEADLINE) } : ask;
    const instances = await this.#instances(DEVICEID, looking).catch((error: unknown) => {
      // The target is blacked out even where the status cannot be read: less is recorded, not more.
      if (named && error instanceof CrosspointError && error.code !== 'NOT_FOUND') return null;
      throw error;
    });
    if (!instances) return { name: named ?? { DEVICEID, CALLINSTANCE: null }, wholeAgent: wholeDevice };
    if (wholeDevice && instances.length > 0) return { name: { DEVICEID, CALLINSTANCE: null }, wholeAgent: true };
    const name = chooseInstance(target, instances, this.settings.callIdField);
    return { name, wholeAgent: byAgent && instanceNames(instances).length === 1 };
  }

  /** Writes custom fields onto a finished recording by its id, or onto the call that a device is on. */
  async annotate(target: RecordingTarget, fields: Readonly<Record<string, string>>, ask: SendOptions): Promise<void> {
    if (Object.keys(fields).length === 0) throw invalidArgument('At least one custom field is expected');
    const name = target.recording ? { RECORDID: checkRecordingId(target.recording) } : await this.#choose(target, ask);
    await this.client.send('CALLUPDATE', { ...fields, ...name } as InputOf<RecorderOperations['CALLUPDATE']>, ask);
  }

  #reading(id: string): string {
    return readingOf(readings, this.settings.readings, id);
  }

  #instances(device: string, ask: SendOptions): Promise<readonly Instance[]> {
    return instancesAt(this.client, device, ask);
  }

  async #choose(target: RecordingTarget, ask: SendOptions): Promise<InstanceName> {
    const DEVICEID = deviceOf(target);
    const { callInstance } = target;
    const instances = await this.#instances(DEVICEID, ask).catch((error: unknown) => {
      // An instance that is named is reached without its status.
      if (callInstance && error instanceof CrosspointError && error.code !== 'NOT_FOUND') return null;
      throw error;
    });
    if (!instances) return { DEVICEID, CALLINSTANCE: callInstance ?? null };
    return chooseInstance(target, instances, this.settings.callIdField);
  }

  /** Throws FAILED_PRECONDITION during a pause: the further recording that RECORDSTART begins would not be paused. */
  async #nameForStart(target: RecordingTarget, ask: SendOptions): Promise<InstanceName> {
    const DEVICEID = deviceOf(target);
    const { callIdField } = this.settings;
    const instances = await this.#instancesForStart(target, ask);
    if (target.callId && !target.callInstance && instances.length === 0)
      return lastCallOf({ ...target, device: DEVICEID }, { client: this.client, callIdField }, ask);
    const CALLINSTANCE = instanceForStart(target, instances, callIdField);
    const targeted = CALLINSTANCE === null ? instances : instances.filter((each) => isNamed(each, CALLINSTANCE));
    if (targeted.some((each) => recordingState(each) === 'PAUSED'))
      throw new CrosspointError('FAILED_PRECONDITION', PAUSED);
    return { DEVICEID, CALLINSTANCE };
  }

  /** Where no call is named, recording begins even if the status cannot be read. */
  async #instancesForStart(target: RecordingTarget, ask: SendOptions): Promise<readonly Instance[]> {
    const needsStatus = !target.callInstance && target.callId;
    const looking = needsStatus ? ask : { ...ask, deadline: Math.min(ask.deadline ?? LOOK_DEADLINE, LOOK_DEADLINE) };
    return this.#instances(deviceOf(target), looking).catch((error: unknown) => {
      if (!needsStatus && error instanceof CrosspointError) return [];
      throw error;
    });
  }

  /** Without the name of an instance the recorder takes the last call, which may have become another one meanwhile. */
  async #checked(outcome: RecordingOutcome, target: RecordingTarget, ask: SendOptions): Promise<RecordingOutcome> {
    if (outcome.state !== 'RECORDING' || !target.callId || target.callInstance) return outcome;
    const instances = await this.#instances(deviceOf(target), ask).catch(() => []);
    const others = instances.filter((each) => isOfOtherCall(each, target.callId, this.settings.callIdField));
    if (others.length < instances.length || others.length === 0) return outcome;
    return { state: 'NOT_RECORDING', trouble: OTHER_RECORDED, code: 'OUTCOME_UNKNOWN' };
  }

  /** Sends the command and reads what became of it. A command that only some cores took is never reported as done. */
  async #run(command: Command, ask: SendOptions): Promise<RecordingOutcome> {
    const unsure = await uncertaintyOf(command.send());
    const state = await this.#settledState(command, unsure, ask);
    const isHidden = command.isBlackout && state === 'RECORDING' && mayHideBlackouts(this.client);
    if (unsure) return uncertainOutcome(command.wanted, isHidden ? 'UNKNOWN' : state, unsure);
    if (state === command.wanted) return { state, confirmedBy: isHidden ? 'ACKNOWLEDGEMENT' : 'STATUS' };
    if (state === 'UNKNOWN') return { state, trouble: UNREADABLE, code: 'OUTCOME_UNKNOWN' };
    if (command.wanted === 'NOT_RECORDING') return { state, trouble: STILL_RECORDING, code: 'OUTCOME_UNKNOWN' };
    return command.wanted === 'PAUSED' && state === 'RECORDING' ? this.#unshownPause() : { state, trouble: NO_EFFECT };
  }

  #unshownPause(): RecordingOutcome {
    if (this.client.showsBlackouts) return { state: 'RECORDING', trouble: NO_EFFECT };
    if (this.#reading('blackout-state') === 'not-shown') return { state: 'PAUSED', confirmedBy: 'ACKNOWLEDGEMENT' };
    return { state: 'UNKNOWN', trouble: NOT_SHOWN, code: 'OUTCOME_UNKNOWN' };
  }

  /** The state of the call once it is the wanted one, or as it is when the settling time is over. */
  async #settledState({ name, wanted }: Command, unsure: CrosspointError | null, ask: SendOptions) {
    const until = performance.now() + Math.min(SETTLING_TIME, ask.deadline ?? SETTLING_TIME);
    for (;;) {
      const state = await this.#stateOf(name, ask).catch((error: unknown) => {
        if (error instanceof CrosspointError) return 'UNKNOWN' as const;
        throw error;
      });
      const final = state === wanted || unsure !== null || ask.signal?.aborted || performance.now() > until;
      if (final) return state;
      await wait(POLL_INTERVAL);
    }
  }

  async #stateOf({ DEVICEID, CALLINSTANCE }: InstanceName, ask: SendOptions): Promise<RecordingState> {
    const all = await this.#instances(DEVICEID, ask);
    return commonState(CALLINSTANCE === null ? all : all.filter((each) => isNamed(each, CALLINSTANCE)));
  }
}

/** Agent blackouts are enabled by default (guide l. 1410); a recorder without them refuses the command. */
function ifNotEnabled<Value>(error: unknown, instead: () => Promise<Value>): Promise<Value> {
  if (error instanceof CrosspointError && error.vendorCode === 'API_COMMAND_NOT_SUPPORTED') return instead();
  throw error;
}
