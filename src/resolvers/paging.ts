import { pageSize } from '../access/page-size.ts';
import { CrosspointError } from '../adapters/errors.ts';

/** The arguments of a connection. */
export interface PageArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** The position of a row in its list: texts compared in order, the last of them unique. */
type SortKey = readonly string[];

/** How a list is ordered. */
export interface Order<Item> {
  /** Names the order, so that a cursor of another order is refused. */
  readonly name: string;
  key(item: Item): SortKey;
  /** How many texts a key has. */
  readonly length: number;
  readonly descending?: boolean;
}

/** An edge of a page. Its cursor is written when it is read, as most queries do not. */
class PageEdge<Node> {
  constructor(
    readonly node: Node,
    private readonly place: () => string,
  ) {}

  get cursor(): string {
    return this.place();
  }

  /** The same place with another object. */
  showing<Shown>(node: Shown): PageEdge<Shown> {
    return new PageEdge(node, this.place);
  }
}

/** A page of a list. */
export interface PageOf<Item> {
  readonly edges: readonly PageEdge<Item>[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

function compare(one: SortKey, other: SortKey): number {
  for (let index = 0; index < one.length; index += 1) {
    const [mine = '', theirs = ''] = [one[index], other[index]];
    if (mine !== theirs) return mine < theirs ? -1 : 1;
  }
  return 0;
}

/** The cursor of a position in an order. */
export function writeCursor(order: string, key: SortKey): string {
  return Buffer.from(JSON.stringify([order, ...key])).toString('base64url');
}

/** The place before everything of one moment, in an order of the newest first. */
export function placeBefore(moment: string, { name, length }: Pick<Order<never>, 'name' | 'length'>): string {
  return writeCursor(name, [moment, ...new Array<string>(length - 1).fill('\uffff')]);
}

/** The place a cursor of this order stands for; throws INVALID_ARGUMENT naming the argument for any other text. */
export function readCursor(
  cursor: string,
  { name: order, length }: Pick<Order<never>, 'name' | 'length'>,
  name: string,
): SortKey {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === length + 1 && parts.every((part) => typeof part === 'string')) {
      const [of, ...key] = parts as string[];
      if (of === order) return key;
    }
  } catch {
    // Rejected below, as every text that is not a cursor of this list.
  }
  throw notACursor(name);
}

function notACursor(name: string): CrosspointError {
  return new CrosspointError('INVALID_ARGUMENT', `${name} is not a cursor of this list`, { path: [name] });
}

/** Milliseconds of the last moment that RFC 3339 can write. */
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

/** The moment that a key begins with, which a client may have made up; null where the row has none. */
export function momentOf([text = '']: SortKey, name: string): number | null {
  if (text === '') return null;
  const moment = Date.parse(text);
  if (moment >= 0 && moment <= LAST_MOMENT) return moment;
  throw notACursor(name);
}

/** The number that a key begins with, which a client may have made up. */
export function indexOf([text = '']: SortKey, name: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw notACursor(name);
}

/** Puts items into an order. */
function sorted<Item>(items: readonly Item[], order: Order<Item>): readonly Item[] {
  const sign = order.descending ? -1 : 1;
  const placed = items.map((item) => ({ item, key: order.key(item) }));
  placed.sort((one, other) => sign * compare(one.key, other.key));
  return placed.map(({ item }) => item);
}

/** The first index whose item is not passed over; items that are passed over come first. */
function firstIndex<Item>(items: readonly Item[], isPassed: (item: Item) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isPassed(items[middle] as Item)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Cuts a page out of a list as `cutPage` does, of items that are not sorted yet. */
export function pageOf<Item>(items: readonly Item[], order: Order<Item>, asked: PageArguments): PageOf<Item> {
  return cutPage(sorted(items, order), order, asked);
}

/**
 * Cuts a page out of a list that is in its order. Cursors contain the position itself, not an index, so that a page continues correctly
 * while rows come and go: none twice, and none skipped that was there throughout.
 */
export function cutPage<Item>(items: readonly Item[], order: Order<Item>, asked: PageArguments): PageOf<Item> {
  const { size, backwards } = pageSize(asked);
  const sign = order.descending ? -1 : 1;
  const bound = (cursor: string | null | undefined, name: string) =>
    cursor == null ? null : readCursor(cursor, order, name);
  const after = bound(asked.after, 'after');
  const before = bound(asked.before, 'before');
  const start = after ? firstIndex(items, (item) => sign * compare(order.key(item), after) <= 0) : 0;
  const end = before ? firstIndex(items, (item) => sign * compare(order.key(item), before) < 0) : items.length;
  const [from, to] = backwards ? [Math.max(start, end - size), end] : [start, Math.min(end, start + size)];
  const edges = items.slice(from, to).map((node) => new PageEdge(node, () => writeCursor(order.name, order.key(node))));
  return {
    edges,
    pageInfo: {
      hasNextPage: backwards ? end < items.length : end - start > size,
      hasPreviousPage: backwards ? end - start > size : start > 0,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
