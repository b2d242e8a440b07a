/** Which fields of an answer a query selects, so that no others are decoded. */
import { type FieldNode, type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';
import type { Field, FieldChoice, Type } from '../../adapters/contract.ts';
import { fieldName } from './names.ts';

type Fragments = GraphQLResolveInfo['fragments'];

/** A choice, and its text, by which equal ones are known. */
export interface Selected {
  readonly choice: FieldChoice;
  readonly text: string;
}

/** By the field's node, and so by its document. */
const known = new WeakMap<FieldNode, Selected | undefined>();

/**
 * The fields that are selected of an answer of this type, also those that a condition may leave out; undefined for all of
 * them: where the answer is no struct, and where several fields of the query are merged, which conditions may change.
 */
export function selectedFields(
  type: Type,
  { fieldNodes, fragments }: Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments'>,
): Selected | undefined {
  const [node, another] = fieldNodes;
  if (!node || another) return undefined;
  if (!known.has(node)) {
    const choice = choiceOf(type, new Set(node.selectionSet && [node.selectionSet]), fragments);
    known.set(node, choice === true ? undefined : { choice, text: JSON.stringify(choice) });
  }
  return known.get(node);
}

type Sets = ReadonlySet<SelectionSetNode>;

function choiceOf(type: Type, sets: Sets, fragments: Fragments): true | FieldChoice {
  if (type.kind === 'list') return choiceOf(type.of, sets, fragments);
  if (type.kind !== 'struct') return true;
  const fields = fieldsOf(sets, fragments);
  const choice: Record<string, true | FieldChoice> = {};
  for (const [name, field] of Object.entries<Field>(type.fields)) {
    const below = fields.get(fieldName(name));
    if (below) choice[name] = choiceOf(field.type, below, fragments);
  }
  return choice;
}

/** The selections below each field, fragments included. */
function fieldsOf(sets: Sets, fragments: Fragments): ReadonlyMap<string, Sets> {
  const fields = new Map<string, Set<SelectionSetNode>>();
  const seen = new Set(sets);
  // Grows while it is read.
  for (const { selections } of seen)
    for (const node of selections) {
      const inside = node.kind === Kind.FRAGMENT_SPREAD ? fragments[node.name.value] : node;
      if (node.kind !== Kind.FIELD) {
        if (inside?.selectionSet) seen.add(inside.selectionSet);
        continue;
      }
      const below = fields.get(node.name.value) ?? new Set();
      if (node.selectionSet) below.add(node.selectionSet);
      fields.set(node.name.value, below);
    }
  return fields;
}

/** The choice of a call that several selections share, until its answer is decoded. */
export class SharedChoice {
  #isDecided = false;

  constructor(private selected: Selected | undefined) {}

  /** The fields to decode; from now on no other selection can share the call. */
  decide(): FieldChoice | undefined {
    this.#isDecided = true;
    return this.selected?.choice;
  }

  /** Whether a selection can share the call; if another shares it, all fields are decoded. */
  admits(other: Selected | undefined): boolean {
    if (this.selected === undefined || this.selected.text === other?.text) return true;
    if (this.#isDecided) return false;
    this.selected = undefined;
    return true;
  }
}
