import type { EventRecord } from '../../adapter.ts';

/** An event before it gets the account's and the clock's marks. */
export type EventDraft<Kind extends EventRecord['kind'] = EventRecord['kind']> = Kind extends unknown
  ? Omit<Extract<EventRecord, { kind: Kind }>, 'account' | 'occurredAt' | 'receivedAt'>
  : never;
