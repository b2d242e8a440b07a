/** Every GraphQL snippet of the documentation, and the examples of the reference, against a gateway over the simulators. */
import { getOperationAST, parse, validate } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
// @ts-expect-error scripts have no declarations
import { referenceExamples } from '../../scripts/docs/schema.mjs';
import { vendors } from '../../src/adapters/vendors.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { until, untilAnswer } from '../helpers/until.ts';
import { ask, openSocket, type Program, startProgram } from '../program/process.ts';
import { inLanguages } from './fences.ts';

interface Example {
  readonly name: string;
  readonly kind: string;
  readonly text: string;
}

const snippets = inLanguages('graphql');
const examples = referenceExamples() as Example[];
const operationOf = (code: string) => getOperationAST(parse(code));

let program: Program;
let url: string;
/** Objects of the gateway by the names that snippets have for them. */
const values: Record<string, unknown> = { after: null };

/** The first object of a list. */
async function idOf(list: string, choose: string, show = ''): Promise<string> {
  const query = `{ ${list}(first: 50${choose}) { edges { node { id ${show} } } } }`;
  const { data } = await untilAnswer(
    () => ask(url, query),
    (answer) => answer.data[list].edges.length > 0,
    20_000,
  );
  return data[list].edges[0].node.id;
}

/** An agent who is not ready: made so, since there may be none for minutes. */
async function notReadyAgent(): Promise<string> {
  const { id } = await untilAnswer(
    async () => {
      const agent = await idOf('agents', ', filter: { vendors: [FIVE9_CTI], states: [READY] }');
      const mutation =
        'mutation ($agent: ID!) { agentSetNotReady(input: { id: $agent }) { agent { id presence } userErrors { code } } }';
      return (await ask(url, mutation, { agent })).data.agentSetNotReady.agent ?? {};
    },
    ({ presence }) => presence === 'NOT_READY',
    20_000,
  );
  return id;
}

/** An agent with a live call. */
async function agentOnCall(): Promise<string> {
  const query =
    '{ calls(first: 50, filter: { vendors: [FIVE9_CTI], states: [CONNECTED, HELD] }) { edges { node { agent { id } } } } }';
  const { data } = await ask(url, query);
  return data.calls.edges.find(({ node }: { node: { agent: object | null } }) => node.agent).node.agent.id;
}

beforeAll(async () => {
  program = startProgram(['serve', '--seed', '3'], { PORT: '0' });
  url = (await program.says(/(http:\/\/[^"\s]+\/graphql)/))[1] ?? '';
  values.agentId = await notReadyAgent();
  values.recordingId = await idOf('recordings', '');
  values.listId = await idOf('contactLists', '');
  values.number = '+14155550100';
  const contacts = [{ numbers: ['6145550199'], name: 'Ann' }];
  const begun = await ask(
    url,
    'mutation ($listId: ID!, $contacts: [ContactInput!]!) { contactsImport(input: { listId: $listId, contacts: $contacts }) { import { id } } }',
    { listId: values.listId, contacts },
  );
  values.importId = begun.data.contactsImport.import.id;
  // Chosen last: some calls are soon put on hold by their agents, and one that is cannot be.
  const desk = ', filter: { vendors: [FIVE9_CTI], states: [CONNECTED] }';
  values.callId = await idOf('calls', desk);
  values.id = values.callId;
}, 60_000);
afterAll(() => program.stop());

/** The variables of a document, each of which has a value. */
function variablesOf(code: string): Record<string, unknown> {
  const declared = operationOf(code)?.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
  for (const name of declared) if (!(name in values)) throw new Error(`There is no value for $${name}`);
  return Object.fromEntries(declared.map((name) => [name, values[name]]));
}

/** Everything that mutations refused. */
const refusals = (data: Record<string, { userErrors?: object[] }>) =>
  Object.values(data ?? {}).flatMap((payload) => payload?.userErrors ?? []);

const ofKind = (...kinds: string[]) =>
  snippets.filter(({ code }) => kinds.includes(operationOf(code)?.operation ?? ''));

test('there are snippets of each kind', () => {
  for (const kind of ['query', 'mutation', 'subscription']) expect(ofKind(kind).length).toBeGreaterThan(2);
});

test.each(ofKind('query', 'mutation').map((snippet) => [snippet.at, snippet.code]))(
  '%s is answered',
  async (_, code) => {
    const { data, errors } = await ask(url, code, variablesOf(code));
    expect(errors).toBeUndefined();
    expect(refusals(data)).toEqual([]);
  },
);

test('each subscription emits', { timeout: 60_000 }, async () => {
  // Subscriptions to an agent's calls have one to begin with.
  values.agentId = await agentOnCall();
  const socket = openSocket(url);
  const silent = new Map<string, unknown>(ofKind('subscription').map(({ at }) => [at, 'nothing']));
  for (const { at, code } of ofKind('subscription')) {
    const payload = { query: code, variables: variablesOf(code) };
    const next = ({ errors }: { errors?: unknown }) => (errors ? silent.set(at, errors) : silent.delete(at));
    socket.subscribe(payload, { next, error: (error) => silent.set(at, error), complete: () => {} });
  }
  await until(() => silent.size === 0, 'every subscription', 45_000).catch(() => {});
  await socket.dispose();
  expect([...silent]).toEqual([]);
});

test('the examples of the reference are valid, and those without variables are answered', async () => {
  const schema = buildGatewaySchema(vendors);
  expect(examples.length).toBeGreaterThan(80);
  const invalid = examples.flatMap(({ name, text }) =>
    validate(schema, parse(text)).map(({ message }) => [name, message]),
  );
  expect(invalid).toEqual([]);
  const asked = examples.filter(
    ({ kind, text }) => kind === 'queries' && !operationOf(text)?.variableDefinitions?.length,
  );
  expect(asked.length).toBeGreaterThan(8);
  for (const { name, text } of asked) {
    const { errors } = await ask(url, text);
    expect([name, errors]).toEqual([name, undefined]);
  }
});
