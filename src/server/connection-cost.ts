/** The pace at which a caller opens connections. */
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { FairScheduler } from './fair-scheduler.ts';

/** Plain connections that an encrypted one is worth, since its handshake takes several times as long. */
const ENCRYPTED_WEIGHT = 4;

const counted = new WeakSet<object>();

/** Resolves when the first request of a connection may be handled; null where it may at once, and for every later request. */
export function paceConnection(
  turns: FairScheduler | undefined,
  caller: string,
  socket: Socket | undefined,
): Promise<void> | null {
  if (!turns || !socket || counted.has(socket)) return null;
  counted.add(socket);
  return turns.takeToOpen(caller, socket instanceof TLSSocket ? ENCRYPTED_WEIGHT : 1);
}
