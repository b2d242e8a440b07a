import type { Acts } from '../adapter.ts';
import { createRecordingActs } from './acts/recording.ts';
import { recorderUserActs } from './acts/users.ts';
import type { RecorderClient } from './client.ts';
import type { TerminologyCache } from './reads/terminology.ts';
import type { Settings } from './settings.ts';

/** The acts of the recorder: control of recordings, their fields and e-mail, and its users. */
export function createActs(client: RecorderClient, terminology: TerminologyCache, settings: Settings) {
  return {
    ...createRecordingActs(client, terminology, settings),
    ...recorderUserActs(client, settings),
  } satisfies Partial<Acts>;
}
