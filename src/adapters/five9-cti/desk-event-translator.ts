/** A desk's events in the words of the unified plane. */
import type { Presence } from '../../../schema/vocabulary.ts';
import type { CallRecord, EventRecord } from '../adapter.ts';
import type { Fields, Type } from '../contract.ts';
import { type DeskEvent, events } from './contract/events/index.ts';
import { type Desk, hasReason } from './desk.ts';
import { type CallInfo, callStateOf, currentCalls, type DeskStatus, presenceOf, timeOf } from './status.ts';
import type { Step } from './track.ts';

/** Steps that events state outright, by the event's name. */
const STEPS: Readonly<Partial<Record<DeskEvent['_type'], Step>>> = {
  callOnHold: 'HELD',
  callOffHold: 'RETRIEVED',
  callParked: 'PARKED',
  transferStarted: 'TRANSFERRING',
  conferenceCompleted: 'CONFERENCED',
  conferenceParticipantAdded: 'CONFERENCED',
  callEnded: 'WRAP_UP',
  callWrapupTimerStarted: 'WRAP_UP',
  callAbandoned: 'ENDED',
  parkedCallDisconnected: 'ENDED',
};

/** Events that end an attempt to bring somebody in, so that the first two parties talk again. */
const GIVEN_UP: ReadonlySet<string> = new Set(['transferError', 'transferCallDisconnected', 'consultCallDisconnected']);

/** Something that happened, before it gets the account's and the clock's marks. */
type Told<Kind extends EventRecord['kind'] = EventRecord['kind']> = Kind extends unknown
  ? Omit<Extract<EventRecord, { kind: Kind }>, 'account' | 'occurredAt' | 'receivedAt'>
  : never;

/** Follows one desk and tells what changed; what it was told before, or too late, it does not tell again. */
export class DeskEventTranslator {
  private presence: Presence | null = null;
  private told = 0;
  private now = new Date();
  /** What is told now happened nobody knows when. */
  private isLate = false;

  constructor(private readonly desk: Desk) {}

  /** Whether an event can only be understood beside the status of that moment. */
  needsStatus(event: DeskEvent): boolean {
    if (event._type === 'readyStateChanged') return !hasReason(event.reasonCodeId);
    return event._type === 'callStarted' && !!event.callSessionId && !this.desk.track.get(event.callSessionId);
  }

  /** What an event means. */
  of(event: DeskEvent, status?: DeskStatus): EventRecord[] {
    this.now = this.desk.surroundings.now();
    return this.marked(this.read(event, status));
  }

  /** What a status tells that no event told: calls that came or went, and another presence. */
  missed(status: DeskStatus): EventRecord[] {
    this.now = this.desk.surroundings.now();
    const here = new Set(currentCalls(status).map((info) => info.callSessionId));
    const gone = this.desk.track.live().filter(([id, { state }]) => !here.has(id) && state !== 'PARKED');
    const ends = gone.flatMap(([id]) => this.ended(id));
    this.isLate = true;
    const come = [...this.calls(status), ...this.present(status)];
    this.isLate = false;
    return this.marked([...ends, ...come]);
  }

  private read(event: DeskEvent, status: DeskStatus | undefined): Told[] {
    const step = STEPS[event._type];
    if (step && 'callSessionId' in event && event.callSessionId) return this.step(event.callSessionId, step);
    switch (event._type) {
      case 'timeout':
        return [];
      case 'incomingCall':
      case 'incomingCallInfo':
      case 'callUpdated':
      case 'previewDialingStarted':
        return this.appeared(event.callinfo);
      case 'callReparked':
        return [...this.appeared(event.callinfo), ...this.stepOf(event.callinfo, 'PARKED')];
      case 'callStarted':
        return this.started(event.callSessionId, status);
      case 'callEndedByACW':
        return this.disposed(event.callSessionId, event.dispositionId);
      case 'callFinished':
        return event.callSessionId ? this.finished(event.callSessionId, event.callStarted) : [];
      case 'recordingStarted':
        return this.recording(event.callSessionId, 'RECORDING');
      case 'recordingStopped':
        return this.recording(event.callSessionId, 'NOT_RECORDING');
      case 'updateStatus':
        return event.status ? [...this.calls(event.status), ...this.present(event.status)] : [];
      case 'readyStateChanged':
        return this.readiness(event.reasonCodeId, status);
      case 'logoutProcessFinished':
      case 'bridgeForcedLogout':
        return this.became('LOGGED_OUT');
      default:
        return [...this.givenUp(event), this.vendor(event)];
    }
  }

  private step(id: string, step: Step, facts: Partial<CallRecord> = {}): Told[] {
    const time = this.now.toISOString();
    const times = { STARTED: { startedAt: time }, CONNECTED: { connectedAt: time }, ENDED: { endedAt: time } };
    const dated = { ...(step in times && !this.isLate ? times[step as keyof typeof times] : {}), ...facts };
    const call = this.desk.track.step(id, step, this.desk.blank(id), dated);
    if (!call) return [];
    if (step !== 'STARTED') this.desk.settle(id, call.state);
    return [this.call(step, call, REPEATABLE.has(step))];
  }

  private stepOf(info: CallInfo | null | undefined, step: Step): Told[] {
    return info?.callSessionId ? this.step(info.callSessionId, step) : [];
  }

  private appeared(info: CallInfo | null | undefined): Told[] {
    const id = info?.callSessionId;
    if (!id) return [];
    const facts = this.desk.facts(info);
    if (!this.desk.track.get(id)) return this.step(id, 'STARTED', facts);
    const changed = this.desk.track.update(id, facts);
    return changed ? [this.call('UPDATED', changed, true)] : [];
  }

  private started(id: string | null | undefined, status: DeskStatus | undefined): Told[] {
    if (!id) return [];
    const info = status && this.desk.current(status, id);
    const first = this.desk.track.get(id) ? [] : this.appeared(info ?? { callSessionId: id });
    const parked = this.desk.track.get(id)?.state === 'PARKED';
    return [...first, ...this.step(id, parked ? 'RETRIEVED' : 'CONNECTED')];
  }

  private disposed(id: string | null | undefined, dispositionId: string | null | undefined): Told[] {
    if (!id) return [];
    const disposition = dispositionId ? this.desk.dispositionName(dispositionId) : null;
    return this.step(id, 'DISPOSED', { disposition });
  }

  private finished(id: string, began: string | null | undefined): Told[] {
    const startedAt = this.desk.track.get(id)?.startedAt ?? timeOf(began);
    this.desk.track.update(id, { startedAt });
    const disposition = this.desk.outcomes.get(id);
    const disposed = disposition === undefined ? [] : this.step(id, 'DISPOSED', { disposition });
    return [...disposed, ...this.ended(id)];
  }

  private ended(id: string): Told[] {
    this.desk.outcomes.delete(id);
    this.desk.settle(id, 'ENDED');
    return this.step(id, 'ENDED');
  }

  /** Calls a status shows; it is trusted to begin and connect them, and to tell a dropped line. */
  private calls(status: DeskStatus): Told[] {
    const state = callStateOf(status);
    const next: Step | null = state === 'WRAP_UP' ? 'WRAP_UP' : state === 'CONNECTED' ? 'CONNECTED' : null;
    return currentCalls(status).flatMap((info) => [
      ...this.appeared(info),
      ...(next ? this.step(info.callSessionId, next) : []),
    ]);
  }

  private recording(id: string | null | undefined, state: 'RECORDING' | 'NOT_RECORDING'): Told[] {
    if (!id) return [];
    const known = this.desk.track.get(id);
    if ((known?.recordingState ?? 'NOT_RECORDING') === state) return [];
    this.desk.track.update(id, { recordingState: state });
    const type = state === 'RECORDING' ? 'STARTED' : 'STOPPED';
    const subject = this.desk.nativeId(id);
    const device = this.desk.reference().extension ?? null;
    return [
      { kind: 'RECORDING', type, subject, state, device, callId: id, ...this.mark(subject, `RECORDING_${type}`) },
    ];
  }

  private present(status: DeskStatus): Told[] {
    const [call] = currentCalls(status);
    const known = call && this.desk.track.get(call.callSessionId);
    return this.became(presenceOf(status, known?.state ?? null));
  }

  private readiness(reason: string | null | undefined, status: DeskStatus | undefined): Told[] {
    if (hasReason(reason)) return this.became('NOT_READY', this.desk.reasonName(reason));
    // A call seen there belongs to a later event, which tells it in its turn.
    if (!status?.loggedIn || currentCalls(status).length > 0) return [];
    return this.became(status.ready ? 'READY' : 'NOT_READY');
  }

  /** The first presence seen is no change of it. */
  private became(presence: Presence, reasonCode: string | null = null): Told[] {
    const before = this.presence;
    this.presence = presence;
    const isHeard = before !== null && !this.isLate;
    if (before !== presence || !isHeard) this.desk.doing = isHeard ? { presence, since: this.now.toISOString() } : null;
    if (before === null || before === presence) return [];
    const type = presence === 'LOGGED_OUT' ? presence : before === 'LOGGED_OUT' ? 'LOGGED_IN' : 'PRESENCE_CHANGED';
    const agent = this.desk.reference();
    const subject = this.desk.agent;
    return [{ kind: 'AGENT', type, subject, agent, presence, reasonCode, ...this.mark(subject, type) }];
  }

  private givenUp(event: DeskEvent): Told[] {
    if (!GIVEN_UP.has(event._type) || !('callSessionId' in event) || !event.callSessionId) return [];
    const id = event.callSessionId;
    this.desk.settle(id, 'CONNECTED');
    if (this.desk.track.get(id)?.state !== 'TRANSFERRING') return [];
    const changed = this.desk.track.update(id, { state: 'CONNECTED' });
    return changed ? [this.call('UPDATED', changed, true)] : [];
  }

  private vendor(event: DeskEvent): Told {
    const { _type: name, ...fields } = event;
    const type = Object.hasOwn(events, name) ? events[name] : undefined;
    const payload = { desk: this.desk.agent, ...(type ? withoutSecrets(type.fields, fields) : fields) };
    const subject =
      'callSessionId' in event && event.callSessionId ? this.desk.nativeId(event.callSessionId) : this.desk.agent;
    return { kind: 'VENDOR', subject, name, payload, ...this.mark(subject, name) };
  }

  private call(type: Told<'CALL'>['type'], call: CallRecord, repeatable: boolean): Told<'CALL'> {
    const subject = call.nativeId;
    const mark = repeatable ? this.mark(subject, type) : { fingerprint: `${subject}/${type}` };
    return { kind: 'CALL', type, subject, call, ...mark };
  }

  /** What may happen to a subject again and again is told apart by when it happened. */
  private mark(subject: string, what: string): { fingerprint: string } {
    this.told += 1;
    return { fingerprint: `${subject}/${what}/${this.now.getTime()}.${this.told}` };
  }

  private marked(told: readonly Told[]): EventRecord[] {
    const at = this.now.toISOString();
    return told.map((one) => ({ ...one, account: this.desk.account, occurredAt: at, receivedAt: at }) as EventRecord);
  }
}

const REPEATABLE: ReadonlySet<Step> = new Set(['HELD', 'RETRIEVED', 'PARKED', 'TRANSFERRING', 'CONFERENCED']);

function withoutSecrets(fields: Fields, value: object): Record<string, unknown> {
  const shown = Object.entries(value).filter(([name]) => !fields[name]?.secret);
  return Object.fromEntries(shown.map(([name, inner]) => [name, inside(fields[name]?.type, inner)]));
}

function inside(type: Type | undefined, value: unknown): unknown {
  if (type?.kind === 'list' && Array.isArray(value)) return value.map((item) => inside(type.of, item));
  if (type?.kind === 'struct' && value) return withoutSecrets(type.fields, value);
  return value;
}
