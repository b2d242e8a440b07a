/** What a caller is counted for opening a connection, before any operation runs over it. */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { FairScheduler } from './fair-scheduler.ts';

/**
 * Milliseconds of work: several times what opening takes on a quick machine, since it happens outside of turns. So a caller
 * that opens connections without end pauses after some fifty of them, where others are active.
 */
const PLAIN_MILLISECONDS = 2;
const ENCRYPTED_MILLISECONDS = 6;

const counted = new WeakSet<object>();

/** Counts a connection for the caller of its first request. */
export function countConnection(turns: FairScheduler | undefined, caller: string, socket: Socket | undefined): void {
  if (!turns || !socket || counted.has(socket)) return;
  counted.add(socket);
  turns.add(caller, socket instanceof TLSSocket ? ENCRYPTED_MILLISECONDS : PLAIN_MILLISECONDS);
}
