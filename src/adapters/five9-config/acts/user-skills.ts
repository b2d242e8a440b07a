import { eachItem, type ItemOutcome } from '../../acts/items.ts';
import type { Acts } from '../../adapter.ts';
import { invalidArgument } from '../../errors.ts';
import type { Five9Client } from '../client.ts';

/** Skills of one act at most, so that it ends within the time of an operation in spite of the pauses. */
const MOST_AT_A_TIME = 8;

/** Faults about one skill; any other is about the user or the service. */
const OF_ONE: ReadonlySet<string | undefined> = new Set([
  'SkillNotFoundFault',
  'UserAlreadyHasSkillFault',
  'UserDoesntHaveSkillFault',
]);

/** Skills of users, one in each request, with the pauses that the vendor requires (guide p. 224). */
export function userSkillActs(client: Five9Client) {
  const onEach = (
    skills: readonly string[],
    send: (skill: string) => Promise<unknown>,
  ): Promise<readonly ItemOutcome[]> => {
    if (skills.length > MOST_AT_A_TIME)
      throw invalidArgument(`At most ${MOST_AT_A_TIME} at a time, because of the vendor's pauses`, 'skillIds');
    return eachItem(skills, send, ({ vendorCode }) => OF_ONE.has(vendorCode));
  };
  return {
    agentAddSkills: async (userName, skills, { level: wanted }, ask) => {
      const level = skillLevel(wanted, 'level');
      return onEach(skills, (skillName) =>
        client.send('userSkillAdd', { userSkill: { level, skillName, userName } }, ask),
      );
    },
    agentRemoveSkills: async (userName, skills, _, ask) =>
      onEach(skills, (skillName) =>
        client.send('userSkillRemove', { userSkill: { level: FIRST, skillName, userName } }, ask),
      ),
  } satisfies Partial<Acts>;
}

/** The highest priority; the wire requires a level even where none is given. */
const FIRST = 1;

/** A level from 1 to 10 (guide p. 126), 1 where none is given. */
export function skillLevel(level: number | null | undefined, argument: string): number {
  if (level == null) return FIRST;
  if (level < 1 || level > 10) throw invalidArgument('A level is from 1 to 10', argument);
  return level;
}
