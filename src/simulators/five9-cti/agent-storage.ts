import type { ValueOf } from '../../adapters/contract.ts';
import type { DeskEvent } from '../../adapters/five9-cti/contract/events/index.ts';
import type { callbackInfo, recordingValue } from '../../adapters/five9-cti/contract/types.ts';
import type { SimulatedPerson } from '../centre/model.ts';
import { type Company, refuse } from './company.ts';

/** A callback stored at a desk. */
type Callback = ValueOf<typeof callbackInfo> & { readonly id: string };

/** A personal voicemail. */
type Voicemail = ValueOf<typeof recordingValue> & { readonly id: string };

const HOUR = 3_600_000;

/** The desk's data outside the centre: callbacks, voicemails, answers and softphone settings. */
export class AgentStorage {
  readonly callbacks = new Map<string, Callback>();
  readonly voicemails = new Map<string, Voicemail>();
  readonly dismissed = new Set<string>();
  readonly answers = new Map<string, string>();
  readonly devices = { ring: 0, speaker: 0, microphone: 0 };
  speakerVolume = 70;
  microphoneLevel = 60;
  microphoneAgc = true;
  autoHangup = false;
  greeting: string | null = null;
  playing: string | null = null;
  private made = 100;

  constructor(
    private readonly person: SimulatedPerson,
    private readonly company: Company,
    private readonly send: (event: DeskEvent) => void,
  ) {
    const at = this.time();
    const dueDate = company.moment(new Date(at + HOUR));
    this.storeCallback({ number: '+15550001001', dueDate, comments: 'Asked for a morning call' });
    this.storeVoicemail('Order question', '+15550001002', at - HOUR);
    this.storeVoicemail('Wrong number', '+15550001003', at - 2 * HOUR);
  }

  storeCallback(callback: Omit<ValueOf<typeof callbackInfo>, 'id'>): Callback {
    const id = this.nextId();
    return this.keep({ ...callback, agent: this.person.five9Id, flags: '0', id });
  }

  /** Stores a callback as it is now, and reminds of it when it is due. */
  keep(callback: Callback): Callback {
    const { id, dueDate: time } = callback;
    this.callbacks.set(id, callback);
    const unit = this.company.reads('moments', 'seconds') ? 1_000 : 1;
    this.company.centre.after(Number(time) * unit - this.time(), () => {
      const isDue = this.callbacks.get(id)?.dueDate === time && !this.dismissed.has(id);
      if (isDue) this.send({ _type: 'callbackOverdue', id, time });
    });
    return callback;
  }

  callback(id: string | null | undefined): Callback {
    const callback = this.callbacks.get(id ?? '');
    if (!callback) throw refuse(`Callback ${id ?? ''} does not exist`);
    return callback;
  }

  voicemail(id: string): Voicemail {
    const voicemail = this.voicemails.get(id);
    if (!voicemail) throw refuse(`Voicemail ${id} does not exist`);
    return voicemail;
  }

  time(): number {
    return this.company.centre.now().getTime();
  }

  private storeVoicemail(name: string, number: string, created: number): void {
    const id = this.nextId();
    const filename = `${this.person.userName}-${id}.wav`;
    this.voicemails.set(id, {
      created: this.company.moment(new Date(created)),
      filename,
      flags: '0',
      id,
      length: '21000',
      name,
      number,
    });
  }

  private nextId(): string {
    this.made += 1;
    return String(this.person.index * 1_000 + this.made);
  }
}
