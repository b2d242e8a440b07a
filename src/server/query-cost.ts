/** Measures the cost of a document from its text: linear in its size, however its fragments are spread. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { DEFAULT_PAGE_SIZE, LARGEST_PAGE_SIZE } from '../access/page-size.ts';
import { typeScope } from '../access/policy.ts';
import type { LimitSettings } from '../config/limits.ts';

/** The size of a selection with its fragments spread. */
interface Measure {
  /** Fields of the selection itself. */
  width: number;
  depth: number;
  aliases: number;
  fields: number;
  directives: number;
  /** Objects requested, pages multiplied by the pages inside them. */
  nodes: number;
  /** Those of them that are looked up by id. */
  lookups: number;
}

const MOST_FIELDS = 10_000;
const MOST_DIRECTIVES = 50;
const MOST_FRAGMENTS = 100;
/** Items that a list without a page size is counted as. */
const UNPAGED_ITEMS = 10;
/** Objects that an id to look up is counted as, since each may be a vendor call. */
const ID_WEIGHT = 10;

/** Arguments that list what is to be looked up. */
const LOOKUP_ARGUMENTS = ['ids', 'numbers', 'representations'];

/** The highest cost of an operation, known before it runs. */
export interface Cost {
  /** Fields at the root, each of which may call vendors. */
  readonly rootFields: number;
  /** Ids to look up, each of which may be a vendor call. */
  readonly lookups: number;
  /** Further objects that its pages and lists may amount to. */
  readonly nodes: number;
}

/** The points of an operation. */
export function pointsOf({ rootFields, lookups, nodes }: Cost): number {
  return rootFields + lookups + nodes;
}

/** Which limit a document exceeds. */
interface BrokenLimit {
  readonly message: string;
  /** The requested and the allowed cost, where the limit is `limits.nodes`. */
  readonly cost?: { readonly requested: number; readonly most: number };
}

/** Thrown inside this file only, to leave a measurement that cannot end. */
class FragmentCycle extends Error {}

type Parent = GraphQLCompositeType | null | undefined;
type Definition = GraphQLField<unknown, unknown> | undefined;

function argumentOf(field: FieldNode, ...names: readonly string[]) {
  return field.arguments?.find(({ name }) => names.includes(name.value))?.value;
}

/** A vendor-plane field answers its lists from one vendor call, which is counted at the root. */
function isVendorField(definition: Definition): boolean {
  return definition?.extensions.crosspoint !== undefined;
}

/** Whether objects of a type are read from vendors by themselves; edges are counted with their connection. */
function isRead(type: string): boolean {
  return !type.endsWith('Edge') && typeScope(type) !== null;
}

/** Items that a field may answer, as many as a page or list of ids may have where a variable gives the number; 0 for one object or a leaf. */
function itemsOf(field: FieldNode, definition: Definition): number {
  const size = argumentOf(field, 'first', 'last');
  if (size) return size.kind === Kind.INT ? Math.max(1, Number(size.value)) : LARGEST_PAGE_SIZE;
  const ids = argumentOf(field, ...LOOKUP_ARGUMENTS);
  if (ids) return ids.kind === Kind.LIST ? ids.values.length : LARGEST_PAGE_SIZE;
  if (definition?.args.some(({ name }) => name === 'first')) return DEFAULT_PAGE_SIZE;
  const type = definition && getNullableType(definition.type);
  return isListType(type) && isRead(getNamedType(type).name) ? UNPAGED_ITEMS : 0;
}

const nothing = (): Measure => ({ width: 0, depth: 0, aliases: 0, fields: 0, directives: 0, nodes: 0, lookups: 0 });

class QueryCostAnalyzer {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #measured = new Map<string, Measure | null>();

  constructor(
    document: DocumentNode,
    private readonly schema: GraphQLSchema,
  ) {
    const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  get fragmentCount(): number {
    return this.#fragments.size;
  }

  selection(set: SelectionSetNode, parent: Parent): Measure {
    const total = nothing();
    for (const node of set.selections) {
      const part = this.#part(node, parent);
      total.width += part.width;
      total.depth = Math.max(total.depth, part.depth);
      total.aliases += part.aliases;
      total.fields += part.fields;
      total.directives += part.directives + (node.directives?.length ?? 0);
      total.nodes += part.nodes;
      total.lookups += part.lookups;
    }
    return total;
  }

  /** The measure of a fragment that is never spread counts too. */
  fragment(name: string): Measure {
    const known = this.#measured.get(name);
    if (known) return known;
    if (known === null) throw new FragmentCycle();
    const fragment = this.#fragments.get(name);
    if (!fragment) return nothing();
    this.#measured.set(name, null);
    const measured = this.selection(fragment.selectionSet, this.#typeOf(fragment.typeCondition.name.value));
    this.#measured.set(name, measured);
    return measured;
  }

  #part(node: SelectionNode, parent: Parent): Measure {
    if (node.kind === Kind.FIELD) return this.#field(node, parent);
    if (node.kind === Kind.FRAGMENT_SPREAD) return this.fragment(node.name.value);
    const condition = node.typeCondition;
    return this.selection(node.selectionSet, condition ? this.#typeOf(condition.name.value) : parent);
  }

  #field(field: FieldNode, parent: Parent): Measure {
    const introspects = field.name.value.startsWith('__');
    const definition =
      isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[field.name.value] : undefined;
    // Without a type below it, a list is not recognised as one.
    const below = definition && !isVendorField(definition) ? getNamedType(definition.type) : null;
    const inner = field.selectionSet && this.selection(field.selectionSet, isCompositeType(below) ? below : null);
    const items = isVendorField(definition) ? 0 : itemsOf(field, definition);
    const nodes = inner?.nodes ?? 0;
    return {
      width: 1,
      depth: introspects ? 1 : 1 + (inner?.depth ?? 0),
      aliases: (inner?.aliases ?? 0) + (field.alias ? 1 : 0),
      fields: 1 + (inner?.fields ?? 0),
      directives: inner?.directives ?? 0,
      nodes: items <= 1 ? items + nodes : items * (1 + nodes),
      lookups: (argumentOf(field, ...LOOKUP_ARGUMENTS) ? items : 0) + (inner?.lookups ?? 0),
    };
  }

  #typeOf(name: string): Parent {
    const type = this.schema.getType(name);
    return isCompositeType(type) ? type : null;
  }
}

function exceeded(measure: Measure, limits: LimitSettings): BrokenLimit | null {
  if (measure.depth > limits.depth)
    return { message: `The query is nested ${measure.depth} deep; at most ${limits.depth} is allowed` };
  if (measure.aliases > limits.aliases) return { message: `The query has more than ${limits.aliases} aliases` };
  if (measure.fields > MOST_FIELDS) return { message: `The query selects more than ${MOST_FIELDS} fields` };
  if (measure.directives > MOST_DIRECTIVES) return { message: `The query has more than ${MOST_DIRECTIVES} directives` };
  const requested = measure.nodes + measure.lookups * (ID_WEIGHT - 1);
  if (requested > limits.nodes) {
    const message = `The query asks for up to ${requested} objects, ${ID_WEIGHT} for each id; at most ${limits.nodes} are allowed`;
    return { message, cost: { requested, most: limits.nodes } };
  }
  return null;
}

/** The cost of each operation of a document by its name, or the limit that one of them exceeds. */
type Measured = { readonly broken: BrokenLimit } | { readonly costs: ReadonlyMap<string | undefined, Cost> };

/** Measures a parsed document. */
export function measure(document: DocumentNode, limits: LimitSettings, schema: GraphQLSchema): Measured {
  const analyzer = new QueryCostAnalyzer(document, schema);
  if (analyzer.fragmentCount > MOST_FRAGMENTS)
    return { broken: { message: `The document has more than ${MOST_FRAGMENTS} fragments` } };
  const costs = new Map<string | undefined, Cost>();
  try {
    for (const definition of document.definitions) {
      const isOperation = definition.kind === Kind.OPERATION_DEFINITION;
      if (!isOperation && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
      const measured = isOperation
        ? analyzer.selection(definition.selectionSet, schema.getRootType(definition.operation))
        : analyzer.fragment(definition.name.value);
      const broken = exceeded(measured, limits);
      if (broken) return { broken };
      const { width: rootFields, lookups, nodes } = measured;
      if (isOperation) costs.set(definition.name?.value, { rootFields, lookups, nodes: nodes - lookups });
    }
    return { costs };
  } catch (error) {
    if (error instanceof FragmentCycle) return { broken: { message: 'A fragment spreads itself' } };
    throw error;
  }
}
