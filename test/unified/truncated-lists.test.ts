import { describe, expect, test } from 'vitest';
import { ago, fakeAdapter, gatewayOver, recording, rows } from './world.ts';

describe('a list that its vendor truncated', () => {
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

  test('is read to its end page by page, and merged without gaps (F12)', async () => {
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
