import {
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromAST,
} from 'graphql';

/** A JSON Schema object. */
export type JsonSchema = { readonly type: 'object' } & Readonly<Record<string, unknown>>;

const IDEMPOTENCY_KEY = 'idempotencyKey';

interface Options {
  /** Makes the idempotency key of a mutation's input required: a model repeats what it is not sure of. */
  readonly requireIdempotencyKey: boolean;
}

const SCALARS: Readonly<Record<string, object>> = {
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  DateTime: { type: 'string', format: 'date-time' },
};

function objectSchema(fields: readonly { name: string; schema: object; required: boolean }[]): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map(({ name, schema }) => [name, schema])),
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
}

function schemaOf(type: GraphQLInputType, options: Options): object {
  if (isNonNullType(type)) return schemaOf(type.ofType as GraphQLInputType, options);
  if (isListType(type)) return { type: 'array', items: schemaOf(type.ofType as GraphQLInputType, options) };
  if (isEnumType(type)) return { type: 'string', enum: type.getValues().map(({ name }) => name) };
  if (!isInputObjectType(type)) return SCALARS[type.name] ?? { type: 'string' };
  const fields = Object.values(type.getFields()).map((field) => ({
    name: field.name,
    schema: { ...schemaOf(field.type, options), ...(field.description && { description: field.description }) },
    required:
      (isNonNullType(field.type) && field.defaultValue === undefined) ||
      (options.requireIdempotencyKey && field.name === IDEMPOTENCY_KEY),
  }));
  return objectSchema(fields);
}

/** The JSON Schema of an operation's variables, as an object of them. */
export function inputSchema(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  options: Options,
): JsonSchema {
  const fields = variableDefinitions.map(({ variable, type: node, defaultValue }) => {
    const type = typeFromAST(schema, node as Parameters<typeof typeFromAST>[1]) as GraphQLInputType;
    const fallback = defaultValue && valueFromAST(defaultValue, type);
    return {
      name: variable.name.value,
      schema: { ...schemaOf(type, options), ...(fallback !== undefined && { default: fallback }) },
      required: isNonNullType(type) && defaultValue === undefined,
    };
  });
  return objectSchema(fields);
}
