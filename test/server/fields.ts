import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
} from 'graphql';

const SCALARS: Readonly<Record<string, string>> = {
  Int: '1',
  Float: '1.5',
  Boolean: 'true',
  Long: '"1"',
  DateTime: '"2026-01-01T00:00:00Z"',
  Date: '"2026-01-01"',
  Time: '"10:00:00"',
  LocalTime: '"10:00:00"',
  Duration: '"PT1S"',
  Base64: '"aGk="',
  _Any: '{ __typename: "Call", id: "x" }',
};

/** A literal that a type takes, with as little in it as is allowed. */
export function literal(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(type.ofType);
  if (isListType(type)) return `[${literal(type.ofType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (!isInputObjectType(type)) return SCALARS[type.name] ?? '"x"';
  const all = Object.values(type.getFields());
  const fields = type.isOneOf ? all.slice(0, 1) : all.filter(isRequiredInputField);
  return `{ ${fields.map((field) => `${field.name}: ${literal(field.type)}`).join(', ')} }`;
}

function isRequired({ type, defaultValue }: GraphQLArgument): boolean {
  return isNonNullType(type) && defaultValue === undefined;
}

function selection(type: GraphQLOutputType): string {
  return isCompositeType(getNamedType(type)) ? ' { __typename }' : '';
}

/** The least that selects a root field; `given` names arguments to pass beside the required ones. */
export function selects(field: GraphQLField<unknown, unknown>, given: Readonly<Record<string, string>> = {}): string {
  const required = field.args.filter((arg) => isRequired(arg) && !(arg.name in given));
  const texts = [...required.map(({ name, type }) => [name, literal(type)] as const), ...Object.entries(given)];
  const list = texts.length ? `(${texts.map(([name, text]) => `${name}: ${text}`).join(', ')})` : '';
  return `${field.name}${list}${selection(field.type)}`;
}
