import { describe, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import type { ListQuery } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { quietLog } from '../../src/server/logging.ts';
import { campaign, never } from './campaign-row.ts';
import { ago, call, fakeAdapter, gatewayOver, NOW, recording, rows } from './world.ts';

describe('a list over several accounts', () => {
  const five9 = () =>
    fakeAdapter('five9', 'FIVE9_CONFIG', {
      campaigns: async () => rows(campaign('Spring', { state: 'RUNNING' }), campaign('Autumn')),
    });
  const engage = () =>
    fakeAdapter('engage', 'ENGAGE', { campaigns: async () => ({ ...rows(campaign('Texts')), truncated: true }) });

  test('is one connection, in order, with the part of each account in sources', async () => {
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

  test('lacks only the accounts that are down, fail or do not answer', async () => {
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

  test('of agents has no count while an account does not answer or has more', async () => {
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
      'query ($id: ID!) { contacts(first: 10, filter: { ids: [$id] }) { totalCount sources { account { key } notAsked } } }',
      { id: writeId('Contact', 'other', '1') },
    );
    expect(data.contacts).toEqual({
      totalCount: 1,
      sources: [
        { account: { key: 'other' }, notAsked: null },
        { account: { key: 'one' }, notAsked: 'FILTERED' },
      ],
    });
    expect(adapters.map(({ asked }) => asked)).toEqual([[], ['contacts']]);
  });

  test('of a campaign whose account does not answer has that error, and is not empty', async () => {
    const floor = fakeAdapter('floor', 'FIVE9_CONFIG', {
      calls: async () => rows(call('1')),
      campaigns: () => Promise.reject(new CrosspointError('UNAVAILABLE', 'down')),
    });
    const asked = `{ calls(first: 1, filter: { campaignId: "${writeId('Campaign', 'floor', 'Spring')}" }) { totalCount } }`;
    const { errors } = await gatewayOver([floor]).ask(asked);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE', account: 'floor' } }]);
  });

  test('of recordings reads from the vendor only the time of one page, and a second more', async () => {
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

  test('of recordings that was truncated is not read from its end', async () => {
    const cut = async () => ({ ...rows(recording('1')), truncated: true });
    const { ask } = gatewayOver([fakeAdapter('wfo', 'RECORDER', { recordings: cut })]);
    const { errors } = await ask('{ recordings(last: 1) { edges { cursor } } }');
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_ARGUMENT', path: ['last'] } }]);
  });

  test('of one account is distinct from that of another in the same operation', async () => {
    const of = (key: string) =>
      `${key}: campaigns(first: 5, filter: { accounts: ["${key}"] }) { edges { node { name } } }`;
    const { data } = await gatewayOver([five9(), engage()]).ask(`{ ${of('five9')} ${of('engage')} }`);
    expect(data.five9.edges.map(({ node }: { node: { name: string } }) => node.name)).not.toContain('Texts');
    expect(data.engage.edges).toEqual([{ node: { name: 'Texts' } }]);
  });

  test('of calls has the disposition of the account that carries the call', async () => {
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

  test('has only the selected accounts and vendors, and refuses unknown ones', async () => {
    const [one, other] = [five9(), engage()];
    const { ask } = gatewayOver([one, other]);
    const only = await ask(
      '{ campaigns(first: 10, filter: { vendors: [ENGAGE] }) { sources { account { key } notAsked } edges { node { name } } } }',
    );
    expect(only.data.campaigns.sources).toEqual([
      { account: { key: 'engage' }, notAsked: null },
      { account: { key: 'five9' }, notAsked: 'FILTERED' },
    ]);
    expect(one.asked).toEqual([]);
    const unknown = await ask('{ campaigns(first: 10, filter: { accounts: ["absent"] }) { edges { node { name } } } }');
    expect(unknown.errors?.[0]).toMatchObject({
      message: 'There is no account absent',
      extensions: { code: 'NOT_FOUND', path: ['filter', 'accounts'] },
    });
  });

  test('logs once that an account is degraded, and once that it is up again', async () => {
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

  test('reports UNSUPPORTED for a named account without that list, with the accounts that have it', async () => {
    const { ask } = gatewayOver([five9(), engage(), fakeAdapter('floor', 'FIVE9_CTI')]);
    for (const list of ['campaigns', 'agents']) {
      const { data } = await ask(
        `{ ${list}(first: 10, filter: { accounts: ["floor"] }) { totalCount sources { account { key } count error { code message } } } }`,
      );
      const could = list === 'campaigns' ? 'these accounts can: five9, engage' : 'no account can';
      expect(data[list]).toEqual({
        totalCount: 0,
        sources: expect.arrayContaining([
          {
            account: { key: 'floor' },
            count: 0,
            error: { code: 'UNSUPPORTED', message: `The account floor cannot do this; ${could}` },
          },
        ]),
      });
    }
  });

  test('of a caller with one account is of that account, and the others do not exist', async () => {
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

  test('with a filter without matches is empty', async () => {
    const { ask } = gatewayOver([five9()]);
    const { data } = await ask(
      '{ campaigns(first: 10, filter: { nameContains: "zzz" }) { totalCount edges { cursor } pageInfo { hasNextPage endCursor } } }',
    );
    expect(data.campaigns).toEqual({ totalCount: 0, edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
  });
});
