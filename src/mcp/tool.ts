import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isCompositeType,
  type OperationDefinitionNode,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { allows, type Scope, typeScope } from '../access/policy.ts';
import { inputSchema, type JsonSchema } from './input-schema.ts';

/** A tool as declared: one GraphQL operation and its description for a model. */
export interface ToolDeclaration {
  /** Unique among the tools; letters, digits and underscores. */
  readonly name: string;
  readonly description: string;
  /** The text of a document with one operation, which is no subscription. */
  readonly document: string;
  /** True where a call may end or remove something; a client asks its user first. */
  readonly destructive?: boolean | undefined;
}

/** A declared tool with what follows from its operation. */
export interface Tool extends ToolDeclaration {
  readonly operation: OperationDefinitionNode;
  readonly parsed: DocumentNode;
  /** True for a query. */
  readonly readOnly: boolean;
  /** Scopes that its fields need; a caller without one of them does not see the tool. */
  readonly scopes: ReadonlySet<string>;
  readonly inputSchema: JsonSchema;
}

/** The scopes of the operation's root fields and of every type it selects. */
function scopesOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  document: DocumentNode,
  rootScope: (field: string) => Scope,
): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (scope: Scope) => scope !== null && found.add(scope);
  for (const selection of operation.selectionSet.selections) {
    if (selection.kind === 'Field' && !selection.name.value.startsWith('__')) add(rootScope(selection.name.value));
  }
  const types = new TypeInfo(schema);
  const enter = {
    Field() {
      const type = getNamedType(types.getType());
      if (type && isCompositeType(type)) add(typeScope(type.name));
    },
  };
  visit(document, visitWithTypeInfo(types, enter));
  return found;
}

/** Whether a caller may use every field of a tool. */
export function mayUse(caller: Parameters<typeof allows>[0], { scopes }: Tool): boolean {
  return [...scopes].every((scope) => allows(caller, scope));
}

/** Completes a declaration whose document was found valid. Throws where it has not one query or mutation. */
export function toolOf(
  declaration: ToolDeclaration,
  parsed: DocumentNode,
  schema: GraphQLSchema,
  rootScope: (field: string) => Scope,
): Tool {
  const operation = getOperationAST(parsed);
  if (!operation || operation.operation === OperationTypeNode.SUBSCRIPTION)
    throw new Error(`the tool ${declaration.name} needs a document with one query or mutation`);
  const readOnly = operation.operation === OperationTypeNode.QUERY;
  return {
    ...declaration,
    ...{ operation, parsed, readOnly },
    scopes: scopesOf(schema, operation, parsed, rootScope),
    inputSchema: inputSchema(schema, operation, { requireIdempotencyKey: !readOnly }),
  };
}
