import { describe, expect, test } from 'vitest';
import type { AgentRecord } from '../../src/adapters/adapter.ts';
import { joinIdentities, PeopleIndex } from '../../src/gateway/people.ts';

const RULES = { rules: ['EMAIL', 'USER_NAME', 'EMPLOYEE_ID'] as const, links: [] };

function agent(account: string, nativeId: string, facts: Partial<AgentRecord> = {}) {
  return { account, record: { nativeId, name: nativeId, ...facts } };
}

function joined(found: ReturnType<typeof agent>[], rules: Parameters<typeof joinIdentities>[1] = RULES) {
  const { persons, ambiguities } = joinIdentities(found, rules);
  const groups = persons.map(({ identities }) =>
    identities.map(({ account, record }) => `${account}/${record.nativeId}`).sort(),
  );
  return { groups: groups.sort(), ambiguities, persons };
}

test('identities of several accounts that share a value become one person, each with the rule that joined it', () => {
  const { groups, persons } = joined([
    agent('five9', 'jdoe', { email: 'J.Doe@acme.example', userName: 'jdoe' }),
    agent('floor', 'jdoe', { userName: 'JDoe' }),
    agent('wfo', '17', { email: 'j.doe@acme.example' }),
    agent('wfo', '18', { email: 'another@acme.example' }),
  ]);
  expect(groups).toEqual([['five9/jdoe', 'floor/jdoe', 'wfo/17'], ['wfo/18']]);
  const rules = persons.flatMap(({ identities }) =>
    identities.map(({ account, record, matchedBy }) => [`${account}/${record.nativeId}`, matchedBy]),
  );
  expect(Object.fromEntries(rules)).toEqual({
    'five9/jdoe': 'EMAIL',
    'wfo/17': 'EMAIL',
    'floor/jdoe': 'USER_NAME',
    'wfo/18': null,
  });
});

test('a value that two identities of one account share joins nothing, and is reported', () => {
  const { groups, ambiguities } = joined([
    agent('five9', 'a', { email: 'desk@acme.example' }),
    agent('wfo', '1', { email: 'desk@acme.example' }),
    agent('wfo', '2', { email: 'desk@acme.example' }),
  ]);
  expect(groups).toEqual([['five9/a'], ['wfo/1'], ['wfo/2']]);
  expect(ambiguities).toEqual([
    { rule: 'EMAIL', value: 'desk@acme.example', identities: ['five9/a', 'wfo/1', 'wfo/2'] },
  ]);
});

test('a later rule does not join what would put two identities of one account together', () => {
  const { groups, ambiguities } = joined([
    agent('five9', 'a', { email: 'a@acme.example', userName: 'shared' }),
    agent('wfo', '1', { email: 'a@acme.example' }),
    agent('floor', 'x', { userName: 'shared', employeeId: 'E1' }),
    agent('wfo', '2', { employeeId: 'E1' }),
  ]);
  expect(groups).toEqual([['five9/a', 'floor/x', 'wfo/1'], ['wfo/2']]);
  expect(ambiguities.map(({ rule, value }) => [rule, value])).toEqual([['EMPLOYEE_ID', 'e1']]);
});

test('a link wins over every rule', () => {
  const { groups } = joined(
    [
      agent('dialler', '103', { userName: 'x' }),
      agent('wfo', '13', { userName: 'y' }),
      agent('floor', 'x', { userName: 'x' }),
    ],
    {
      ...RULES,
      links: [['dialler/103', 'wfo/13']],
    },
  );
  expect(groups).toEqual([['dialler/103', 'floor/x', 'wfo/13']]);
});

test('linked identities of one account that share a value are one person to the rules', () => {
  const shared = { email: 'jo@acme.example' };
  const { groups, ambiguities } = joined([agent('a', '1', shared), agent('a', '2', shared), agent('b', '1', shared)], {
    ...RULES,
    links: [['a/1', 'a/2']],
  });
  expect(groups).toEqual([['a/1', 'a/2', 'b/1']]);
  expect(ambiguities).toEqual([]);
});

test('the first rule that joins is the reported one', () => {
  const people = [
    agent('five9', 'a', { email: 'e@x.example', userName: 'u' }),
    agent('wfo', '1', { email: 'e@x.example', userName: 'u' }),
  ];
  const first = (rules: readonly ('EMAIL' | 'USER_NAME')[]) =>
    joined(people, { rules, links: [] }).persons[0]?.identities[0]?.matchedBy;
  expect(first(['EMAIL', 'USER_NAME'])).toBe('EMAIL');
  expect(first(['USER_NAME', 'EMAIL'])).toBe('USER_NAME');
});

describe('the agent that a vendor refers to', () => {
  const index = new PeopleIndex(
    joinIdentities(
      [
        agent('five9', 'jdoe', { userName: 'jdoe', extensions: ['7001'] }),
        agent('wfo', '17', { userName: 'jdoe', extensions: ['7001', '7002'] }),
        agent('wfo', '18', { extensions: ['7003'] }),
      ],
      RULES,
    ),
    ['five9', 'wfo'],
  );
  const names = (reference: object, account = 'wfo') =>
    index.referred(account, reference)?.identities.map(({ account: of, record }) => `${of}/${record.nativeId}`);

  test('is found by its own key, by log-in name, and by phone', () => {
    expect(names({ nativeId: '17' })).toEqual(['five9/jdoe', 'wfo/17']);
    expect(names({ userName: 'JDOE' }, 'elsewhere')).toEqual(['five9/jdoe', 'wfo/17']);
    expect(names({ extension: '7003' })).toEqual(['wfo/18']);
    expect(names({ nativeId: 'nobody' })).toBeUndefined();
  });

  test('has one phone only where all accounts know no other', () => {
    expect(index.onlyPhone('wfo', { nativeId: '18' })).toBe('7003');
    expect(index.onlyPhone('wfo', { nativeId: '17' })).toBeNull();
  });

  test('is anchored at the first account of the configuration', () => {
    const person = index.identified('wfo', '17');
    if (!person) throw new Error('nobody');
    expect(index.canonicalIdentity(person).account).toBe('five9');
  });
});
