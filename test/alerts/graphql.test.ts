/** Rules over GraphQL: which scopes and accounts may make, see and change them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../server/gateway.ts';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway({
    vendors: ['engage', 'five9-cti'],
    grants: {
      reader: { scopes: ['calls:read'] },
      floorAdmin: { scopes: ['admin'], accounts: ['floor'] },
    },
    more: { alerts: [{ id: 'waiting', figure: 'CALLS_WAITING', above: 1_000, accounts: ['floor'] }] },
  });
});
afterAll(() => gateway.close());

const RULE = 'id name configured accounts figure comparison threshold groupBy forSeconds createdAt updatedAt';
const ERRORS = 'userErrors { code path message }';
const CREATE = `mutation ($input: AlertCreateInput!) { alertCreate(input: $input) { alertRule { ${RULE} } ${ERRORS} } }`;
const UPDATE = `mutation ($input: AlertUpdateInput!) { alertUpdate(input: $input) { alertRule { ${RULE} } ${ERRORS} } }`;
const DELETE = `mutation ($input: AlertDeleteInput!) { alertDelete(input: $input) { deletedId ${ERRORS} } }`;
const LIST = `{ alertRules { ${RULE} } }`;
const NEW = { name: 'Long waits', figure: 'LONGEST_WAIT', above: 600, groupBy: 'QUEUE' };

async function act(text: string, input: object, key?: string) {
  const { data, errors } = await gateway.ask(text, { input }, key);
  expect(errors).toBeUndefined();
  return Object.values(data)[0] as {
    alertRule: { id: string } | null;
    deletedId?: string;
    userErrors: { code: string; path: string[] }[];
  };
}

const listed = async (key?: string) =>
  (await gateway.ask(LIST, {}, key)).data.alertRules.map(({ name }: { name: string }) => name);

test('A rule is made once for its key, listed beside the configured one, changed and deleted', async () => {
  const made = await act(CREATE, { ...NEW, idempotencyKey: 'made-once' });
  expect(made).toMatchObject({
    alertRule: { configured: false, comparison: 'ABOVE', threshold: 600, forSeconds: 60, accounts: null },
    userErrors: [],
  });
  expect(await act(CREATE, { ...NEW, idempotencyKey: 'made-once' })).toEqual(made);
  expect(await listed()).toEqual(['waiting', 'Long waits']);
  const id = made.alertRule?.id;
  expect(await act(UPDATE, { id, below: 3, name: 'Short waits' })).toMatchObject({
    alertRule: { id, name: 'Short waits', comparison: 'BELOW', threshold: 3, groupBy: 'QUEUE' },
    userErrors: [],
  });
  expect(await act(DELETE, { id })).toEqual({ deletedId: id, userErrors: [] });
  expect((await act(DELETE, { id })).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
});

test('A rule that cannot be is one coded error with its path', async () => {
  const refused = await act(CREATE, { ...NEW, clearAt: 700 });
  expect(refused).toMatchObject({ alertRule: null });
  expect(refused.userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'clearAt'] }]);
  const gone = await act(CREATE, { ...NEW, accounts: ['gone'] });
  expect(gone.userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'accounts'] }]);
  const configured = await act(UPDATE, { id: 'waiting', above: 1 });
  expect(configured.userErrors).toMatchObject([{ code: 'FAILED_PRECONDITION', path: ['input', 'id'] }]);
});

test('A rule of all accounts does not exist for a caller of one, whose own rule stays within that one', async () => {
  const { alertRule } = await act(CREATE, NEW);
  const id = alertRule?.id;
  expect(await listed('floorAdmin')).toEqual(['waiting']);
  for (const [text, input] of [
    [UPDATE, { id, above: 1 }],
    [DELETE, { id }],
  ] as const)
    expect((await act(text, input, 'floorAdmin')).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  const bound = await act(CREATE, { ...NEW, name: 'Own' }, 'floorAdmin');
  expect(bound).toMatchObject({ alertRule: { accounts: ['floor'] }, userErrors: [] });
  expect(await listed('floorAdmin')).toEqual(['waiting', 'Own']);
  await act(DELETE, { id });
  await act(DELETE, { id: bound.alertRule?.id });
});

test('Rules need the scope admin', async () => {
  for (const [text, variables] of [
    [LIST, {}],
    [CREATE, { input: NEW }],
    [UPDATE, { input: { id: 'waiting', above: 1 } }],
    [DELETE, { input: { id: 'waiting' } }],
  ] as const) {
    const { errors } = await gateway.ask(text, variables, 'reader');
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['PERMISSION_DENIED']);
  }
});
