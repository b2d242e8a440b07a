/** An answer of which only chosen fields are decoded has the same values in them as the whole answer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Drift } from '../../src/adapters/calls/drift.ts';
import { type FieldChoice, int, list, optional, query, required, string, struct } from '../../src/adapters/contract.ts';
import { detached, SharedValues } from '../../src/adapters/detached.ts';
import { decodeAnswerInSlices } from '../../src/adapters/soap/envelope.ts';
import { narrowed } from '../../src/adapters/xml/narrowed.ts';

const part = struct('part', 'A part.', {
  id: optional(int, 'An id.'),
  name: required(string, 'A name.'),
  note: optional(string, 'A note.'),
});
const item = struct('item', 'An item.', {
  id: required(int, 'An id.'),
  name: optional(string, 'A name.', { alsoRead: ['title'] }),
  words: optional(list(string), 'Words.'),
  part: optional(part, 'A part.'),
  parts: optional(list(part), 'Parts.'),
});
const row = query('Items.', { output: list(item) });

const PART: readonly string[] = [
  '',
  '<id>1</id>',
  '<name>n&amp;m</name>',
  '<id>1</id><name>n</name><note/>',
  '<more>x</more>',
];
const LEAVES = [
  '<id>7</id>',
  '<name>a name</name>',
  '<title>a title</title>',
  '<words>w</words>',
  '<more><deep>x</deep></more>',
  ' ',
];
const PIECES = [
  ...LEAVES,
  ...PART.flatMap((inside) => [`<part>${inside}</part>`, `<parts>${inside}</parts>`]),
  '<!-- a comment -->',
];
/** Rows repeat, so that sequences of leaves are learned and read at once. */
const documents = fc
  .array(
    fc.record({
      pieces: fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }),
      times: fc.integer({ min: 1, max: 5 }),
    }),
  )
  .map((rows) => rows.map(({ pieces, times }) => `<return>${pieces.join('')}</return>`.repeat(times)).join(''));

const CHOICES: readonly FieldChoice[] = [
  {},
  { id: true },
  { name: true, parts: true },
  { part: { name: true }, words: true },
  { parts: { id: true, note: true }, part: {} },
];

const envelope = (rows: string) =>
  `<e:Envelope xmlns:e="e"><e:Body><itemsResponse>${rows}</itemsResponse></e:Body></e:Envelope>`;

async function decoded(text: string, only?: FieldChoice) {
  const drift = new Drift();
  const answer = await decodeAnswerInSlices(text, 'items', row, { timeZone: 'UTC', drift }, only ? { only } : {});
  return { value: 'value' in answer ? answer.value : answer, drift: drift.counts };
}

function picked(value: unknown, choice: true | FieldChoice): unknown {
  if (choice === true || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => picked(each, choice));
  const chosen = Object.entries(value).filter(([name]) => Object.hasOwn(choice, name));
  return Object.fromEntries(chosen.map(([name, inside]) => [name, picked(inside, choice[name] ?? true)]));
}

/** Texts and tags that make a document unsound, or unusual, wherever they are. */
const FLAWS = [
  '&',
  '&#0;',
  '&#233;',
  '\u0001',
  '\u00e9',
  '<',
  '>',
  '</id>',
  '<id>',
  '<id/>',
  ']]>',
  '<![CDATA[x]]>',
  '<p:a/>',
];

/** Equal rows of leaves, which are learned, with a few flaws somewhere in them. */
const damaged = fc
  .record({
    inside: fc.array(fc.constantFrom(...LEAVES.slice(0, 4)), { minLength: 3, maxLength: 5 }),
    times: fc.integer({ min: 4, max: 8 }),
    flaws: fc.array(fc.tuple(fc.nat(999), fc.nat(2), fc.constantFrom('', ...FLAWS)), { maxLength: 2 }),
  })
  .map(({ inside, times, flaws }) =>
    flaws.reduce(
      (text, [place, length, flaw]) => {
        const at = Math.floor((text.length * place) / 1_000);
        return text.slice(0, at) + flaw + text.slice(at + length);
      },
      `<return>${inside.join('')}</return>`.repeat(times),
    ),
  );

async function outcome(text: string, only?: FieldChoice) {
  try {
    return await decoded(text, only);
  } catch (thrown) {
    return { refused: (thrown as Error).message };
  }
}

describe('decoding chosen fields', () => {
  it('refuses the same documents as decoding all of them, and answers the same of the others', async () => {
    const seen = { refused: 0, read: 0 };
    const property = fc.asyncProperty(damaged, fc.constantFrom(...CHOICES), async (rows, only) => {
      const [whole, chosen] = [await outcome(envelope(rows)), await outcome(envelope(rows), only)];
      if ('refused' in whole || 'refused' in chosen) {
        seen.refused += 1;
        expect(chosen).toEqual(whole);
      } else {
        seen.read += 1;
        expect(chosen.value).toEqual(picked(whole.value, only));
      }
    });
    await fc.assert(property, { numRuns: 1_500 });
    expect(seen.refused).toBeGreaterThan(100);
    expect(seen.read).toBeGreaterThan(100);
  });

  it('answers what the whole answer has in them, for any rows', async () => {
    const property = fc.asyncProperty(documents, fc.constantFrom(...CHOICES), async (rows, only) => {
      const whole = await decoded(envelope(rows));
      expect((await decoded(envelope(rows), only)).value).toEqual(picked(whole.value, only));
      expect(await decoded(envelope(rows)), 'and the whole again, from the same learned rows').toEqual(whole);
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it('counts no field as unknown that the contract has, and still those that it lacks', async () => {
    const rows = '<return><id>1</id><name>a</name><part><name>n</name></part></return>'.repeat(6);
    expect((await decoded(envelope(rows), { words: true })).drift).toEqual(new Drift().counts);
    const more = rows.replaceAll('<id>', '<more>x</more><id>');
    expect((await decoded(envelope(more), { words: true })).drift.UNKNOWN_FIELD).toBe(6);
  });

  it('still refuses a document that is broken in a field that is passed over', async () => {
    const rows = '<return><id>1</id><part><name>n</nam></part></return>';
    await expect(decoded(envelope(rows), { id: true })).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  });

  it('refuses to choose what the contract lacks, and makes each narrowed type once', () => {
    expect(() => narrowed(item, { idd: true })).toThrow('item has no field idd');
    const choice = { id: true } as const;
    expect(narrowed(item, choice)).toBe(narrowed(item, choice));
  });
});

describe('values that rows share', () => {
  it('are equal texts, made once for each key', () => {
    const property = fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(detached(text)).toBe(text);
    });
    fc.assert(property);
    const shared = new SharedValues<readonly string[]>();
    expect(shared.get('a', () => ['a'])).toBe(shared.get('a', () => ['b']));
    expect(shared.get('b', () => ['b'])).toEqual(['b']);
  });
});
