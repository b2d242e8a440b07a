import { describe, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import type { EventRecord, ListQuery } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { quietLog } from '../../src/server/logging.ts';
import { ago, call, fakeAdapter, gatewayOver, NOW, recording, rows } from './world.ts';

const campaign = (nativeId: string, facts: object = {}) => ({
  nativeId,
  name: nativeId,
  direction: 'OUTBOUND' as const,
  ...facts,
});
const never = () => new Promise<never>(() => {});

describe('a list over several accounts', () => {
  const five9 = () =>
    fakeAdapter('five9', 'FIVE9_CONFIG', {
      campaigns: async () => rows(campaign('Spring', { state: 'RUNNING' }), campaign('Autumn')),
    });
  const engage = () =>
    fakeAdapter('engage', 'ENGAGE', { campaigns: async () => ({ ...rows(campaign('Texts')), truncated: true }) });

  test('is one connection, in order, with each account saying what it gave', async () => {
    const { ask } = gatewayOver([five9(), engage()]);
    const { data } = await ask(
      '{ campaigns(first: 10) { totalCount edges { node { name source { account { key } nativeId } } } sources { account { key } count truncated stale fetchedAt error { code } } } }',
    );
    expect(data.campaigns.edges.map(({ node }: { node: { name: string } }) => node.name)).toEqual([
      'Autumn',
      'Spring',
      'Texts',
    ]);
    expect(data.campaigns.totalCount).toBeNull();
    expect(data.campaigns.sources).toEqual([
      {
        account: { key: 'five9' },
        count: 2,
        truncated: false,
        stale: false,
        fetchedAt: NOW.toISOString(),
        error: null,
      },
      {
        account: { key: 'engage' },
        count: 1,
        truncated: true,
        stale: false,
        fetchedAt: NOW.toISOString(),
        error: null,
      },
    ]);
  });

  test('loses an account that is down, one that breaks and one that hangs, and nothing else', async () => {
    const down = fakeAdapter('down', 'ENGAGE', {
      campaigns: () =>
        Promise.reject(
          new CrosspointError('UNAVAILABLE', 'The vendor could not be reached', { vendorCode: 'ECONNREFUSED' }),
        ),
    });
    const broken = fakeAdapter('broken', 'ENGAGE', { campaigns: () => Promise.reject(new TypeError('secret detail')) });
    const hanging = fakeAdapter('hanging', 'ENGAGE', { campaigns: never });
    const { ask, gateway } = gatewayOver([five9(), down, broken, hanging], { deadline: 100 });
    const { data, errors } = await ask(
      '{ campaigns(first: 10) { edges { node { name } } sources { account { key } count error { code message retryable vendorCode } } } accounts { key status lastError { code } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.campaigns.edges).toHaveLength(2);
    const seen = Object.fromEntries(
      data.campaigns.sources.map((source: { account: { key: string }; error: object }) => [
        source.account.key,
        source.error,
      ]),
    );
    expect(seen).toMatchObject({
      five9: null,
      down: { code: 'UNAVAILABLE', retryable: true, vendorCode: 'ECONNREFUSED' },
      broken: { code: 'INTERNAL', message: 'Internal error' },
      hanging: { code: 'TIMEOUT', retryable: true },
    });
    expect(gateway.account('down')?.health.status).toBe('DOWN');
    expect(gateway.account('five9')?.health.status).toBe('UP');
  });

  test('of agents does not count them while an account does not tell or has more', async () => {
    const jane = { nativeId: '1', name: 'Jane' };
    const count = async (other: Promise<ReturnType<typeof rows<typeof jane>> & { truncated?: boolean }>) => {
      const adapters = [
        fakeAdapter('five9', 'FIVE9_CONFIG', { agents: async () => rows(jane) }),
        fakeAdapter('other', 'FIVE9_CONFIG', { agents: () => other }),
      ];
      return (await gatewayOver(adapters).ask('{ agents(first: 10) { totalCount } }')).data.agents.totalCount;
    };
    expect(await count(Promise.resolve(rows(jane)))).toBe(2);
    expect(await count(Promise.resolve({ ...rows(jane), truncated: true }))).toBeNull();
    expect(await count(Promise.reject(new CrosspointError('UNAVAILABLE', 'down')))).toBeNull();
  });

  test('of contacts by their ids asks only the accounts that have these', async () => {
    const contact = { nativeId: '1', name: 'Ann', numbers: [], fields: [] };
    const adapters = ['one', 'other'].map((key) => fakeAdapter(key, 'ENGAGE', { contacts: async () => rows(contact) }));
    const { data } = await gatewayOver(adapters).ask(
      'query ($id: ID!) { contacts(first: 10, filter: { ids: [$id] }) { totalCount sources { account { key } } } }',
      { id: writeId('Contact', 'other', '1') },
    );
    expect(data.contacts).toEqual({ totalCount: 1, sources: [{ account: { key: 'other' } }] });
    expect(adapters.map(({ asked }) => asked)).toEqual([[], ['contacts']]);
  });

  test('of a campaign whose account does not answer says that, and not that there is none', async () => {
    const floor = fakeAdapter('floor', 'FIVE9_CONFIG', {
      calls: async () => rows(call('1')),
      campaigns: () => Promise.reject(new CrosspointError('UNAVAILABLE', 'down')),
    });
    const asked = `{ calls(first: 1, filter: { campaignId: "${writeId('Campaign', 'floor', 'Spring')}" }) { totalCount } }`;
    const { errors } = await gatewayOver([floor]).ask(asked);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE', account: 'floor' } }]);
  });

  test('of recordings asks the vendor for the stretch of a page alone, and a second more', async () => {
    const asked: ListQuery[] = [];
    const recorder = fakeAdapter('wfo', 'RECORDER', {
      recordings: async (query) => {
        asked.push(query);
        return rows(...[1, 2, 3].map((minute) => recording(`${minute}`, { startedAt: ago(minute) })));
      },
    });
    const { ask } = gatewayOver([recorder]);
    const page = async (more: string) => {
      const { data } = await ask(
        `{ recordings(${more}) { pageInfo { endCursor } edges { node { source { nativeId } } } } }`,
      );
      return data.recordings;
    };
    const near = (minutes: number, seconds: number) =>
      new Date(Date.parse(ago(minutes)) + seconds * 1_000).toISOString();
    const place = (await page('first: 2')).pageInfo.endCursor;
    expect((await page(`first: 2, after: "${place}"`)).edges).toEqual([{ node: { source: { nativeId: '3' } } }]);
    expect(asked.at(-1)).toEqual({ startedBefore: near(2, 1) });
    expect((await page(`last: 1, before: "${place}"`)).edges).toEqual([{ node: { source: { nativeId: '1' } } }]);
    expect(asked.at(-1)).toMatchObject({ startedAfter: near(2, -1) });
    const narrow = `filter: { startedAfter: "${ago(1)}", startedBefore: "${ago(3)}" }`;
    await page(`first: 2, after: "${place}", ${narrow}`);
    expect(asked.at(-1)).toEqual({ startedAfter: ago(1), startedBefore: ago(3) });
    await page(`last: 2, before: "${place}", ${narrow}`);
    expect(asked.at(-1)).toMatchObject({ startedAfter: ago(1), startedBefore: ago(3) });
  });

  test('of recordings that was cut is not read from its end', async () => {
    const cut = async () => ({ ...rows(recording('1')), truncated: true });
    const { ask } = gatewayOver([fakeAdapter('wfo', 'RECORDER', { recordings: cut })]);
    const { errors } = await ask('{ recordings(last: 1) { edges { cursor } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_ARGUMENT', path: ['last'] } }]);
  });

  test('of one account is not taken for that of another in the same operation', async () => {
    const of = (key: string) =>
      `${key}: campaigns(first: 5, filter: { accounts: ["${key}"] }) { edges { node { name } } }`;
    const { data } = await gatewayOver([five9(), engage()]).ask(`{ ${of('five9')} ${of('engage')} }`);
    expect(data.five9.edges.map(({ node }: { node: { name: string } }) => node.name)).not.toContain('Texts');
    expect(data.engage.edges).toEqual([{ node: { name: 'Texts' } }]);
  });

  test('of calls tells the outcome in the words of the account that carries the call', async () => {
    const adapters = ['Sold', 'Lost'].map((name) =>
      fakeAdapter(name, 'FIVE9_CTI', {
        dispositions: async () => rows({ nativeId: '1', name }),
        calls: async () => rows(call(name, { disposition: '1' })),
      }),
    );
    const { data } = await gatewayOver(adapters).ask(
      '{ calls(first: 10) { edges { node { source { nativeId } disposition { name } } } } }',
    );
    expect(data.calls.edges).toHaveLength(2);
    for (const { node } of data.calls.edges) expect(node.disposition.name).toBe(node.source.nativeId);
  });

  test('keeps to the accounts and vendors asked for, and refuses one nobody knows', async () => {
    const [one, other] = [five9(), engage()];
    const { ask } = gatewayOver([one, other]);
    const only = await ask(
      '{ campaigns(first: 10, filter: { vendors: [ENGAGE] }) { sources { account { key } } edges { node { name } } } }',
    );
    expect(only.data.campaigns.sources).toEqual([{ account: { key: 'engage' } }]);
    expect(one.asked).toEqual([]);
    const unknown = await ask('{ campaigns(first: 10, filter: { accounts: ["nobody"] }) { edges { node { name } } } }');
    expect(unknown.errors?.[0]).toMatchObject({
      message: 'There is no account nobody',
      extensions: { code: 'NOT_FOUND', path: ['filter', 'accounts'] },
    });
  });

  test('tells the log once that an account is not well, and once that it is up again', async () => {
    const seen: unknown[] = [];
    const note = ({ status, code }: { status?: string; code?: string }) => seen.push([status, code]);
    let trouble: Error | null = null;
    const engage = fakeAdapter('engage', 'ENGAGE', {
      campaigns: () => (trouble ? Promise.reject(trouble) : Promise.resolve(rows())),
    });
    const { gateway } = gatewayOver([engage], { log: { ...quietLog, info: note, warn: note } });
    const read = () => gateway.read('engage', 'campaigns', {}, { maxAge: 0 }).catch(() => undefined);
    for (const next of [null, new CrosspointError('UNAVAILABLE', 'Away'), null]) {
      trouble = next;
      for (let times = 0; times < 3; times += 1) await read();
    }
    expect(seen).toEqual([
      ['UP', undefined],
      ['DOWN', 'UNAVAILABLE'],
      ['UP', undefined],
    ]);
  });

  test('says of an account that was named and cannot give it that it cannot, and names who could', async () => {
    const { ask } = gatewayOver([five9(), engage(), fakeAdapter('floor', 'FIVE9_CTI')]);
    for (const list of ['campaigns', 'agents']) {
      const { data } = await ask(
        `{ ${list}(first: 10, filter: { accounts: ["floor"] }) { totalCount sources { account { key } count error { code message } } } }`,
      );
      const could = list === 'campaigns' ? 'these accounts can: five9, engage' : 'no account can';
      expect(data[list]).toEqual({
        totalCount: 0,
        sources: [
          {
            account: { key: 'floor' },
            count: 0,
            error: { code: 'UNSUPPORTED', message: `The account floor cannot do this; ${could}` },
          },
        ],
      });
    }
  });

  test('of a caller who may know one account only is of that account, and the others do not exist', async () => {
    const { ask } = gatewayOver([five9(), engage()]);
    const caller = { id: 'partner', scopes: new Set(['campaigns:read']), accounts: new Set(['engage']) };
    const { data } = await ask('{ accounts { key } campaigns(first: 10) { edges { node { name } } } }', {}, caller);
    expect(data.accounts).toEqual([{ key: 'engage' }]);
    expect(data.campaigns.edges).toEqual([{ node: { name: 'Texts' } }]);
    const foreign = writeId('Campaign', 'five9', 'Spring');
    const invented = writeId('Campaign', 'five9', 'No such');
    const answers = await Promise.all(
      [foreign, invented].map((id) => ask('query ($id: ID!) { node(id: $id) { id } }', { id }, caller)),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
    const listed = await ask(
      '{ campaigns(first: 1, filter: { accounts: ["five9"] }) { edges { cursor } } }',
      {},
      caller,
    );
    expect(listed.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  });

  test('whose filter fits nothing is empty', async () => {
    const { ask } = gatewayOver([five9()]);
    const { data } = await ask(
      '{ campaigns(first: 10, filter: { nameContains: "zzz" }) { totalCount edges { cursor } pageInfo { hasNextPage endCursor } } }',
    );
    expect(data.campaigns).toEqual({ totalCount: 0, edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
  });
});

describe('what is asked twice is asked of the vendor once', () => {
  test('ten identical queries at a time, five aliases each', async () => {
    const adapter = fakeAdapter('five9', 'FIVE9_CONFIG', {
      campaigns: async () => {
        await new Promise(setImmediate);
        return rows(campaign('Spring'));
      },
    });
    const { ask } = gatewayOver([adapter]);
    const query = `{ ${['a', 'b', 'c', 'd', 'e'].map((alias) => `${alias}: campaigns(first: 5) { edges { node { name } } }`).join(' ')} }`;
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(query)));
    expect(answers.every(({ data }) => data.e.edges[0].node.name === 'Spring')).toBe(true);
    expect(adapter.asked).toEqual(['campaigns']);
  });

  test('a hundred calls with their agents, campaigns and recordings cost one read of each list', async () => {
    const calls = Array.from({ length: 100 }, (_, index) =>
      call(`c${index}`, {
        callId: `x${index}`,
        device: `${7000 + index}`,
        agent: { userName: `u${index}` },
        campaign: { name: 'Spring' },
        startedAt: ago(index),
        endedAt: ago(index - 0.5),
        state: 'WRAP_UP',
      }),
    );
    const floor = fakeAdapter('floor', 'FIVE9_CTI', { calls: async () => rows(...calls) });
    const five9 = fakeAdapter('five9', 'FIVE9_CONFIG', {
      campaigns: async () => rows(campaign('Spring')),
      agents: async () =>
        rows(...calls.map((_, index) => ({ nativeId: `u${index}`, name: `Agent ${index}`, userName: `u${index}` }))),
    });
    const wfo = fakeAdapter('wfo', 'RECORDER', {
      recordings: async () =>
        rows(
          ...calls.map(({ callId, device, startedAt }, index) =>
            recording(`${index}`, { callId, device, startedAt, durationSeconds: 20 }),
          ),
        ),
    });
    const { ask } = gatewayOver([floor, five9, wfo]);
    const { data, errors } = await ask(
      '{ calls(first: 100) { edges { node { agent { name } campaign { name } recordings { method confidence recording { call { id } agent { name } } } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data.calls.edges).toHaveLength(100);
    for (const { node } of data.calls.edges) {
      expect(node).toMatchObject({ campaign: { name: 'Spring' }, recordings: [{ method: 'CALL_ID', confidence: 1 }] });
      expect(node.agent.name).toMatch(/^Agent/);
    }
    expect([floor.asked, five9.asked.sort(), wfo.asked]).toEqual([['calls'], ['agents', 'campaigns'], ['recordings']]);
  });
});

describe('calls and recordings', () => {
  test('find each other both ways by phone and time where no id is shared, and not across phones', async () => {
    const floor = fakeAdapter('floor', 'FIVE9_CTI', {
      calls: async () =>
        rows(
          call('a', { device: '7001', from: '+16145550100', endedAt: ago(3), state: 'WRAP_UP' }),
          call('b', { device: '7002', endedAt: ago(3), state: 'WRAP_UP' }),
        ),
    });
    const wfo = fakeAdapter('wfo', 'RECORDER', {
      recordings: async () =>
        rows(
          recording('1', { device: '7001', from: '(614) 555-0100', startedAt: ago(5), durationSeconds: 118 }),
          recording('2', { device: '7009' }),
        ),
    });
    const { ask } = gatewayOver([floor, wfo]);
    const { data } = await ask(
      '{ calls(first: 5) { edges { node { id recordings { method confidence recording { source { nativeId } call { id } } } } } } recordings(first: 5) { edges { node { source { nativeId } call { id } } } } }',
    );
    const [one, other] = data.calls.edges
      .map(({ node }: { node: object }) => node)
      .sort((x: { id: string }, y: { id: string }) => x.id.localeCompare(y.id));
    const matched = [one, other].find(({ recordings }) => recordings.length);
    expect(matched.recordings).toHaveLength(1);
    expect(matched.recordings[0]).toMatchObject({
      method: 'DEVICE_AND_TIME',
      recording: { source: { nativeId: '1' }, call: { id: matched.id } },
    });
    expect(matched.recordings[0].confidence).toBeGreaterThan(0.8);
    const lonely = data.recordings.edges.find(
      ({ node }: { node: { source: { nativeId: string } } }) => node.source.nativeId === '2',
    );
    expect(lonely.node.call).toBeNull();
  });

  test('a number is compared by its digits, and told as it came and in E.164', async () => {
    const floor = fakeAdapter('floor', 'FIVE9_CTI', {
      calls: async () => rows(call('a', { from: '+442079460000', to: '7001' }), call('b', { from: '+16145550100' })),
    });
    const { ask } = gatewayOver([floor]);
    const { data } = await ask(
      '{ calls(first: 5, filter: { from: "+44 20 7946 0000" }) { edges { node { from to fromE164 toE164 } } } }',
    );
    expect(data.calls.edges).toEqual([
      { node: { from: '+442079460000', to: '7001', fromE164: '+442079460000', toE164: null } },
    ]);
  });
});

describe('acts', () => {
  const hold =
    'mutation ($id: ID!, $key: String) { callHold(input: { id: $id, idempotencyKey: $key }) { call { state } userErrors { code message path vendorCode } } }';
  const id = writeId('Call', 'floor', 'a');

  test('what an account cannot do is said before it is asked, with the accounts that could', async () => {
    const floor = fakeAdapter('floor', 'FIVE9_CTI', { calls: async () => rows(call('a')), callHold: async () => {} });
    const other = fakeAdapter('other', 'REMOTE_CONTROL', { calls: async () => rows(call('a')) });
    const { ask } = gatewayOver([floor, other]);
    const { data } = await ask(hold, { id: writeId('Call', 'other', 'a') });
    expect(data.callHold).toEqual({
      call: null,
      userErrors: [
        {
          code: 'UNSUPPORTED',
          message: 'The account other cannot do this; these accounts can: floor',
          path: null,
          vendorCode: null,
        },
      ],
    });
    expect(other.asked).toEqual([]);
  });

  test('one key is one act and one answer; another input under it is refused', async () => {
    let holds = 0;
    const floor = fakeAdapter('floor', 'FIVE9_CTI', {
      calls: async () => rows(call('a', { state: holds ? 'HELD' : 'CONNECTED' })),
      callHold: async () => {
        holds += 1;
      },
    });
    const { ask } = gatewayOver([floor]);
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask(hold, { id, key: 'k1' })));
    expect(answers.map(({ data }) => data.callHold)).toEqual(
      Array(5).fill({ call: { state: 'HELD' }, userErrors: [] }),
    );
    expect(holds).toBe(1);
    const reused = await ask(hold, { id: writeId('Call', 'floor', 'b'), key: 'k1' });
    expect(reused.data.callHold.userErrors).toMatchObject([
      { code: 'INVALID_ARGUMENT', path: ['input', 'idempotencyKey'] },
    ]);
  });

  test('an act whose outcome was never told is not sent again, and the payload shows what reading found', async () => {
    let sent = 0;
    const floor = fakeAdapter('floor', 'FIVE9_CTI', {
      calls: async () => rows(call('a', { state: 'HELD' })),
      callHold: async () => {
        sent += 1;
        throw new CrosspointError('OUTCOME_UNKNOWN', 'The vendor never told');
      },
    });
    const { ask } = gatewayOver([floor]);
    const { data } = await ask(hold, { id });
    expect(data.callHold).toMatchObject({ call: { state: 'HELD' }, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
    expect(sent).toBe(1);
  });

  test('what the vendor refused is beside the thing; a mistake of ours is an error without details', async () => {
    const refusing = (error: Error) =>
      fakeAdapter('floor', 'FIVE9_CTI', { calls: async () => rows(call('a')), callHold: () => Promise.reject(error) });
    const refused = await gatewayOver([
      refusing(new CrosspointError('FAILED_PRECONDITION', 'The call has ended', { vendorCode: 'X' })),
    ]).ask(hold, { id });
    expect(refused.data.callHold).toMatchObject({
      call: { state: 'CONNECTED' },
      userErrors: [{ code: 'FAILED_PRECONDITION', vendorCode: 'X' }],
    });
    const mistaken = await gatewayOver([refusing(new TypeError('password=hunter2'))]).ask(hold, { id });
    expect(mistaken.errors).toMatchObject([{ message: 'Internal error', extensions: { code: 'INTERNAL' } }]);
    expect(JSON.stringify(mistaken)).not.toContain('hunter2');
  });

  test('a recording that only half paused is not called paused', async () => {
    const wfo = fakeAdapter('wfo', 'RECORDER', {
      recordings: async () => rows(),
      recordingStates: async () => new Map([['7001', 'RECORDING' as const]]),
      recordingPause: async () => ({ state: 'UNKNOWN' as const, trouble: 'Core 2 did not take it' }),
    });
    const { ask } = gatewayOver([wfo]);
    const { data } = await ask(
      'mutation { recordingPause(input: { device: "7001" }) { state userErrors { code message } } }',
    );
    expect(data.recordingPause).toEqual({
      state: 'UNKNOWN',
      userErrors: [{ code: 'FAILED_PRECONDITION', message: 'Core 2 did not take it' }],
    });
  });

  test.each([
    ['no target', '', 'Name one of callId, recordingId and device'],
    ['two targets', 'device: "1", recordingId: "x"', 'Name one of callId, recordingId and device'],
    ['a device no recorder knows', 'device: "1"', 'No recorder knows this device'],
    ['an account nobody knows', 'device: "1", account: "nobody"', 'There is no account nobody'],
    ['an id that is none', 'callId: "zzz"', 'There is no such Call'],
  ])('recording %s is refused', async (_, target, message) => {
    const wfo = fakeAdapter('wfo', 'RECORDER', {
      recordings: async () => rows(),
      recordingStates: async () => new Map(),
      recordingPause: async () => ({ state: 'PAUSED' as const }),
    });
    const { data } = await gatewayOver([wfo]).ask(
      `mutation { recordingPause(input: { ${target} }) { state userErrors { message } } }`,
    );
    expect(data.recordingPause).toEqual({ state: null, userErrors: [{ message }] });
    expect(wfo.asked).not.toContain('recordingPause');
  });

  test.each(['not a number', '+44 (0)20 x 7946', '', '1', '+'])(
    'dialling %j is refused with the argument named',
    async (number) => {
      const floor = fakeAdapter('floor', 'FIVE9_CTI', {
        agents: async () => rows({ nativeId: 'jdoe', name: 'J' }),
        callDial: async () => ({ call: null }),
      });
      const { data } = await gatewayOver([floor]).ask(
        'mutation ($number: String!, $id: ID!) { callDial(input: { agentId: $id, number: $number }) { userErrors { code path } } }',
        { number, id: writeId('Agent', 'floor', 'jdoe') },
      );
      expect(data.callDial.userErrors).toEqual([{ code: 'INVALID_ARGUMENT', path: ['input', 'number'] }]);
      expect(floor.asked).not.toContain('callDial');
    },
  );
});

test('agents keep their ids while an account they are known to is away, and answer to any identity', async () => {
  let down = false;
  const agent = (nativeId: string) => ({ nativeId, name: 'Jo Doe', userName: 'jdoe' });
  const five9 = fakeAdapter('five9', 'FIVE9_CONFIG', {
    agents: async () => (down ? Promise.reject(new CrosspointError('UNAVAILABLE', 'down')) : rows(agent('jdoe'))),
  });
  const wfo = fakeAdapter('wfo', 'RECORDER', { agents: async () => rows(agent('17')) });
  const { ask, gateway } = gatewayOver([five9, wfo]);
  const list =
    '{ agents(first: 5) { edges { node { id identities { nativeId matchedBy } } } sources { error { code } } } }';
  const before = (await ask(list)).data.agents;
  expect(before.edges).toHaveLength(1);
  expect(before.edges[0].node.identities).toEqual([
    { nativeId: 'jdoe', matchedBy: 'USER_NAME' },
    { nativeId: '17', matchedBy: 'USER_NAME' },
  ]);
  down = true;
  gateway.forget('five9');
  const after = (await ask(list)).data.agents;
  expect(after.edges[0].node.id).toBe(before.edges[0].node.id);
  expect(after.sources[0]).toEqual({ error: { code: 'UNAVAILABLE' } });
  const other = await ask('query ($id: ID!) { node(id: $id) { id } }', { id: writeId('Agent', 'wfo', '17') });
  expect(other.data.node.id).toBe(before.edges[0].node.id);
});

describe('a list its vendor cut', () => {
  const all = Array.from({ length: 30 }, (_, index) =>
    recording(`${index}`, { startedAt: ago(index), device: '7001' }),
  );

  /** A recorder that answers ten recordings at most, the newest first. */
  const wfo = () =>
    fakeAdapter('wfo', 'RECORDER', {
      recordings: async ({ startedBefore }) => {
        const before = startedBefore ? Date.parse(startedBefore) : Number.POSITIVE_INFINITY;
        const fitting = all.filter(({ startedAt }) => Date.parse(startedAt ?? '') < before);
        return { ...rows(...fitting.slice(0, 10)), truncated: fitting.length > 10 };
      },
    });
  const sparse = () =>
    fakeAdapter('other', 'RECORDER', {
      recordings: async () =>
        rows(recording('old', { startedAt: ago(25.5) }), recording('new', { startedAt: ago(0.5) })),
    });

  test('is walked to its end by asking for what is older, and merged without holes', async () => {
    const { ask } = gatewayOver([wfo(), sparse()]);
    const seen: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 20; pages += 1) {
      const {
        data,
      }: {
        data: {
          recordings: {
            edges: { node: { startedAt: string; source: { nativeId: string } } }[];
            pageInfo: { hasNextPage: boolean; endCursor: string };
          };
        };
      } = await ask(
        'query ($after: Cursor) { recordings(first: 8, after: $after) { edges { node { startedAt source { nativeId } } } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      seen.push(...data.recordings.edges.map(({ node }) => node.source.nativeId));
      after = data.recordings.pageInfo.endCursor ?? after;
      if (!data.recordings.pageInfo.hasNextPage) break;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(32);
    expect(seen.indexOf('new')).toBe(1);
    expect(seen.indexOf('old')).toBe(27);
  });
});

describe('what is read after an act is read after it', () => {
  test('also when a read was under way, and when the outcome is not known', async () => {
    let state: 'CONNECTED' | 'HELD' = 'CONNECTED';
    let release: () => void = () => {};
    let slow = true;
    const floor = fakeAdapter('floor', 'FIVE9_CTI', {
      calls: async () => {
        const seen = state;
        if (slow) {
          await new Promise<void>((go) => {
            release = go;
          });
        }
        return rows(call('a', { state: seen }));
      },
      callHold: async () => {
        state = 'HELD';
        slow = false;
        throw new CrosspointError('OUTCOME_UNKNOWN', 'The vendor never told');
      },
    });
    const { ask } = gatewayOver([floor]);
    const early = ask('{ calls(first: 1) { edges { node { state } } } }');
    await new Promise(setImmediate);
    const { data } = await ask(
      'mutation ($id: ID!) { callHold(input: { id: $id }) { call { state } userErrors { code } } }',
      { id: writeId('Call', 'floor', 'a') },
    );
    expect(data.callHold).toEqual({ call: { state: 'HELD' }, userErrors: [{ code: 'OUTCOME_UNKNOWN' }] });
    release();
    expect((await early).data.calls.edges).toEqual([{ node: { state: 'CONNECTED' } }]);
    expect((await ask('{ calls(first: 1) { edges { node { state } } } }')).data.calls.edges).toEqual([
      { node: { state: 'HELD' } },
    ]);
  });
});

test('callers who leave do not make an account look ill', async () => {
  const floor = fakeAdapter('floor', 'FIVE9_CTI', {
    calls: (_, { signal }) =>
      new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => reject(new CrosspointError('TIMEOUT', 'aborted'))),
      ),
  });
  const { ask, gateway } = gatewayOver([floor]);
  for (let times = 0; times < 4; times += 1) {
    const leaver = new AbortController();
    const asked = ask('{ calls(first: 1) { edges { cursor } } }', {}, undefined, leaver.signal);
    await new Promise(setImmediate);
    leaver.abort(new Error('left'));
    await asked;
    await new Promise(setImmediate);
  }
  expect(gateway.account('floor')?.health.status).toBe('UNKNOWN');
});

test.each(['PERMISSION_DENIED', 'UNAUTHENTICATED', 'RATE_LIMITED'] as const)(
  'an account that answers nothing but %s is not well, and is as soon as it answers',
  async (code) => {
    let refused = true;
    const campaigns = async () => {
      if (refused) throw new CrosspointError(code, 'The vendor does not take the credentials of the account');
      return rows(campaign('One'));
    };
    const { ask, gateway } = gatewayOver([fakeAdapter('dialler', 'REMOTE_CONTROL', { campaigns })]);
    const query = '{ campaigns(first: 1) { edges { node { name } } } }';
    await ask(query);
    expect(gateway.account('dialler')?.health.status).toBe('DEGRADED');
    refused = false;
    await ask(query);
    expect(gateway.account('dialler')?.health.status).toBe('UP');
  },
);

test('an account whose people cannot be had soon does not hold up who asks for calls', async () => {
  const floor = fakeAdapter('floor', 'FIVE9_CTI', {
    calls: async () => rows(call('a', { agent: { userName: 'jdoe' } })),
  });
  const hanging = fakeAdapter('hanging', 'RECORDER', { agents: never });
  const { ask } = gatewayOver([floor, hanging]);
  const query = '{ calls(first: 1) { edges { node { agent { name } } } } }';
  await ask(query);
  await ask(query);
  expect(hanging.asked).toEqual(['agents']);
});

test('whom a call points at is looked for in its own account first, and is nobody where two fit', async () => {
  const one = fakeAdapter('one', 'FIVE9_CTI', {
    agents: async () => rows({ nativeId: 'jane', name: 'Jane', extensions: ['7001'] }),
    calls: async () =>
      rows(call('a', { device: '7001' }), call('b', { device: '7005' }), call('c', { device: '7009' })),
  });
  const other = fakeAdapter('other', 'RECORDER', {
    agents: async () =>
      rows(
        { nativeId: '1', name: 'John', extensions: ['7001'] },
        { nativeId: '2', name: 'Ann', extensions: ['7005'] },
        { nativeId: '3', name: 'Bob', extensions: ['7009'] },
        { nativeId: '4', name: 'Eve', extensions: ['7009'] },
      ),
  });
  const { ask } = gatewayOver([one, other]);
  const { data } = await ask('{ calls(first: 5) { edges { node { source { nativeId } agent { name } } } } }');
  const names = data.calls.edges.map(
    ({ node }: { node: { source: { nativeId: string }; agent: { name: string } | null } }) => [
      node.source.nativeId,
      node.agent?.name ?? null,
    ],
  );
  expect(Object.fromEntries(names)).toEqual({ a: 'Jane', b: 'Ann', c: null });
});

test('a call that is disposed is not told any more by who only heard it', async () => {
  const up = new Set(['1']);
  const facts = { device: '7005', to: '+15550100', startedAt: ago(1), connectedAt: ago(1) };
  const listed = (more: object) => async () => rows(...[...up].map((id) => call(id, { ...facts, ...more })));
  const dialler = fakeAdapter('dialler', 'REMOTE_CONTROL', {
    calls: listed({}),
    callDispose: async (id) => void up.delete(id),
  });
  const recorder = fakeAdapter('wfo', 'RECORDER', { calls: listed({ observedOnly: true }) });
  const { ask } = gatewayOver([dialler, recorder]);
  const seen = async () =>
    (await ask('{ calls(first: 9) { edges { node { id state } } } }')).data.calls.edges.map(
      (edge: { node: object }) => edge.node,
    );
  const [{ id }] = await seen();
  const act = 'mutation ($id: ID!) { callDispose(input: { id: $id, disposition: "Sale" }) { userErrors { code } } }';
  expect((await ask(act, { id })).data.callDispose.userErrors).toEqual([]);
  expect(await seen()).toEqual([{ id, state: 'ENDED' }]);
});

describe('a thing is the same wherever it is met', () => {
  test('the size of a list that hangs on a campaign is asked for once for all campaigns', async () => {
    const named = (name: string) => ({ nativeId: name, name });
    const five9 = fakeAdapter('acme-five9', 'FIVE9_CONFIG', {
      campaigns: async () => rows(named('Spring'), named('Summer')),
      campaignLists: async ({ name }) => [named(`${name} list`)],
      contactLists: async () => rows({ ...named('Spring list'), size: 100 }, { ...named('Summer list'), size: 0 }),
    });
    const { data } = await gatewayOver([five9]).ask(
      '{ campaigns(first: 9) { edges { node { lists { name size } } } } }',
    );
    expect(data.campaigns.edges.flatMap(({ node }: { node: { lists: object[] } }) => node.lists)).toEqual([
      { name: 'Spring list', size: 100 },
      { name: 'Summer list', size: 0 },
    ]);
    expect(five9.asked.filter((role) => role === 'contactLists')).toHaveLength(1);
  });

  test('a contact without a name has none, in lists and by its id', async () => {
    const outreach = fakeAdapter('outreach', 'ENGAGE', {
      contacts: async () => rows({ nativeId: '1', name: null, numbers: ['+15550100'], fields: [] }),
    });
    const { ask } = gatewayOver([outreach]);
    const { data } = await ask('{ contacts(first: 9, filter: {}) { edges { node { id name } } } }');
    const [{ node }] = data.contacts.edges;
    expect(node.name).toBeNull();
    const again = await ask('query ($id: ID!) { node(id: $id) { ... on Contact { name } } }', { id: node.id });
    expect(again.data.node).toEqual({ name: null });
  });
});

test.each([
  ['calls', { kind: 'CALL', call: call('1') }],
  ['agents', { kind: 'AGENT', agent: { nativeId: '1' } }],
  ['recordings', { kind: 'RECORDING', device: '7001' }],
  ['campaigns', { kind: 'CAMPAIGN', campaign: { nativeId: '1' } }],
] as const)('%s are read anew once an event of theirs was told', async (role, event) => {
  const adapters = ['one', 'other'].map((key) => fakeAdapter(key, 'FIVE9_CTI', { [role]: async () => rows() }));
  const { gateway } = gatewayOver(adapters);
  const read = () => Promise.all(adapters.map(({ account }) => gateway.read(account, role, {})));
  for (let times = 0; times < 2; times += 1) await read();
  expect(adapters.map(({ asked }) => asked)).toEqual([[role], [role]]);
  gateway.applyEvent({ ...event, account: 'one' } as unknown as EventRecord);
  await read();
  expect(adapters.map(({ asked }) => asked)).toEqual([[role, role], [role]]);
});
