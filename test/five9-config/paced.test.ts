/** Changes of users' skills, between which the vendor requires a pause of three seconds (guide l. 8643, 8659 and 8667). */
import { expect, test } from 'vitest';
import { standIn } from './stand-in.ts';

const PAUSE = 150;

test.each([
  ['userSkillAdd', 'userSkillAdd'],
  ['userSkillModify', 'userSkillModify'],
  ['userSkillRemove', 'userSkillRemove'],
  ['userSkillModify', 'userSkillAdd'],
])('a pause follows %s before %s, which another caller sends at once', async (first, second) => {
  const came: number[] = [];
  const { adapter } = await standIn(
    () => {
      came.push(performance.now());
      return '';
    },
    { skillPause: PAUSE },
    ['one', 'two'],
  );
  const send = (operation: string) =>
    adapter.call(operation, { userSkill: { userName: 'ann', skillName: 'Sales', level: 1 } }, {});
  await Promise.all([send(first), send(second)]);
  expect(came).toHaveLength(2);
  expect((came[1] ?? 0) - (came[0] ?? 0)).toBeGreaterThanOrEqual(PAUSE - 1);
});
