/** The recorder's side of the simulated centre: its calls and recordings, and those that only an API client made. */
import type { Centre, CentreEvent, SimulatedCall, SimulatedRecording } from '../centre/model.ts';
import { apiCall, apiRecording, unknownPersonAt } from './api-calls.ts';
import { RecorderDirectory } from './directory.ts';
import { type RecorderOccurrence, recorderEvent } from './events.ts';
import { PlayedReadings } from './readings.ts';
import { type RecorderRequest, Refused } from './request.ts';
import type { Content } from './writer.ts';

const CUSTOM = Array.from({ length: 15 }, (_, index) => `USER${index + 1}`);
const FACTS = ['GROUP', 'GATE', 'ANI', 'DNIS', 'CALLDIRECTION', 'KEEPDAYS', 'ARCHIVEACTION'];

/** Everything the simulated recorder knows. */
export class RecorderWorld {
  readonly directory: RecorderDirectory;
  /** Cores by number; the numbers of those that are down. */
  readonly cores: readonly number[] = [1, 2];
  readonly coresDown = new Set<number>();
  /** Recordings without a record, not saved yet or purged, and those whose file alone is lost. */
  readonly withoutRecord = new Set<number>();
  readonly withoutFile = new Set<number>();
  readonly chats = new Map<string, Record<string, string>>();
  readonly mailed: { readonly to: string; readonly recordings: readonly number[] }[] = [];
  private readonly ownCalls: SimulatedCall[] = [];
  private readonly ownRecordings: SimulatedRecording[] = [];
  private readonly overrides = new WeakMap<SimulatedCall, Record<string, string>>();
  private readonly instances = new WeakMap<SimulatedCall, string>();
  private readonly listeners = new Set<(event: Content) => void>();
  private readonly stop: () => void;
  private counter = 0;

  constructor(
    readonly centre: Centre,
    readonly readings = new PlayedReadings(),
  ) {
    this.directory = new RecorderDirectory(centre, readings.is('seating', 'free'));
    this.stop = centre.on((event) => this.follow(event));
  }

  /** Follows the events that the recorder sends. */
  on(listener: (event: Content) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): void {
    this.stop();
    this.listeners.clear();
  }

  get recordings(): readonly SimulatedRecording[] {
    return [...this.centre.recordings, ...this.ownRecordings];
  }

  /** Devices that the recorder knows. */
  get devices(): readonly string[] {
    const apiDevices = this.ownCalls.map((call) => call.person.extension);
    return [...new Set([...this.centre.people.map(({ extension }) => extension), ...apiDevices])];
  }

  /** Calls going on at a device, the most recent last. */
  callsAt(device: string): readonly SimulatedCall[] {
    const live = (call: SimulatedCall) =>
      call.person.extension === device && call.disconnectedAt === null && call.state !== 'ENDED';
    return [...this.centre.liveCalls(), ...this.ownCalls].filter(live);
  }

  /** The call a device is on or was on last. */
  lastCallAt(device: string): SimulatedCall | null {
    const going = this.callsAt(device).at(-1);
    if (going) return going;
    const all = [...this.centre.calls.slice(-2_000), ...this.ownCalls];
    return all.findLast((call) => call.person.extension === device) ?? null;
  }

  /** Recordings under way at a device, the most recent last. */
  runningAt(device: string): readonly SimulatedRecording[] {
    return this.recordings.filter((each) => each.stoppedAt === null && each.call.person.extension === device);
  }

  recordingOf(call: SimulatedCall): SimulatedRecording | null {
    return call.recording ?? this.ownRecordings.findLast((each) => each.call === call) ?? null;
  }

  instanceOf(call: SimulatedCall): string {
    return this.instances.get(call) ?? this.recordingOf(call)?.callInstance ?? '';
  }

  /** The fields of a call that a client has set, which replace those of the exchange. */
  overriddenFields(call: SimulatedCall): Readonly<Record<string, string>> {
    return this.overrides.get(call) ?? {};
  }

  /** The call a request means at a device: by its CALLINSTANCE, else the last. */
  callMeant(device: string, request: RecorderRequest): SimulatedCall | null {
    const instance = request.get('CALLINSTANCE');
    const calls = this.callsAt(device);
    if (instance === '') return calls.at(-1) ?? null;
    return calls.findLast((call) => this.instanceOf(call) === instance) ?? null;
  }

  /** Begins a call that only an API client reports. */
  startCall(device: string, request: RecorderRequest): SimulatedCall {
    const now = this.centre.now();
    const person = this.centre.people.find(({ extension }) => extension === device) ?? unknownPersonAt(device, now);
    this.counter += 1;
    const call = apiCall(person, `A${String(this.counter).padStart(15, '0')}`, request, now);
    this.instances.set(call, request.get('CALLINSTANCE'));
    this.ownCalls.push(call);
    this.note(call, request);
    this.emit('CALLSTART', { call });
    this.record(call, request);
    return call;
  }

  stopCall(call: SimulatedCall): void {
    if (this.ownCalls.includes(call)) this.stopOwnCall(call);
    else this.centre.hangUp(call);
  }

  private stopOwnCall(call: SimulatedCall): void {
    for (const recording of this.recordings) if (recording.call === call) this.stopRecording(recording);
    call.state = 'ENDED';
    call.disconnectedAt = this.centre.now();
    call.endedAt = call.disconnectedAt;
    this.emit('CALLSTOP', { call });
  }

  /** Records a call, or a further part of one that is being recorded. */
  record(call: SimulatedCall, request: RecorderRequest): SimulatedRecording {
    if (this.centre.calls.includes(call) && call.recording === null) return this.centre.startRecording(call);
    const number = this.ownRecordings.length + 1;
    const instance = this.instances.get(call) || call.recording?.callInstance;
    const recording = apiRecording(call, {
      number,
      instance,
      startedAt: this.centre.now(),
      fields: request.given(CUSTOM),
    });
    this.ownRecordings.push(recording);
    this.emit('RECORDINGSTARTED', { call, recording });
    return recording;
  }

  stopRecording(recording: SimulatedRecording): void {
    if (recording.stoppedAt !== null) return;
    if (this.ownRecordings.includes(recording)) this.stopOwnRecording(recording);
    else this.centre.stopRecording(recording);
  }

  private stopOwnRecording(recording: SimulatedRecording): void {
    recording.stoppedAt = this.centre.now();
    recording.state = 'STOPPED';
    const open = recording.blackouts.find(({ to }) => to === null);
    if (open) open.to = this.positionIn(recording);
    this.emit('RECORDINGSTOPPED', { call: recording.call, recording });
    this.emit('RECORDINGUPDATE', { call: recording.call, recording });
  }

  /** Begins or ends the blackout of a recording; the offset moves the edge, though never the end before the beginning. */
  blackout(recording: SimulatedRecording, begin: boolean, offsetSeconds: number): void {
    if (recording.state !== (begin ? 'RECORDING' : 'PAUSED')) return;
    if (this.ownRecordings.includes(recording)) this.blackoutOwn(recording, begin);
    else if (begin) this.centre.pauseRecording(recording);
    else this.centre.resumeRecording(recording);
    const edge = recording.blackouts.at(-1);
    if (!edge || offsetSeconds === 0) return;
    if (begin) edge.from = Math.max(0, edge.from + offsetSeconds * 1000);
    else if (edge.to !== null) edge.to = Math.max(edge.from, edge.to + offsetSeconds * 1000);
  }

  private blackoutOwn(recording: SimulatedRecording, begin: boolean): void {
    const at = this.positionIn(recording);
    if (begin) recording.blackouts.push({ from: at, to: null });
    else {
      const open = recording.blackouts.at(-1);
      if (open) open.to = at;
    }
    recording.state = begin ? 'PAUSED' : 'RECORDING';
    this.emitBlackout(begin ? 'PAUSED' : 'RESUMED', recording);
  }

  private positionIn(recording: SimulatedRecording): number {
    return this.centre.now().getTime() - recording.startedAt.getTime();
  }

  /** Keeps what a client says of a call and its recording. */
  annotate(call: SimulatedCall, recording: SimulatedRecording | null, request: RecorderRequest): void {
    this.note(call, request);
    const custom = request.given(CUSTOM);
    if (!recording || Object.keys(custom).length === 0) return;
    if (this.ownRecordings.includes(recording)) {
      Object.assign(recording.fields, custom);
      this.emit('RECORDINGUPDATE', { call, recording });
    } else this.centre.annotate(recording, custom);
  }

  private note(call: SimulatedCall, request: RecorderRequest): void {
    const keep = request.get('KEEPDAYS', 'KEEP_DAYS');
    const said = { ...request.given(FACTS), ...(keep === '' ? {} : { KEEPDAYS: keep }) };
    this.overrides.set(call, { ...this.overriddenFields(call), ...said });
  }

  /** Hands a command to every core and says how that went; `apply` runs for the cores that took it. */
  toCores(type: string, apply: (took: (core: number) => boolean) => void, partialIsOk = false) {
    const up = this.cores.filter((core) => !this.coresDown.has(core));
    if (up.length === 0) throw new Refused('API_ERROR_RECORDER_NOT_RUNNING', `${type} could not be sent to any core`);
    apply((core) => up.includes(core) || !this.cores.includes(core));
    if (up.length === this.cores.length)
      return { message: `${type} sent to all of the following cores: ${up.join(',')}` };
    const message = `${type} could not be sent to the following cores: ${[...this.coresDown].join(',')}`;
    return { label: partialIsOk ? 'API_OK' : 'API_PARTIAL_CORE_RESPONSE', message };
  }

  private follow(event: CentreEvent): void {
    if (event.kind === 'call' && event.type === 'started') this.emit('CALLSTART', event);
    if (event.kind === 'call' && event.type === 'disconnected') this.endCall(event.call);
    if (event.kind !== 'recording') return;
    const { recording } = event;
    const types = {
      started: 'STARTED',
      stopped: 'STOPPED',
      paused: 'PAUSED',
      resumed: 'RESUMED',
      updated: 'UPDATE',
    } as const;
    const type = types[event.type];
    if (type === 'PAUSED' || type === 'RESUMED') this.emitBlackout(type, recording);
    else this.emit(`RECORDING${type}`, { call: recording.call, recording });
  }

  /** A standard blackout is cut out of the recording afterwards, so that recording does not pause. */
  private emitBlackout(type: 'PAUSED' | 'RESUMED', recording: SimulatedRecording): void {
    if (this.readings.is('blackout-state', 'not-shown')) return;
    this.emit(`RECORDING${type}`, { call: recording.call, recording });
  }

  /** Partial recordings that an API client began end with their call. */
  private endCall(call: SimulatedCall): void {
    for (const recording of this.ownRecordings) if (recording.call === call) this.stopRecording(recording);
    this.emit('CALLSTOP', { call });
  }

  private emit(type: string, occurrence: RecorderOccurrence): void {
    if (this.listeners.size === 0) return;
    const event = recorderEvent(this, type, occurrence);
    for (const listener of this.listeners) listener(event);
  }
}
