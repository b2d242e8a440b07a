import { describe, expect, test } from 'vitest';
import type { SimulatedPerson } from '../../../src/simulators/centre/model.ts';
import { untilAnswer } from '../../helpers/until.ts';
import {
  act,
  dialled,
  FIVE9,
  FLOOR,
  gateway,
  made,
  nameOf,
  newAgent,
  PASSWORD,
  RECORDER,
  raw,
  received,
  SHOW,
} from './agent-acts.ts';
import { idle as idleIn } from './centre.ts';

const idle = () => idleIn(gateway.centre.centre, ({ carrier }) => carrier === 'five9-cti');

const agentId = (person: SimulatedPerson) => gateway.idOf('agents', FLOOR, nameOf(person));

describe('agentUpdate', () => {
  test('changes the given fields and leaves the rest of a Five9 user unchanged', async () => {
    const { id, userName } = await newAgent({ email: 'before@centre.example', extension: '7101' });
    const shown =
      'generalInfo { EMail extension firstName lastName fullName active canChangePassword id } roles { agent { alwaysRecorded } }';
    const before = await raw(userName, shown);
    const { agent, userErrors } = await act('agentUpdate', { id, email: 'after@centre.example', firstName: 'Newer' });
    expect(userErrors).toEqual([]);
    expect(agent).toMatchObject({ id, email: 'after@centre.example', name: expect.stringContaining('Newer Comer') });
    expect(await raw(userName, shown)).toEqual({
      ...before,
      generalInfo: {
        ...before.generalInfo,
        ...{ EMail: 'after@centre.example', firstName: 'Newer', fullName: agent.name },
      },
    });
    expect((await act('agentUpdate', { id, active: false })).agent.identities).toMatchObject([
      { active: false, extension: '7101' },
    ]);
  });

  test('needs the account where several know the agent, and lists them', async () => {
    const person = idle();
    const id = await agentId(person);
    const vague = await act('agentUpdate', { id, email: 'x@centre.example' });
    expect(vague.userErrors).toMatchObject([
      {
        code: 'INVALID_ARGUMENT',
        path: ['input', 'account'],
        message: expect.stringContaining(`${FIVE9}, ${RECORDER}`),
      },
    ]);
    const phones = (await gateway.ask(USERS)).data.recorder_IMPORTUSER.USERS.USER;
    const { userErrors, agent } = await act('agentUpdate', { id, account: RECORDER, employeeId: 'E-1234' });
    expect(userErrors).toEqual([]);
    expect(agent.id).toBe(id);
    const number = String(person.recorderId);
    const changed = (await gateway.ask(USERS)).data.recorder_IMPORTUSER.USERS.USER;
    const of = (users: { USER_ID: string }[]) => users.find(({ USER_ID }) => USER_ID === number);
    expect(of(changed)).toEqual({ ...of(phones), EMPLOYEEID: 'E-1234' });
  });

  test('refuses an account the agent is not at, one that cannot, what does not fit, and nothing', async () => {
    const { id } = await newAgent();
    const errors = async (input: object) => (await act('agentUpdate', input)).userErrors;
    expect(await errors({ id, account: RECORDER, email: 'x@y.example' })).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'account'], message: expect.stringContaining(FIVE9) },
    ]);
    expect(await errors({ id: await agentId(idle()), account: FLOOR, email: 'x@y.example' })).toMatchObject([
      { code: 'UNSUPPORTED' },
    ]);
    expect(await errors({ id, account: 'nobody', email: 'x@y.example' })).toMatchObject([
      { code: 'NOT_FOUND', path: ['input', 'account'] },
    ]);
    expect(await errors({ id })).toMatchObject([{ code: 'INVALID_ARGUMENT' }]);
    expect(await errors({ id, firstName: '' })).toMatchObject([{ path: ['input', 'firstName'] }]);
    const recorded = await dialled();
    expect(await errors({ id: recorded, account: RECORDER, extension: '1' })).toMatchObject([
      { path: ['input', 'extension'] },
    ]);
    expect(await errors({ id: recorded, account: RECORDER, email: '' })).toMatchObject([{ path: ['input', 'email'] }]);
  });
});

const USERS =
  'mutation { recorder_IMPORTUSER(ACTION: LIST) { USERS { USER { USER_ID USERNAME EMPLOYEEID FIRSTNAME LASTNAME STATUS EMAIL CRM_USER SYS_USER PHONES } } } }';

describe('agentDelete', () => {
  test('of one identity leaves the agent with the others, and of the last one no agent', async () => {
    const { id, userName } = await newAgent();
    await act('agentCreate', { account: RECORDER, firstName: 'New', lastName: `Comer ${made}`, userName });
    expect((await act('agentDelete', { id })).userErrors).toMatchObject([{ path: ['input', 'account'] }]);
    const { agent, userErrors } = await act('agentDelete', { id, account: FIVE9 });
    expect(userErrors).toEqual([]);
    expect(agent.identities).toMatchObject([{ account: { key: RECORDER }, userName }]);
    expect(await act('agentDelete', { id: agent.id })).toEqual({ agent: null, userErrors: [] });
    const again = (await act('agentDelete', { id: agent.id })).userErrors;
    expect(again).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
  });

  test('of an agent on a call is refused, and shows the agent', async () => {
    const { centre } = gateway.centre;
    const call = await untilAnswer(
      async () =>
        centre.liveCalls().find(({ person, state }) => person.carrier === 'five9-cti' && state === 'CONNECTED'),
      (found) => found !== undefined,
    );
    const { agent, userErrors } = await act('agentDelete', {
      id: await agentId(call?.person as SimulatedPerson),
      account: FIVE9,
    });
    expect(userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION', vendorCode: 'UserCantBeDeletedFault' }]);
    expect(agent.name).toBe(nameOf(call?.person as SimulatedPerson));
  });
});

describe('agentLogin and agentLogout', () => {
  test('at a desk: in with a station, out with a reason', async () => {
    const person = idle();
    gateway.centre.centre.logOut(person);
    const id = await agentId(person);
    const login = { id, password: PASSWORD, station: '7001', stationType: 'SOFTPHONE' };
    expect(await act('agentLogin', login, SHOW, 'controller')).toMatchObject({
      agent: { presence: 'NOT_READY' },
      userErrors: [],
    });
    expect((await act('agentLogin', login)).userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION' }]);
    expect((await act('agentLogout', { id, reasonCode: 'Holidays' })).userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'reasonCode'] },
    ]);
    const out = await act('agentLogout', { id, reasonCode: 'End of shift' });
    expect(out).toMatchObject({ agent: { presence: 'LOGGED_OUT' }, userErrors: [] });
    expect((await act('agentLogout', { id, account: FLOOR })).userErrors).toMatchObject([
      { code: 'FAILED_PRECONDITION' },
    ]);
  });

  test("arguments that the account's settings lack are required", async () => {
    const id = await agentId(idle());
    const errors = async (input: object) => (await act('agentLogin', { id, ...input })).userErrors;
    const before = received('five9-cti', 'login');
    expect(await errors({})).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'password'] }]);
    expect(await errors({ password: PASSWORD })).toMatchObject([{ path: ['input', 'station'] }]);
    const wrong = await errors({ password: PASSWORD, station: '1', stationType: 'TIN_CAN' });
    expect(wrong).toMatchObject([{ path: ['input', 'stationType'], message: expect.stringContaining('PSTN') }]);
    expect(await errors({ account: FIVE9, password: PASSWORD })).toMatchObject([{ code: 'UNSUPPORTED' }]);
    expect(received('five9-cti', 'login')).toBe(before);
  });

  test('agents of a vendor without sessions cannot be logged out', async () => {
    const [error] = (await act('agentLogout', { id: await dialled() })).userErrors;
    expect(error).toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining(FLOOR) });
  });
});
