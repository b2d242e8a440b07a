/** Parts of completing a field: its resolver's info, the runtime type of an abstract value, serialization; with graphql-js's errors. */
import {
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import type { ExecutionPlan, FieldPlan, VariableValues } from './plan.ts';
import type { Path } from './values.ts';

/** The object type that `resolveType` named. Throws what graphql-js throws where it is none of the abstract type. */
export function runtimeType(
  schema: GraphQLSchema,
  name: unknown,
  type: GraphQLAbstractType,
  field: FieldPlan,
  value: unknown,
): GraphQLObjectType {
  const found = typeof name === 'string' ? schema.getType(name) : undefined;
  if (isObjectType(found) && schema.isSubType(type, found)) return found;
  const { nodes } = field;
  const place = `${field.parent.name}.${field.name}`;
  const must = `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${place}"`;
  const was = `Abstract type "${type.name}" was resolved to a`;
  if (name === null || name === undefined) {
    const advice = `Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`;
    throw new GraphQLError(`${must}. ${advice}`, { nodes });
  }
  if (isObjectType(name))
    throw new GraphQLError(
      'Support for returning GraphQLObjectType from resolveType was removed in graphql-js@16.0.0 please return type name instead.',
    );
  if (typeof name !== 'string')
    throw new GraphQLError(`${must} with value ${inspect(value)}, received "${inspect(name)}".`);
  if (!found) throw new GraphQLError(`${was} type "${name}" that does not exist inside the schema.`, { nodes });
  if (!isObjectType(found)) throw new GraphQLError(`${was} non-object type "${name}".`, { nodes });
  throw new GraphQLError(`Runtime Object type "${name}" is not a possible type for "${type.name}".`, { nodes });
}

/** A leaf's value as the response holds it. Throws where the scalar answers null. */
export function serialize(type: GraphQLLeafType, value: unknown): unknown {
  const serialized: unknown = type.serialize(value);
  if (serialized !== null && serialized !== undefined) return serialized;
  const call = `${inspect(type)}.serialize(${inspect(value)})`;
  throw new Error(`Expected \`${call}\` to return non-nullable value, returned: ${inspect(serialized)}`);
}

/** The `info` argument of a field's resolver. */
export function resolveInfo(
  { schema, fragments, operation }: ExecutionPlan,
  { definition, nodes, parent }: FieldPlan,
  path: Path,
  rootValue: unknown,
  variables: VariableValues,
): GraphQLResolveInfo {
  return {
    fieldName: definition.name,
    fieldNodes: nodes,
    returnType: definition.type,
    parentType: parent,
    path,
    schema,
    fragments,
    rootValue,
    operation,
    variableValues: variables as GraphQLResolveInfo['variableValues'],
  };
}
