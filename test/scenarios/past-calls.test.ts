/** The past calls of a gateway that is new to a centre: those of its report and of its recorder, as one list. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCOUNTS } from '../server/gateway.ts';
import { openScene, type Scene } from './stage.ts';

const HOUR = 3_600_000;
/** A busy machine may need long for a report. */
const LONG_DEADLINE = { limits: { accountMilliseconds: 60_000 } };
const PAST = `query ($after: Cursor, $filter: CallFilter!, $first: Int!) {
  calls(first: $first, after: $after, filter: $filter) {
    edges { node {
      id state startedAt source { nativeId account { key } } agent { name } campaign { name }
      views { account { key } nativeId matchedBy }
    } }
    pageInfo { hasNextPage endCursor }
    sources { account { key } count error { code message } coveredFrom coveredTo notAsked }
  }
}`;

// biome-ignore lint/suspicious/noExplicitAny: answers have many shapes
type Data = any;

let scene: Scene;
let filter: { states: string[]; startedAfter: string; startedBefore: string };
beforeAll(async () => {
  scene = await openScene({ seed: 11, hours: 5, settings: { 'five9-config': { callLog: {} } }, more: LONG_DEADLINE });
  const now = scene.world.now().getTime();
  const iso = (at: number) => new Date(at).toISOString();
  filter = { states: ['ENDED'], startedAfter: iso(now - 4.8 * HOUR), startedBefore: iso(now - 0.2 * HOUR) };
}, 60_000);
afterAll(() => scene.close());

/** Asks, and lets each report finish that is waited for. */
async function whileReportsRun(query: string, variables: object): Promise<Data> {
  const { received } = scene.gateway.simulator('five9-config');
  const asked = () => received.get('isReportRunning') ?? 0;
  let seen = asked();
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  const work = scene.ask(query, variables);
  work.then(over, over);
  while (!isOver) {
    if (asked() > seen) {
      seen = asked();
      scene.pass(4);
    }
    await new Promise(setImmediate);
  }
  return work;
}

async function allPages(first: number, more: object = {}): Promise<Data[]> {
  const nodes: Data[] = [];
  for (let after: string | null = null; ; ) {
    const { calls } = await whileReportsRun(PAST, { after, first, filter: { ...filter, ...more } });
    expect(calls.sources.filter(({ error }: Data) => error)).toEqual([]);
    nodes.push(...calls.edges.map(({ node }: Data) => node));
    if (!calls.pageInfo.hasNextPage) return nodes;
    after = calls.pageInfo.endCursor;
  }
}

/** The conversations that a report or a recorder had in the period, by the platform's id. */
function conversations(): ReadonlySet<string> {
  const [after, before] = [Date.parse(filter.startedAfter), Date.parse(filter.startedBefore)];
  const isWithin = (at: Date) => at.getTime() - 1_000 > after && at.getTime() < before - 1_000;
  const { calls, callers, recordings } = scene.world;
  const arrived = new Map(callers.map(({ id, arrivedAt }) => [id, arrivedAt]));
  const reported = calls
    .filter(({ carrier, endedAt }) => carrier === 'five9-cti' && endedAt)
    .filter(({ id, startedAt }) => isWithin(arrived.get(id) ?? startedAt));
  const lost = callers.filter(({ state, arrivedAt }) => state === 'ABANDONED' && isWithin(arrivedAt));
  const recorded = recordings.filter(({ call, startedAt, state }) => {
    return call.carrier !== 'five9-cti' && state === 'STOPPED' && isWithin(startedAt);
  });
  return new Set([...reported, ...lost, ...recorded.map(({ call }) => call)].map(({ id }) => id));
}

test('every conversation of the report and of the recorder is listed once', { timeout: 120_000 }, async () => {
  const nodes = await allPages(100);
  const times = nodes.map(({ startedAt }) => Date.parse(startedAt));
  expect(times).toEqual(times.toSorted((one, other) => other - one));
  const recordings = new Map(scene.world.recordings.map(({ recordId, call }) => [String(recordId), call.id]));
  const idOf = ({ source, views }: Data) => {
    const shown = [source, ...views].map(({ nativeId }) => nativeId as string);
    return shown.map((text) => recordings.get(text.replace('recording ', '')) ?? text.split(' ')[0]).at(0);
  };
  const listed = nodes.map(idOf);
  const missing = [...conversations()].filter((id) => !listed.includes(id));
  const twice = listed.filter((id, at) => listed.indexOf(id) !== at);
  expect({ missing, twice }).toEqual({ missing: [], twice: [] });
  expect(nodes.length).toBeGreaterThan(500);
  const talked = nodes.filter(({ views }) => views.length > 1);
  expect(talked.length).toBeGreaterThan(200);
  expect(talked.every(({ agent }) => agent?.name)).toBe(true);
});

test('the report is complete until four hours before it was made, and a call of it is found by its id', async () => {
  const now = scene.world.now().getTime();
  const startedBefore = new Date(now - 4.2 * HOUR).toISOString();
  const { calls } = await whileReportsRun(PAST, {
    first: 20,
    filter: { ...filter, startedBefore, accounts: [ACCOUNTS['five9-config']] },
  });
  const source = calls.sources.find(({ account }: Data) => account.key === ACCOUNTS['five9-config']);
  const { startedAfter: coveredFrom } = filter;
  expect(source).toMatchObject({ error: null, notAsked: null, coveredFrom, coveredTo: startedBefore });
  const [{ node }] = calls.edges;
  expect(node.source.account.key).toBe(ACCOUNTS['five9-config']);
  const again = await scene.ask(
    'query ($id: ID!) { node(id: $id) { ... on Call { state startedAt source { nativeId } durations { talk { seconds basis } } } } }',
    { id: node.id },
  );
  expect(again.node).toMatchObject({
    state: 'ENDED',
    startedAt: node.startedAt,
    source: { nativeId: node.source.nativeId },
  });
});
