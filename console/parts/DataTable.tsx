import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useMemo, useRef } from 'react';
import { useSession } from '../session/session.ts';
import { useMedia } from './media.ts';
import { OldUnseen, oldClass } from './Old.tsx';
import { useRowKeys } from './row-keys.ts';

/** A column of a table. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** The root field without which the key may not read what it shows; none when absent. */
  readonly needs?: string;
  /** CSS `flex` of its cells: the share of the row's width. */
  readonly flex: string;
  /** The width of the table from which the column is shown; always when absent. */
  readonly from?: 'medium' | 'wide';
  /** Its place in the two lines of a row on a phone, where other columns are left out. */
  readonly phone?: 'title' | 'state' | 'note' | 'time';
  /** The value by which the column is sorted; undefined comes last. */
  value(row: Row): string | number | undefined;
  cell(row: Row): ReactNode;
}

interface DataTableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly selected?: string | null;
  readonly sortedBy?: { readonly id: string; readonly desc: boolean };
  /** Whether a row is older than it should be. */
  isOld?(row: Row): boolean;
  onSelect?(row: Row): void;
  readonly empty: ReactNode;
}

const ROW_HEIGHT = 48;
const PHONE_ROW_HEIGHT = 72;

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

const placeOf = <Row,>({ key, from, phone }: Column<Row>) =>
  `cell cell-${key} ${from ? `from-${from}` : ''} ${phone ? `phone-${phone}` : 'phone-none'}`;

const compare = (one: unknown, other: unknown) =>
  typeof one === 'number' && typeof other === 'number' ? one - other : String(one).localeCompare(String(other));

const ARROWS = { asc: ' ↑', desc: ' ↓' } as const;
const ARIA_SORT = { asc: 'ascending', desc: 'descending' } as const;

function useSortedTable<Row extends object>({ columns, rows, sortedBy }: DataTableProps<Row>) {
  const definitions = useMemo(() => {
    const helper = createColumnHelper<typeof features, Row>();
    return columns.map((column) =>
      helper.accessor((row): unknown => column.value(row), {
        id: column.key,
        sortUndefined: 'last',
        sortFn: (one, other, id) => compare(one.getValue(id), other.getValue(id)),
      }),
    );
  }, [columns]);
  const initialState = { sorting: sortedBy ? [{ ...sortedBy }] : [] };
  return useTable({ features, columns: definitions, data: rows, initialState });
}

type Sorted<Row extends object> = ReturnType<typeof useSortedTable<Row>>;

function Head<Row extends object>({ table, columns }: { table: Sorted<Row>; columns: readonly Column<Row>[] }) {
  return (
    <thead className="table-head">
      <tr className="table-row" aria-rowindex={1}>
        {table.getFlatHeaders().map(({ id, column }, index) => {
          const sorted = column.getIsSorted();
          const shown = columns[index];
          if (!shown) return null;
          return (
            <th
              key={id}
              scope="col"
              className={placeOf(shown)}
              style={{ flex: shown.flex }}
              aria-sort={sorted ? ARIA_SORT[sorted] : undefined}
            >
              <button type="button" className="sort" onClick={() => column.toggleSorting()}>
                {shown.title}
                <span aria-hidden="true">{sorted ? ARROWS[sorted] : ''}</span>
              </button>
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

interface BodyRowProps<Row extends object> {
  readonly table: DataTableProps<Row>;
  readonly row: Row & { readonly id: string };
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly start: number;
  readonly height: number;
  readonly keys: object | undefined;
}

function BodyRow<Row extends object>({ table, row, index, start, height, keys }: BodyRowProps<Row>) {
  const { columns, selected, isOld, onSelect } = table;
  const old = isOld?.(row) ?? false;
  const marks = [onSelect && 'selectable', row.id === selected && 'selected', oldClass(old)];
  return (
    <tr
      aria-rowindex={index + 2}
      data-id={row.id}
      className={['table-row', ...marks].filter(Boolean).join(' ')}
      style={{ height, transform: `translateY(${start}px)` }}
      {...keys}
    >
      {columns.map((column, place) => (
        <td key={column.key} className={placeOf(column)} style={{ flex: column.flex }}>
          <OldUnseen when={old && place === 0} />
          {column.cell(row)}
        </td>
      ))}
    </tr>
  );
}

/** The columns that the key may read. */
function useReadable<Row>(columns: readonly Column<Row>[]) {
  const { rights } = useSession();
  return useMemo(() => columns.filter(({ needs }) => !needs || rights.may(needs)), [columns, rights]);
}

/** A sortable table that draws only the rows in view: a thousand rows scroll like ten. */
export function DataTable<Row extends { readonly id: string }>(given: DataTableProps<Row>) {
  const columns = useReadable(given.columns);
  const props = { ...given, columns };
  const { label, rows: data, selected, onSelect, empty } = props;
  const table = useSortedTable(props);
  const scroller = useRef<HTMLElement>(null);
  const height = useMedia('(max-width: 700px)') ? PHONE_ROW_HEIGHT : ROW_HEIGHT;
  const { rows } = table.getRowModel();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.original.id ?? index,
    overscan: 8,
  });
  useLayoutEffect(() => virtual.measure(), [height]);
  const items = virtual.getVirtualItems();
  const keysOf = useRowKeys({
    ...{ selected: selected ?? null, scroller, onSelect },
    rows: rows.map(({ original }) => original),
    drawn: items.map(({ key }) => String(key)),
    scrollTo: (index) => virtual.scrollToIndex(index),
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section className="table-scroll" ref={scroller} tabIndex={0} aria-label={`${label}: rows`}>
      <table className="table" aria-label={label} aria-rowcount={data.length + 1}>
        <Head table={table} columns={columns} />
        <tbody className="table-body" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ key, index, start }) => {
            const row = rows[index]?.original;
            return row && <BodyRow key={key} {...{ row, index, start, height, table: props }} keys={keysOf(row)} />;
          })}
        </tbody>
      </table>
      {rows.length === 0 && <p className="table-empty">{empty}</p>}
    </section>
  );
}
