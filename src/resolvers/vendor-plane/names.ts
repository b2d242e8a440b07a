import { graphqlName } from '../../adapters/contract.ts';

const RESERVED: ReadonlySet<string> = new Set(['true', 'false', 'null']);

/** `five9Config` and `campaign` make `Five9Config_campaign`. */
export function typeName(prefix: string, name: string): string {
  return `${prefix.charAt(0).toUpperCase()}${prefix.slice(1)}_${graphqlName(name)}`;
}

/** GraphQL names for a list of wire words, all different. */
export function valueNames(words: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const named = new Map<string, string>();
  for (const word of words) {
    let name = graphqlName(word).replace(/^__/, '_');
    while (taken.has(name) || RESERVED.has(name)) name += '_';
    taken.add(name);
    named.set(word, name);
  }
  return named;
}

/** A field's name in GraphQL: the vendor's own, letter by letter, as far as GraphQL can write it. */
export function fieldName(name: string): string {
  return graphqlName(name);
}
