import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type TestGateway } from '../server/gateway.ts';
import { ATTEMPTS, type Attempt } from './bad-input.ts';
import { BEYOND_SCHEMA } from './beyond-schema.ts';

let gateway: TestGateway;

beforeAll(async () => {
  const settings = { recorder: { emailDomains: ['example.com'] } };
  gateway = await startGateway({ settings });
}, 30_000);
afterAll(() => gateway.close());

/** Which of the desks is meant, where there are several. */
function deskOf(vendor: Attempt['vendor']) {
  const [desk] = (gateway.simulator(vendor).settings.desks ?? []) as readonly { agent: string }[];
  return desk && { desk: desk.agent };
}

/** Sends what is refused; answers the only error, after seeing that no vendor was asked. */
async function refused({ vendor, operation, document, variables = {} }: Attempt) {
  const simulator = gateway.simulator(vendor);
  const before = simulator.received.get(operation) ?? 0;
  const { data, errors = [] } = await gateway.ask(document, { ...variables, ...deskOf(vendor) });
  expect(simulator.received.get(operation) ?? 0, 'the vendor was asked').toBe(before);
  expect(Object.values(data ?? {}).filter((value) => value !== null)).toEqual([]);
  expect(errors, JSON.stringify(data)).toHaveLength(1);
  const [error] = errors;
  if (!error) throw new Error('it was let pass');
  return error;
}

describe.each(ATTEMPTS)('input refused before its vendor is called: $what', ({ attempts }) => {
  it.each(attempts)('$operation $path (X6, X9)', async (attempt) => {
    const { message, extensions } = await refused(attempt);
    expect(extensions, message).toMatchObject({
      code: 'INVALID_ARGUMENT',
      path: attempt.path,
      operation: attempt.operation,
    });
    expect(message).toMatch(attempt.message);
    expect(message.length).toBeLessThan(200);
  });
});

describe('input refused by the schema', () => {
  it.each(BEYOND_SCHEMA)('input refused before its vendor is called: $what', async ({ attempt, named }) => {
    const { message, extensions } = await refused(attempt);
    expect(extensions.code).toMatch(/^(GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT|INVALID_ARGUMENT)$/);
    expect(message).toContain(named);
    expect(message).not.toMatch(/did you mean/i);
  });
});

describe('objects of another account', () => {
  let other: TestGateway;
  beforeAll(async () => {
    other = await startGateway({ vendors: ['five9-config'] });
  }, 30_000);
  afterAll(() => other.close());

  it('are not found by name, and the account that has them is not asked', async () => {
    const make =
      'mutation { five9Config_createSkill(skillInfo: { skill: { name: "Only there" } }) { skill { name } } }';
    expect((await other.ask(make)).errors).toBeUndefined();
    const asked = other.simulator('five9-config').received.get('getSkill') ?? 0;
    const { errors } = await gateway.ask('{ five9Config_getSkill(skillName: "Only there") { name } }');
    expect(errors?.[0]?.extensions).toMatchObject({
      ...{ code: 'NOT_FOUND', vendorCode: 'SkillNotFoundFault', account: 'acme-five9', operation: 'getSkill' },
      details: { skillName: 'Only there' },
    });
    expect(other.simulator('five9-config').received.get('getSkill') ?? 0).toBe(asked);
  });

  it('are not found under an account that does not exist or is of another vendor', async () => {
    for (const account of ['nobody', 'wfo', '__proto__']) {
      const query = `{ five9Config_getSkill(skillName: "Sales", account: "${account}") { name } }`;
      const error = await refused({ vendor: 'five9-config', operation: 'getSkill', document: query });
      expect(error.extensions).toMatchObject({ code: 'NOT_FOUND', path: ['account'] });
    }
  });
});

describe('special characters in text', () => {
  const TEXTS = [
    '<REQUEST>&amp;]]></REQUEST>',
    'a\nb',
    '\u202eabc',
    '😀"\'',
    '{{7*7}}',
    '=cmd()',
    '../../x',
    '%0d%0a%00',
  ];

  it.each(TEXTS)('%j comes back from Five9 and the recorder unchanged (X4, X6)', async (text) => {
    const variables = { text };
    const accepted = await gateway.ask(
      `mutation ($text: String!) {
        five9Config_createDisposition(disposition: { name: $text, type: FinalDisp }) 
        made: recorder_CALLSTART(DEVICEID: "X300", CALLINSTANCE: "a", USER4: $text) { RESULTTYPE }
        ended: recorder_CALLSTOP(DEVICEID: "X300") { RESULTTYPE }
      }`,
      variables,
    );
    expect(accepted.errors).toBeUndefined();
    const read = await gateway.ask(
      `query ($text: String!) {
        five9Config_getDisposition(dispositionName: $text) { name }
        recorder_CALLLIST(DEVICEID: "X300", USER4: $text) { SEARCHRESULT { USER4 } }
      }`,
      variables,
    );
    expect(read.data).toMatchObject({
      five9Config_getDisposition: { name: text },
      recorder_CALLLIST: { SEARCHRESULT: [{ USER4: text }] },
    });
  });
});
