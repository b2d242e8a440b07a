/** The account's stream: the events of all desks, merged. */
import type { EventRecord, StreamOptions } from '../adapter.ts';
import type { Desks } from './client/desks.ts';
import { DeskStream } from './events/stream.ts';
import type { Settings } from './settings.ts';

/** The stream of an account and how to end it. */
export function createEvents(desks: Desks, settings: Settings) {
  const stream = new DeskStream(desks.all, desks.queue, settings);
  return {
    events: (options: StreamOptions): AsyncIterable<EventRecord> => stream.events(options),
    reportsListening: true,
    close: () => stream.close(),
  };
}
