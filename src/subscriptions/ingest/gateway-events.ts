/** The gateway's own events about an account. */
import { randomUUID } from 'node:crypto';
import type { EventRecord } from '../../adapters/adapter.ts';
import { gapEvent } from '../../adapters/gap.ts';

/** Their common fields. */
export function gatewayEventBase(account: string) {
  const now = new Date().toISOString();
  return { account, subject: account, fingerprint: randomUUID(), occurredAt: now, receivedAt: now };
}

/** Events of an account since then may be missing; each such gap is a separate event. */
export function gapSince(account: string, since: Date, reason: string, until = new Date()): EventRecord {
  const { fingerprint } = gatewayEventBase(account);
  return gapEvent({ account, from: since.toISOString(), to: until.toISOString(), reason, fingerprint });
}
