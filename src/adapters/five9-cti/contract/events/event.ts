import { type Fields, type StructType, struct } from '../../../contract.ts';

/** Declares the events of one subject: name, meaning and fields each, in the order of the wire. */
export function eventsOf<const Rows extends Readonly<Record<string, readonly [description: string, fields: Fields]>>>(
  rows: Rows,
): { readonly [Name in keyof Rows]: StructType<Rows[Name][1]> } {
  const entries = Object.entries(rows).map(([name, [description, fields]]) => [
    name,
    struct(name, description, fields),
  ]);
  return Object.fromEntries(entries) as { readonly [Name in keyof Rows]: StructType<Rows[Name][1]> };
}
