/** Documents that are damaged as the guide prints some, made well-formed. */
import type { Drift } from '../../calls/drift.ts';
import { CrosspointError } from '../../errors.ts';

/** Longest document that is repaired, since a repair does not let others have a turn. */
const LONGEST = 1024 * 1024;
/** Elements that may begin inside one of their own name; more of them are a nest, not damage of a print. */
const MOST_NESTED = 1_000;
const CONSTRUCT = /<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(\/?)([A-Za-z_][\w.-]*)(\s[^<>]*|\s*\/)?>|</gs;

/** An element whose end was not read yet, and where its children's ends are, by their names. */
interface Open {
  readonly name: string;
  readonly ends: Map<string, number>;
}

/**
 * The document with the three kinds of damage of the guide's print repaired, or null where it has another kind: a `<` that
 * begins no tag is text (l. 939), an element that begins directly inside one of its own name follows it (l. 1146), and an
 * element that is closed twice ends at the second time (l. 853, 893).
 */
export function balanceTags(text: string): string | null {
  if (text.length > LONGEST || text.includes('<!DOCTYPE')) return null;
  const repair = new Repair(text);
  for (const found of text.matchAll(CONSTRUCT)) if (!repair.take(found)) return null;
  return repair.finish();
}

class Repair {
  private readonly pieces: string[] = [];
  private readonly open: Open[] = [{ name: '', ends: new Map() }];
  private at = 0;
  private nested = 0;

  constructor(private readonly text: string) {}

  /** Takes the next construct; false where it cannot be repaired. */
  take(found: RegExpExecArray): boolean {
    const [construct, slash, name, rest = ''] = found;
    this.pieces.push(this.text.slice(this.at, found.index));
    this.at = found.index + construct.length;
    if (construct === '<') this.pieces.push('&lt;');
    else if (name === undefined || rest.endsWith('/')) this.pieces.push(construct);
    else if (slash) return this.#close(name, construct);
    else return this.#begin(name, construct);
    return true;
  }

  finish(): string | null {
    return this.open.length === 1 ? this.pieces.join('') + this.text.slice(this.at) : null;
  }

  #begin(name: string, construct: string): boolean {
    if (this.open.at(-1)?.name === name) {
      this.nested += 1;
      this.#close(name, `</${name}>`);
    }
    this.pieces.push(construct);
    this.open.push({ name, ends: new Map() });
    return this.nested <= MOST_NESTED;
  }

  #close(name: string, construct: string): boolean {
    const isInnermost = this.open.at(-1)?.name === name;
    if (isInnermost) this.open.pop();
    const ends = this.open.at(-1)?.ends;
    const earlier = ends?.get(name);
    if (!isInnermost && earlier === undefined) return false;
    if (!isInnermost && earlier !== undefined) this.pieces[earlier] = '';
    ends?.set(name, this.pieces.push(construct) - 1);
    return true;
  }
}

/** Reads a document, repaired where it is not well-formed; a repair is counted as drift. */
export function readRepaired<Value>(text: string, read: (document: string) => Value, drift: Drift | undefined): Value {
  try {
    return read(text);
  } catch (error) {
    const document = isUnreadable(error) ? balanceTags(text) : null;
    if (document === null) throw error;
    const value = read(document);
    drift?.note('UNREADABLE_CHARACTER');
    return value;
  }
}

/** Whether a document could not be decoded. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof CrosspointError && error.code === 'BAD_RESPONSE';
}
