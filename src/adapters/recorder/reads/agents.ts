import type { AgentRecord, ListQuery } from '../../adapter.ts';
import type { SendOptions } from '../../contract.ts';
import type { RecorderClient } from '../client.ts';
import { agentRecordOf } from './records.ts';

/** The recorder's users that are agents. A user whose AGENT flag is false is none (guide p. 53); a deleted one, whose record stays (l. 1519), is inactive. */
export async function readAgents(
  client: RecorderClient,
  { nativeIds }: ListQuery,
  ask: SendOptions,
): Promise<readonly AgentRecord[]> {
  const answer = await client.send('IMPORTUSER', { ACTION: 'LIST' }, ask);
  const wanted = nativeIds ? new Set(nativeIds) : null;
  const agents = (answer?.USERS?.USER ?? [])
    .filter(({ AGENT }) => AGENT !== false)
    .flatMap((user) => agentRecordOf(user) ?? []);
  return agents.filter(({ nativeId }) => wanted?.has(nativeId) ?? true);
}
