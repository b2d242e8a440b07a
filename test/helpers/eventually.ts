import { expect } from 'vitest';

/** Expects of a value that is read again until it is as expected, for ten seconds at most. */
export const eventually = <Value>(read: () => Value) => expect.poll(read, { timeout: 10_000, interval: 10 });
