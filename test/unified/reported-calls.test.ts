/** The one list of past calls, where a record, a report and a recorder have parts of the same calls. */
import { expect, test } from 'vitest';
import {
  allPages,
  allPagesBackwards,
  DAY,
  type Node,
  PAST,
  randomDay,
  recordingOf,
  recordOf,
  reportOf,
  SECOND,
  world,
} from './past-day.ts';
import { ago, NOW } from './world.ts';

const trueIdOf = ({ source }: Node) => source.nativeId.replace(/^(?:desk\/|row |recording tape )/, '');

test.each([1, 2, 3])('each call of the random day %i is listed once, on pages of any size', async (seed) => {
  const { truth, ...parts } = randomDay(seed);
  const whole = await allPages(await world(parts), 100);
  expect(whole.map(trueIdOf).sort()).toEqual(truth.map(({ call }) => call.id).sort());
  const times = whole.map(({ startedAt }) => Date.parse(startedAt));
  expect(times).toEqual(times.toSorted((one, other) => other - one));
  for (const [first, atOnce] of [
    [3, 1_000],
    [7, 20],
    [100, 3],
  ] as const) {
    const paged = await allPages(await world({ ...parts, atOnce }), first);
    const shown = ({ id, views, disposition, durations }: Node) => ({ id, views, disposition, durations });
    expect(paged.map(shown)).toEqual(whole.map(shown));
  }
});

test.each([1, 2])('pages of the random day %i from its end have the same calls in the same order', async (seed) => {
  const { truth: _, ...parts } = randomDay(seed);
  const whole = await allPages(await world(parts), 100);
  for (const [last, atOnce] of [
    [23, 20],
    [100, 1_000],
  ] as const) {
    const gateway = await world({ ...parts, atOnce });
    const shown = ({ id, views, disposition, durations }: Node) => ({ id, views, disposition, durations });
    expect((await allPagesBackwards(gateway, last)).map(shown)).toEqual(whole.map(shown));
  }
});

test('a page between two cursors has the calls between them, from either end', async () => {
  const { truth: _, ...parts } = randomDay(4);
  const gateway = await world(parts);
  const { data } = await gateway.ask(PAST, { filter: DAY, first: 60 });
  const edges: { cursor: string; node: Node }[] = data.calls.edges;
  const [newest, oldest] = [edges[9]?.cursor, edges[50]?.cursor];
  const between = async (size: object) =>
    (await gateway.ask(PAST, { filter: DAY, after: newest, before: oldest, ...size })).data.calls;
  const idsOf = (some: typeof edges) => some.map(({ node }) => node.id);
  const [first, last, all] = [await between({ first: 5 }), await between({ last: 5 }), await between({ last: 100 })];
  expect(idsOf(first.edges)).toEqual(idsOf(edges.slice(10, 15)));
  expect(idsOf(last.edges)).toEqual(idsOf(edges.slice(45, 50)));
  expect(idsOf(all.edges)).toEqual(idsOf(edges.slice(10, 50)));
  expect([first.pageInfo.hasNextPage, last.pageInfo.hasPreviousPage]).toEqual([true, true]);
  expect([all.pageInfo.hasPreviousPage, all.pageInfo.hasNextPage]).toEqual([false, true]);
});

test('a call of the record has the disposition and the wait of its report, and the view of each account', async () => {
  const call = { id: '1', at: NOW.getTime() - 3_600_000, from: '+16145550111', wait: 90 * SECOND, talk: 60 * SECOND };
  const gateway = await world({
    recorded: [recordOf(call, 'A1', 0)],
    reported: [reportOf(call, 'A1', 3 * SECOND)],
    recordings: [recordingOf(call, 'A1', 0)],
  });
  const [node, ...others] = await allPages(gateway, 10);
  expect(others).toEqual([]);
  expect(node).toMatchObject({
    ...{ source: { account: { key: 'floor' } }, disposition: { name: 'of 1' } },
    durations: { queue: { seconds: 90, basis: 'VENDOR' } },
    views: [
      { account: { key: 'floor' }, matchedBy: null },
      { account: { key: 'acme' }, nativeId: 'row 1', matchedBy: 'CALL_ID', confidence: 1 },
      { account: { key: 'wfo' }, matchedBy: 'CALL_ID' },
    ],
  });
});

test.each(['A1', null])(
  'a caller who waited an hour and a half is one call, with the id %s, on pages of any size',
  async (id) => {
    const [at, hour] = [NOW.getTime() - 5 * 3_600_000, 3_600 * SECOND];
    const call = { id: 'long', at, from: '+16145550111', wait: 1.5 * hour, talk: 60 * SECOND };
    const others = [0.2, 0.7, 1.2, 1.8].map((hours, index) => ({
      ...{ id: `other ${index}`, at: at + hours * hour, from: `+1614555090${index}`, wait: 0, talk: 60 * SECOND },
    }));
    const parts = {
      recorded: [recordOf(call, id, 0), ...others.map((other) => recordOf(other, null, 0))],
      reported: [call, ...others].map((one) => reportOf(one, one === call ? id : null, 0)),
      recordings: [recordingOf(call, id, 0)],
    };
    const whole = await allPages(await world(parts), 100);
    const long = whole.find(({ from }) => from === call.from);
    expect(long.views.map(({ account }: Node) => account.key)).toEqual(['floor', 'acme', 'wfo']);
    for (const first of [1, 2]) {
      const gateway = await world({ ...parts, atOnce: 3 });
      const ids = whole.map(({ id: one }) => one);
      expect((await allPages(gateway, first)).map(({ id: one }) => one)).toEqual(ids);
      expect((await allPagesBackwards(gateway, first)).map(({ id: one }) => one)).toEqual(ids);
    }
  },
);

test('different ids are different calls, however alike their numbers and times', async () => {
  const call = { id: '1', at: NOW.getTime() - 3_600_000, from: '+16145550111', wait: 0, talk: 60 * SECOND };
  const gateway = await world({ recorded: [recordOf(call, 'A1', 0)], reported: [reportOf(call, 'B2', 0)] });
  expect(await allPages(gateway, 10)).toHaveLength(2);
});

test('the report says from when to when it is complete, and a period without a start is not asked for', async () => {
  const gateway = await world({});
  const sourcesOf = async (filter: object) => {
    const { data } = await gateway.ask(PAST, { filter });
    return data.calls.sources.find(({ account }: Node) => account.key === 'acme');
  };
  expect(await sourcesOf({ ...DAY, startedBefore: ago(60) })).toMatchObject({
    ...{ notAsked: null, coveredFrom: DAY.startedAfter, coveredTo: ago(4 * 60), error: null },
  });
  expect(await sourcesOf({ ...DAY, startedBefore: ago(10 * 60) })).toMatchObject({ coveredTo: ago(10 * 60) });
  expect(await sourcesOf({ states: ['ENDED'], startedAfter: ago(60) })).toMatchObject({ coveredFrom: null });
  const history =
    '{ callHistory(number: "+16145550111") { calls(first: 5) { sources { account { key } notAsked } } } }';
  const { sources } = (await gateway.ask(history)).data.callHistory.calls;
  expect(sources).toContainEqual({ account: { key: 'acme' }, notAsked: 'NEEDS_PERIOD' });
});
