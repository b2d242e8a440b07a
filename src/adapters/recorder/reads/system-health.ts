/** The recorder's machine: disk, memory and channels. */
import type { SendOptions } from '../../contract.ts';
import type { SystemHealthRecord } from '../../system-health.ts';
import type { RecorderClient } from '../client.ts';
import { firstNonEmpty } from './records.ts';

/** Reads SYSTEMSTATUS and CHANNELS; the channels alone may be missing. The example's figures are megabytes (guide p. 35). */
export async function systemHealth(client: RecorderClient, ask: SendOptions): Promise<SystemHealthRecord> {
  const [status, channels] = await Promise.all([
    client.send('SYSTEMSTATUS', {}, ask),
    client.send('CHANNELS', {}, ask).catch(() => null),
  ]);
  return {
    diskTotalMegabytes: status?.RECORDINGTOTALDISKCAPACITY ?? null,
    diskFreeMegabytes: status?.RECORDINGTOTALDISKFREE ?? null,
    diskFreePercent: status?.RECORDINGTOTALDISKFREEPCT ?? null,
    memoryUsedPercent: status?.SYSTEMRAMUSEDPCT ?? null,
    uptime: firstNonEmpty(status?.SYSTEMUPTIME) ?? null,
    channels: channels && countByState(channels.CHANNELS ?? []),
  };
}

/** The example shows states as words, the list of parameters as numbers; both are passed on as they are. */
function countByState(channels: readonly { readonly STATE?: string | null }[]) {
  const counts = new Map<string, number>();
  for (const { STATE } of channels) {
    const state = firstNonEmpty(STATE) ?? 'UNKNOWN';
    counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].map(([state, count]) => ({ state, count }));
}
