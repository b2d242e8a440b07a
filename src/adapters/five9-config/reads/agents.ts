import type { AgentRecord, Reads } from '../../adapter.ts';
import type { OutputOf } from '../../contract.ts';
import type { Five9Client } from '../client.ts';
import type { five9ConfigContract } from '../contract/index.ts';
import { rowsOf } from './rows.ts';

type Five9User = OutputOf<(typeof five9ConfigContract.operations)['getUsersInfo']>[number];

function agentRecord({ generalInfo, skills, agentGroups }: Five9User): AgentRecord {
  const name = generalInfo?.fullName || [generalInfo?.firstName, generalInfo?.lastName].filter(Boolean).join(' ');
  return {
    nativeId: generalInfo?.userName ?? '',
    name: name || (generalInfo?.userName ?? ''),
    userName: generalInfo?.userName ?? null,
    email: generalInfo?.EMail || null,
    extensions: generalInfo?.extension ? [generalInfo.extension] : [],
    active: generalInfo?.active ?? null,
    groups: agentGroups ?? [],
    skills: (skills ?? []).flatMap(({ skillName }) => (skillName ? [skillName] : [])),
  };
}

/** Users of the domain who are agents. */
export function agentReads(client: Five9Client, now: () => Date): Pick<Reads, 'agents'> {
  return {
    agents: async (_, ask) => rowsOf((await client.send('getUsersInfo', {}, ask)).map(agentRecord), now),
  };
}
