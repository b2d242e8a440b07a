/** Comma-separated text that a spreadsheet may open. */

/** A cell, quoted or not, and what ends it. */
const CELL = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))([^,\r\n]*)(,|\r\n|\n|\r|$)/y;
/** The characters that begin a formula in spreadsheets, full-width forms included. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;
/** A number with its sign, such as a telephone number, which stays as it is. */
const NUMBER = /^[+-]\d+(?:\.\d+)?$/;
/** Characters of a piece of the stream. */
const PIECE = 65_536;

/**
 * The text in pieces, with an apostrophe before each value that a spreadsheet would take for a formula: names and notes
 * come from customers. Everything else stays byte for byte as the vendor sent it.
 */
export async function* safeCsv(text: string): AsyncIterable<Uint8Array> {
  const cell = new RegExp(CELL);
  let piece = '';
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (!found) break;
    piece += safeCell(found);
    if (piece.length >= PIECE) {
      yield Buffer.from(piece);
      piece = '';
    }
  }
  if (piece) yield Buffer.from(piece);
}

function safeCell([whole, quoted, plain = '', rest = '', end = '']: RegExpExecArray): string {
  const value = quoted ?? plain + rest;
  // A quotation mark that is never closed is no part of what a spreadsheet shows.
  const shown = value.replace(/^"/, '');
  if (!FORMULA.test(shown) || NUMBER.test(shown)) return whole;
  return quoted === undefined ? `'${value}${end}` : `"'${quoted}"${rest}${end}`;
}
