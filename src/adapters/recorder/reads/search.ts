/** Finding recordings: criteria are pushed down to CALLLIST, which knows all of them but the recording's id. */
import type { ListQuery, RecordingRecord, Rows } from '../../adapter.ts';
import type { InputOf, SendOptions } from '../../contract.ts';
import type { RecorderClient } from '../client.ts';
import type { RecorderOperations } from '../contract/index.ts';
import { recordingOf, type SearchResult, type Terminology } from './records.ts';

/** Recordings asked for at a time. */
export const PAGE = 500;
/** Pages looked through for recordings known only by their id, or by how many others are newer. */
const MOST_PAGES = 40;

type Criteria = InputOf<RecorderOperations['CALLLIST']>;

/** What a search needs of the adapter. */
interface SearchParts {
  readonly client: RecorderClient;
  readonly callIdField: string | undefined;
  labels(): Promise<Terminology>;
  now(): Date;
}

function criteriaOf(query: ListQuery): Criteria {
  return {
    DEVICEID: query.device ?? query.agent?.extension ?? null,
    SYS_USER: query.device || query.agent?.extension ? null : (query.agent?.userName ?? null),
    ANI: query.from ?? null,
    DNIS: query.to ?? null,
    CALLDATESTART: query.startedAfter ?? null,
    CALLDATEEND: query.startedBefore ?? null,
  };
}

async function page(client: RecorderClient, criteria: Criteria, ask: SendOptions): Promise<readonly SearchResult[]> {
  return (await client.send('CALLLIST', criteria, ask))?.SEARCHRESULT ?? [];
}

/** Recordings that match, newest first. */
export async function searchRecordings(
  parts: SearchParts,
  query: ListQuery,
  ask: SendOptions,
): Promise<Rows<RecordingRecord>> {
  const count = Math.max(1, Math.min(query.limit ?? PAGE, PAGE * MOST_PAGES));
  const criteria = criteriaOf(query);
  const search = query.nativeIds?.length
    ? byIds(parts.client, criteria, new Set(query.nativeIds), ask)
    : newest(parts.client, criteria, count, ask);
  const [{ found, truncated }, terminology] = await Promise.all([search, parts.labels()]);
  const items = found.flatMap((each) => recordingOf(each, parts.callIdField, terminology) ?? []);
  return { items, truncated, fetchedAt: parts.now().toISOString() };
}

/** Looks back page by page for as many as are wanted. */
async function newest(client: RecorderClient, criteria: Criteria, count: number, ask: SendOptions) {
  const found = new Map<string, SearchResult>();
  const isOver = await lookBack(client, criteria, Math.min(count, PAGE), ask, (rows) => {
    for (const row of rows) found.set(row.RECORDID ?? `${found.size}`, row);
    return found.size >= count;
  });
  return { found: [...found.values()], truncated: !isOver };
}

/** Looks back page by page, as far as the ids, which grow with time, can be. */
async function byIds(client: RecorderClient, criteria: Criteria, wanted: ReadonlySet<string>, ask: SendOptions) {
  const found = new Map<string, SearchResult>();
  const isOver = await lookBack(client, criteria, PAGE, ask, (rows) => {
    for (const row of rows) if (row.RECORDID && wanted.has(row.RECORDID)) found.set(row.RECORDID, row);
    return found.size === wanted.size;
  });
  return { found: [...found.values()], truncated: !isOver && found.size < wanted.size };
}

/** Takes page after page, each older than the one before, until enough was taken; whether all there is was seen. */
export async function lookBack(
  client: RecorderClient,
  criteria: Criteria,
  size: number,
  ask: SendOptions,
  take: (rows: readonly SearchResult[]) => boolean,
): Promise<boolean> {
  let end = criteria.CALLDATEEND ?? null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const rows = await page(client, { ...criteria, CALLDATEEND: end, CALLCOUNT: size }, ask);
    const isEnough = take(rows);
    if (rows.length < size) return true;
    const oldest = rows.at(-1)?.RECORDINGTIME ?? null;
    if (isEnough || oldest === null || oldest === end) return false;
    end = oldest;
  }
  return false;
}
