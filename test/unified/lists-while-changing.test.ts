/** Lists walked page by page while the centre runs: no object comes twice, and none that was there throughout is skipped. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { idle, openScene, type Scene } from '../scenarios/stage.ts';
import { ACCOUNTS } from '../server/gateway.ts';

const FIVE9 = ACCOUNTS['five9-config'];
const HOURS = 2;
/** Walks of each list and direction; `WALKS=20` makes more. */
const RUNS = Number(process.env.WALKS ?? 2);

let scene: Scene;
beforeAll(async () => {
  scene = await openScene({ seed: 31, hours: HOURS });
  await scene.cursorAfterEventOf(idle(scene.world));
}, 60_000);
afterAll(() => scene.close());

interface Item {
  readonly id: string;
  readonly startedAt?: string | null;
}

interface Page {
  readonly edges: readonly { readonly node: Item }[];
  readonly totalCount: number | null;
  readonly pageInfo: Readonly<Record<'hasNextPage' | 'hasPreviousPage', boolean>> &
    Readonly<Record<'startCursor' | 'endCursor', string | null>>;
  readonly sources: readonly {
    readonly account: { readonly key: string };
    readonly truncated: boolean;
    readonly notAsked: string | null;
  }[];
}

const BOTH = ['campaigns', 'agents', 'calls', 'recordings'];
const FILTERS: Readonly<Record<string, string>> = { contacts: `filter: { accounts: ["${FIVE9}"] }` };

async function page(list: string, backwards: boolean, size: number, place: string | null): Promise<Page> {
  const asked = `${backwards ? 'last' : 'first'}: ${size}, ${backwards ? 'before' : 'after'}: $place`;
  const filter = FILTERS[list] ? `, ${FILTERS[list]}` : '';
  const query = `query ($place: Cursor) {
    list: ${list}(${asked}${filter}) {
      edges { node { id ${list === 'calls' ? 'startedAt' : ''} } } totalCount
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      sources { account { key } truncated notAsked }
    }
  }`;
  return (await scene.ask(query, { place })).list;
}

/** A list that changes between any two of its pages. */
async function walk(list: string, backwards: boolean, size: number, between: () => Promise<void>): Promise<Item[]> {
  const seen: Item[] = [];
  for (let place: string | null = null, more = true; more; ) {
    const { edges, pageInfo } = await page(list, backwards, size, place);
    seen.push(...edges.map(({ node }) => node));
    more = backwards ? pageInfo.hasPreviousPage : pageInfo.hasNextPage;
    place = (backwards ? pageInfo.startCursor : pageInfo.endCursor) ?? place;
    await between();
  }
  return seen;
}

const nothing = async () => {};
let added = 0;

/** Does an act, which must be done. */
async function act(name: string, input: object): Promise<void> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { act: ${name}(input: $input) { userErrors { message path } } }`;
  expect((await scene.ask(query, { input })).act.userErrors).toEqual([]);
}

/** Objects that enter and leave the list, in addition to the activity of the centre. */
const CHANGES: Readonly<Record<string, () => Promise<void>>> = {
  calls: nothing,
  recordings: nothing,
  agents: () => {
    const userName = `new${added++}`;
    const name = { firstName: 'AMZ'.charAt(added % 3), lastName: 'Newcomer', userName };
    return act('agentCreate', {
      account: FIVE9,
      ...name,
      email: `${userName}@centre.example`,
      password: 'Safe-1-Enough',
    });
  },
  campaigns: () => {
    const name = `${'AMZ'.charAt(added % 3)} campaign ${added++}`;
    return act('campaignCreate', { account: FIVE9, name, direction: 'OUTBOUND' });
  },
  contacts: () => {
    const name = `${'AMZ'.charAt(added % 3)} Person`;
    return act('contactsAdd', { account: FIVE9, contacts: [{ name, numbers: [String(6_145_400_000 + added++)] }] });
  },
};

describe('while the centre runs', () => {
  const ways = Object.keys(CHANGES).flatMap((list) =>
    (BOTH.includes(list) ? [false, true] : [false]).map((backwards) => [list, backwards] as const),
  );
  test.each(ways)(
    '%s, from the end: %s',
    async (list, backwards) => {
      const runs = fc.asyncProperty(
        fc.integer({ min: 2, max: 9 }),
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 5 }),
        async (parts, seconds) => {
          const before = await walk(list, false, 100, nothing);
          const size = Math.min(100, Math.max(1, Math.ceil(before.length / parts)));
          let steps = 0;
          const seen = await walk(list, backwards, size, async () => {
            scene.pass(seconds[steps++ % seconds.length] ?? 0);
            await CHANGES[list]?.();
          });
          const after = await walk(list, false, 100, nothing);
          const ids = new Set(seen.map(({ id }) => id));
          expect(ids.size).toBe(seen.length);
          // Of a call whose beginning was learnt meanwhile the place has changed.
          const stayed = before.filter((one) =>
            after.some(({ id, startedAt }) => id === one.id && startedAt === one.startedAt),
          );
          expect(stayed.filter(({ id }) => !ids.has(id))).toEqual([]);
          expect(stayed.length).toBeGreaterThan(1);
        },
      );
      await fc.assert(runs, { numRuns: RUNS, seed: 7 });
    },
    60_000,
  );
});

describe('totalCount', () => {
  test('is set for a complete list, and null where a vendor truncated it, which is read to its end all the same', async () => {
    const finished = () => scene.world.recordings.filter(({ state }) => state === 'STOPPED').length;
    expect(finished()).toBeGreaterThan(500);
    const cut = await page('recordings', false, 1, null);
    expect(cut.totalCount).toBeNull();
    expect(cut.sources.filter(({ notAsked }) => !notAsked)).toMatchObject([
      { account: { key: ACCOUNTS.recorder }, truncated: true },
    ]);
    expect(await walk('recordings', false, 100, nothing)).toHaveLength(finished());
    const whole = await page('campaigns', false, 1, null);
    expect(whole.totalCount).toBe((await walk('campaigns', false, 100, nothing)).length);
    expect(whole.sources.every(({ truncated }) => !truncated)).toBe(true);
    const device = scene.world.recordings.find(({ state }) => state === 'STOPPED')?.call.person.extension;
    const { recordings } = await scene.ask(
      'query ($device: String) { recordings(first: 1, filter: { device: $device }) { totalCount sources { truncated notAsked } } }',
      { device },
    );
    const theirs = scene.world.recordings.filter(
      ({ call, state }) => state === 'STOPPED' && call.person.extension === device,
    );
    expect(recordings.totalCount).toBe(theirs.length);
    expect(recordings.sources).toContainEqual({ truncated: false, notAsked: null });
  });

  test('is null while an account is down, whose part alone is missing', async () => {
    const before = (await page('campaigns', false, 100, null)).edges.length;
    scene.gateway.simulator('engage').trouble({ kind: 'down' });
    const without = await untilAnswer(
      () => page('campaigns', false, 100, null),
      ({ totalCount }) => totalCount === null,
    );
    expect(without.edges.length).toBeLessThan(before);
    expect(without.edges.length).toBeGreaterThan(0);
    scene.gateway.simulator('engage').trouble(null);
  });
});
