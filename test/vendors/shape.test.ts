import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { vendors } from '../../src/adapters/vendors.ts';

const FILES = ['acts', 'adapter', 'client', 'covers', 'events', 'index', 'quirks', 'readings', 'reads', 'settings'];
const PARTS = ['acts', 'client', 'events', 'reads'];
const MUST_EXPORT: Readonly<Record<string, readonly string[]>> = {
  acts: ['createActs'],
  adapter: ['createAdapter'],
  client: ['createClient'],
  covers: ['covers'],
  events: ['createEvents'],
  index: ['vendor'],
  readings: ['readings'],
  reads: ['createReads'],
  settings: ['settings'],
};
/** What these files export is all that their role names. */
const NOTHING_ELSE = ['acts', 'adapter', 'covers', 'events', 'index', 'readings', 'reads'];

const ADAPTERS = new URL('../../src/adapters/', import.meta.url);
const folderOf = (vendor: string) => new URL(`${vendor}/`, ADAPTERS);
const load = (vendor: string, file: string) =>
  import(/* @vite-ignore */ new URL(`${file}.ts`, folderOf(vendor)).pathname) as Promise<Record<string, unknown>>;

describe.each(vendors.map(({ key }) => key))('the folder of %s', (vendor) => {
  const entries = readdirSync(folderOf(vendor), { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);

  it('holds the files of a vendor and no other', () => {
    expect(files.sort()).toEqual(FILES.map((name) => `${name}.ts`));
  });

  it('holds its contract, and a folder only for the parts of a file', () => {
    expect(folders).toContain('contract');
    expect(folders.filter((name) => name !== 'contract' && !PARTS.includes(name))).toEqual([]);
  });

  it.each(Object.entries(MUST_EXPORT))('exports from %s.ts what it is called elsewhere', async (file, names) => {
    const exported = Object.keys(await load(vendor, file));
    expect(exported).toEqual(expect.arrayContaining([...names]));
    if (NOTHING_ELSE.includes(file)) expect(exported).toEqual(names);
  });

  it('exports from quirks.ts named functions alone', async () => {
    const exported = Object.entries(await load(vendor, 'quirks'));
    expect(exported.length).toBeGreaterThan(0);
    for (const [name, value] of exported) expect(typeof value, name).toBe('function');
  });

  it('says of each quirk where the documents print it', () => {
    const text = readFileSync(new URL('quirks.ts', folderOf(vendor)), 'utf8');
    const undocumented = [
      ...text.matchAll(/(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\n(?:const [^\n]*\n)*export function (\w+)/g),
    ]
      .filter(([, comment = '']) => !/guide|wire\.json|WIRE\.md/i.test(comment))
      .map(([, , name]) => name);
    expect(undocumented).toEqual([]);
  });

  it('declares readings whose default is one of them', async () => {
    const { readings } = (await load(vendor, 'readings')) as {
      readings: readonly { id: string; default: string; readings: readonly { id: string }[] }[];
    };
    expect(new Set(readings.map(({ id }) => id)).size).toBe(readings.length);
    for (const { id, default: usual, readings: possible } of readings) {
      expect(
        possible.map((reading) => reading.id),
        id,
      ).toContain(usual);
      expect(possible.length, id).toBeGreaterThan(1);
    }
  });
});
