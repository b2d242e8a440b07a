import { describe, expect, test } from 'vitest';
import { act, dialled, FIVE9, FLOOR, gateway, newAgent, raw, received } from './agent-acts.ts';

describe('agentAddSkills and agentRemoveSkills', () => {
  const skill = (name: string, account: string = FIVE9) => gateway.idOf('skills', account, name);

  test('each skill is changed by itself, at the given level, and the agent shows the result', async () => {
    const { id, userName } = await newAgent({ skillIds: [await skill('Sales')] });
    const skillIds = [await skill('Support'), await skill('Sales'), await skill('Billing', FLOOR)];
    const { agent, userErrors } = await act('agentAddSkills', { id, skillIds, level: 4 });
    expect(userErrors).toMatchObject([
      { code: 'ALREADY_EXISTS', path: ['input', 'skillIds', '1'], vendorCode: 'UserAlreadyHasSkillFault' },
    ]);
    expect(userErrors).toHaveLength(1);
    const names = (skills: { name: string }[]) => skills.map(({ name }) => name).sort();
    expect(names(agent.skills)).toEqual(['Billing', 'Sales', 'Support']);
    const { skills } = await raw(userName, 'skills { skillName level }');
    expect(skills).toContainEqual({ skillName: 'Billing', level: 4 });
    const removed = await act('agentRemoveSkills', { id, skillIds: [await skill('Retention'), await skill('Sales')] });
    expect(removed.userErrors).toMatchObject([
      { code: 'FAILED_PRECONDITION', path: ['input', 'skillIds', '0'], vendorCode: 'UserDoesntHaveSkillFault' },
    ]);
    expect(names(removed.agent.skills)).toEqual(['Billing', 'Support']);
  });

  test('more than fit in the time are refused without a vendor call', async () => {
    const { id } = await newAgent();
    const names = ['Sales', 'Support', 'Billing', 'Retention', 'Collections', 'Spanish'];
    const create =
      'mutation Make($skill: Five9Config_skillInfoInput!) { five9Config_createSkill(skillInfo: $skill) { skill { name } } }';
    for (const name of ['Seventh', 'Eighth', 'Ninth']) await gateway.ask(create, { skill: { skill: { name } } });
    const skillIds = await Promise.all([...names, 'Seventh', 'Eighth', 'Ninth'].map((name) => skill(name)));
    const before = received('five9-config', 'userSkillAdd');
    expect((await act('agentAddSkills', { id, skillIds })).userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'skillIds'] },
    ]);
    expect(received('five9-config', 'userSkillAdd')).toBe(before);
  });

  test('a fault in the middle ends the act, and nothing is sent twice', async () => {
    const { id } = await newAgent();
    const skillIds = [await skill('Sales'), await skill('Support'), await skill('Billing')];
    const before = received('five9-config', 'userSkillAdd');
    gateway.simulator('five9-config').trouble({ kind: 'half', operation: 'userSkillAdd', times: 1 });
    const { userErrors } = await act('agentAddSkills', { id, skillIds });
    expect(userErrors.map(({ code, path }) => [code, path?.at(-1)])).toEqual([
      ['OUTCOME_UNKNOWN', '0'],
      ['UNAVAILABLE', '1'],
      ['UNAVAILABLE', '2'],
    ]);
    expect(received('five9-config', 'userSkillAdd')).toBe(before + 1);
  });

  test("refuses an unknown level, another account's identity and one without skills", async () => {
    const { id } = await newAgent();
    const skillIds = [await skill('Sales')];
    expect((await act('agentAddSkills', { id, skillIds, level: 0 })).userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'level'] },
    ]);
    expect((await act('agentAddSkills', { id: await dialled(), skillIds })).userErrors).toMatchObject([
      { code: 'UNSUPPORTED', message: expect.stringContaining(FIVE9) },
    ]);
  });
});
