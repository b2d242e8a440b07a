import type { AgentActs } from '../acts/agent.ts';
import type { RecordingActs } from '../acts/recording.ts';
import { createRecordingActs } from './acts/recording.ts';
import { recorderUserActs } from './acts/users.ts';
import type { RecorderClient } from './client.ts';
import type { TerminologyCache } from './reads/terminology.ts';
import type { Settings } from './settings.ts';

type Offered = RecordingActs & Pick<AgentActs, 'agentCreate' | 'agentUpdate' | 'agentDelete'>;

/** The acts of the recorder: control of recordings, their fields and e-mail, and its users. */
export function createActs(client: RecorderClient, terminology: TerminologyCache, settings: Settings): Offered {
  return { ...createRecordingActs(client, terminology, settings), ...recorderUserActs(client, settings) };
}
