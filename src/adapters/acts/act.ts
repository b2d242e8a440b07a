import type { PlainActName } from '../../../schema/acts/acts.ts';
import type { SendOptions } from '../contract.ts';

/** An act on one target by its native id. Resolves when the vendor confirmed it; is sent once. */
export type Act<Input = Record<never, never>> = (target: string, input: Input, ask: SendOptions) => Promise<void>;

/** The methods of those acts of a table that take the id of their target and no more. */
export type PlainActs<Acts> = { readonly [Name in PlainActName<Acts>]: Act };
