/**
 * A URL; null where the text is none. Not by `URL.canParse`, which on Node 20 answers false for letters such as ü once its
 * caller is optimized.
 */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
