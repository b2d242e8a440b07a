import type { WireContext } from '../contract.ts';
import { type Attributes, NO_ATTRIBUTES } from './listener.ts';
import { attribute } from './read.ts';
import type { Struct, Variant } from './shape.ts';

/** A struct that the contract lacks: every element is returned by name. */
function unknown(type?: string): Struct {
  const tag = type === undefined ? {} : { _type: type };
  return {
    ...{ kind: 'struct', slots: new Map(), open: true, fieldless: true },
    blank: () => [[]],
    build: ([_other]) => ({ ...tag, _other }),
  };
}

/** The context of a value. */
export const CLOSED: Struct = { ...unknown(), open: false };

/** The case of a variant that an element names by its type. */
export function chooseCase(shape: Variant, attributes: Attributes, { drift }: WireContext): Struct {
  const qualified = attribute(attributes, 'type');
  const word = qualified?.slice(qualified.indexOf(':') + 1).trim();
  const chosen = word === undefined ? shape.usual : shape.cases.get(word);
  if (!chosen && word !== undefined) drift?.note('UNKNOWN_TYPE');
  // A type that the contract lacks is an open struct under its own name, so that one addition does not fail the answer.
  return chosen ?? unknown(word ?? '');
}

/** Whether an element is declared to be null. */
export function isNil(attributes: Attributes): boolean {
  if (attributes === NO_ATTRIBUTES) return false;
  const nil = attribute(attributes, 'nil')?.trim();
  return nil === 'true' || nil === '1';
}
