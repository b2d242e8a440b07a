import type { CallState, Presence } from '../../../../schema/vocabulary.ts';
import type { CallRecord, PartyRecord } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import type { DeskEvent } from '../contract/events/index.ts';
import { CallTracker } from '../events/call-tracker.ts';
import { StateReports } from '../events/state-reports.ts';
import { type CallInfo, type CurrentCall, callStateOf, currentCalls, type DeskStatus, directionOf } from '../quirks.ts';
import { DeskService } from './service.ts';

/** Milliseconds after an act within which the payload is read from the status that confirmed the act. */
export const CONFIRMATION_AGE_MS = 250;

/** The notes about calls at the time when a status was asked for. */
type Noted = Pick<Desk, 'requested' | 'consulting' | 'parties' | 'parked'>;

/** One agent's service and the state of its calls, from events and from acts of this gateway. */
export class Desk extends DeskService {
  /** The calls of this desk by its events. */
  readonly calls = new CallTracker();
  /** The events that acts wait for. */
  readonly reports = new StateReports();
  /** Whether events arrive, so that `calls` is up to date. */
  listening = false;
  /** Presence by events and its beginning; null before the first event. */
  doing: { readonly presence: Presence; readonly since: string } | null = null;
  /** States that our acts requested, by call, until an event confirms them. */
  readonly requested = new Map<string, CallState>();
  /** Calls that we parked, until an event confirms it or they are active again. */
  readonly parked = new Map<string, CallRecord>();
  /** Calls with a warm transfer or conference in consultation. */
  readonly consulting = new Set<string>();
  /** Parties of conferences: the party's session id and that of its conference. */
  readonly parties = new Map<string, string>();
  /** Names or numbers of the parties of conferences, by their session ids. */
  readonly partyTitles = new Map<string, string>();
  /** Dispositions that we gave, which the vendor's events do not repeat. */
  readonly outcomes = new Map<string, string>();
  private lastAct: Promise<void> = Promise.resolve();
  private confirmation: { readonly status: DeskStatus; readonly at: number } | null = null;
  private readonly notedBefore = new WeakMap<DeskStatus, Noted>();

  override async status(ask: SendOptions): Promise<DeskStatus> {
    const noted = this.noted();
    const status = await super.status(ask);
    this.notedBefore.set(status, noted);
    return status;
  }

  /** Keeps the status that confirmed an act for the read that follows the act. */
  confirmBy(status: DeskStatus): void {
    this.confirmation = { status, at: performance.now() };
  }

  /** The status that just confirmed an act, once; else the status now. */
  async statusAfterAct(ask: SendOptions): Promise<DeskStatus> {
    const confirmed = this.confirmation;
    this.confirmation = null;
    const isFresh = confirmed !== null && performance.now() - confirmed.at < CONFIRMATION_AGE_MS;
    return isFresh ? confirmed.status : this.status(ask);
  }

  /** Reads the names that an event is about to need. */
  async prepare(event: DeskEvent, ask: SendOptions): Promise<void> {
    if (event._type === 'callsQueueUpdated') await this.learnCampaignsOf(event.calls ?? [], ask);
    if (event._type === 'callbackAdded') await this.learn(ask, event.info?.campaignId);
    if ('callinfo' in event) await this.learn(ask, event.callinfo?.campaignId);
    if (event._type === 'readyStateChanged') await this.learnReason(event.reasonCodeId, ask);
    if (event._type !== 'callEndedByACW' || !event.dispositionId || this.knowsDisposition(event.dispositionId)) return;
    const campaignId = this.calls.get(event.callSessionId ?? '')?.campaign?.nativeId;
    if (campaignId) await this.readDispositions(campaignId, ask).catch(() => []);
  }

  private async learnCampaignsOf(calls: readonly { campaignId?: string | null }[], ask: SendOptions): Promise<void> {
    const unknown = new Set(
      calls.flatMap(({ campaignId }) => (this.campaign(campaignId)?.name ? [] : (campaignId ?? []))),
    );
    for (const campaignId of unknown) await this.learn(ask, campaignId);
  }

  /** The unified key of a call at this desk. */
  nativeId(callSessionId: string): string {
    return `${this.agent}/${callSessionId}`;
  }

  /** Takes the calls of this desk as the event log has them. */
  restore(calls: readonly CallRecord[]): void {
    for (const call of calls) {
      const id = call.nativeId.slice(this.agent.length + 1);
      if (call.nativeId !== this.nativeId(id) || call.state === 'ENDED') continue;
      this.calls.restore(id, call);
      for (const { key } of call.parties ?? []) this.parties.set(key, id);
    }
  }

  /** A call of which nothing but its id is known. */
  blank(callSessionId: string): CallRecord {
    const keys = { nativeId: this.nativeId(callSessionId), callId: callSessionId };
    const { extension } = this.reference();
    const times = { startedAt: null, connectedAt: null, endedAt: null };
    return { ...keys, ...times, channel: 'VOICE', state: 'RINGING', device: extension, agent: this.reference() };
  }

  /** The facts of a call as the unified plane names them. */
  facts(info: CallInfo): Partial<CallRecord> {
    const campaign = this.campaign(info.campaignId);
    const numbers = { from: info.ani || null, to: info.dnis || info.number || null };
    const { extension } = this.reference();
    const byTransfer = info.transfer ? { byTransfer: true } : {};
    return {
      direction: directionOf(info),
      ...numbers,
      campaign,
      device: extension,
      agent: this.reference(),
      ...byTransfer,
    };
  }

  /** The record of an active call: by its events, corrected by what the status shows of the line. */
  record(info: CurrentCall, status: DeskStatus): CallRecord {
    const id = info.callSessionId;
    const known = this.calls.get(id);
    const shown = this.shownState(id, status);
    const requested = this.requested.get(id);
    const talks = shown !== 'RINGING' && shown !== 'WRAP_UP' && !this.isParked(id);
    // A call on hold may leave the line looking as if it rang (readings.ts), and no act makes a call ring again.
    const isHidden = shown === 'RINGING' && requested !== 'CONNECTED';
    const state = ((talks || isHidden) && requested) || shown;
    return { ...(known ?? this.blank(id)), ...this.facts(info), parties: this.partiesOf(id), state };
  }

  /**
   * A status shows a connected or disconnected line before its event arrives; with several calls it does not identify
   * the call.
   */
  private shownState(id: string, status: DeskStatus): CallState {
    const known = this.calls.get(id)?.state;
    const shows = callStateOf(status);
    if (this.isParked(id)) return 'PARKED';
    if (!this.listening || !known || known === 'ENDED') {
      return shows === 'WRAP_UP' || this.callsIn(status).length === 1 ? shows : 'UNKNOWN';
    }
    if (shows === 'WRAP_UP') return shows;
    return known === 'RINGING' && currentCalls(status).length === 1 ? shows : known;
  }

  /** Notes the state that an act of ours requested, unless an event confirmed it already. */
  expect(id: string, state: CallState): void {
    if (this.listening && this.calls.get(id)?.state === state) this.requested.delete(id);
    else this.requested.set(id, state);
  }

  /** An event that confirms the requested state replaces it; one that was sent before the request does not. */
  settle(id: string, state: CallState): void {
    this.reports.note(id, state);
    const isOver = state === 'WRAP_UP' || state === 'ENDED';
    if (isOver || this.requested.get(id) === state) this.requested.delete(id);
    if (isOver || state === 'PARKED') this.parked.delete(id);
    if (isOver || state === 'CONFERENCED') this.consulting.delete(id);
    if (isOver) for (const [party, call] of this.parties) if (call === id) this.parties.delete(party);
  }

  /** Whether a call that the status lists is parked all the same. */
  isParked(id: string): boolean {
    const isSeen = this.listening && this.calls.get(id)?.state === 'PARKED' && !this.requested.has(id);
    return isSeen || (this.listsParked && this.parked.has(id));
  }

  /** Whether a status also lists parked calls, by the account's reading `parked-calls`. */
  get listsParked(): boolean {
    return this.readings['parked-calls'] === 'in-status';
  }

  private noted(): Noted {
    const [requested, consulting] = [new Map(this.requested), new Set(this.consulting)];
    return { requested, consulting, parties: new Map(this.parties), parked: new Map(this.parked) };
  }

  /**
   * Drops what acts and events noted of calls that a status shows elsewhere. What was noted while the status was on its way
   * remains, as the status may be older.
   */
  reconcile(status: DeskStatus): void {
    const before = this.notedBefore.get(status) ?? this.noted();
    const here = new Set(currentCalls(status).map(({ callSessionId }) => callSessionId));
    for (const [id, state] of before.requested)
      if (!here.has(id) && this.requested.get(id) === state) this.requested.delete(id);
    for (const id of before.consulting) if (!here.has(id)) this.consulting.delete(id);
    for (const [party, call] of before.parties)
      if (!here.has(call) && this.parties.get(party) === call) this.parties.delete(party);
    if (this.listsParked) return;
    for (const [id, call] of before.parked) if (here.has(id) && this.parked.get(id) === call) this.parked.delete(id);
  }

  /** The state of a call from acts of this gateway and from events; undefined where neither is known. */
  stateOf(id: string): CallState | undefined {
    if (this.parked.has(id)) return 'PARKED';
    const known = this.calls.get(id)?.state;
    return this.requested.get(id) ?? (this.listening || known === 'ENDED' ? known : undefined);
  }

  /** A status without the calls known to be parked, which an agent is not busy with. */
  withoutParked(status: DeskStatus): DeskStatus {
    const isBusyWith = ({ callSessionId: id }: CallInfo) => !id || this.stateOf(id) !== 'PARKED';
    return { ...status, currentCall: (status.currentCall ?? []).filter(isBusyWith) };
  }

  /** The known states of the calls that a status lists. */
  statesIn(status: DeskStatus): CallState[] {
    return currentCalls(status).flatMap(({ callSessionId: id }) => this.stateOf(id) ?? this.calls.get(id)?.state ?? []);
  }

  /** Runs acts on this desk one after another, so that none moves the current call under another. */
  exclusively<Value>(act: () => Promise<Value>): Promise<Value> {
    const done = this.lastAct.then(act);
    this.lastAct = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  }

  /** The calls that a status lists, without the parties of a conference that it lists too. */
  callsIn(status: DeskStatus): CurrentCall[] {
    const listed = currentCalls(status);
    const here = new Set(listed.map(({ callSessionId }) => callSessionId));
    return listed.filter(({ callSessionId }) => {
      const conference = this.parties.get(callSessionId);
      return conference === undefined || !here.has(conference);
    });
  }

  /** The further parties of a call's conference. */
  partiesOf(callSessionId: string): PartyRecord[] {
    const keys = [...this.parties].flatMap(([party, call]) => (call === callSessionId ? [party] : []));
    return keys.map((key) => ({ key, title: this.partyTitles.get(key) ?? null }));
  }

  /** The active call with this id. */
  current(status: DeskStatus, callSessionId: string) {
    return currentCalls(status).find((info) => info.callSessionId === callSessionId);
  }
}
