import type { CALL_ACTS } from '../../../schema/acts/acts.ts';
import type { CallRecord } from '../adapter.ts';
import type { SendOptions } from '../contract.ts';
import type { Act, PlainActs } from './act.ts';

/** Acts on calls. */
export interface CallActs extends PlainActs<typeof CALL_ACTS> {
  /** Places a call from an agent's phone; answers the new call where the vendor returns it. */
  callDial(
    agent: string,
    input: { number: string; campaign?: string | null; contact?: string | null },
    ask: SendOptions,
  ): Promise<{ call?: CallRecord | null }>;
  callDispose: Act<{ disposition: string; comments?: string | null }>;
  /** Sends tones; they may be card data, so they appear nowhere else. */
  callSendDtmf: Act<{ digits: string }>;
  /** Hands a call over, at once or, where `warm`, when it is completed. */
  callTransfer: Act<{ number: string; warm: boolean; disposition?: string | null }>;
  /** Brings in a number, or another call of the agent by its native id. */
  callConference: Act<{ number?: string | null; other?: string | null; warm: boolean }>;
  /** A party of the call by its key. NOT_FOUND, and nothing is sent, where the call has no such party. */
  callPartyRemove: Act<{ party: string }>;
  callPartyPark: Act<{ party: string }>;
  callConferenceLeave: Act<{ disposition?: string | null }>;
  /** Connects two calls of one agent; the agent leaves both. */
  callBridge: Act<Bridged>;
}

/** The other call of a bridge by its native id, and how both went. */
interface Bridged {
  readonly other: string;
  readonly disposition?: string | null;
  readonly otherDisposition?: string | null;
  readonly comments?: string | null;
  readonly otherComments?: string | null;
}
