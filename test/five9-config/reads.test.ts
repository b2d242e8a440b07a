import { expect, test } from 'vitest';
import { type Received, standIn, texts } from './stand-in.ts';

const user = (userName: string, more: string) =>
  `<return><generalInfo><active>true</active><fullName>${userName}</fullName><userName>${userName}</userName></generalInfo>${more}</return>`;
const AGENT = '<roles><agent><alwaysRecorded>false</alwaysRecorded></agent></roles>';

// Guide p. 125: the roles of a user; p. 126: the level of a skill.
test('agents are the users with the role of an agent, and those whose roles are not answered', async () => {
  const users = [
    user('agent', `${AGENT}<skills><level>3</level><skillName>Sales</skillName></skills>`),
    user('api admin', '<roles><admin/></roles>'),
    user('report reader', '<roles><reporting/></roles>'),
    user('supervising agent', `<roles><agent/><supervisor/></roles>`),
    user('unknown', ''),
  ];
  const { adapter } = await standIn(() => users.join(''));
  const agents = await adapter.agents?.({}, {});
  expect(agents?.items.map(({ nativeId }) => nativeId)).toEqual(['agent', 'supervising agent', 'unknown']);
  expect(agents?.items[0]).toMatchObject({ skills: ['Sales'], skillLevels: [{ name: 'Sales', level: 3 }] });
});

const campaign = (name: string, type: string) =>
  `<return><name>${name}</name><state>RUNNING</state><type>${type}</type></return>`;
const CAMPAIGNS = ['OUTBOUND', 'INBOUND', 'AUTODIAL'].map((type) => campaign(type, type)).join('');

function answer({ operation, body }: Received): string {
  const [name] = texts(body, 'campaignName');
  if (operation === 'getCampaigns') return CAMPAIGNS;
  if (operation === 'getListsForCampaign') return '<return><listName>Spring</listName></return>';
  return operation === 'getOutboundCampaign'
    ? `<return><name>${name}</name><dialingMode>PREVIEW</dialingMode></return>`
    : '';
}

const named = (name: string) => ({ nativeId: name, name });

// Guide p. 148: "Returns the attributes of the dialing lists associated with an outbound campaign." Guide p. 31 derives
// autodial campaigns from outbound ones.
test('lists are asked of campaigns that dial only, known before or not', async () => {
  const { adapter, sent } = await standIn(answer);
  for (const known of [false, true]) {
    if (known) await adapter.campaigns?.({}, {});
    expect(await adapter.campaignLists?.(named('INBOUND'), {})).toEqual([]);
    for (const type of ['AUTODIAL', 'OUTBOUND'])
      expect(await adapter.campaignLists?.(named(type), {})).toEqual([
        { ...named('Spring'), priority: null, ratio: null },
      ]);
  }
  const asked = sent('getListsForCampaign').map(({ body }) => texts(body, 'campaignName'));
  expect(asked).toEqual([['AUTODIAL'], ['OUTBOUND'], ['AUTODIAL'], ['OUTBOUND']]);
});

test('the dialing mode of an outbound campaign is one call, again after an act', async () => {
  const { adapter, sent } = await standIn(answer);
  await adapter.campaigns?.({}, {});
  const mode = (name: string) => adapter.campaignDialingMode?.(named(name), {});
  expect(await Promise.all(['OUTBOUND', 'OUTBOUND', 'INBOUND'].map(mode))).toEqual(['PREVIEW', 'PREVIEW', null]);
  expect(sent('getOutboundCampaign')).toHaveLength(1);
  await adapter.campaignStop?.('OUTBOUND', {}, {});
  expect(await mode('OUTBOUND')).toBe('PREVIEW');
  expect(sent('getOutboundCampaign')).toHaveLength(2);
});

test('an answer is read up to the bytes that the account allows', async () => {
  const long = `<return>${'x'.repeat(100_000)}</return>`;
  const report = ({ maxBytes }: { maxBytes: number }) => standIn(() => long, { maxBytes });
  const input = { identifier: 'r' };
  const { adapter: narrow } = await report({ maxBytes: 65_536 });
  await expect(narrow.call('getReportResultCsv', input, {})).rejects.toMatchObject({
    code: 'BAD_RESPONSE',
    vendorCode: 'ANSWER_TOO_LARGE',
    message: expect.stringContaining('65536'),
  });
  const { adapter: wide } = await report({ maxBytes: 200_000 });
  expect(await wide.call('getReportResultCsv', input, {})).toHaveLength(100_000);
});

// Guide p. 59 lists the types and states; a vendor may add to them.
test.each([
  ['a type', 'type', 'BLENDED', { direction: null, dialingMode: null, state: 'RUNNING' }],
  ['a type in lower case', 'type', 'outbound', { direction: null, dialingMode: null, state: 'RUNNING' }],
  ['a type named as a property of objects', 'type', 'constructor', { direction: null, dialingMode: null }],
  ['a state', 'state', 'HIBERNATING', { direction: 'OUTBOUND', state: null }],
  ['a state named as a property of objects', 'state', 'toString', { direction: 'OUTBOUND', state: null }],
])('%s that the guide does not list is null, counted as drift, and fails no list', async (_, field, word, expected) => {
  const row = campaign('odd', 'OUTBOUND').replace(new RegExp(`<${field}>\\w+`), `<${field}>${word}`);
  const { adapter } = await standIn(() => CAMPAIGNS + row);
  const before = adapter.drift?.counts.UNKNOWN_WORD ?? 0;
  const campaigns = await adapter.campaigns?.({}, {});
  expect(campaigns?.items).toHaveLength(4);
  expect(campaigns?.items[3]).toMatchObject(expected);
  expect(campaigns?.items.slice(0, 3).map(({ direction }) => direction)).toEqual(['OUTBOUND', 'INBOUND', 'OUTBOUND']);
  expect(adapter.drift?.counts.UNKNOWN_WORD).toBe(before + 1);
});

const general = (userName: string) =>
  `<return><fullName>${userName}</fullName><userName>${userName}</userName></return>`;
const permissions = `<roles><agent>${'<permissions><typeCode>x</typeCode><value>true</value></permissions>'.repeat(52)}</agent></roles>`;

// Guide p. 221, 222: both methods answer every user where no pattern is given.
test('agents whose whole data exceeds maxBytes are listed by their general data, as truncated', async () => {
  const names = Array.from({ length: 400 }, (_, at) => `agent${at}@acme.example`);
  const answer = ({ operation }: Received) =>
    names.map((name) => (operation === 'getUsersInfo' ? user(name, permissions) : general(name))).join('');
  const { adapter, sent } = await standIn(answer, { maxBytes: 1_000_000 });
  const agents = await adapter.agents?.({}, {});
  expect(agents).toMatchObject({ truncated: true, items: { length: 400 } });
  expect(agents?.items[7]).toMatchObject({ nativeId: 'agent7@acme.example', name: 'agent7@acme.example' });
  await adapter.agents?.({}, {});
  expect(sent('getUsersInfo')).toHaveLength(1);
  expect(sent('getUsersGeneralInfo')).toHaveLength(2);
});

test('agents whose general data exceeds maxBytes too fail with the limit', async () => {
  const many = Array.from({ length: 2_000 }, (_, at) => general(`agent${at}`)).join('');
  const { adapter } = await standIn(() => many, { maxBytes: 65_536 });
  await expect(adapter.agents?.({}, {})).rejects.toMatchObject({
    code: 'BAD_RESPONSE',
    vendorCode: 'ANSWER_TOO_LARGE',
    operation: 'getUsersGeneralInfo',
  });
});
