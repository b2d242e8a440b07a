/**
 * Rows: elements that hold leaves and nothing else, in the same order again and again. Their sequence is learned as it
 * repeats, and from then on a whole row is read by one match; a row that differs is read as everything else is.
 */
import { type LeafName, type LeafText, tellRow, type XmlListener } from './listener.ts';
import { resolved } from './unusual.ts';

/** A name as elements bear it. */
export interface Name extends LeafName {
  readonly whole: string;
  /** The element that began after one of this name the last time; rows repeat, so it likely does again. */
  next: Name | undefined;
  /** How elements of this name are read as rows. */
  readonly row: Row;
}

const FEWEST = 3;
const MOST = 100;
/** Rows that may differ in vain before the sequence is learned anew. */
const PATIENCE = 20;
/** Sequences learned for one name before it is left alone. */
const LEARNED = 10;
/** Text that means itself, references aside; whatever else there is is left to the scanner. */
const PLAIN = '[^<\\]\\x00-\\x08\\x0b-\\x1f\\ud800-\\udfff\\ufffe\\uffff]*';

/** The sequence of leaves in elements of one name. */
export class Row {
  private leaves: readonly Name[] = [];
  private pattern: RegExp | undefined;
  private missed = 0;
  private learned = 0;

  constructor(private readonly whole: string) {}

  /** The sequence can be learned still. */
  get teachable(): boolean {
    return this.learned < LEARNED;
  }

  /** Tells of the leaves of a row whose content begins here; answers where it is closed, or 0 where it is no such row. */
  read(source: string, from: number, listener: XmlListener): number {
    const { pattern, leaves } = this;
    if (!pattern) return 0;
    pattern.lastIndex = from;
    const values = pattern.exec(source);
    if (!values) return this.miss();
    const after = pattern.lastIndex;
    const texts: LeafText[] = values.slice(1);
    const whole = values[0];
    tellRow(listener, leaves, whole.includes('&') ? texts.map(meaning) : texts);
    return after;
  }

  /** Takes notice of the leaves a row held; the same ones twice make its pattern. */
  learn(leaves: readonly Name[]): void {
    if (leaves.length < FEWEST || leaves.length > MOST || this.pattern) return;
    if (leaves.length === this.leaves.length && leaves.every((name, at) => name === this.leaves[at])) {
      this.pattern = patternOf(leaves, this.whole);
      this.learned += 1;
      this.missed = 0;
    } else this.leaves = leaves;
  }

  private miss(): number {
    this.missed += 1;
    if (this.missed > PATIENCE && this.teachable) this.pattern = undefined;
    return 0;
  }
}

function meaning(text: LeafText): LeafText {
  return text?.includes('&') ? resolved(text) : text;
}

function patternOf(leaves: readonly Name[], whole: string): RegExp {
  const words = leaves.map((name) => escaped(name.whole)).map((word) => `<${word}(?:/>|>(${PLAIN})</${word}>)`);
  return new RegExp(`${words.join('')}</${escaped(whole)}>`, 'y');
}

/** Of what a name may have in it only the full stop means something in a pattern. */
function escaped(name: string): string {
  return name.replaceAll('.', '\\.');
}
