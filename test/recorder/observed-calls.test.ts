/** Calls that only the recorder observes: query, snapshot and stream are one set, in a configuration without links. */
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { openScene, type Scene, sceneOver } from '../scenarios/stage.ts';

const FIELDS = 'id state source { account { key } }';
const QUERY = `query ($filter: CallFilter) { calls(first: 100, filter: $filter) { edges { node { ${FIELDS} } } sources { fetchedAt } } }`;
const STREAM = `subscription ($filter: CallFilter, $after: Cursor, $snapshot: Boolean) {
  callChanged(snapshot: $snapshot, after: $after, filter: $filter) { cursor type snapshot occurredAt call { ${FIELDS} startedAt } }
}`;

interface Shown {
  readonly id: string;
  readonly state: string;
  readonly source: { readonly account: { readonly key: string } };
}
interface Change {
  readonly cursor: string;
  readonly type: string;
  readonly snapshot: boolean;
  readonly occurredAt: string;
  readonly call: Shown & { readonly startedAt: string };
}

/** The last time it was 15:00 UTC, when the simulated centre is busy; at night it has few calls. */
function lastBusyHour(): Date {
  const at = new Date();
  if (at.getUTCHours() < 15) at.setUTCDate(at.getUTCDate() - 1);
  at.setUTCHours(15, 0, 0, 0);
  return at;
}

/** All but the dialler, so that only the recorder reports the calls on the dialler's phones. */
const VENDORS = ['five9-config', 'five9-cti', 'recorder', 'engage'] as const;
const OVER = new Set(['ENDED', 'WRAP_UP']);
const isObserved = ({ source }: Shown) => source.account.key === 'wfo';

/** The calls in progress that a wallboard shows which applies every change. */
function boardOf(changes: readonly Change[], wanted: (call: Shown) => boolean = () => true): string[] {
  const rows = new Map(changes.map(({ call }) => [call.id, call]));
  return [...rows.values()]
    .filter((call) => wanted(call) && !OVER.has(call.state))
    .map(({ id }) => id)
    .sort();
}

interface Listing {
  readonly ids: readonly string[];
  /** When the vendors gave the oldest part of the list. */
  readonly fetchedAt: number;
}

async function listOf(
  scene: Scene,
  wanted: (call: Shown) => boolean = () => true,
  filter: object = {},
  key?: string,
): Promise<Listing> {
  const { data } = await scene.gateway.ask(QUERY, { filter }, key);
  const calls: Shown[] = data.calls.edges.map(({ node }: { node: Shown }) => node);
  const live = calls.filter((call) => wanted(call) && !OVER.has(call.state));
  const sources: readonly { fetchedAt: string | null }[] = data.calls.sources;
  const times = sources.flatMap(({ fetchedAt }) => (fetchedAt ? [Date.parse(fetchedAt)] : []));
  return { ids: live.map(({ id }) => id).sort(), fetchedAt: Math.min(...times) };
}

/** Waits until the board shows exactly the calls of a list that was read from now on. */
async function settled(
  scene: Scene,
  changes: () => readonly Change[],
  wanted?: (call: Shown) => boolean,
  filter = {},
  key?: string,
) {
  const since = Date.now();
  const compare = async () => {
    const { ids, fetchedAt } = await listOf(scene, wanted, filter, key);
    return { board: boardOf(changes(), wanted), list: ids, isFresh: fetchedAt > since };
  };
  const same = ({ board, list, isFresh }: Awaited<ReturnType<typeof compare>>) =>
    isFresh && JSON.stringify(board) === JSON.stringify(list);
  return (await untilAnswer(compare, same)).list;
}

test('a wallboard without links shows the calls that only the recorder observes from their start to their end', async () => {
  const scene = await openScene({ seed: 9, now: lastBusyHour(), vendors: VENDORS });
  const board = scene.follow(STREAM, { snapshot: true });
  await settled(scene, () => board.events, isObserved);
  for (let minutes = 0; minutes < 8; minutes += 1) {
    scene.pass(45);
    await settled(scene, () => board.events, isObserved);
  }
  const changes = (board.events as Change[]).filter(({ call }) => isObserved(call));
  const started = changes.filter(({ type }) => type === 'STARTED');
  const ended = new Set(changes.filter(({ type }) => type === 'ENDED').map(({ call }) => call.id));
  expect(changes.filter(({ snapshot }) => snapshot).length).toBeGreaterThan(0);
  expect(started.length).toBeGreaterThan(3);
  expect(started.filter(({ call }) => ended.has(call.id)).length).toBeGreaterThan(1);
  for (const { occurredAt, call } of started) expect(occurredAt).toBe(call.startedAt);
  await scene.close();
}, 120_000);

test('a caller of the recorder alone, and a filter of it alone, are shown every call it observes', async () => {
  const grants = { auditor: { scopes: ['calls:read'], accounts: ['wfo'] } };
  const scene = await openScene({ seed: 9, now: lastBusyHour(), grants });
  const filter = { accounts: ['wfo'] };
  const filtered = scene.follow(STREAM, { snapshot: true, filter });
  const everything = scene.follow(STREAM, { snapshot: true });
  const counts: number[] = [];
  for (let minutes = 0; minutes < 4; minutes += 1) {
    scene.pass(45);
    counts.push((await settled(scene, () => filtered.events, undefined, filter)).length);
    counts.push((await settled(scene, () => everything.events, isObserved)).length);
    const [ofCaller, ofFilter] = [
      await listOf(scene, undefined, {}, 'auditor'),
      await listOf(scene, undefined, filter),
    ];
    expect(ofCaller.ids).toEqual(ofFilter.ids);
  }
  expect(Math.max(...counts.filter((_, index) => index % 2 === 0))).toBeGreaterThan(
    Math.max(...counts.filter((_, index) => index % 2 === 1)),
  );
  await scene.close();
}, 120_000);

test('calls that end or begin while the gateway restarts are ended and started for who continues from a cursor', async () => {
  const more = { events: { file: join(tmpdir(), `observed-${randomUUID()}.db`) } };
  const scene = await openScene({ seed: 9, now: lastBusyHour(), vendors: VENDORS, more });
  const board = scene.follow(STREAM, { snapshot: true });
  scene.pass(60);
  const before = await settled(scene, () => board.events, isObserved);
  expect(before.length).toBeGreaterThan(0);
  const changes = board.events as Change[];
  await scene.close();
  scene.world.advanceTo(new Date(scene.world.now().getTime() + 300_000));
  const again = await sceneOver(scene.world, { vendors: VENDORS, more });
  const rest = again.follow(STREAM, { after: changes.at(-1)?.cursor });
  const list = await settled(again, () => [...changes, ...rest.events], isObserved);
  expect(list).not.toEqual(before);
  await again.close();
}, 120_000);
