import type { ActName } from '../../../schema/acts/acts.ts';
import type { Context } from '../context.ts';
import type { ActPayload } from './perform.ts';

/** Carries an act out with the input that its declaration describes. */
export type ActHandler<Input> = (context: Context, input: Input) => Promise<ActPayload>;

/** Handlers by the name of their act. */
export type ActHandlers = { readonly [Name in ActName]?: ActHandler<never> };
