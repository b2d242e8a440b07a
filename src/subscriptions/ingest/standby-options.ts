import type { EventRecord } from '../../adapters/adapter.ts';
import type { EventLog } from '../log/log.ts';
import type { LostStretch } from './lost-stretches.ts';

/** How a standby hands over. */
export interface StandbyOptions {
  readonly account: string;
  /** Answers false where another gateway's term has begun, so that the event is not stored. */
  store(event: EventRecord): Promise<boolean>;
  /** Reports that events were lost; answers as `store` does. */
  lost(stretch: LostStretch): Promise<boolean>;
  readonly log: Pick<EventLog, 'head' | 'read' | 'placeAt'>;
  /**
   * Whether the source marks an event differently at each gateway, so that the same event is known by what it says. Else
   * the vendor's own words are the same everywhere.
   */
  readonly comparesContent?: boolean;
  /** Since when the stream has been open; null where it is not. */
  openSince?(): Date | null;
}
