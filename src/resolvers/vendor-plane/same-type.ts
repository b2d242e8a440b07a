import type { Fields, Type } from '../../adapters/contract.ts';

/** Whether two types look the same in GraphQL; the rules of their fields may differ, as GraphQL does not state them. */
export function isSameGraphqlType(one: Type, other: Type): boolean {
  if (one === other) return true;
  if (one.kind === 'struct' && other.kind === 'struct')
    return one.open === other.open && alikeFields(one.fields, other.fields);
  if (one.kind === 'list' && other.kind === 'list') return isSameGraphqlType(one.of, other.of);
  if (one.kind === 'enum' && other.kind === 'enum') return alikeKeys(one.words, other.words);
  if (one.kind === 'scalar' && other.kind === 'scalar') return one.graphql === other.graphql;
  if (one.kind !== 'variant' || other.kind !== 'variant') return false;
  const { cases } = other;
  return (
    alikeKeys(one.cases, cases) &&
    Object.entries(one.cases).every(
      ([word, chosen]) => chosen.name === cases[word]?.name && isSameGraphqlType(chosen, cases[word]),
    )
  );
}

function alikeKeys(one: object, other: object): boolean {
  return Object.keys(one).join('\n') === Object.keys(other).join('\n');
}

function alikeFields(one: Fields, other: Fields): boolean {
  const same = ([name, { type, required }]: [string, Fields[string]]) => {
    const field = other[name];
    return field !== undefined && field.required === required && isSameGraphqlType(type, field.type);
  };
  return alikeKeys(one, other) && Object.entries(one).every(same);
}
