import type { AgentRecord, Reads, Rows } from '../../adapter.ts';
import type { FieldChoice, OutputOf, SendOptions } from '../../contract.ts';
import { detached, SharedValues } from '../../detached.ts';
import { exceedsSizeLimit } from '../../http/failure.ts';
import type { Five9Client } from '../client.ts';
import type { five9ConfigContract } from '../contract/index.ts';
import { rowsOf, sendMapped } from './rows.ts';

type Five9User = OutputOf<(typeof five9ConfigContract.operations)['getUsersInfo']>[number];

/** The fields of a user's general data that an agent has. */
const GENERAL = {
  ...{ active: true, EMail: true, extension: true, firstName: true, fullName: true, lastName: true, userName: true },
} as const satisfies FieldChoice;

/** The fields of a user that an agent has, and the role that makes it one. */
const USER = {
  generalInfo: GENERAL,
  skills: { skillName: true, level: true },
  agentGroups: true,
  roles: { agent: {} },
} as const satisfies FieldChoice;

type Skills = Pick<AgentRecord, 'skills' | 'skillLevels'>;
type UserSkills = readonly Pick<NonNullable<Five9User['skills']>[number], keyof (typeof USER)['skills']>[];
type ChosenUser = Partial<Pick<Five9User, 'agentGroups' | 'roles'>> & {
  readonly generalInfo?: Pick<NonNullable<Five9User['generalInfo']>, keyof typeof GENERAL> | null;
  readonly skills?: UserSkills | null;
};

const NO_TEXTS: readonly string[] = Object.freeze([]);

/** Makes the agents of one list. Agents with equal groups or skills share them. */
class AgentRecords {
  readonly #groups = new SharedValues<readonly string[]>();
  readonly #skills = new SharedValues<Skills>();

  recordOf({ generalInfo, skills, agentGroups }: ChosenUser): AgentRecord {
    const userName = detached(generalInfo?.userName ?? '');
    const email = generalInfo?.EMail || null;
    const name = generalInfo?.fullName || [generalInfo?.firstName, generalInfo?.lastName].filter(Boolean).join(' ');
    return {
      nativeId: userName,
      name: name ? detached(name) : userName,
      userName: typeof generalInfo?.userName === 'string' ? userName : null,
      email: email === userName ? userName : email && detached(email),
      extensions: generalInfo?.extension ? [detached(generalInfo.extension)] : NO_TEXTS,
      active: generalInfo?.active ?? null,
      groups: agentGroups?.length
        ? this.#groups.get(agentGroups.join('\n'), () => agentGroups.map(detached))
        : NO_TEXTS,
      ...this.#skillsOf(skills ?? []),
    };
  }

  #skillsOf(skills: UserSkills): Skills {
    let key = '';
    for (const { skillName, level } of skills) key += `${skillName}\n${level}\n`;
    return this.#skills.get(key, () => skillsOf(skills));
  }
}

function skillsOf(skills: UserSkills): Skills {
  const named = skills.flatMap(({ skillName, level }) => (skillName ? [{ name: detached(skillName), level }] : []));
  return {
    skills: named.map(({ name }) => name),
    skillLevels: named.flatMap(({ name, level }) => (typeof level === 'number' ? [{ name, level }] : [])),
  };
}

/** A user whose roles are known and lack that of an agent, such as an administrator or an API user (guide p. 125). */
function isNoAgent({ roles }: ChosenUser): boolean {
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
    const made = new AgentRecords();
    const recordOf = (generalInfo: NonNullable<ChosenUser['generalInfo']>) => made.recordOf({ generalInfo });
    const records = await sendMapped(client, 'getUsersGeneralInfo', recordOf, { ...ask, only: GENERAL });
    return { ...rowsOf(records, now), truncated: true };
  };
  return {
    agents: async (_, ask) => {
      if (performance.now() < isLargeUntil) return general(ask);
      try {
        const made = new AgentRecords();
        const recordOf = (user: ChosenUser) => (isNoAgent(user) ? undefined : made.recordOf(user));
        return rowsOf(await sendMapped(client, 'getUsersInfo', recordOf, { ...ask, only: USER }), now);
      } catch (thrown) {
        if (!exceedsSizeLimit(thrown)) throw thrown;
        isLargeUntil = performance.now() + LARGE_FOR_MS;
        return general(ask);
      }
    },
  };
}
