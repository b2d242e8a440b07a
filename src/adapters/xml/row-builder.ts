/** Makes objects of rows at once, by code that is generated for each struct and sequence of leaves. */
import type { WireContext } from '../contract.ts';
import type { LeafName, LeafTexts } from './listener.ts';
import { leafValue, literal, missing, type Slot, type Struct, type Wrapper } from './shape.ts';

/** Makes the object of a struct from the texts of a row. */
interface RowBuilder {
  /** By leaf, whether its text is needed. */
  readonly wanted: readonly boolean[];
  /** The object of the texts of the wanted leaves. */
  build(texts: LeafTexts, context: WireContext): Record<string, unknown>;
}

/** Builders by the struct, then by the leaves; null where the leaves must be read one by one. */
const builders = new WeakMap<Struct | Wrapper, WeakMap<readonly LeafName[], RowBuilder | null>>();

/** How an object is made of a row at once; null where its leaves must be read one by one. */
export function rowBuilder(leaves: readonly LeafName[], inside: Struct | Wrapper): RowBuilder | null {
  let rows = builders.get(inside);
  if (!rows) {
    rows = new WeakMap();
    builders.set(inside, rows);
  }
  let builder = rows.get(leaves);
  if (builder === undefined) {
    const slots = leaves.map(({ local }) => inside.slots.get(local));
    builder = inside.kind === 'struct' ? writeRowBuilder(inside, slots) : null;
    rows.set(leaves, builder);
  }
  return builder;
}

/** The texts of the wanted leaves among those of all. */
export function wantedTexts({ wanted }: RowBuilder, texts: LeafTexts): LeafTexts {
  return wanted.includes(false) ? texts.filter((_, at) => at === 0 || wanted[at - 1]) : texts;
}

/** For leaves that go into these slots, none where the contract lacks one. Null where two leaves go into one slot. */
function writeRowBuilder({ members, open }: Struct, slots: readonly (Slot | undefined)[]): RowBuilder | null {
  const isPlain = (slot: Slot | undefined, at: number) => {
    if (!slot) return !open;
    return isSkipped(slot) || (slot.shape.kind === 'leaf' && !slot.many && slots.indexOf(slot) === at);
  };
  if (!members || !slots.every(isPlain)) return null;
  const wanted = slots.map((slot) => slot !== undefined && !isSkipped(slot));
  const taken = slots.filter((_, at) => wanted[at]);
  const valueAt = (place: number) => {
    const at = taken.findIndex((slot) => slot?.place === place);
    if (at < 0 && members.lists.includes(place)) return '[]';
    const value = at < 0 ? 'null' : `leafValue(leaves[${at}], texts[${at + 1}], context)`;
    return members.required.includes(place) ? `(${value} ?? missing(context))` : value;
  };
  const lacked = slots.filter((slot) => slot === undefined).length;
  const noted = lacked > 0 ? `context.drift?.note('UNKNOWN_FIELD', ${lacked}), ` : '';
  const body = `return (texts, context) => (${noted}${literal(members, valueAt)});`;
  const leaves = taken.map((slot) => slot?.shape);
  const build = new Function('leafValue', 'leaves', 'missing', body)(leafValue, leaves, missing) as RowBuilder['build'];
  return { wanted, build };
}

function isSkipped({ shape }: Slot): boolean {
  return shape.kind === 'skipped';
}
