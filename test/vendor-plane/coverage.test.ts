import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coverageRows, coverageTable } from '../../src/adapters/coverage.ts';
import type { UnifiedUse, Vendor } from '../../src/adapters/vendor.ts';
import { planeSchema } from './plane.ts';
import { KEYS, loadVendor } from './vendors.ts';

const LIST = new URL('../fixtures/vendors/operations.json', import.meta.url);

const loaded = await Promise.all(KEYS.map(async (key) => ({ key, vendor: await loadVendor(key) })));
const vendors = loaded.flatMap(({ vendor }) => (typeof vendor === 'string' ? [] : [vendor]));

type Chapters = Readonly<Record<string, readonly string[]>>;

function documented(): Readonly<Record<string, Chapters>> {
  return JSON.parse(readFileSync(LIST, 'utf8')) as Readonly<Record<string, Chapters>>;
}

function offered(vendor: Vendor): Record<string, string[]> {
  const chapters: Record<string, string[]> = {};
  for (const { chapter, documented: heading } of coverageRows([vendor])) {
    chapters[chapter] = [...(chapters[chapter] ?? []), heading];
  }
  return chapters;
}

function sorted(chapters: Chapters): Chapters {
  return Object.fromEntries(Object.entries(chapters).map(([chapter, names]) => [chapter, [...names].sort()]));
}

describe('the contracts against the list of documented operations', () => {
  it.each(loaded)('$key offers every one of them, in its chapter, and no other', ({ key, vendor }) => {
    expect(vendor).toMatchObject({ key });
    if (typeof vendor !== 'string') expect(sorted(offered(vendor))).toEqual(sorted(documented()[key] ?? {}));
  });

  it('makes 358 of 358', () => {
    expect(coverageRows(vendors)).toHaveLength(358);
  });

  it('reads the seven event types of the recorder', () => {
    const recorder = vendors.find(({ key }) => key === 'recorder');
    const names = Object.values(documented()['recorder-events'] ?? {}).flat();
    expect(names).toHaveLength(7);
    expect(Object.keys(recorder?.contract.events ?? {}).sort()).toEqual([...names].sort());
  });
});

describe('the coverage table', () => {
  it('names only fields that the schema has, with their kind', () => {
    const schema = planeSchema(vendors);
    for (const { field, kind } of coverageRows(vendors)) {
      const root = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
      expect(root?.getFields()[field], field).toBeDefined();
    }
  });

  it('counts, and says which fields of the unified plane use an operation', () => {
    const covers = (key: string): UnifiedUse => (key === 'engage' ? { listCampaigns: ['campaigns'] } : {});
    const table = coverageTable(vendors.map((vendor) => ({ ...vendor, covers: covers(vendor.key) })));
    expect(table).toContain('1 of them also serve the unified plane');
    const row = table.split('\n').find((line) => line.includes('`engage_listCampaigns`'));
    expect(row).toMatch(/\| query \| `campaigns` \|/);
    expect(table.split('\n').every((line) => !line.startsWith('|') || line.endsWith('|'))).toBe(true);
  });

  it('says what is not, or no longer, meant for use', () => {
    const remark = (field: string) => coverageRows(vendors).find((row) => row.field === field)?.remark;
    expect(remark('engage_listSubCampaigns')).toBe('Future');
    expect(remark('engage_listContactAttemptsUsingContactBatch')).toBe('Unscheduled');
    expect(remark('engage_createContactAttempts')).toBe('deprecated');
  });
});
