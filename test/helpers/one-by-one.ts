import type { EventRecord } from '../../src/adapters/adapter.ts';

/** The events of a stream one after another, those that come together too. */
export async function* oneByOne(
  stream: AsyncIterable<EventRecord | readonly EventRecord[]> | undefined,
): AsyncGenerator<EventRecord> {
  for await (const came of stream ?? []) yield* [came].flat() as EventRecord[];
}
