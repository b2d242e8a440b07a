import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowWithKey } from '../../src/gateway/row-index.ts';

const keys = fc.constantFrom('1', '2', '3', '__proto__', '');

test('a row is found by its key as a search finds it, however often a list is searched', () => {
  fc.assert(
    fc.property(fc.array(keys), fc.array(keys), (listed, wanted) => {
      const rows = listed.map((nativeId, at) => ({ nativeId, at }));
      for (const key of wanted) expect(rowWithKey(rows, key)).toBe(rows.find(({ nativeId }) => nativeId === key));
    }),
  );
});

test('a list that is searched again and again is read twice', () => {
  let reads = 0;
  const rows = Array.from({ length: 10 }, (_, at) => ({
    get nativeId() {
      reads += 1;
      return String(at);
    },
  }));
  for (let times = 0; times < 50; times += 1) for (const key of ['3', '9', 'none']) rowWithKey(rows, key);
  expect(reads).toBeLessThanOrEqual(20);
});
