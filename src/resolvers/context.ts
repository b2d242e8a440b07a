import type { Gateway } from '../gateway/gateway.ts';
import type { Operation } from '../gateway/request-cache.ts';
import type { Live, Start } from '../subscriptions/service.ts';
import type { WebhookAdmin } from '../webhooks/admin.ts';
import type { Idempotency } from './acts/idempotency.ts';
import type { Views } from './views.ts';

/** Who asks, proven by key or token. */
export interface Caller {
  readonly id: string;
  readonly scopes: ReadonlySet<string>;
  /** The accounts the caller may know of. */
  readonly accounts: 'all' | ReadonlySet<string>;
  /** When the proof ends. */
  readonly expiresAt?: Date;
  /** Sockets the caller may hold open, where that differs from everybody's. */
  readonly sockets?: number;
}

/** What tells when an operation is to be given up; an answer from memory never asks for it. */
export interface Patience {
  readonly signal: AbortSignal;
}

/** What every resolver finds beside its arguments. */
export interface Context extends Patience {
  readonly caller: Caller;
  readonly gateway: Gateway;
  /** Reads of this operation, remembered until it ends. */
  readonly operation: Operation;
  readonly views: Views;
  readonly idempotency: Idempotency;
  readonly requestId: string;
  readonly live: Live;
  readonly webhooks: WebhookAdmin;
  /** Where a shared subscription begins. */
  readonly start?: Start | undefined;
}

/** Whether a caller may know of an account. */
export function mayKnow({ accounts }: Pick<Caller, 'accounts'>, account: string): boolean {
  return accounts === 'all' || accounts.has(account);
}
