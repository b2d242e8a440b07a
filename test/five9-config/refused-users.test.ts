import { describe, expect, test } from 'vitest';
import type { CrosspointError } from '../../src/adapters/errors.ts';
import { fault, type Received, type StandInAnswer, standIn } from './stand-in.ts';

const UNAUTHORIZED = { status: 401, document: '<!DOCTYPE html><html><body>Unauthorized</body></html>' };

/** What may answer a refused user: the guide is silent. */
const REFUSALS: readonly [string, StandInAnswer][] = [
  ['HTTP 401', UNAUTHORIZED],
  ['a fault with HTTP 200', fault('InvalidAccountFault', 200)],
  ['a fault with HTTP 403', fault('InvalidAccountFault', 403)],
  ['a fault with HTTP 500', fault('InvalidAccountFault', 500)],
];

const refusing =
  (refusal: StandInAnswer, ...refused: string[]) =>
  ({ user }: Received) =>
    refused.includes(user) ? refusal : '';

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    ({ code, vendorCode }: CrosspointError) => `${code} ${vendorCode}`,
  );

describe.each(REFUSALS)('a user refused by %s', (_, refusal) => {
  test('is asked once, and the other user serves every call', async () => {
    const { adapter, requests } = await standIn(refusing(refusal, 'u1'), {}, ['u1', 'u2']);
    const reads = await Promise.all(Array.from({ length: 20 }, () => codeOf(adapter.call('getSkills', {}, {}))));
    expect(reads).toEqual(Array.from({ length: 20 }, () => 'done'));
    expect(requests.filter(({ user }) => user === 'u1')).toHaveLength(1);
  });

  test('leaves an act to the other user, which sends it once', async () => {
    const { adapter, sent } = await standIn(refusing(refusal, 'u1'), {}, ['u1', 'u2']);
    expect(await codeOf(adapter.campaignStart?.('Spring', {}, {}) ?? Promise.reject())).toBe('done');
    expect(sent('startCampaign').map(({ user }) => user)).toEqual(['u1', 'u2']);
  });

  test('that is the only one fails every call with PERMISSION_DENIED and is not used again', async () => {
    const { adapter, requests } = await standIn(refusing(refusal, 'u1'), {}, ['u1']);
    const reads = await Promise.all(Array.from({ length: 5 }, () => codeOf(adapter.call('getSkills', {}, {}))));
    expect(reads.map((read) => read.split(' ')[0])).toEqual(Array.from({ length: 5 }, () => 'PERMISSION_DENIED'));
    expect(await codeOf(adapter.call('getSkills', {}, {}))).toBe('PERMISSION_DENIED REFUSED_BEFORE');
    expect(requests).toHaveLength(1);
  });

  test('does not change the error of a call that failed for another reason', async () => {
    const { adapter } = await standIn(
      (request) => (request.user === 'u1' ? refusal : fault('SkillNotFoundFault')),
      {},
      ['u1', 'u2'],
    );
    const input = { skillName: 'x' };
    expect(await codeOf(adapter.call('getSkill', input, {}))).toBe('NOT_FOUND SkillNotFoundFault');
    expect(await codeOf(adapter.call('getSkill', input, {}))).toBe('NOT_FOUND SkillNotFoundFault');
  });
});

// Guide p. 235: InvalidAccountFault "including password and security questions issues. May be returned by the createUser
// and modifyUser methods."
test('data of a new user that are not valid are INVALID_ARGUMENT, and the account continues', async () => {
  const { adapter } = await standIn(({ operation }) =>
    operation === 'createUser' ? fault('InvalidAccountFault') : '',
  );
  const agent = { firstName: 'A', lastName: 'B', userName: 'ab@acme.example', password: 'short' };
  await expect(adapter.agentCreate?.(agent, {})).rejects.toMatchObject({
    code: 'INVALID_ARGUMENT',
    vendorCode: 'InvalidAccountFault',
  });
  expect(await adapter.call('getSkills', {}, {})).toEqual([]);
});

// Guide p. 240: "another session is started concurrently with the same credentials".
test.each(['SessionClosedFault', 'AdminSessionClosedFault'])('%s passes: UNAVAILABLE and retryable', async (name) => {
  const { adapter, requests } = await standIn(() => fault(name));
  await expect(adapter.call('startCampaign', { campaignName: 'x' }, {})).rejects.toMatchObject({
    ...{ code: 'UNAVAILABLE', vendorCode: name, retryable: true },
  });
  expect(requests).toHaveLength(1);
});

describe('no fault of the vendor has the code of a caller without a token', async () => {
  const { five9ConfigContract } = await import('../../src/adapters/five9-config/contract/index.ts');
  const faults = Object.values(five9ConfigContract.operations).flatMap((row) => row.faults);
  test('UNAUTHENTICATED, or of a fault in the gateway, INTERNAL', () => {
    expect(faults.filter(({ code }) => code === 'UNAUTHENTICATED' || code === 'INTERNAL')).toEqual([]);
  });
});
