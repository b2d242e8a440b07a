import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isObjectType,
  isUnionType,
} from 'graphql';

/** A document that calls one root field with every argument from a variable and selects everything. */
export function callDocument(kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>): string {
  const declared = field.args.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
  return `${kind} Call(${declared}) { answer: ${field.name}(${passed}) ${selection(field.type)} }`;
}

function selection(output: GraphQLOutputType): string {
  const type = getNamedType(output);
  if (isUnionType(type)) {
    // Members of a union may give one name different types, so each field gets an alias, undone in `plain`.
    const cases = type.getTypes().map((member, index) => `... on ${member.name} ${fieldsOf(member, `u${index}__`)}`);
    return `{ ${cases.join(' ')} }`;
  }
  return isObjectType(type) ? fieldsOf(type, '') : '';
}

function fieldsOf(type: GraphQLObjectType, alias: string): string {
  const fields = Object.values(type.getFields()).map(({ name, type: inner }) => {
    const aliased = alias === '' ? name : `${alias}${name}: ${name}`;
    return `${aliased} ${selection(inner)}`;
  });
  return `{ ${fields.join(' ')} }`;
}

/** An answer with the aliases undone. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name.replace(/^u\d+__/, ''), plain(inner)]));
}
