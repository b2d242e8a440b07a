import type { AgentRecord, Reads, Rows } from '../../adapter.ts';
import type { OutputOf, SendOptions } from '../../contract.ts';
import { isTooLarge } from '../../http/failure.ts';
import type { Five9Client } from '../client.ts';
import type { five9ConfigContract } from '../contract/index.ts';
import { rowsOf, sendMapped } from './rows.ts';

type Five9User = OutputOf<(typeof five9ConfigContract.operations)['getUsersInfo']>[number];

function agentRecord({ generalInfo, skills, agentGroups }: Partial<Five9User>): AgentRecord {
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

/** Milliseconds for which a list that exceeded the size limit is not read as a whole again. */
const LARGE_FOR_MS = 600_000;

/**
 * Users of the domain with the role of an agent. Where all there is about them exceeds `maxBytes`, their general data is
 * read instead (guide p. 221), without roles, skills and groups, and the list counts as truncated.
 */
export function agentReads(client: Five9Client, now: () => Date): Pick<Reads, 'agents'> {
  let isLargeUntil = 0;
  const general = async (ask: SendOptions): Promise<Rows<AgentRecord>> => {
    const records = await sendMapped(client, 'getUsersGeneralInfo', (generalInfo) => agentRecord({ generalInfo }), ask);
    return { ...rowsOf(records, now), truncated: true };
  };
  return {
    agents: async (_, ask) => {
      if (performance.now() < isLargeUntil) return general(ask);
      try {
        const recordOf = (user: Five9User) => (isNoAgent(user) ? undefined : agentRecord(user));
        return rowsOf(await sendMapped(client, 'getUsersInfo', recordOf, ask), now);
      } catch (thrown) {
        if (!isTooLarge(thrown)) throw thrown;
        isLargeUntil = performance.now() + LARGE_FOR_MS;
        return general(ask);
      }
    },
  };
}
