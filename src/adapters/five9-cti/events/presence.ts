/** The presence of one agent, derived from the session, the readiness and the calls of the desk. */
import type { CallState, Presence } from '../../../../schema/vocabulary.ts';
import type { Desk } from '../client/desk.ts';
import { type DeskStatus, presenceOf } from '../quirks.ts';

/** A change of presence. */
export interface PresenceChange {
  readonly type: 'LOGGED_IN' | 'LOGGED_OUT' | 'PRESENCE_CHANGED';
  readonly presence: Presence;
  readonly reasonCode: string | null;
}

const LIVE: ReadonlySet<CallState> = new Set(['RINGING', 'CONNECTED', 'HELD', 'TRANSFERRING', 'CONFERENCED']);

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
    return this.become(presenceOf(status, this.desk.statesIn(status)), since);
  }

  /** Takes a change of readiness. */
  noteReady(ready: boolean, reason: string | null = null): void {
    this.noteSession(true, ready);
    this.reason = ready ? null : reason;
  }

  /** Takes a log-in or log-out; a readiness that is not known is null. */
  noteSession(loggedIn: boolean | null, ready: boolean | null): void {
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
    return this.become(presenceOf({ loggedIn: this.loggedIn, ready: this.ready, ...line, currentCall }, states), since);
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
