/** Free seating: a recording belongs to the agent that signed on at a phone, not to the owner of the phone. */
import { expect, onTestFinished, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import { vendor } from '../../src/adapters/recorder/index.ts';
import { joinIdentities, PeopleIndex } from '../../src/gateway/people.ts';
import { gatewayOver } from '../unified/world.ts';
import { dependencies, okResult, requestIds, scripted } from './dependencies.ts';

const user = (number: number, first: string, last: string, phone: string) =>
  `<USER><USER_ID>${number}</USER_ID><FIRST_NAME>${first}</FIRST_NAME><LAST_NAME>${last}</LAST_NAME><AGENT>TRUE</AGENT><STATUS>A</STATUS><PHONES>${phone}</PHONES></USER>`;
const OTHERS = [17, 18, 19].map((each) => user(each, 'Other', `Person ${each}`, String(each))).join('');
const USERS = `<USERS><COUNT>5</COUNT>${user(15, 'Jane', 'Roe', '1111')}${user(16, 'John', 'Smith', '1234')}${OTHERS}</USERS>`;

interface Row {
  readonly id: number;
  readonly alias?: string;
  readonly first?: string;
  readonly last?: string;
}

/** The row that the guide prints for CALLLIST (l. 1208), with what differs. */
const row = ({ id, alias = '', first = '', last = '' }: Row) =>
  `<SEARCHRESULT><CALLNUMBER>1</CALLNUMBER><DEVICEID>1111</DEVICEID><DEVICEALIAS>${alias}</DEVICEALIAS><ANI></ANI><DNIS></DNIS><CALLDIRECTION>I</CALLDIRECTION><RECORDID>${id}</RECORDID><RECORDINGTIME>1312921123</RECORDINGTIME><DURATION>60</DURATION><AGENTFIRSTNAME>${first}</AGENTFIRSTNAME><AGENTLASTNAME>${last}</AGENTLASTNAME><CRM_USER></CRM_USER><SYS_USER></SYS_USER></SEARCHRESULT>`;

/** A gateway over a recorder with these recordings, and the searches the recorder received. */
async function recorderWith(...rows: readonly Row[]) {
  const server = await scripted((text, socket) => {
    for (const request of text.split('\r\n').filter(Boolean)) {
      const [id = 0] = requestIds(request);
      const more = request.includes('<TYPE>IMPORTUSER')
        ? USERS
        : request.includes('<TYPE>CALLLIST')
          ? rows.map(row).join('')
          : '';
      socket.write(okResult(id, more));
    }
  });
  const adapter = vendor.connect('wfo', server.settings, dependencies());
  onTestFinished(async () => {
    await adapter.close();
    await server.close();
  });
  return { adapter, server, ...gatewayOver([adapter]) };
}

const AGENTS = '{ recordings(first: 9) { edges { node { source { nativeId } agent { name } } } } }';

async function agentsOf(...rows: readonly Row[]): Promise<Record<string, string | null>> {
  const { ask } = await recorderWith(...rows);
  const { data } = await ask(AGENTS);
  const pairs = data.recordings.edges.map(
    ({ node }: { node: { source: { nativeId: string }; agent: { name: string } | null } }) => [
      node.source.nativeId,
      node.agent?.name ?? null,
    ],
  );
  return Object.fromEntries(pairs);
}

test('the printed row is of John Smith, whose phone it is not', async () => {
  expect(await agentsOf({ id: 13101, alias: '1234', first: 'John', last: 'Smith' })).toEqual({ 13101: 'John Smith' });
});

test.each([
  ['by the number of the sign-on alone', { alias: '1234' }, 'John Smith'],
  ['by the name alone', { first: 'john', last: 'SMITH' }, 'John Smith'],
  ['by the name before the number of the sign-on', { alias: '1234', first: 'Jane', last: 'Roe' }, 'Jane Roe'],
  ['by the phone where nothing else is known', {}, 'Jane Roe'],
  ['by the phone where the alias is a name of the phone', { alias: 'DESK1' }, 'Jane Roe'],
  ['to no agent where the name is unknown', { first: 'Ann', last: 'Other' }, null],
] as const)('a recording is credited %s', async (_, facts, name) => {
  expect(await agentsOf({ id: 1, ...facts })).toEqual({ 1: name });
});

test('the recordings of an agent are those of the agent’s sign-on, at any phone', async () => {
  const { ask } = await recorderWith({ id: 2, alias: '1234', first: 'John', last: 'Smith' }, { id: 1 });
  const { data } = await ask(
    '{ agents(first: 9) { edges { node { name recordings(first: 9) { edges { node { source { nativeId } } } } } } } }',
  );
  const found = data.agents.edges.map(
    ({ node }: { node: { name: string; recordings: { edges: { node: { source: { nativeId: string } } }[] } } }) => [
      node.name,
      node.recordings.edges.map((edge) => edge.node.source.nativeId),
    ],
  );
  expect(Object.fromEntries(found)).toMatchObject({ 'John Smith': ['2'], 'Jane Roe': ['1'] });
});

test('a search for an agent asks for the sign-on, the phone and the network user, and returns each recording once', async () => {
  const { adapter, server } = await recorderWith({ id: 2, alias: '1234' });
  const read = await adapter.recordings?.({ agent: { extension: '1234', userName: 'jsmith' } }, {});
  expect(read?.items.map(({ nativeId }) => nativeId)).toEqual(['2']);
  expect(searchesOf(server)).toEqual(['DEVICEALIAS 1234', 'DEVICEID 1234', 'SYS_USER jsmith']);
});

/** The criteria that name an agent, of each search that the recorder received. */
function searchesOf({ received }: { readonly received: readonly string[] }): (string | undefined)[] {
  const searches = received.join('').match(/<TYPE>CALLLIST<.*?<\/REQUEST>/gs) ?? [];
  return searches.map((text) => /<(DEVICEID|DEVICEALIAS|SYS_USER)>(\w+)</.exec(text)?.slice(1).join(' ')).toSorted();
}

const id = (user: number) => writeId('Agent', 'wfo', String(user));

test.each([
  ['a filter', `recordings(first: 9, filter: { agentId: "${id(16)}" }) { edges { node { source { nativeId } } } }`],
  [
    'the agent',
    `node(id: "${id(16)}") { ... on Agent { recordings(first: 9) { edges { node { source { nativeId } } } } } }`,
  ],
])('the recorder is searched for the recordings of an agent, asked for by %s', async (_, field) => {
  const { ask, server } = await recorderWith({ id: 2, alias: '1234' }, { id: 1 });
  const { data } = await ask(`{ ${field} }`);
  const { edges } = data.recordings ?? data.node.recordings;
  expect(edges).toEqual([{ node: { source: { nativeId: '2' } } }]);
  expect(searchesOf(server)).toEqual(['DEVICEALIAS 1234', 'DEVICEID 1234']);
});

test('a phone that the filter names covers all who sign on there, in one search', async () => {
  const { ask, server } = await recorderWith({ id: 2, alias: '1234' }, { id: 1 });
  const filter = `{ agentId: "${id(16)}", device: "1111" }`;
  const { data } = await ask(`{ recordings(first: 9, filter: ${filter}) { edges { node { source { nativeId } } } } }`);
  expect(data.recordings.edges).toEqual([{ node: { source: { nativeId: '2' } } }]);
  expect(searchesOf(server)).toEqual(['DEVICEID 1111']);
});

test('recordings of five agents are read in one search that names none of them', async () => {
  const { ask, server } = await recorderWith({ id: 2, alias: '1234' }, { id: 1 });
  const fields = [15, 16, 17, 18, 19].map((user) => {
    const filter = `{ agentId: "${id(user)}" }`;
    return `a${user}: recordings(first: 9, filter: ${filter}) { edges { node { source { nativeId } } } }`;
  });
  const { data } = await ask(`{ ${fields.join(' ')} }`);
  expect([data?.a15, data?.a16].map(({ edges }) => edges[0].node.source.nativeId)).toEqual(['1', '2']);
  expect(searchesOf(server)).toEqual([undefined]);
});

test('two people of one name are distinguished by the number of the sign-on', () => {
  const people = [
    { account: 'wfo', record: { nativeId: '1', name: 'John Smith', extensions: ['1234'] } },
    { account: 'wfo', record: { nativeId: '2', name: 'John Smith', extensions: ['1235'] } },
  ];
  const index = new PeopleIndex(joinIdentities(people, { rules: [], links: [] }), ['wfo']);
  const found = (alias: string) =>
    index
      .referred('wfo', { name: 'John Smith', alias, extension: '1234' })
      ?.identities.map(({ record }) => record.nativeId);
  expect([found('1235'), found('DESK1')]).toEqual([['2'], ['1']]);
});
