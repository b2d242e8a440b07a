import type { Rows } from '../../adapter.ts';
import type { InputOf, OutputOf, SendOptions } from '../../contract.ts';
import type { Five9Client } from '../client.ts';
import type { five9ConfigContract } from '../contract/index.ts';

type Operations = typeof five9ConfigContract.operations;
/** An item of the list that an operation answers. */
type ItemOf<Name extends keyof Operations> = OutputOf<Operations[Name]> extends readonly (infer Item)[] ? Item : never;

/** Rows that the vendor has just answered. */
export function rowsOf<Row>(items: readonly Row[], now: () => Date): Rows<Row> {
  return { items, fetchedAt: now().toISOString() };
}

/** Reads a list that may be long, and makes each row as soon as its item is decoded; an item without a row is left out. */
export async function sendMapped<Name extends 'getUsersInfo' | 'getUsersGeneralInfo', Row extends object>(
  client: Five9Client,
  name: Name,
  rowOf: (item: ItemOf<Name>) => Row | undefined,
  ask: SendOptions,
): Promise<readonly Row[]> {
  const mapItem = rowOf as (item: unknown) => unknown;
  // Decoded, the list has the rows in the place of its items.
  return (await client.send(name, {} as InputOf<Operations[Name]>, { ...ask, mapItem })) as unknown as readonly Row[];
}
