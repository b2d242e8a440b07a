/** Queries over the world of the executor's tests: a corpus written by hand, and others made at random. */
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
} from 'graphql';
import { sequence } from './world.ts';

/** Each makes other data. */
export const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);

/** How much of the data goes wrong. */
export const SHARES = [0, 0.1, 0.3];

/** Valid queries, each by what it is about. */
export const QUERIES: readonly (readonly [string, string])[] = [
  ['plain fields', '{ agents { id name mood busy } }'],
  ['aliases', '{ a: agents { one: id two: id } b: agents(first: 1) { name } constructor: call { toString: name } }'],
  ['an interface', '{ node { __typename id ... on Call { seconds node { id } } ... on Agent { mood } } }'],
  ['an interface that resolves its type later', '{ timed { __typename seconds ... on Recording { size moods } } }'],
  ['a union', '{ parties { __typename ... on Agent { name } ... on Outsider { number first { __typename } } } }'],
  ['a field that may not be null', '{ sure { id } call { agent { id boss { id } } node { name } } }'],
  ['nested lists', '{ call { tags parties { ... on Recording { of { tags } } } } }'],
  ['merged fields', '{ call { agent { id } ...f agent { name } } } fragment f on Call { agent { mood id } }'],
  [
    'a fragment in a fragment',
    '{ node { ...n } } fragment n on Node { id ...t } fragment t on Timed { seconds ...n2 } fragment n2 on Node { name }',
  ],
  [
    'what a subscription emits',
    'subscription { called { id seconds agent { name } parties { ... on Agent { mood } } } }',
  ],
  ['several events of a subscription', 'subscription S { ...s } fragment s on Subscription { known { id } }'],
  ['scalars that cannot be serialized', '{ call { peculiar agent { peculiar } ratio } }'],
  ['the schema itself', '{ __typename __schema { queryType { name } } __type(name: "Mood") { enumValues { name } } }'],
  [
    'literal conditions',
    '{ call { id @skip(if: true) name @include(if: false) seconds @include(if: true) @skip(if: false) } }',
  ],
];

const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  agent: ['(id: "x")', '(id: $id)'],
  agents: ['', '(first: $n)', '(first: 5, mood: SAD)', '(mood: $mood)'],
  calls: ['', '(first: $n)', '(filter: {limit: $limit, moods: [$sure, SAD]})', '(filter: $filter)'],
  node: ['', '(id: $id)'],
  text: ['(of: "a")', '(of: $id, filter: $filter)', '(of: $text, filter: {name: $text})'],
  moody: ['', '(mood: $sure)', '(mood: [SAD])'],
};

const VARIABLES =
  '($id: ID!, $text: String!, $n: Int, $mood: Mood, $sure: Mood!, $filter: Filter, $limit: Int! = 2, $yes: Boolean!, $maybe: Boolean! = false)';

class Writer {
  readonly fragments: string[] = [];

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly next: () => number,
  ) {}

  private pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.next() * items.length)] as Item;
  }

  private condition(): string {
    if (this.next() < 0.8) return '';
    return ` @${this.pick(['skip', 'include'])}(if: ${this.pick(['$yes', '$maybe', 'true', 'false'])})`;
  }

  selection(type: GraphQLNamedType, depth: number): string {
    const count = 1 + Math.floor(this.next() * 5);
    const parts = Array.from({ length: count }, () => this.part(type, depth));
    return `{ ${parts.join(' ')} }`;
  }

  private part(type: GraphQLNamedType, depth: number): string {
    if (this.next() < 0.2 && depth > 0) return this.fragment(type, depth - 1);
    const fields = 'getFields' in type && isCompositeType(type) ? Object.values(type.getFields()) : [];
    if (fields.length === 0 || this.next() < 0.1) return `__typename${this.condition()}`;
    const field = this.pick(fields);
    const below = getNamedType(field.type);
    if (isCompositeType(below) && depth === 0) return '__typename';
    const alias = this.next() < 0.3 ? `${this.pick(['a', 'b', 'valueOf'])}${Math.floor(this.next() * 9)}: ` : '';
    const inner = isCompositeType(below) ? ` ${this.selection(below, depth - 1)}` : '';
    return `${alias}${field.name}${this.pick(ARGUMENTS[field.name] ?? [''])}${this.condition()}${inner}`;
  }

  private fragment(type: GraphQLNamedType, depth: number): string {
    const possible: GraphQLNamedType[] = isAbstractType(type) ? [...this.schema.getPossibleTypes(type), type] : [type];
    const chosen = this.pick(possible);
    if (this.next() < 0.6) return `... on ${chosen.name}${this.condition()} ${this.selection(chosen, depth)}`;
    const name = `f${this.fragments.length}`;
    this.fragments.push('');
    this.fragments[Number(name.slice(1))] = `fragment ${name} on ${chosen.name} ${this.selection(chosen, depth)}`;
    return this.next() < 0.2 ? `...${name} ...${name}` : `...${name}${this.condition()}`;
  }
}

/** A query of any shape with variables that fit; it may still be refused, where its fields get in each other's way. */
export function randomQuery(schema: GraphQLSchema, seed: number) {
  const next = sequence(seed);
  const root = schema.getQueryType();
  if (!isObjectType(root)) throw new Error('the schema has no queries');
  const writer = new Writer(schema, next);
  const body = writer.selection(root, 4);
  const text = [body, ...writer.fragments].join('\n');
  const used = (name: string) => new RegExp(`\\$${name}\\b`).test(text);
  const declared = VARIABLES.slice(1, -1)
    .split(', ')
    .filter((declaration) => used(declaration.slice(1, declaration.indexOf(':'))));
  const variables = {
    ...{ id: 'some', text: 'words', sure: 'HAPPY', yes: next() < 0.5 },
    ...(next() < 0.5 && { n: 2, mood: 'SAD', filter: { limit: 1, moods: 'SAD' }, maybe: true }),
  };
  return { text: `query ${declared.length ? `(${declared.join(', ')})` : ''} ${text}`, variables };
}
