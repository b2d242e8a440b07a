/**
 * Rows: elements that hold leaves and nothing else, in the same order again and again. Their sequences are learned as
 * they repeat, and from then on a whole row is read by one match; a row that differs is read as everything else is.
 */

import { detached } from '../detached.ts';
import { emitRow, type LeafName, type RowTaker, type XmlListener } from './listener.ts';
import { type Mends, resolveReferences } from './text.ts';

/** A name as elements bear it. */
export interface Name {
  readonly whole: string;
  readonly local: string;
  readonly prefix: string;
  /** The element that began after one of this name the last time; rows repeat, so it likely does again. */
  next: Name | undefined;
  /** How elements of this name are read as rows. */
  readonly row: Row;
}

const FEWEST = 3;
const MOST = 100;
/** Known sequences of one name; a recorder's first recordings have other fields than its last. */
const KNOWN = 4;
/** Sequences learned of one name before it is left alone. */
const LEARNED = 20;
/** Plain text with references; anything else is left to the scanner. */
const PLAIN = '[^<\\x00-\\x08\\x0b-\\x1f\\ud800-\\udfff\\ufffe\\uffff]*';

/** A leaf of a row. */
export interface RowLeaf extends LeafName {
  readonly whole: string;
}

interface Sequence {
  readonly leaves: readonly RowLeaf[];
  /** Blanks behind the last leaf. */
  readonly after: string;
}

interface Pattern extends Sequence {
  readonly expression: RegExp;
  /** The same with the texts of the wanted leaves only. */
  readonly narrowed: WeakMap<readonly boolean[], RegExp>;
}

/** How the rows of a pattern are taken in one place, where anything takes them. */
interface Taken {
  readonly pattern: Pattern;
  readonly by: { readonly taker: RowTaker; readonly expression: RegExp } | null;
}

/** Those of one place, which are few: a name has four patterns at most. */
type Takers = Taken[];

/** The takers of a document's rows, by the place where the rows go. */
export class RowPlaces {
  /** The first place and its takers, since most documents have one, and those of others. */
  private first: object | undefined;
  private readonly firstTakers: Takers = [];
  private others: Map<object, Takers> | undefined;
  private here: Takers | null | undefined;

  constructor(private readonly listener: XmlListener) {}

  /** An element was opened or closed. */
  moved(): void {
    this.here = undefined;
  }

  /** Those of the innermost open element; null where nothing takes rows. */
  takers(): Takers | null {
    if (this.here === undefined) this.here = this.find();
    return this.here;
  }

  private find(): Takers | null {
    const place = this.listener.rowPlace?.();
    if (!place) return null;
    this.first ??= place;
    if (place === this.first) return this.firstTakers;
    this.others ??= new Map();
    const takers = this.others.get(place) ?? [];
    this.others.set(place, takers);
    return takers;
  }
}

/** The sequences of leaves in elements of one name. */
export class Row {
  private readonly seen: Sequence[] = [];
  private readonly patterns: Pattern[] = [];
  private learned = 0;

  constructor(private readonly name: Omit<Name, 'row' | 'next'>) {}

  /** A sequence can be learned still. */
  get canLearn(): boolean {
    return this.learned < LEARNED;
  }

  /**
   * Reports the leaves of a row whose content starts here; returns the position of its end tag, or 0 where it is no
   * such row.
   */
  read(source: string, from: number, listener: XmlListener, mends: Mends): number {
    for (const { expression, leaves, after } of this.patterns) {
      expression.lastIndex = from;
      const values = expression.exec(source);
      if (!values) continue;
      const end = expression.lastIndex;
      if (values[0].includes('&')) resolveAll(values, mends);
      emitRow(listener, leaves, values);
      if (after !== '') listener.text(after);
      return end;
    }
    return 0;
  }

  /** Passes a whole row whose content starts here to its taker; returns the position behind it, or 0. */
  take(source: string, from: number, listener: XmlListener, places: RowPlaces, mends: Mends): number {
    const takers = this.patterns.length > 0 ? places.takers() : null;
    if (!takers) return 0;
    for (const pattern of this.patterns) {
      let found = takers.find((each) => each.pattern === pattern);
      if (!found) {
        found = { pattern, by: this.takerOf(pattern, listener) };
        takers.push(found);
      }
      if (!found.by) continue;
      const { taker, expression } = found.by;
      expression.lastIndex = from;
      const values = expression.exec(source);
      if (!values) continue;
      const end = expression.lastIndex;
      if (values[0].includes('&')) resolveAll(values, mends);
      taker.take(values);
      return end;
    }
    return 0;
  }

  private takerOf(pattern: Pattern, listener: XmlListener) {
    const { whole, local, prefix } = this.name;
    if (prefix !== '' || pattern.leaves.some((leaf) => leaf.prefix !== '')) return null;
    const taker = listener.takerOf?.(local, pattern.leaves);
    if (!taker) return null;
    let expression = pattern.narrowed.get(taker.wanted);
    if (!expression) {
      expression = expressionOf(pattern, whole, taker.wanted);
      pattern.narrowed.set(taker.wanted, expression);
    }
    return { taker, expression };
  }

  /** Records the leaves of a row; a repeated sequence becomes a pattern. */
  learn(leaves: readonly RowLeaf[], after: string): void {
    if (leaves.length < FEWEST || leaves.length > MOST) return;
    const sequence = { leaves, after };
    const known = this.seen.find((other) => isSame(other, sequence));
    if (known) {
      const expression = expressionOf(known, this.name.whole);
      this.patterns.push({ ...known, expression, narrowed: new WeakMap() });
      if (this.patterns.length > KNOWN) this.patterns.shift();
      this.learned += 1;
    } else if (this.seen.push(stored(sequence)) > KNOWN) this.seen.shift();
  }
}

/** A sequence whose blanks do not keep their document in memory. */
function stored({ leaves, after }: Sequence): Sequence {
  return { leaves: leaves.map((leaf) => ({ ...leaf, before: detached(leaf.before) })), after: detached(after) };
}

function isSame(one: Sequence, other: Sequence): boolean {
  const { leaves } = other;
  return (
    one.after === other.after &&
    one.leaves.length === leaves.length &&
    one.leaves.every(({ whole, before }, at) => whole === leaves[at]?.whole && before === leaves[at]?.before)
  );
}

function resolveAll(values: string[], mends: Mends): void {
  for (let at = 1; at < values.length; at += 1) {
    const text: string | undefined = values[at];
    if (text?.includes('&')) values[at] = resolveReferences(text, mends);
  }
}

function expressionOf({ leaves, after }: Sequence, whole: string, wanted?: readonly boolean[]): RegExp {
  const words = leaves.map((leaf, at) => {
    const word = escaped(leaf.whole);
    const text = !wanted || wanted[at] ? `(${PLAIN})` : PLAIN;
    return `${leaf.before}<${word}(?:/>|>${text}</${word}>)`;
  });
  return new RegExp(`${words.join('')}${after}</${escaped(whole)}>`, 'y');
}

/** Of what a name may have in it only the full stop means something in a pattern. */
function escaped(name: string): string {
  return name.replaceAll('.', '\\.');
}
