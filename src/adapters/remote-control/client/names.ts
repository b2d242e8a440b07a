/** Member names in either case: the guide prints `Data` in its listing and `data` in its prose (lines 10 and 13). */
import type { Fields } from '../../contract.ts';

const known = new WeakMap<Fields, ReadonlyMap<string, string>>();

function namesOf(fields: Fields): ReadonlyMap<string, string> {
  let names = known.get(fields);
  if (!names) {
    names = new Map(Object.keys(fields).map((name) => [name.toLowerCase(), name]));
    known.set(fields, names);
  }
  return names;
}

/** The contract's spelling of a member's name; undefined where the contract lacks it. */
export function fieldOfMember(fields: Fields, name: string): string | undefined {
  return Object.hasOwn(fields, name) ? name : namesOf(fields).get(name.toLowerCase());
}
