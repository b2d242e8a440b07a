/** The share of the vendors' documents that the gateway offers, computed from the contracts. */
import type { Contract, Operation } from './contract.ts';
import type { Vendor } from './vendor.ts';

/** One documented operation and where it is found. */
interface CoverageRow {
  readonly vendor: string;
  readonly chapter: string;
  /** The operation's heading in the vendor's document. */
  readonly documented: string;
  readonly field: string;
  readonly kind: Operation['kind'];
  /** The guide's word for an operation that is not, or no longer, available. */
  readonly remark: string;
  readonly unified: readonly string[];
}

type Described = Pick<Vendor, 'key' | 'contract' | 'covers'>;

/** Every documented operation, in the order of the contracts. */
export function coverageRows(vendors: readonly Described[]): readonly CoverageRow[] {
  return vendors.flatMap(({ key, contract, covers }) =>
    Object.entries(contract.chapters).flatMap(([chapter, rows]) =>
      Object.entries(rows).flatMap(([name, row]) =>
        (row.documentedAs ?? [name]).map((documented) => ({
          ...{ vendor: key, chapter, documented, kind: row.kind, remark: remarkOn(row) },
          field: `${contract.prefix}_${name}`,
          unified: covers[name] ?? [],
        })),
      ),
    ),
  );
}

function remarkOn({ availability, deprecated }: Operation): string {
  return availability ?? (deprecated === undefined ? '' : 'deprecated');
}

/** The coverage table as Markdown, with `capabilities` as lines before the operations. */
export function coverageTable(vendors: readonly Described[], capabilities: readonly string[] = []): string {
  const rows = coverageRows(vendors);
  const events = vendors.reduce((sum, { contract }) => sum + Object.keys(contract.events ?? {}).length, 0);
  const unified = rows.filter((row) => row.unified.length > 0).length;
  return [
    '# Coverage',
    '',
    'Computed from the contracts and the adapters by `npm run schema`; not edited by hand.',
    '',
    `${rows.length} documented operations are fields of the vendor plane; ${unified} of them also serve the unified plane.`,
    `${events} event types are read.`,
    '',
    ...summary(vendors, rows),
    ...capabilities,
    ...vendors.flatMap((vendor) => section(vendor, rows)),
  ].join('\n');
}

function summary(vendors: readonly Described[], rows: readonly CoverageRow[]): readonly string[] {
  const lines = vendors.map(({ key, contract }) => {
    const vendorRows = rows.filter(({ vendor }) => vendor === key);
    const unified = vendorRows.filter((row) => row.unified.length > 0).length;
    return line([key, vendorRows.length, unified, Object.keys(contract.events ?? {}).length]);
  });
  return [
    line(['Vendor API', 'Operations', 'In the unified plane', 'Event types']),
    line(Array(4).fill('---')),
    ...lines,
    '',
  ];
}

function section({ key, contract }: Described, rows: readonly CoverageRow[]): readonly string[] {
  const vendorRows = rows.filter(({ vendor }) => vendor === key);
  const head = ['Chapter', 'Operation', 'Field', 'Kind', 'Unified plane', 'Remark'];
  const lines = vendorRows.map(({ chapter, documented, field, kind, unified, remark }) =>
    line([chapter, documented, `\`${field}\``, kind, unified.map((name) => `\`${name}\``).join(', '), remark]),
  );
  return [`## ${key}`, '', line(head), line(head.map(() => '---')), ...lines, '', ...eventLines(contract)];
}

function eventLines({ events = {} }: Contract): readonly string[] {
  const names = Object.keys(events);
  return names.length ? [`Events: ${names.map((name) => `\`${name}\``).join(', ')}.`, ''] : [];
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
}
