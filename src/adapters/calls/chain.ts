/** The chain of every vendor call: validate, turn of its owner, quota, breaker, transport; the transport ends at the call's deadline. */
import type { Operation, SendOptions } from '../contract.ts';
import { ownerOf } from './call-owner.ts';
import type { Guard } from './guard.ts';
import { publishCall } from './observe.ts';
import { checkSent } from './validate.ts';

type Values = Readonly<Record<string, unknown>>;

/** One call to a vendor as it enters the chain. */
interface ChainedCall {
  /** Name of the operation in the vendor's guide. */
  readonly name: string;
  readonly row: Operation;
  readonly input: Values;
  readonly ask: SendOptions;
  /** Refuses what the contract's types, lengths and meanings allow and the vendor does not. */
  check?(): void;
}

/** One exchange with the vendor; a call that is sent once more has several. */
interface Exchange<Value> {
  /** Counts against the vendor's quota; rejects where that is spent. */
  quota?: (() => Promise<void>) | undefined;
  /** The service that is called, where those of an account fail separately. */
  readonly guard?: Guard | undefined;
  /** Its owner has had a turn for it already. */
  readonly hasTurn?: boolean;
  /** Sends the request and reads the answer; rejects at its deadline, or when the signal aborts. */
  transport(signal: AbortSignal | undefined): Promise<Value>;
}

/** A call that was validated. */
export interface ValidCall {
  /** Passes quota and breaker to the transport. */
  exchange<Value>(exchange: Exchange<Value>): Promise<Value>;
}

/** Validates a call, once; what is answered makes its exchanges, each of which passes each further step once. */
export function enterChain({ name, row, input, ask, check }: ChainedCall): ValidCall {
  checkSent(row.input, input, ask);
  check?.();
  return {
    exchange: async ({ quota, guard, transport, hasTurn = false }) => {
      const turn = hasTurn ? null : ownerOf(ask.signal)?.turn('CALL');
      if (turn) await turn;
      if (quota) await quota();
      if (!guard) return transport(ask.signal);
      const facts = { account: guard.account, operation: name, signal: ask.signal };
      return publishCall(facts, (signal) => guard.call(() => transport(signal), ask.signal));
    },
  };
}
