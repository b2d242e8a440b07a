import { until } from '../helpers/until.ts';
import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import type { SubscriptionContext } from '../../src/subscriptions/service.ts';
import {
  ask,
  base,
  context,
  EVERYTHING,
  follow,
  hub,
  live,
  liveOver,
  log,
  records,
  schema,
  watched,
} from './event-language.ts';
import { callEvent } from './events.ts';

describe('subscriptions to events', () => {
  it.each([
    'events(after: Cursor, filter: EventFilter): Event!',
    'callChanged(after: Cursor, filter: CallFilter, snapshot: Boolean): CallEvent!',
    'recordingChanged(after: Cursor, filter: RecordingFilter, snapshot: Boolean): RecordingEvent!',
    'agentChanged(after: Cursor, filter: AgentFilter, snapshot: Boolean): AgentEvent!',
    'campaignChanged(after: Cursor, filter: CampaignFilter, snapshot: Boolean): CampaignEvent!',
    'callbackChanged(after: Cursor, filter: CallbackFilter, snapshot: Boolean): CallbackEvent!',
    'importProgress(id: ID!): ImportProgress!',
    'reportProgress(id: ID!): ReportProgress!',
    'accountChanged: AccountEvent!',
  ])('has %s', (signature) => {
    const fields = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
    const signatures = fields.map(({ name, args, type }) => {
      const list = args.map((arg) => `${arg.name}: ${arg.type}`).join(', ');
      return `${name}${list && `(${list})`}: ${type}`;
    });
    expect(signatures.join('\n')).toContain(signature);
  });

  it('emit every kind of event with all its fields', async () => {
    const fresh = await openSqliteLog({ file: ':memory:' });
    const over = new Hub(fresh);
    const viewing = { ...context(), subscriptions: liveOver(over) };
    const stream = await follow(`subscription { events { ${EVERYTHING} } }`, {}, viewing);
    await fresh.append(records);
    const got = (await stream.take(records.length)).map(({ events }) => events);
    expect(got.map(({ __typename }) => __typename)).toEqual([
      'CallEvent',
      'RecordingEvent',
      'AgentEvent',
      'CampaignEvent',
      'CallbackEvent',
      'ImportProgress',
      'ReportProgress',
      'AccountEvent',
      'Gap',
      'VendorEvent',
    ]);
    expect(got[0]).toMatchObject({ call: { id: 'c1', callState: 'RINGING', from: '+15550000003', to: '00123' } });
    expect(got[1]).toMatchObject({ account: { key: 'wfo' }, state: 'RECORDING', device: '4711', recording: null });
    expect(got[2]).toMatchObject({ agent: { name: 'jdoe' }, presence: 'NOT_READY', reasonCode: 'Lunch' });
    expect(got[3]).toMatchObject({ campaign: { name: 'Spring' }, campaignState: 'RUNNING', previousState: 'STARTING' });
    expect(got[4]).toMatchObject({
      ...{ name: 'CALLBACK.OVERDUE', callbackType: 'OVERDUE' },
      callback: { id: 'jdoe/7', number: '+16145550133', dueAt: '2026-01-01T00:00:00Z' },
    });
    expect(got[5]).toMatchObject({ importId: 'i1', running: false, done: 9, failed: 1 });
    expect(got[8]).toMatchObject({ from: '2026-01-01T00:00:00Z', reason: 'The line is cut' });
    expect(got[9].payload).toEqual([
      { name: 'DEVICE', value: '0711' },
      { name: 'inner.a', value: '1' },
      { name: 'inner.b', value: null },
    ]);
    await stream.stop();
    await over.close();
    await fresh.close();
  });

  it('have the same events as the events query, page by page', async () => {
    const text = `query ($after: Cursor) { events(first: 4, after: $after) { edges { cursor node { kind } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
    const kinds: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const { data } = await ask(text, { after });
      expect(data.events.edges.length).toBe(Math.min(4, records.length - kinds.length));
      kinds.push(...data.events.edges.map((edge: { node: { kind: string } }) => edge.node.kind));
      expect(data.events.pageInfo.hasPreviousPage).toBe(after !== null);
      after = data.events.pageInfo.endCursor;
      more = data.events.pageInfo.hasNextPage;
    }
    expect(kinds).toEqual(records.map(({ kind }) => kind));
    expect((await ask('{ events(first: 101) { edges { cursor } } }')).errors).toHaveLength(1);
    expect((await ask('{ events { edges { node { kind } } } }')).data.events.edges).toHaveLength(records.length);
  });

  it('are read backwards from the newest, each page oldest first', async () => {
    const text = `query ($before: Cursor, $filter: EventFilter) { events(last: 4, before: $before, filter: $filter) { edges { node { kind } } pageInfo { hasNextPage hasPreviousPage startCursor } } }`;
    const walk = async (filter: object) => {
      const kinds: string[] = [];
      let before: string | null = null;
      for (let more = true; more; ) {
        const answer: Awaited<ReturnType<typeof ask>> = await ask(text, { before, filter });
        const { events } = answer.data;
        kinds.unshift(...events.edges.map((edge: { node: { kind: string } }) => edge.node.kind));
        expect(events.pageInfo.hasNextPage).toBe(before !== null);
        before = events.pageInfo.startCursor;
        more = events.pageInfo.hasPreviousPage;
      }
      return kinds;
    };
    expect(await walk({})).toEqual(records.map(({ kind }) => kind));
    expect(await walk({ kinds: ['CALL'] })).toEqual(['CALL', 'GAP']);
    expect(await walk({ accounts: ['nowhere'] })).toEqual([]);
  });

  it.each(['first: 1, last: 1', 'last: 1, after: "x"', 'first: 1, before: "x"', 'last: 101'])(
    'refuse %s',
    async (asked) => {
      const { errors } = await ask(`{ events(${asked}) { edges { cursor } } }`);
      expect(errors?.[0]?.message).toMatch(/goes with|not with both|from 1 to 100/);
    },
  );

  it('have one name each, by which they are filtered', async () => {
    const names = ['CALL.RINGING', 'RECORDING.STARTED', 'AGENT.PRESENCE_CHANGED', 'CAMPAIGN.STATE_CHANGED'];
    const all = [...names, 'CALLBACK.OVERDUE', 'IMPORT', 'REPORT', 'ACCOUNT.DOWN', 'GAP'];
    const text = 'query ($filter: EventFilter) { events(filter: $filter) { edges { node { name } } } }';
    const namesOf = async (filter: object) =>
      (await ask(text, { filter })).data.events.edges.map((edge: { node: { name: string } }) => edge.node.name);
    expect(await namesOf({})).toEqual([...all, 'SCREEN']);
    for (const name of all) expect(await namesOf({ types: [name] })).toEqual([...new Set([name, 'GAP'])]);
  });

  it.each<[string, object, string[]]>([
    ['kinds', { kinds: ['CALL', 'AGENT'] }, ['CALL', 'AGENT', 'GAP']],
    ['types', { types: ['STARTED', 'CALL.RINGING'] }, ['CALL', 'RECORDING', 'GAP']],
    ['accounts', { accounts: ['wfo'] }, ['RECORDING', 'VENDOR']],
    ['devices', { devices: ['4711'] }, ['CALL', 'RECORDING', 'GAP']],
    ['agents', { agentIds: ['77'] }, ['CALL', 'AGENT', 'GAP']],
    ['campaigns', { campaignIds: ['x'] }, ['CAMPAIGN', 'GAP']],
    ['several, which must all hold', { kinds: ['AGENT'], devices: ['4711'] }, ['GAP']],
  ])('filter by %s', async (_, filter, kinds) => {
    const { data } = await ask(
      'query ($filter: EventFilter) { events(first: 50, filter: $filter) { edges { node { kind } } } }',
      {
        filter,
      },
    );
    expect(data.events.edges.map((edge: { node: { kind: string } }) => edge.node.kind)).toEqual(kinds);
  });

  it('refuse an unknown event type', async () => {
    const text = 'query ($filter: EventFilter) { events(first: 5, filter: $filter) { edges { cursor } } }';
    for (const type of ['HANGUP', 'AGENT.CONNECTED', 'call.ended']) {
      const { errors } = await ask(text, { filter: { types: ['CALL.ENDED', type] } });
      expect(errors?.[0]?.message).toBe(`No event is of the type ${type}`);
    }
  });

  it("emit nothing that the caller's scopes or accounts do not allow (S8)", async () => {
    const text = '{ events(first: 50) { edges { node { kind account { key } } } } }';
    const kindsOf = async (viewer: SubscriptionContext) =>
      (await ask(text, {}, viewer)).data.events.edges.map((edge: { node: { kind: string } }) => edge.node.kind);
    expect(await kindsOf(context(['recordings:read']))).toEqual(['RECORDING', 'ACCOUNT', 'GAP']);
    expect(await kindsOf(context(['admin'], new Set(['wfo'])))).toEqual(['RECORDING', 'VENDOR']);
    expect(await kindsOf(context([], new Set()))).toEqual([]);
    expect(await kindsOf(context(['vendor:recorder:read'], new Set(['wfo'])))).toEqual(['VENDOR']);
    for (const scopes of [['calls:read'], ['vendor:five9-cti:read']])
      expect(await kindsOf(context(scopes))).not.toContain('VENDOR');
  });

  it('emit gaps of the accounts that the caller may see and selected', async () => {
    const short = await openSqliteLog({ file: ':memory:', retention: { size: 1 } });
    const over = new Hub(short);
    const [first] = await short.append([callEvent({}), callEvent({}), callEvent({})]);
    await short.trim();
    const after = createCursors(short.identity).write(first ?? '');
    const gaps = async (accounts: SubscriptionContext['caller']['accounts'], wanted?: { accounts: string[] }) => {
      const viewer = { ...context().caller, accounts };
      const { payloads } = await liveOver(over).page({ viewer, after, wanted, first: 10 });
      return payloads.map(({ event }) => `${event.kind} ${event.account.key}`);
    };
    expect(await gaps('all')).toEqual(['GAP floor', 'GAP wfo']);
    expect(await gaps(new Set(['floor']))).toEqual(['GAP floor']);
    expect(await gaps('all', { accounts: ['wfo'] })).toEqual(['GAP wfo']);
    await over.close();
    await short.close();
  });

  it('emit a gap before the next event, first the gap of its account', async () => {
    const text = 'subscription { callChanged { call { id } missed { reason account { key } } } }';
    const stream = await follow(text);
    const gap = records.find(({ kind }) => kind === 'GAP');
    if (!gap) throw new Error('there is no gap');
    const [floor, wfo] = ['floor', 'wfo'].map((account) => ({ reason: 'The line is cut', account: { key: account } }));
    const cut = (account: string): EventRecord => ({ ...gap, account, fingerprint: `gap ${account}` });
    await log.append([cut('floor'), cut('wfo')]);
    const calls = [callEvent({ account: 'wfo', call: 'v' }), callEvent({ account: 'wfo', call: 'w' })];
    await log.append([...calls, callEvent({ call: 'f' })]);
    expect((await stream.take(3)).map(({ callChanged }) => callChanged)).toEqual([
      { call: { id: 'v' }, missed: wfo },
      { call: { id: 'w' }, missed: floor },
      { call: { id: 'f' }, missed: null },
    ]);
    await stream.stop();
  });

  it('filter changed calls by the unified filters', async () => {
    const text = `subscription ($filter: CallFilter) { callChanged(filter: $filter) { call { id } } }`;
    const stream = await follow(text, { filter: { states: ['HELD'], device: '9', accounts: ['floor'] } });
    await log.append([
      callEvent({ call: 'no', state: 'CONNECTED', device: '9' }),
      callEvent({ call: 'no', state: 'HELD', device: '8' }),
      callEvent({ call: 'no', state: 'HELD', device: '9', account: 'wfo' }),
      callEvent({ call: 'yes', state: 'HELD', device: '9' }),
    ]);
    expect(await stream.take(1)).toEqual([{ callChanged: { call: { id: 'yes' } } }]);
    await stream.stop();
  });

  it('follow an import until it ends, and then complete', async () => {
    const stream = await follow('subscription { importProgress(id: "i7") { done running } }');
    const step = (importId: string, done: number, running: boolean): EventRecord => ({
      ...base({}),
      kind: 'IMPORT',
      importId,
      running,
      done,
      failed: 0,
    });
    await log.append([step('other', 1, false), step('i7', 1, true), step('i7', 2, false), step('i7', 3, true)]);
    expect(await stream.take(10)).toEqual([
      { importProgress: { done: 1, running: true } },
      { importProgress: { done: 2, running: false } },
    ]);
    expect(hub.count().readers).toBe(0);
  });

  it('leave nothing behind where the current state cannot be read', async () => {
    watched.length = 0;
    const { caller: viewer } = context();
    const refused = live.subscribe({ viewer, only: 'CAMPAIGN', snapshot: true });
    await expect(refused).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect(watched).toEqual(['CAMPAIGN all', 'end']);
    expect(hub.count().readers).toBe(0);
  });

  it('poll vendors without a stream only while a subscription needs them', async () => {
    watched.length = 0;
    const stream = await follow('subscription { campaignChanged(filter: { accounts: ["floor"] }) { state } }');
    expect(watched).toEqual(['CAMPAIGN floor']);
    await stream.stop();
    await until(() => watched.length === 2, 'the watch ends');
    expect(watched[1]).toBe('end');
  });
});
