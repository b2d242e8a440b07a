import type { InputOf, OutputOf } from '../../adapters/contract.ts';
import type { DeskOperations } from '../../adapters/five9-cti/contract/index.ts';
import type { SimulatedDesk } from './desk.ts';

type Output<Name extends keyof DeskOperations> = OutputOf<DeskOperations[Name]>;

/** The result of an acknowledged operation is dropped. */
type Answer<Name extends keyof DeskOperations> =
  Output<Name> extends null ? unknown : Output<Name> | Promise<Output<Name>>;

/** How a desk answers some of the operations. */
export type Handlers<Names extends keyof DeskOperations = keyof DeskOperations> = {
  readonly [Name in Names]: (desk: SimulatedDesk, input: InputOf<DeskOperations[Name]>) => Answer<Name>;
};

/** The operations of a chapter. */
export type In<Chapter> = keyof Chapter & keyof DeskOperations;
