/** Questions: each is one document of the unified plane without a vendor's name, and has a right answer. */
import { expect, test } from 'vitest';

// biome-ignore lint/suspicious/noExplicitAny: answers have many shapes
export type Data = any;

/** A question, its document, what of the answer is compared, and the right answer from what the simulated centre knows. */
export type Question = readonly [
  question: string,
  document: string | (() => string),
  answer: (data: Data) => unknown,
  right: unknown | (() => unknown),
];

/** Current figures. */
export const now = (fields: string, args = '') => `{ realtimeMetrics${args} { rows { ${fields} } } }`;

/** Figures of a period. */
export const past = (args: string, fields: string) => `{ metrics(${args}) { rows { ${fields} } } }`;

/** The rows of figures. */
export const rowsOf = (data: Data): readonly Data[] => (data.realtimeMetrics ?? data.metrics).rows;

/** A figure of the only row. */
export const one = (field: string) => (data: Data) => rowsOf(data)[0][field];

/** A figure of each row by what the row is of; calls that are of none are left out. */
export const each = (name: string, field: string) => (data: Data) =>
  Object.fromEntries(
    rowsOf(data)
      .filter((row) => row[name] !== null)
      .map((row) => [row[name].name ?? row[name], row[field]]),
  );

/** A figure of each row, in the order of the rows. */
export const listed = (field: string) => (data: Data) => rowsOf(data).map((row) => row[field]);

/** The objects of a list. */
export const nodesOf = (list: Data): readonly Data[] => list.edges.map(({ node }: Data) => node);

/** The right answer for each of some names. */
export const per = <Value>(names: readonly string[], value: (name: string) => Value) =>
  Object.fromEntries(names.map((name) => [name, value(name)]));

const VENDORS = /five9|\bcti\b|remote|engage|recorder|dialler|\bwfo\b/i;

const textOf = (document: Question[1]) => (typeof document === 'string' ? document : document());

/** Asks the questions of a role, and compares the answers. */
export function answered(
  questions: readonly Question[],
  ask: (document: string) => Promise<{ data: Data; errors?: readonly object[] | undefined }>,
): void {
  test.each(questions)('%s', async (_, document, answer, right) => {
    const { data, errors } = await ask(textOf(document));
    expect(errors).toBeUndefined();
    expect(answer(data)).toEqual(typeof right === 'function' ? right() : right);
  });

  test('no document names a vendor, and none is asked twice', () => {
    expect(questions.filter(([, document]) => VENDORS.test(textOf(document)))).toEqual([]);
    expect(new Set(questions.map(([question]) => question)).size).toBe(questions.length);
  });
}
