/** The object that a stored text says; null where the text is damaged. */
export function storedObject<Value extends object>(text: string): Value | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value as Value | null) : null;
  } catch {
    return null;
  }
}
