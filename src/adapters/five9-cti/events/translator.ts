/** A desk's events as events of the unified plane. */
import type { CallbackRecord, CallRecord, EventRecord } from '../../adapter.ts';
import type { Desk } from '../client/desk.ts';
import type { DeskEvent } from '../contract/events/index.ts';
import { type CallInfo, callStateOf, type DeskStatus, hasReason, timeOf } from '../quirks.ts';
import type { CallStep } from './call-tracker.ts';
import { type CallbackChange, CallbackTracker } from './callbacks.ts';
import type { EventDraft } from './draft.ts';
import { type FinishedCall, vendorDurations } from './durations.ts';
import { livePartiesOf, noteParty, type PartyEvent, withoutParty } from './parties.ts';
import { vendorPayload } from './payload.ts';
import { isOfSession, type PresenceChange, PresenceTracker } from './presence.ts';
import type { QueueBoard } from './queue-board.ts';
import { ABANDONED_PARTY_EVENTS, callOfEvent, isUnnamed, REPEATABLE, STEPS } from './steps.ts';
import { callsGone, stepOnLine } from './unseen.ts';

/** Translates one desk's events into changes; a repeated or late event changes nothing. */
export class DeskEventTranslator {
  private readonly presence: PresenceTracker;
  private readonly callbacks: CallbackTracker;
  private marks = 0;
  private now = new Date();
  /** The changes translated now happened at an unknown time. */
  private isLate = false;

  constructor(
    private readonly desk: Desk,
    private readonly queue: QueueBoard,
  ) {
    this.presence = new PresenceTracker(desk);
    this.callbacks = new CallbackTracker(desk);
  }

  /** Whether an event can only be interpreted with the status of that moment. */
  needsStatus(event: DeskEvent): boolean {
    if (event._type === 'readyStateChanged') return !hasReason(event.reasonCodeId);
    if (event._type === 'loginProcessFinished') return !!event.successfull;
    if (isUnnamed(event)) return callOfEvent(event, this.desk) === null;
    return event._type === 'callStarted' && !!event.callSessionId && !this.desk.calls.get(event.callSessionId);
  }

  /** The changes that an event reports, with the status and the callbacks of that moment where they were read. */
  of(event: DeskEvent, status?: DeskStatus, listed?: readonly CallbackRecord[]): EventRecord[] {
    this.now = this.desk.dependencies.now();
    const ofCallbacks = this.callbacks.note(event, listed);
    if (ofCallbacks) return this.marked(ofCallbacks.map((change) => this.callback(change)));
    noteParty(this.desk, event);
    if (event._type === 'callsQueueUpdated') return this.queue.list(this.desk, event.calls ?? []);
    if (event._type === 'callAbandoned' && !this.desk.calls.get(event.callSessionId ?? '')) return this.abandon(event);
    const changes = this.read(event, status);
    const mayMove = isOfSession(event) || changes.some(({ kind }) => kind === 'CALL');
    const presence = mayMove && event._type !== 'updateStatus' ? this.agent(this.presence.derive(this.now)) : [];
    return this.marked([...changes, ...presence]);
  }

  /** The changes that a status and a list show and no event reported: of calls, of the presence and of callbacks. */
  missed(status: DeskStatus, listed: readonly CallbackRecord[] | undefined): EventRecord[] {
    this.now = this.desk.dependencies.now();
    const ends = callsGone(this.desk, status).flatMap((id) => this.ended(id));
    this.isLate = true;
    const inHand = this.calls(status);
    const unseen = stepOnLine(this.desk, status);
    const come = [...inHand, ...(unseen ? this.step(unseen.id, unseen.step) : []), ...this.present(status)];
    this.isLate = false;
    const callbacks = (listed ? this.callbacks.list(listed) : []).map((change) => this.callback(change));
    return this.marked([...ends, ...come, ...callbacks]).map((event) => ({ ...event, late: true as const }));
  }

  private read(event: DeskEvent, status: DeskStatus | undefined): EventDraft[] {
    const step = STEPS[event._type];
    const id = step && callOfEvent(event, this.desk, status);
    if (id) return this.step(id, step);
    switch (event._type) {
      case 'timeout':
        return [];
      case 'incomingCall':
      case 'incomingCallInfo':
      case 'callUpdated':
      case 'previewDialingStarted':
        return this.appeared(event.callinfo);
      case 'callReparked':
        return [...this.appeared(event.callinfo), ...this.parked(event.callinfo?.callSessionId)];
      case 'callStarted':
        return this.started(event.callSessionId, status);
      case 'callEndedByACW':
        return this.disposed(event.callSessionId, event.dispositionId);
      case 'conferenceParticipantAdded':
      case 'conferenceParticipantRemoved':
        return this.party(event);
      case 'callFinished':
        return event.callSessionId ? this.finished(event.callSessionId, event) : [];
      case 'recordingStarted':
        return this.recording(event.callSessionId, 'RECORDING');
      case 'recordingStopped':
        return this.recording(event.callSessionId, 'NOT_RECORDING');
      case 'updateStatus':
        return event.status ? [...this.calls(event.status), ...this.present(event.status)] : [];
      case 'transferCompleted':
        if (event.callSessionId) this.desk.calls.update(event.callSessionId, { transferred: true });
        return [this.vendor(event)];
      default:
        return this.presence.note(event, status) ? [] : [...this.abandonedParty(event), this.vendor(event)];
    }
  }

  /** A call that this desk does not have is queued, or another desk has it or has reported it. */
  private abandon(event: Extract<DeskEvent, { _type: 'callAbandoned' }>): EventRecord[] {
    return this.queue.abandon(event.callSessionId ?? '') ?? [];
  }

  private step(id: string, step: CallStep, facts: Partial<CallRecord> = {}): EventDraft[] {
    const time = this.now.toISOString();
    const times = { STARTED: { startedAt: time }, CONNECTED: { connectedAt: time }, ENDED: { endedAt: time } };
    const alone = step === 'ENDED' && this.desk.calls.get(id)?.parties?.length ? { parties: [] } : {};
    const dated = { ...(step in times && !this.isLate ? times[step as keyof typeof times] : {}), ...alone, ...facts };
    const call = this.desk.calls.step(id, step, this.desk.blank(id), dated);
    if (!call) return [];
    const parties =
      call.state === 'WRAP_UP' || call.state === 'ENDED'
        ? livePartiesOf(this.desk, id).flatMap((party) => this.ended(party))
        : [];
    this.desk.settle(id, call.state);
    return [this.call(step, call, REPEATABLE.has(step)), ...parties];
  }

  private parked(id: string | null | undefined): EventDraft[] {
    return id ? this.step(id, 'PARKED') : [];
  }

  private appeared(info: CallInfo | null | undefined): EventDraft[] {
    const id = info?.callSessionId;
    if (!id) return [];
    if (!this.desk.calls.get(id)) return this.step(id, 'STARTED', this.desk.facts(info));
    const changed = this.desk.calls.update(id, this.desk.facts(info));
    return changed ? [this.call('UPDATED', changed, true)] : [];
  }

  private started(id: string | null | undefined, status: DeskStatus | undefined): EventDraft[] {
    if (!id) return [];
    const info = status && this.desk.current(status, id);
    const first = this.desk.calls.get(id) ? [] : this.appeared(info ?? { callSessionId: id });
    const parked = this.desk.calls.get(id)?.state === 'PARKED';
    return [...first, ...this.step(id, parked ? 'RETRIEVED' : 'CONNECTED')];
  }

  private party(event: PartyEvent): EventDraft[] {
    const id = event.callSessionId;
    if (!id) return [this.vendor(event)];
    const isAdded = event._type === 'conferenceParticipantAdded';
    const facts = isAdded ? { parties: this.desk.partiesOf(id) } : withoutParty(this.desk, id);
    const joined = isAdded ? this.step(id, 'CONFERENCED', facts) : [];
    if (joined.length > 0) return joined;
    const changed = this.desk.calls.update(id, facts);
    return changed ? [this.call('UPDATED', changed, true)] : [this.vendor(event)];
  }

  private disposed(id: string | null | undefined, dispositionId: string | null | undefined): EventDraft[] {
    if (!id) return [];
    const disposition = dispositionId ? this.desk.dispositionName(dispositionId) : null;
    return this.step(id, 'DISPOSED', { disposition });
  }

  private finished(id: string, event: FinishedCall): EventDraft[] {
    const startedAt = this.desk.calls.get(id)?.startedAt ?? timeOf(event.callStarted);
    this.desk.calls.update(id, { startedAt, vendorDurations: vendorDurations(event, startedAt, this.now) });
    const disposition = this.desk.outcomes.get(id);
    const disposed = disposition === undefined ? [] : this.step(id, 'DISPOSED', { disposition });
    return [...disposed, ...this.ended(id)];
  }

  private ended(id: string): EventDraft[] {
    this.desk.outcomes.delete(id);
    return this.step(id, 'ENDED');
  }

  /** Calls of a status; it starts and connects them and ends their line, where it lists one call alone. */
  private calls(status: DeskStatus): EventDraft[] {
    const state = callStateOf(status);
    const inHand = this.desk.callsIn(status);
    const isPlain = state === 'WRAP_UP' || (state === 'CONNECTED' && inHand.length === 1);
    return inHand.flatMap((info) => {
      const isParked = this.desk.calls.get(info.callSessionId)?.state === 'PARKED';
      return [...this.appeared(info), ...(isPlain && !isParked ? this.step(info.callSessionId, state) : [])];
    });
  }

  private recording(id: string | null | undefined, state: 'RECORDING' | 'NOT_RECORDING'): EventDraft[] {
    if (!id) return [];
    const known = this.desk.calls.get(id);
    if ((known?.recordingState ?? 'NOT_RECORDING') === state) return [];
    this.desk.calls.update(id, { recordingState: state });
    const type = state === 'RECORDING' ? 'STARTED' : 'STOPPED';
    const subject = this.desk.nativeId(id);
    const device = this.desk.reference().extension ?? null;
    return [
      { kind: 'RECORDING', type, subject, state, device, callId: id, ...this.mark(subject, `RECORDING_${type}`) },
    ];
  }

  private present(status: DeskStatus): EventDraft[] {
    return this.agent(this.presence.observe(status, this.isLate ? null : this.now));
  }

  private agent(change: PresenceChange | null): EventDraft[] {
    if (!change) return [];
    const subject = this.desk.agent;
    return [{ kind: 'AGENT', subject, agent: this.desk.reference(), ...change, ...this.mark(subject, change.type) }];
  }

  private callback({ type, callback }: CallbackChange): EventDraft {
    const subject = callback.nativeId;
    return { kind: 'CALLBACK', type, subject, callback, ...this.mark(subject, `CALLBACK_${type}`) };
  }

  private abandonedParty(event: DeskEvent): EventDraft[] {
    if (!ABANDONED_PARTY_EVENTS.has(event._type) || !('callSessionId' in event) || !event.callSessionId) return [];
    const id = event.callSessionId;
    this.desk.settle(id, 'CONNECTED');
    this.desk.consulting.delete(id);
    if (this.desk.calls.get(id)?.state !== 'TRANSFERRING') return [];
    const changed = this.desk.calls.update(id, { state: 'CONNECTED' });
    return changed ? [this.call('UPDATED', changed, true)] : [];
  }

  private vendor(event: DeskEvent): EventDraft {
    const name = event._type;
    const payload = { desk: this.desk.agent, ...vendorPayload(event) };
    const subject =
      'callSessionId' in event && event.callSessionId ? this.desk.nativeId(event.callSessionId) : this.desk.agent;
    return { kind: 'VENDOR', subject, name, payload, ...this.mark(subject, name) };
  }

  private call(type: EventDraft<'CALL'>['type'], call: CallRecord, repeatable: boolean): EventDraft<'CALL'> {
    const subject = call.nativeId;
    const mark = repeatable ? this.mark(subject, type) : { fingerprint: `${subject}/${type}` };
    return { kind: 'CALL', type, subject, call, ...mark };
  }

  /** A change that may repeat is identified by its moment too. */
  private mark(subject: string, what: string): { fingerprint: string } {
    this.marks += 1;
    return { fingerprint: `${subject}/${what}/${this.now.getTime()}.${this.marks}` };
  }

  private marked(drafts: readonly EventDraft[]): EventRecord[] {
    const at = this.now.toISOString();
    return drafts.map((one) => ({ ...one, account: this.desk.account, occurredAt: at, receivedAt: at }) as EventRecord);
  }
}
