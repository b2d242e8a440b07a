import { refuseUnless, type WorldClock } from './clock.ts';
import type { SimulatedCall, SimulatedPerson, SimulatedRecording } from './model.ts';

const FIRST_RECORD = 554_000;
const MAX_STORED = 5_000;
/** How long after its end a recording is saved to the recorder's database. */
const SAVING = 1_500;

/** Records calls. */
export class Recordings {
  /** Every recording that is stored, oldest first. */
  readonly all: SimulatedRecording[] = [];
  readonly #clock: WorldClock;
  readonly #instances = new Map<SimulatedPerson, number>();
  #recordCount = 0;

  constructor(clock: WorldClock) {
    this.#clock = clock;
  }

  start(call: SimulatedCall): SimulatedRecording {
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
      fileName: fileNameOf(person, this.#clock.now()),
      startedAt: this.#clock.now(),
      stoppedAt: null,
      state: 'RECORDING',
      blackouts: [],
      fields: { USER1: call.campaign?.name.slice(0, 20) ?? '', USER8: call.id },
    };
    call.recording = recording;
    this.all.push(recording);
    if (this.all.length > MAX_STORED) this.all.shift();
    this.#clock.emit({ kind: 'recording', type: 'started', recording, at: this.#clock.now() });
    return recording;
  }

  stop(recording: SimulatedRecording): void {
    refuseUnless(recording.state !== 'STOPPED', 'NOT_RECORDING');
    this.#endBlackout(recording);
    recording.state = 'STOPPED';
    recording.stoppedAt = this.#clock.now();
    this.#clock.emit({ kind: 'recording', type: 'stopped', recording, at: this.#clock.now() });
    this.#clock.after(SAVING, () =>
      this.#clock.emit({ kind: 'recording', type: 'updated', recording, at: this.#clock.now() }),
    );
  }

  pause(recording: SimulatedRecording): void {
    refuseUnless(recording.state === 'RECORDING', 'NOT_RECORDING');
    recording.state = 'PAUSED';
    this.#clock.touch(recording);
    recording.blackouts.push({ from: this.#clock.now().getTime() - recording.startedAt.getTime(), to: null });
    this.#clock.emit({ kind: 'recording', type: 'paused', recording, at: this.#clock.now() });
  }

  resume(recording: SimulatedRecording): void {
    refuseUnless(recording.state === 'PAUSED', 'NOT_RECORDING');
    this.#endBlackout(recording);
    recording.state = 'RECORDING';
    this.#clock.touch(recording);
    this.#clock.emit({ kind: 'recording', type: 'resumed', recording, at: this.#clock.now() });
  }

  annotate(recording: SimulatedRecording, fields: Readonly<Record<string, string>>): void {
    Object.assign(recording.fields, fields);
    this.#clock.emit({ kind: 'recording', type: 'updated', recording, at: this.#clock.now() });
  }

  #endBlackout(recording: SimulatedRecording): void {
    const open = recording.blackouts.find(({ to }) => to === null);
    if (open) open.to = this.#clock.now().getTime() - recording.startedAt.getTime();
  }
}

/** A Windows path as the recorder writes it: day, device, device and time. */
function fileNameOf(person: SimulatedPerson, at: Date): string {
  const [day = '', time = ''] = at.toISOString().split('T');
  const stamp = time.slice(0, 8).replaceAll(':', '-');
  return `C:\\Recordings\\${day.replaceAll('-', '')}\\${person.extension}\\${person.extension}-${stamp}.cca`;
}
