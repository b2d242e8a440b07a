/** Parts of an answer that are encoded as JSON already. */
import { randomUUID } from 'node:crypto';

/** Stands for a part in the text of the rest of an answer; no client learns it. */
const MARK = randomUUID();
const QUOTED_MARK = `"${MARK}"`;

/** Collects the texts of the parts that the answer being encoded has, in their order. */
let collected: string[] | undefined;

/** An object or list of an answer, as the text that `JSON.stringify` writes for it. */
export class EncodedPart {
  constructor(
    readonly text: string,
    /** Items of the lists that it is or has. */
    readonly items: number,
  ) {}

  /** The value itself for any other encoder. */
  toJSON(): unknown {
    if (!collected) return JSON.parse(this.text);
    collected.push(this.text);
    return MARK;
  }
}

/** Items of lists in an answer, at any depth. */
export function itemsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (value instanceof EncodedPart) return value.items;
  let items = Array.isArray(value) ? value.length : 0;
  for (const part of Object.values(value)) items += itemsIn(part);
  return items;
}

/** The text of an answer, as `JSON.stringify` writes it; its encoded parts are taken over as they are. */
export function encodeWithParts(answer: unknown): string {
  const parts: string[] = [];
  const rest = encodeRest(answer, parts);
  if (parts.length === 0) return rest;
  let text = '';
  let from = 0;
  for (const part of parts) {
    const at = rest.indexOf(QUOTED_MARK, from);
    text += rest.slice(from, at) + part;
    from = at + QUOTED_MARK.length;
  }
  // Else a value of the answer is the mark itself.
  return rest.includes(QUOTED_MARK, from) ? JSON.stringify(answer) : text + rest.slice(from);
}

/** The text of what is not encoded yet, with marks in place of the parts. */
function encodeRest(answer: unknown, parts: string[]): string {
  collected = parts;
  try {
    return JSON.stringify(answer);
  } finally {
    collected = undefined;
  }
}
