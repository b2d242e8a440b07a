import { type DocumentNode, type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import type { LimitSettings } from '../config/configuration.ts';

/** What a selection amounts to once its fragments are spread out. */
interface Measure {
  /** Fields of the selection itself. */
  width: number;
  depth: number;
  aliases: number;
  fields: number;
  directives: number;
  /** Things asked for, pages multiplied with the pages inside them. */
  nodes: number;
}

const MOST_FIELDS = 10_000;
const MOST_DIRECTIVES = 50;
const MOST_FRAGMENTS = 100;
/** What a page size given by a variable may turn out to be. */
const LARGEST_PAGE = 100;

/** What an operation may cost, told before it runs. */
export interface Cost {
  /** Fields at the root, each of which may ask vendors. */
  readonly roots: number;
  /** Things its pages may hold. */
  readonly things: number;
}

/** Which limit a document breaks. */
export interface BrokenLimit {
  readonly message: string;
  /** What was asked for and what is allowed, where that is what it broke. */
  readonly cost?: { readonly requested: number; readonly most: number };
}

/** Thrown inside this file only, to leave a measurement that cannot end well. */
class FragmentCycle extends Error {}

function pageSize(field: FieldNode): number {
  const size = field.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
  if (!size) return 1;
  return size.kind === Kind.INT ? Math.max(1, Number(size.value)) : LARGEST_PAGE;
}

class QueryCostAnalyzer {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #measured = new Map<string, Measure | null>();

  constructor(document: DocumentNode) {
    const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  get fragmentCount(): number {
    return this.#fragments.size;
  }

  selection(set: SelectionSetNode): Measure {
    const total: Measure = { width: 0, depth: 0, aliases: 0, fields: 0, directives: 0, nodes: 0 };
    for (const node of set.selections) {
      const part =
        node.kind === Kind.FIELD
          ? this.#field(node)
          : node.kind === Kind.INLINE_FRAGMENT
            ? this.selection(node.selectionSet)
            : this.#fragment(node.name.value);
      total.width += part.width;
      total.depth = Math.max(total.depth, part.depth);
      total.aliases += part.aliases;
      total.fields += part.fields;
      total.directives += part.directives + (node.directives?.length ?? 0);
      total.nodes += part.nodes;
    }
    return total;
  }

  #field(field: FieldNode): Measure {
    const introspects = field.name.value.startsWith('__');
    const inner = field.selectionSet ? this.selection(field.selectionSet) : undefined;
    const pages = pageSize(field);
    return {
      width: 1,
      depth: introspects ? 1 : 1 + (inner?.depth ?? 0),
      aliases: (inner?.aliases ?? 0) + (field.alias ? 1 : 0),
      fields: 1 + (inner?.fields ?? 0),
      directives: inner?.directives ?? 0,
      nodes: pages === 1 ? (inner?.nodes ?? 0) : pages * (1 + (inner?.nodes ?? 0)),
    };
  }

  /** Each fragment is measured once, however often it is spread. */
  #fragment(name: string): Measure {
    const known = this.#measured.get(name);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    if (known === null) throw new FragmentCycle();
    if (!fragment) return { width: 0, depth: 0, aliases: 0, fields: 0, directives: 0, nodes: 0 };
    this.#measured.set(name, null);
    const analyzeCost = this.selection(fragment.selectionSet);
    this.#measured.set(name, analyzeCost);
    return analyzeCost;
  }
}

function exceeded(measure: Measure, limits: LimitSettings): BrokenLimit | null {
  if (measure.depth > limits.depth)
    return { message: `The query is nested ${measure.depth} deep; at most ${limits.depth} is allowed` };
  if (measure.aliases > limits.aliases) return { message: `The query has more than ${limits.aliases} aliases` };
  if (measure.fields > MOST_FIELDS) return { message: `The query selects more than ${MOST_FIELDS} fields` };
  if (measure.directives > MOST_DIRECTIVES) return { message: `The query has more than ${MOST_DIRECTIVES} directives` };
  if (measure.nodes > limits.nodes) {
    const message = `The query asks for up to ${measure.nodes} things; at most ${limits.nodes} is allowed`;
    return { message, cost: { requested: measure.nodes, most: limits.nodes } };
  }
  return null;
}

/** What each operation of a document may cost, by its name, or the limit that one of them breaks. */
export type Measured = { readonly broken: BrokenLimit } | { readonly costs: ReadonlyMap<string | undefined, Cost> };

/** Measures a parsed document. Linear in the document's size, whatever its fragments do. */
export function measure(document: DocumentNode, limits: LimitSettings): Measured {
  const ruler = new QueryCostAnalyzer(document);
  if (ruler.fragmentCount > MOST_FRAGMENTS)
    return { broken: { message: `The document has more than ${MOST_FRAGMENTS} fragments` } };
  const costs = new Map<string | undefined, Cost>();
  try {
    for (const definition of document.definitions) {
      if (!('selectionSet' in definition) || !definition.selectionSet) continue;
      const measured = ruler.selection(definition.selectionSet);
      const broken = exceeded(measured, limits);
      if (broken) return { broken };
      const cost = { roots: measured.width, things: measured.nodes };
      if (definition.kind === Kind.OPERATION_DEFINITION) costs.set(definition.name?.value, cost);
    }
    return { costs };
  } catch (error) {
    if (error instanceof FragmentCycle) return { broken: { message: 'A fragment spreads itself' } };
    throw error;
  }
}
