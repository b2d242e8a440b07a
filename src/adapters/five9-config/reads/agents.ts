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
    skillLevels: (skills ?? []).flatMap(({ skillName, level }) =>
      skillName && typeof level === 'number' ? [{ name: skillName, level }] : [],
    ),
  };
}

/** A user whose roles are known and lack that of an agent, such as an administrator or an API user (guide p. 125). */
function isNoAgent({ roles }: Five9User): boolean {
  return roles !== null && roles !== undefined && !roles.agent;
}

/** Users of the domain with the role of an agent. */
export function agentReads(client: Five9Client, now: () => Date): Pick<Reads, 'agents'> {
  return {
    agents: async (_, ask) => {
      const users = await client.send('getUsersInfo', {}, ask);
      return rowsOf(users.filter((user) => !isNoAgent(user)).map(agentRecord), now);
    },
  };
}
