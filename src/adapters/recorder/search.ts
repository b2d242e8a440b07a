/** Finding recordings: criteria are pushed down to CALLLIST, which knows all of them but the recording's id. */
import type { ListQuery, RecordingRecord, Rows } from '../adapter.ts';
import type { InputOf, SendOptions } from '../contract.ts';
import type { RecorderClient } from './client.ts';
import type { RecorderOperations } from './contract/index.ts';
import { recordingOf, type SearchResult, type Terminology } from './records.ts';

/** Recordings asked for at a time. */
const PAGE = 500;
/** Pages looked through for recordings known only by their id. */
const MOST_PAGES = 40;

type Criteria = InputOf<RecorderOperations['CALLLIST']>;

/** What a search needs of the adapter. */
export interface SearchParts {
  readonly client: RecorderClient;
  readonly callIdField: string | undefined;
  terminology(ask: SendOptions): Promise<Terminology>;
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
  const terminology = await parts.terminology(ask);
  const count = Math.max(1, Math.min(query.limit ?? PAGE, PAGE));
  const criteria = criteriaOf(query);
  const { found, truncated } = query.nativeIds?.length
    ? await byIds(parts.client, criteria, new Set(query.nativeIds), ask)
    : await newest(parts.client, { ...criteria, CALLCOUNT: count }, ask);
  const items = found.flatMap((each) => recordingOf(each, parts.callIdField, terminology) ?? []);
  return { items, truncated, fetchedAt: parts.now().toISOString() };
}

async function newest(client: RecorderClient, criteria: Criteria, ask: SendOptions) {
  const found = await page(client, criteria, ask);
  return { found, truncated: found.length >= (criteria.CALLCOUNT ?? PAGE) };
}

/** Looks back page by page, as far as the ids, which grow with time, can be. */
async function byIds(client: RecorderClient, criteria: Criteria, wanted: ReadonlySet<string>, ask: SendOptions) {
  const found = new Map<string, SearchResult>();
  let end = criteria.CALLDATEEND ?? null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const rows = await page(client, { ...criteria, CALLDATEEND: end, CALLCOUNT: PAGE }, ask);
    for (const row of rows) if (row.RECORDID && wanted.has(row.RECORDID)) found.set(row.RECORDID, row);
    const oldest = rows.at(-1)?.RECORDINGTIME ?? null;
    const stuck = oldest === null || oldest === end;
    if (found.size === wanted.size || rows.length < PAGE || stuck)
      return { found: [...found.values()], truncated: false };
    end = oldest;
  }
  return { found: [...found.values()], truncated: true };
}
