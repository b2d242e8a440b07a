/** Text of unknown origin on a terminal: in the log and in what commands print. */

/**
 * Replaces control characters, which could forge lines or rewrite the screen, and bidirectional controls, which could
 * reorder a line. Line breaks and tabs stay.
 */
export function printable(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]|\p{Bidi_Control}|[\u2028\u2029]/gu, '\ufffd');
}

/** As `printable`, with further lines indented, so that none looks like a line of the program. */
export function printableLine(text: string): string {
  return printable(text).replaceAll('\n', '\n      ');
}
