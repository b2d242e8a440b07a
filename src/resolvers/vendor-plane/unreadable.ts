/** Values of a vendor that cannot be read: callers see null or an error in place of that value alone. */
import { GraphQLEnumType } from 'graphql';
import type { ScalarType } from '../../adapters/contract.ts';
import { CrosspointError } from '../../adapters/errors.ts';

/** An enum whose unknown words, which a vendor may add at any time, cost their own field and nothing else. */
export class WireEnum extends GraphQLEnumType {
  override serialize(value: unknown): string {
    if (typeof value === 'string' && this.isKnown(value)) return super.serialize(value) as string;
    throw new CrosspointError('BAD_RESPONSE', `The vendor answered a word that ${this.name} does not list`);
  }

  private isKnown(word: string): boolean {
    this.known ??= new Set(this.getValues().map(({ value }) => value as string));
    return this.known.has(word);
  }

  private known: Set<string> | undefined;
}

/** A value of a scalar, null where its text could not be read. */
export function readScalar(
  name: string,
  { unreadable }: ScalarType,
): (source: Readonly<Record<string, unknown>>) => unknown {
  return ({ [name]: value }) => (value === unreadable ? null : value);
}
