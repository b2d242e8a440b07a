/** Lists that vendors answer in pages: a match may lie far behind other rows. */
import { expect, test } from 'vitest';
import type { ListQuery } from '../../src/adapters/adapter.ts';
import { ago, fakeAdapter, gatewayOver, recording, rows } from './world.ts';

const STRETCH = 3;
const RECORDINGS = Array.from({ length: 12 }, (_, index) =>
  recording(String(100 - index), { startedAt: ago(index), device: index === 11 ? 'rare' : 'usual' }),
);

/** A recorder that answers three at a time. */
const recorder = fakeAdapter('wfo', 'RECORDER', {
  recordings: async ({ startedBefore }: ListQuery) => {
    const found = RECORDINGS.filter(({ startedAt = '' }) => !startedBefore || `${startedAt}` < startedBefore);
    return { ...rows(...found.slice(0, STRETCH)), truncated: found.length > STRETCH };
  },
});
const { ask } = gatewayOver([recorder]);

interface Page {
  readonly edges: readonly { readonly node: { readonly source: { readonly nativeId: string } } }[];
  readonly totalCount: number | null;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface Seen {
  readonly ids: readonly string[];
  readonly totals: readonly (number | null)[];
}

/** Reads the list as clients do: while there is more, from the last cursor. */
async function walk(device: string): Promise<Seen> {
  const seen = { ids: [] as string[], totals: [] as (number | null)[] };
  const query = `query ($after: Cursor, $device: String) {
    recordings(first: 2, after: $after, filter: { device: $device }) {
      edges { node { source { nativeId } } } totalCount pageInfo { hasNextPage endCursor }
    }
  }`;
  for (let after: string | null = null, pages = 0; pages < 20; pages += 1) {
    const { edges, totalCount, pageInfo }: Page = (await ask(query, { after, device })).data.recordings;
    seen.ids.push(...edges.map(({ node }) => node.source.nativeId));
    seen.totals.push(totalCount);
    if (!pageInfo.hasNextPage) return seen;
    after = pageInfo.endCursor;
  }
  throw new Error('the list never ends');
}

test('a page without a match has a cursor to continue from, so that the last recording is found', async () => {
  expect((await walk('rare')).ids).toEqual(['89']);
  expect((await walk('nobody')).ids).toEqual([]);
  expect((await walk('usual')).ids).toEqual(RECORDINGS.slice(0, 11).map(({ nativeId }) => nativeId));
});

test('totalCount is null for a list that was read in part', async () => {
  expect(new Set((await walk('usual')).totals)).toEqual(new Set([null]));
});
