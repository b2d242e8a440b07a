/** Live events: the vendor has no stream, and no list is polled yet. */
import type { Adapter } from '../adapter.ts';

/** The adapter's streams and watches. */
export function createEvents(): Pick<Adapter, 'watches' | 'watch'> {
  return {};
}
