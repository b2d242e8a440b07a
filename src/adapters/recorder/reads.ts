import type { Reads } from '../adapter.ts';
import type { SendOptions } from '../contract.ts';
import type { AdapterDependencies } from '../vendor.ts';
import type { RecorderClient } from './client.ts';
import { readAgents } from './reads/agents.ts';
import { type LastCallList, readCalls } from './reads/calls.ts';
import { recordingStates } from './reads/devices.ts';
import { exportAudio } from './reads/media.ts';
import { phoneFinder } from './reads/phone-finder.ts';
import { searchRecordings } from './reads/search.ts';
import { systemHealth } from './reads/system-health.ts';
import type { TerminologyCache } from './reads/terminology.ts';
import type { Settings } from './settings.ts';

type Offered = Pick<Reads, 'agents' | 'calls' | 'recordings' | 'recordingStates' | 'systemHealth'> &
  Partial<Pick<Reads, 'recordingMedia'>>;

/** The parts that the reads share with the account's events. */
interface ReadParts {
  readonly settings: Settings;
  readonly lastList: LastCallList;
}

/** The reads of the recorder; audio only where the account has a `webUrl`. */
export function createReads(
  client: RecorderClient,
  terminology: TerminologyCache,
  { settings, lastList, now }: Pick<AdapterDependencies, 'now'> & ReadParts,
): Offered {
  const labelled = { labels: () => terminology.labels(), terminology: (ask: SendOptions) => terminology.read(ask) };
  const parts = { client, callIdField: settings.callIdField, ...labelled, now };
  const phones = { client, finder: phoneFinder(client, settings) };
  const reads: Offered = {
    agents: async (query, ask) => ({ items: await readAgents(client, query, ask), fetchedAt: now().toISOString() }),
    calls: (query, ask) => readCalls({ client, settings, lastList, now }, query, ask),
    recordings: (query, ask) => searchRecordings(parts, query, ask),
    recordingStates: (devices, ask) => recordingStates(phones, devices, ask),
    systemHealth: (ask) => systemHealth(client, ask),
  };
  if (settings.webUrl === undefined) return reads;
  return {
    ...reads,
    recordingMedia: (recording, format, ask) => exportAudio(client, recording, format, { ...ask, now: now() }),
  };
}
