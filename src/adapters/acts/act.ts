import type { SendOptions } from '../contract.ts';

/** An act on one thing, named by the vendor's own key. Resolves when the vendor confirmed it; never retries. */
export type Act<Input = Record<never, never>> = (target: string, input: Input, ask: SendOptions) => Promise<void>;
