import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Operation, Type } from '../../src/adapters/contract.ts';
import { faults } from '../../src/adapters/five9-config/contract/faults.ts';
import { five9ConfigContract } from '../../src/adapters/five9-config/contract/index.ts';
import { quotas } from '../../src/adapters/five9-config/contract/quotas.ts';
import { guideOnly, guideSpellings } from '../../src/adapters/five9-config/contract/spellings.ts';

const shared = new URL('../../../shared/vendors/', import.meta.url);
const guideFile = new URL('five9-config/guide.txt', shared);
const rows = Object.entries(five9ConfigContract.operations) as [string, Operation][];

/** The guide's pages by number. */
function readPages(): ReadonlyMap<number, string> {
  const parts = readFileSync(guideFile, 'utf8').split(/^--- PAGE (\d+) ---$/m);
  return new Map(parts.flatMap((part, index) => (index % 2 ? [[Number(part), parts[index + 1] ?? '']] : [])));
}

/** Every struct and enum that an operation reaches, by name. */
function reachableTypes(): ReadonlyMap<string, { readonly page?: number }> {
  const found = new Map<string, { readonly page?: number }>();
  const visit = (type: Type): void => {
    if (type.kind === 'list') visit(type.of);
    if (type.kind === 'enum') found.set(type.name, type);
    if (type.kind !== 'struct' || found.has(type.name)) return;
    found.set(type.name, type);
    for (const field of Object.values(type.fields)) visit(field.type);
  };
  for (const [, row] of rows) {
    for (const field of [row.input, ...row.faults.map(({ fields }) => fields)].flatMap((all) => Object.values(all)))
      visit(field.type);
    if (row.output) visit(row.output);
  }
  return found;
}

/** Types that others extend, whose fields stand in those, and a heading that is no type. */
const NOT_REACHED = [
  'basicImportResult',
  'basicImportSettings',
  'generalCampaign',
  'baseOutboundCampaign',
  'Explanation',
];

const heading = (name: string): RegExp => new RegExp(`^${name}$`, 'm');

describe('the contract in itself', () => {
  it('has 182 operations, each described and with a page', () => {
    expect(rows).toHaveLength(182);
    for (const [name, { description, page }] of rows) {
      expect(description, name).toMatch(/^\S.*\.$/);
      expect(page, name).toBeGreaterThan(135);
    }
  });

  it('counts every operation in a class, but those that have none', () => {
    const free = rows.filter(([, { quota }]) => quota === undefined).map(([name]) => name);
    expect(free).toEqual(['getCallCountersState', 'closeSession']);
    for (const [name, { quota }] of rows) if (quota) expect(Object.keys(quotas), name).toContain(quota);
  });

  it('waits on an argument that the operation has', () => {
    const waiting = rows
      .filter(([, { waits }]) => waits)
      .map(([name, { waits = '', input }]) => [name, waits in input]);
    expect(waiting).toEqual([
      ['getCampaignState', true],
      ['isImportRunning', true],
      ['isReportRunning', true],
    ]);
  });

  it('declares as secret what is a password or a key', () => {
    const secrets = (name: string) =>
      reachableFields(name)
        .filter(([, { secret }]) => secret)
        .map(([field]) => field);
    expect(secrets('userGeneralInfo')).toEqual(['password']);
    expect(secrets('ftpImportSettings')).toEqual(['password']);
    expect(secrets('remoteHostLoginSettings')).toEqual(['password']);
    expect(secrets('inboundCampaign')).toEqual(['ftpPassword']);
    expect(secrets('sForceEmailAccount')).toEqual(['consumerSecret', 'password', 'securityToken']);
  });

  it('knows reads from acts', () => {
    const { operations } = five9ConfigContract;
    for (const name of ['checkDncForNumbers', 'isImportRunning', 'isReportRunning', 'getReportResult'] as const)
      expect(operations[name].kind).toBe('query');
    for (const name of ['runReport', 'closeSession', 'userSkillAdd', 'removeNumbersFromDnc', 'setLocale'] as const)
      expect(operations[name].kind).toBe('mutation');
  });

  it('has what its table of spellings says that the wire has', () => {
    const types = reachableTypes();
    const words = [...types.values()].flatMap((type) => Object.keys((type as { words?: object }).words ?? {}));
    const known = new Set([
      ...types.keys(),
      ...words,
      ...NOT_REACHED,
      ...rows.map(([name]) => name),
      ...Object.keys(faults),
    ]);
    const lost = guideSpellings.filter(({ wire }) => !known.has(/^\w+?(?=Response\b|\W|$)/.exec(wire)?.[0] ?? ''));
    expect(lost).toEqual([]);
  });

  it('gives every fault a message, and the limit to the one about limits', () => {
    for (const { name, fields } of Object.values(faults)) expect(Object.keys(fields), name).toContain('message');
    const { code, fields } = faults.OperationsLimitExceededFault;
    expect([code, Object.keys(fields)]).toEqual(['RATE_LIMITED', ['limit', 'message', 'operationType']]);
  });
});

function reachableFields(name: string) {
  const type = reachableTypes().get(name) as { fields?: Record<string, { secret?: boolean }> } | undefined;
  return Object.entries(type?.fields ?? {});
}

describe.skipIf(!existsSync(guideFile))('the contract against the guide (needs ../shared)', () => {
  const pages = existsSync(guideFile) ? readPages() : new Map<number, string>();
  const contents = [...pages]
    .filter(([page]) => page < 13)
    .map(([, text]) => text)
    .join('\n');

  it('has the chapters and operations of the list', () => {
    const list = JSON.parse(readFileSync(new URL('operations.json', shared), 'utf8')) as Record<string, unknown>;
    const ours = Object.entries(five9ConfigContract.chapters).map(([name, chapter]) => [name, Object.keys(chapter)]);
    expect(Object.fromEntries(ours)).toEqual(list['five9-config']);
  });

  it('names the page on which each operation and type is found', () => {
    const paged = [...rows, ...reachableTypes()].filter(([, { page }]) => page !== undefined);
    const lost = paged.filter(([name, { page = 0 }]) => !heading(name).test(pages.get(page) ?? ''));
    const spelled = ['asyncImportData', 'baseOutboundCampaign'];
    expect(lost.map(([name]) => name).filter((name) => !spelled.includes(name))).toEqual([]);
    expect(paged.length).toBeGreaterThan(330);
  });

  it('names the page on which each fault is described', () => {
    // The table breaks long names, so that only their beginnings are sure to stand at the beginning of a line.
    const lost = Object.values(faults).filter(({ name, page }) => {
      return page !== undefined && !new RegExp(`^${name.slice(0, 20)}`, 'm').test(pages.get(page) ?? '');
    });
    expect(lost.map(({ name }) => name)).toEqual([]);
  });

  it("has the guide's spelling of what the wire spells otherwise", () => {
    const squeezed = (page: number): string => (pages.get(page) ?? '').replace(/\s/g, '');
    const lost = guideSpellings.filter(({ guide, page }) => {
      const names = guide.match(/\w+/g) ?? [];
      return !names.some((name) => squeezed(page).includes(name.slice(0, 20)));
    });
    expect(lost).toEqual([]);
  });

  it('has every fault that the table of exceptions lists', () => {
    const table = [...pages]
      .filter(([page]) => page > 230 && page < 244)
      .map(([, text]) => text)
      .join('\n');
    const listed = [...table.matchAll(/^([A-Z]\w+Fault)\b/gm)].map(([, name = '']) => name);
    // The one that is left is the second line of a name too long for its column.
    expect(listed.filter((name) => !(name in faults) && !(name in guideOnly))).toEqual(['ExceededFault']);
    expect(listed.length).toBeGreaterThan(60);
  });

  it('has every type that the table of contents lists', () => {
    const listed = [...contents.matchAll(/^(\w+) (\d+)$/gm)].filter(
      ([, , page]) => Number(page) > 18 && Number(page) < 136,
    );
    const known = new Set([
      ...reachableTypes().keys(),
      ...Object.keys(guideOnly),
      ...guideSpellings.map(({ guide }) => guide),
      ...NOT_REACHED,
    ]);
    const missing = new Set(listed.map(([, name = '']) => name).filter((name) => !known.has(name)));
    expect([...missing]).toEqual([]);
    expect(listed.length).toBeGreaterThan(170);
  });

  it('counts operations in the class in which the guide counts them', () => {
    const table = [179, 180, 181].map((page) => pages.get(page) ?? '').join('\n');
    const [limits = ''] = table.split(/^getCallCountersState$/m);
    const heads: [RegExp, keyof typeof quotas][] = [
      [/^Query 450/, 'Query'],
      [/^Modify \(/, 'Modify'],
      [/^Importing single/, 'SingleUpload'],
      [/^Importing multiple/, 'AsynchronousUpload'],
      [/^Generating reports/, 'ReportRequest'],
      [/^Retrieving reports/, 'RetrieveReport'],
      [/^Uploading/, 'Upload'],
    ];
    const counted: [name: string, quota: string | undefined][] = [];
    let current: string | undefined;
    for (const line of limits.split('\n')) {
      current = heads.find(([start]) => start.test(line))?.[1] ?? current;
      for (const [name] of line.matchAll(/\b[a-z]\w+\b/g))
        if (name in five9ConfigContract.operations) counted.push([name, current]);
    }
    const ours = new Map(rows.map(([name, { quota }]) => [name, quota]));
    const wrong = counted.filter(([name, quota]) => ours.get(name) !== quota);
    // The guide counts it twice, as Modify and as Upload, and says of getContactRecords how many records it returns.
    expect(wrong).toEqual([['addNumbersToDnc', 'Modify']]);
    expect(counted.length).toBeGreaterThan(130);
  });
});
