/**
 * One object from several, later ones taking precedence. V8 takes some thirty times as long to spread them into one
 * literal, which matters where rows and events are created.
 */
export class Merged {
  constructor(...parts: readonly object[]) {
    const all = this as Record<string, unknown>;
    for (const part of parts as readonly Record<string, unknown>[])
      for (const name of Object.keys(part)) all[name] = part[name];
  }
}
