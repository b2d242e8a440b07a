import type { EventRecord } from './event.ts';

/** How an account's vendor answers, as an event source reports it: in full, in part, or not. */
export type StreamStatus = 'UP' | 'DEGRADED' | 'DOWN';

/** The ACCOUNT event: from `at` on the vendor answers (UP), answers in part (DEGRADED), or does not answer (DOWN). */
export function accountEvent(account: string, status: StreamStatus, at: string): EventRecord {
  const times = { occurredAt: at, receivedAt: at };
  return { kind: 'ACCOUNT', status, account, subject: account, fingerprint: `account/${status}/${at}`, ...times };
}
