import type { MediaFormat, RecordingState } from '../../../schema/vocabulary.ts';
import type {
  Adapter,
  AgentRecord,
  CallRecord,
  EventRecord,
  ListQuery,
  MediaStream,
  RecordingAct,
  RecordingRecord,
  RecordingTarget,
  Rows,
} from '../adapter.ts';
import type { Drift } from '../calls/drift.ts';
import type { SendOptions } from '../contract.ts';
import { CrosspointError, invalidArgument } from '../errors.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { readCalls } from './calls.ts';
import { RecorderClient } from './client.ts';
import { commonState, instancesAt, RecordingControl } from './control.ts';
import { LiveRecorder } from './live.ts';
import { whyMissing } from './missing.ts';
import {
  agentRecordOf,
  firstNonEmpty,
  isUserField,
  recordingState,
  type Terminology,
  userFieldsOf,
} from './records.ts';
import { searchRecordings } from './search.ts';
import type { RecorderSettings } from './settings.ts';
import { recorderUserActs } from './users.ts';

const TERMINOLOGY_AGE = 10 * 60_000;
/** From this many devices on, one DEVICELIST is asked before each device that records is looked at. */
const MANY_DEVICES = 4;

/** One recorder as the unified model sees it. Without a web address it cannot hand out audio. */
export class RecorderAdapter implements Adapter {
  readonly vendor = 'RECORDER';
  readonly guards: Adapter['guards'];
  readonly drift: Drift;
  readonly recordingMedia: Adapter['recordingMedia'];
  readonly agentCreate: Adapter['agentCreate'];
  readonly agentUpdate: Adapter['agentUpdate'];
  readonly agentDelete: Adapter['agentDelete'];
  private readonly client: RecorderClient;
  private readonly control: RecordingControl;
  private words: { readonly at: number; readonly terms: Promise<Terminology> } | undefined;

  constructor(
    readonly account: string,
    private readonly settings: RecorderSettings,
    private readonly surroundings: AdapterDependencies,
  ) {
    this.client = new RecorderClient({ account, settings, log: surroundings.log });
    this.guards = this.client.guards;
    this.drift = this.client.drift;
    this.control = new RecordingControl(this.client, settings.callIdField);
    const { agentCreate, agentUpdate, agentDelete } = recorderUserActs(this.client);
    this.agentCreate = agentCreate;
    this.agentUpdate = agentUpdate;
    this.agentDelete = agentDelete;
    if (settings.webUrl !== undefined)
      this.recordingMedia = (recording, format, ask) => this.media(recording, format, ask);
  }

  call(operation: string, input: Readonly<Record<string, unknown>>, ask: SendOptions): Promise<unknown> {
    return this.client.call(operation, input, ask);
  }

  async check(ask: SendOptions): Promise<string> {
    await this.client.send('TEST', {}, ask);
    const status = await this.client.send('SYSTEMSTATUS', {}, ask);
    const free = firstNonEmpty(status?.RECORDINGSPEACEINFO) ?? 'an unknown part';
    return `answers; ${free} of the recordings' disk is free; up ${firstNonEmpty(status?.SYSTEMUPTIME) ?? 'for an unknown time'}`;
  }

  async agents(query: ListQuery, ask: SendOptions): Promise<Rows<AgentRecord>> {
    const answer = await this.client.send('IMPORTUSER', { ACTION: 'LIST' }, ask);
    const wanted = query.nativeIds ? new Set(query.nativeIds) : null;
    const all = (answer?.USERS?.USER ?? []).flatMap((user) => agentRecordOf(user) ?? []);
    const items = all.filter(({ nativeId }) => wanted?.has(nativeId) ?? true);
    return { items, fetchedAt: this.surroundings.now().toISOString() };
  }

  calls(query: ListQuery, ask: SendOptions): Promise<Rows<CallRecord>> {
    return readCalls(this.client, { settings: this.settings, now: () => this.surroundings.now() }, query, ask);
  }

  recordings(query: ListQuery, ask: SendOptions): Promise<Rows<RecordingRecord>> {
    const { client, settings } = this;
    const terminology = (options: SendOptions) => this.terminology(options);
    const parts = { client, callIdField: settings.callIdField, terminology, now: () => this.surroundings.now() };
    return searchRecordings(parts, query, ask);
  }

  async recordingStates(devices: readonly string[], ask: SendOptions): Promise<ReadonlyMap<string, RecordingState>> {
    const distinct = [...new Set(devices)];
    const recorded = distinct.length < MANY_DEVICES ? new Set(distinct) : await this.recordedDevices(ask);
    const states = distinct.map(async (device) => [device, await this.stateAt(device, recorded, ask)] as const);
    return new Map(await Promise.all(states));
  }

  recordingStart: RecordingAct = (target, ask) => this.control.start(target, ask);
  recordingStop: RecordingAct = (target, ask) => this.control.stop(target, ask);
  recordingPause: RecordingAct = (target, ask) => this.control.pause(target, ask);
  recordingResume: RecordingAct = (target, ask) => this.control.resume(target, ask);

  async recordingAnnotate(
    target: RecordingTarget,
    fields: Readonly<Record<string, string>>,
    ask: SendOptions,
  ): Promise<void> {
    const own = Object.keys(fields).every(isUserField);
    const terminology = own ? new Map<string, string>() : await this.terminology(ask);
    return this.control.annotate(target, userFieldsOf(fields, terminology), ask);
  }

  async recordingEmail(recording: string, input: { address: string; format: MediaFormat }, ask: SendOptions) {
    if (!/^\d{1,19}$/.test(recording)) throw invalidArgument('This is no id of a recording', 'recording');
    const { address, format } = input;
    const mail = { IDENT: recording, TOADDRESS: address, MEDIA_FORMAT: format };
    await this.client.send('EMAIL', mail, ask);
  }

  readonly listensAlong = true;

  events({ signal }: { signal: AbortSignal }): AsyncIterable<EventRecord> {
    const { account, settings, surroundings, client } = this;
    const terminology = () => this.terminology({ signal }).catch((): Terminology => new Map());
    return new LiveRecorder({ account, settings, surroundings, client, terminology }).events(signal);
  }

  close(): Promise<void> {
    return this.client.close();
  }

  /** Only the recording's own id may choose a file: by any other field the recorder answers the newest match. */
  private async media(recording: string, format: MediaFormat, ask: SendOptions): Promise<MediaStream> {
    if (!/^\d{1,19}$/.test(recording)) throw invalidArgument('This is no id of a recording', 'recording');
    const input = { UNIQUEFIELD: 'ident', UNIQUEID: recording, MEDIA_FORMAT: format };
    return this.client.stream('EXPORT', input, ask).catch(async (thrown: unknown) => {
      if (!(thrown instanceof CrosspointError) || thrown.vendorCode !== 'API_FILE_NOT_FOUND') throw thrown;
      throw await whyMissing(this.client, recording, this.surroundings.now(), thrown, ask).catch(() => thrown);
    });
  }

  private async recordedDevices(ask: SendOptions): Promise<ReadonlySet<string>> {
    const answer = await this.client.send('DEVICELIST', {}, ask);
    const recorded = (answer?.DEVICES?.DEVICE ?? []).filter(
      ({ RECORDING }) => recordingState(RECORDING ?? {}) !== 'NOT_RECORDING',
    );
    return new Set(recorded.flatMap(({ DEVICEID }) => firstNonEmpty(DEVICEID) ?? []));
  }

  private async stateAt(device: string, recorded: ReadonlySet<string>, ask: SendOptions): Promise<RecordingState> {
    if (!recorded.has(device)) return 'NOT_RECORDING';
    try {
      return commonState(await instancesAt(this.client, device, ask));
    } catch (error) {
      if (!(error instanceof CrosspointError)) throw error;
      return error.code === 'NOT_FOUND' ? 'NOT_RECORDING' : 'UNKNOWN';
    }
  }

  /** The centre's words for the custom fields, asked for once in a while. */
  private terminology(ask: SendOptions): Promise<Terminology> {
    const now = performance.now();
    if (this.words && now - this.words.at < TERMINOLOGY_AGE) return this.words.terms;
    const terms = this.client.send('FETCHTERMINOLOGY', {}, { deadline: ask.deadline }).then((answer) => {
      const pairs = (answer?.SETTINGS ?? []).map(
        ({ NAME, VALUE }) => [(NAME ?? '').toUpperCase(), firstNonEmpty(VALUE)] as const,
      );
      return new Map(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== null));
    });
    const words = { at: now, terms };
    this.words = words;
    terms.catch(() => {
      if (this.words === words) this.words = undefined;
    });
    return terms;
  }
}
