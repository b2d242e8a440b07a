/** How much memory records hold, so that caches and queues are limited by bytes as well as by number. */

import { STRIDE, type Steps } from './slices.ts';

/** Bytes of an object or array without its properties, and of a property or item that is no object. */
const OBJECT = 32;
const SLOT = 16;

/** Bytes that a value of records, lists and texts holds at most; what it shares with others counts as its own. */
export function retainedBytes(value: unknown): number {
  if (typeof value === 'string') return SLOT + 2 * value.length;
  if (typeof value !== 'object' || value === null) return SLOT;
  if (ArrayBuffer.isView(value)) return OBJECT + value.byteLength;
  let bytes = OBJECT;
  if (Array.isArray(value)) for (const part of value) bytes += retainedBytes(part);
  // Not by `Object.values`, which makes an array for each record of a long list.
  else for (const key in value) bytes += retainedBytes((value as Record<string, unknown>)[key]);
  return bytes;
}

/** The same for all items of a list, which may be long. */
export function* retainedBytesOf(items: readonly unknown[]): Steps<number> {
  let bytes = 0;
  for (const [at, item] of items.entries()) {
    if (at % STRIDE === 0) yield;
    bytes += retainedBytes(item);
  }
  return bytes;
}

/** Options of an `LRUCache` of so many entries and so many bytes: an entry counts as an equal share or as what it holds. */
export function lruBounds<Value extends object>(entries: number, bytes: number) {
  const share = Math.ceil(bytes / entries);
  return {
    maxSize: bytes,
    sizeCalculation: (value: Value, key: string) => Math.max(share, retainedBytes(value) + retainedBytes(key)),
  };
}
