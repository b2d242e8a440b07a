/** The presence of one agent, derived from the session, the readiness and the calls of the desk. */
import type { CallState, Presence } from '../../../../schema/vocabulary.ts';
import type { Desk } from '../client/desk.ts';
import type { DeskEvent } from '../contract/events/index.ts';
import { type DeskStatus, deskPresenceOf, hasReason } from '../quirks.ts';

/** A change of presence. */
export interface PresenceChange {
  readonly type: 'LOGGED_IN' | 'LOGGED_OUT' | 'PRESENCE_CHANGED';
  readonly presence: Presence;
  readonly reasonCode: string | null;
}

const LIVE: ReadonlySet<CallState> = new Set(['RINGING', 'CONNECTED', 'HELD', 'TRANSFERRING', 'CONFERENCED']);

/** Events after which the agent's session or readiness may be another. */
const SESSION: ReadonlySet<string> = new Set([
  'readyStateChanged',
  'loginProcessFinished',
  'logoutProcessFinished',
  'bridgeForcedLogout',
  'forceSelfLogout',
]);

/** Whether an event may change the agent's session or readiness. */
export function isOfSession({ _type }: DeskEvent): boolean {
  return SESSION.has(_type);
}

/** Follows one agent's presence; a status and the events of the desk lead to the same one. */
export class PresenceTracker {
  private presence: Presence | null = null;
  private loggedIn: boolean | null = null;
  private ready: boolean | null = null;
  private reason: string | null = null;

  constructor(private readonly desk: Desk) {}

  /** Takes what a status shows; `since` is null where the change happened at an unknown time. */
  observe(status: DeskStatus, since: Date | null): PresenceChange | null {
    this.noteSession(status.loggedIn ?? null, status.ready ?? null);
    return this.become(deskPresenceOf(status, this.desk.statesIn(status)), since);
  }

  /** Takes an event of the session or readiness; whether the unified plane shows it as presence alone. */
  note(event: DeskEvent, status: DeskStatus | undefined): boolean {
    switch (event._type) {
      case 'readyStateChanged':
        this.noteReadiness(event.reasonCodeId, status);
        return true;
      case 'loginProcessFinished':
        if (event.successfull) this.noteSession(true, status?.ready ?? false);
        return false;
      case 'logoutProcessFinished':
      case 'bridgeForcedLogout':
      case 'forceSelfLogout':
        this.noteSession(false, null);
        return event._type !== 'forceSelfLogout';
      default:
        return false;
    }
  }

  private noteReadiness(reason: string | null | undefined, status: DeskStatus | undefined): void {
    if (!hasReason(reason) && !status?.loggedIn) return;
    this.noteSession(true, hasReason(reason) ? false : !!status?.ready);
    this.reason = hasReason(reason) ? this.desk.reasonName(reason) : null;
  }

  /** Takes a log-in or log-out; a readiness that is not known is null. */
  private noteSession(loggedIn: boolean | null, ready: boolean | null): void {
    this.loggedIn = loggedIn;
    this.ready = ready;
    if (ready !== false) this.reason = null;
  }

  /** The presence that the events so far lead to; no change where they do not suffice. */
  derive(since: Date): PresenceChange | null {
    const calls = this.desk.calls.live().filter(([, { state }]) => state !== 'PARKED');
    const states = calls.map(([, { state }]) => state);
    const isOpen = this.loggedIn === null || (this.loggedIn && this.ready === null && calls.length === 0);
    if (isOpen) return null;
    const line = { onCall: states.some((state) => LIVE.has(state)), callConnected: false };
    const currentCall = calls.map(([callSessionId]) => ({ callSessionId }));
    return this.become(
      deskPresenceOf({ loggedIn: this.loggedIn, ready: this.ready, ...line, currentCall }, states),
      since,
    );
  }

  /** The first presence seen is no change of it. */
  private become(presence: Presence, since: Date | null): PresenceChange | null {
    const before = this.presence;
    this.presence = presence;
    const isDated = before !== null && since !== null;
    if (before !== presence || !isDated) this.desk.doing = isDated ? { presence, since: since.toISOString() } : null;
    if (before === null || before === presence) return null;
    const type = presence === 'LOGGED_OUT' ? presence : before === 'LOGGED_OUT' ? 'LOGGED_IN' : 'PRESENCE_CHANGED';
    return { type, presence, reasonCode: presence === 'NOT_READY' ? this.reason : null };
  }
}
