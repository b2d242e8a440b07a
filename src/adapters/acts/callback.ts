import type { CALLBACK_ACTS } from '../../../schema/acts/acts.ts';
import type { SendOptions } from '../contract.ts';
import type { Act, PlainActs } from './act.ts';
import type { NamedId } from './campaign.ts';

/** A callback to store. */
interface NewCallback {
  readonly number: string;
  /** Time at which the call is due, RFC 3339. */
  readonly dueAt: string;
  readonly comments?: string | null;
}

/** Acts on callbacks. */
export interface CallbackActs extends PlainActs<typeof CALLBACK_ACTS> {
  /** Stores a callback for an agent and answers its native id, read back from the vendor. */
  callbackAdd(agent: string, callback: NewCallback, ask: SendOptions): Promise<NamedId>;
  callbackSnooze: Act<{ seconds: number }>;
}
