import { setFlagsFromString } from 'node:v8';

/** V8's own factor. */
const USUAL_GROWTH = 2;
/** Milliseconds after which what is going on is no start any more. */
const START = 3_000;

/**
 * Keeps the process small. The room for young objects stays small while a start makes its garbage, since V8 would keep
 * that room for ever, and grows with the work afterwards. Old objects are looked through when there are twice as many as
 * live, where V8 would let garbage take several times that. What little WebAssembly there is, the HTTP parser, is compiled
 * once: compiling it again, better, holds 10 MB. None of this costs time that could be measured.
 */
export function keepSmall(): void {
  const grow = (factor: number) => setFlagsFromString(`--semi-space-growth-factor=${factor}`);
  grow(1);
  setTimeout(() => grow(USUAL_GROWTH), START).unref();
  setFlagsFromString('--heap-growing-percent=100');
  setFlagsFromString('--liftoff-only');
}
