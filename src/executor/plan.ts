/** Plans a query once: which fields of which object types it selects, in which order, and how each is read. */
import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  typeFromAST,
} from 'graphql';

import { type FieldReader, writeReader } from './field-reader.ts';

/** Coerced variables. */
export type VariableValues = Readonly<Record<string, unknown>>;

/** One field of an answer. */
export interface FieldPlan {
  /** Its name in the answer. */
  readonly key: string;
  readonly name: string;
  readonly nodes: readonly FieldNode[];
  readonly parent: GraphQLObjectType;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly type: GraphQLOutputType;
  /** Set when the field is a leaf without arguments, read from the property of its name. */
  readonly leaf: GraphQLLeafType | null;
  /** Something is selected below it. */
  readonly isComposite: boolean;
  /** The selections below, by object type; filled in as types are met. */
  readonly below: Map<GraphQLObjectType, Selection>;
}

/** The fields selected of one object type. */
export interface Selection {
  readonly fields: readonly FieldPlan[];
  /** No field of it has a resolver or arguments: what it answers follows from the object's data. */
  readonly readsData: boolean;
  /** One of its keys needs an answer without a prototype. */
  readonly isBare: boolean;
  /** How often it was read; counted until it has a reader. */
  reads: number;
  reader?: FieldReader;
}

type Collected = Map<string, FieldNode[]>;

/** Plans one operation for one choice of the conditions in its `@skip` and `@include`. */
export class ExecutionPlan {
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly root: Selection;

  constructor(
    readonly schema: GraphQLSchema,
    readonly operation: OperationDefinitionNode,
    fragments: readonly FragmentDefinitionNode[],
    private readonly conditions: VariableValues,
    private readonly readsBefore: number,
  ) {
    this.fragments = Object.assign(
      Object.create(null) as Record<string, FragmentDefinitionNode>,
      Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment])),
    );
    const type = schema.getRootType(operation.operation);
    if (!type) throw new Error(`the schema has no ${operation.operation}`);
    const collected: Collected = new Map();
    this.collect(type, operation.selectionSet, collected, new Set());
    this.root = this.selectionOf(type, collected);
  }

  /** The selection's reader, once it was read often enough to be worth writing one. */
  readerOf(selection: Selection): FieldReader | undefined {
    if (selection.reader || selection.isBare) return selection.reader;
    selection.reads += 1;
    if (selection.reads > this.readsBefore) selection.reader = writeReader(selection);
    return selection.reader;
  }

  /** The selection of the field for an object of this type. */
  below(field: FieldPlan, type: GraphQLObjectType): Selection {
    let selection = field.below.get(type);
    if (!selection) {
      const collected: Collected = new Map();
      const visited = new Set<string>();
      for (const { selectionSet } of field.nodes)
        if (selectionSet) this.collect(type, selectionSet, collected, visited);
      selection = this.selectionOf(type, collected);
      field.below.set(type, selection);
    }
    return selection;
  }

  private selectionOf(type: GraphQLObjectType, collected: Collected): Selection {
    const fields: FieldPlan[] = [];
    for (const [key, nodes] of collected) {
      const [first] = nodes;
      const definition = first && this.definitionOf(type, first.name.value);
      if (!definition) continue;
      fields.push(planField(key, nodes, type, definition));
    }
    const isBare = collected.has(PROTOTYPE);
    return { fields, readsData: !isBare && fields.every(isReadFromData), isBare, reads: 0 };
  }

  private definitionOf(type: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
    if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef;
    const isRoot = type === this.schema.getQueryType();
    if (isRoot && name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (isRoot && name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return type.getFields()[name];
  }

  private collect(type: GraphQLObjectType, set: SelectionSetNode, into: Collected, visited: Set<string>): void {
    for (const node of set.selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD && visited.has(node.name.value)) continue;
      if (!this.isIncluded(node)) continue;
      if (node.kind === Kind.FIELD) addField(into, node);
      else if (node.kind === Kind.INLINE_FRAGMENT) {
        if (this.applies(node, type)) this.collect(type, node.selectionSet, into, visited);
      } else {
        visited.add(node.name.value);
        const fragment = this.fragments[node.name.value];
        if (fragment && this.applies(fragment, type)) this.collect(type, fragment.selectionSet, into, visited);
      }
    }
  }

  private isIncluded(node: SelectionNode): boolean {
    if (!node.directives?.length) return true;
    if (getDirectiveValues(GraphQLSkipDirective, node, this.conditions)?.if === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, node, this.conditions)?.if !== false;
  }

  private applies({ typeCondition }: Conditional, type: GraphQLObjectType): boolean {
    if (!typeCondition) return true;
    const conditional = typeFromAST(this.schema, typeCondition);
    if (conditional === type) return true;
    return isAbstractType(conditional) && this.schema.isSubType(conditional, type);
  }
}

type Conditional = { readonly typeCondition?: FragmentDefinitionNode['typeCondition'] };

/** The key of an answer that would set the prototype of a plain object. */
const PROTOTYPE = '__proto__';

function addField(into: Collected, node: FieldNode): void {
  const key = node.alias?.value ?? node.name.value;
  const nodes = into.get(key);
  if (nodes) nodes.push(node);
  else into.set(key, [node]);
}

function isReadFromData({ definition }: FieldPlan): boolean {
  return definition === TypeNameMetaFieldDef || (!definition.resolve && definition.args.length === 0);
}

function planField(
  key: string,
  nodes: readonly FieldNode[],
  parent: GraphQLObjectType,
  definition: GraphQLField<unknown, unknown>,
): FieldPlan {
  const named = getNullableType(definition.type);
  const isPlain = !definition.resolve && definition.args.length === 0;
  const leaf = isPlain && isLeafType(named) ? named : null;
  const { name, type } = definition;
  const isComposite = isCompositeType(getNamedType(type));
  return { key, name, nodes, parent, definition, type, leaf, isComposite, below: new Map() };
}
