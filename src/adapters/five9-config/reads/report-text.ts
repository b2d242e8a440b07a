/** Comma-separated text read row by row, so that no report is a list of lists in memory. */

const QUOTE = 34;
const COMMA = 44;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** A row and the place of the next one. */
interface ReadRow {
  readonly cells: readonly string[];
  readonly next: number;
}

interface ReadCell {
  readonly cell: string;
  /** The place of what ends the cell. */
  readonly end: number;
}

/** Reads the row at a place; quoted cells may hold commas, line breaks and doubled quotation marks. */
export function readRow(text: string, start: number): ReadRow {
  const cells: string[] = [];
  for (let at = start; ; at += 1) {
    const { cell, end } = text.charCodeAt(at) === QUOTE ? quotedCell(text, at + 1) : plainCell(text, at);
    cells.push(cell);
    at = end;
    if (text.charCodeAt(at) !== COMMA) return { cells, next: afterLineBreak(text, at) };
  }
}

function plainCell(text: string, start: number): ReadCell {
  const end = endOfCell(text, start);
  return { cell: text.slice(start, end), end };
}

function quotedCell(text: string, start: number): ReadCell {
  let at = start;
  let hasQuote = false;
  for (;;) {
    at = text.indexOf('"', at);
    if (at < 0) return { cell: text.slice(start), end: text.length };
    if (text.charCodeAt(at + 1) !== QUOTE) break;
    hasQuote = true;
    at += 2;
  }
  const inside = text.slice(start, at);
  const end = endOfCell(text, at + 1);
  return { cell: (hasQuote ? inside.replaceAll('""', '"') : inside) + text.slice(at + 1, end), end };
}

function endOfCell(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === LINE_FEED || code === CARRIAGE_RETURN) return at;
  }
  return text.length;
}

function afterLineBreak(text: string, end: number): number {
  const isPair = text.charCodeAt(end) === CARRIAGE_RETURN && text.charCodeAt(end + 1) === LINE_FEED;
  return end + (isPair ? 2 : 1);
}
