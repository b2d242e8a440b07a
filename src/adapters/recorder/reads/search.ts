/** Finding recordings: criteria are pushed down to CALLLIST, which knows all of them but the recording's id. */
import type { ListQuery, RecordingRecord, Rows } from '../../adapter.ts';
import type { InputOf, SendOptions } from '../../contract.ts';
import { spellingsToSend } from '../../numbers.ts';
import type { RecorderClient } from '../client.ts';
import type { RecorderOperations } from '../contract/index.ts';
import { annotationCriteria } from './annotation-criteria.ts';
import {
  isUserField,
  recordingOf,
  type SearchResult,
  type Terminology,
  withBeginning,
  withSeconds,
} from './records.ts';

/** Recordings requested at a time. */
export const PAGE = 500;
/** Pages looked through for recordings known only by their id, or by how many others are newer. */
const MOST_PAGES = 40;

const SECOND = 1_000;
/** Milliseconds that no recording is longer than. */
const LONGEST_RECORDING = 86_400_000;

/** Characters of the criteria (guide l. 2578 to 2585); a longer name is in no recording. */
const LONGEST = { NUMBER: 20, DEVICEALIAS: 15, DEVICEID: 64, SYS_USER: 30 } as const;

/** Criteria of CALLLIST. */
export type Criteria = InputOf<RecorderOperations['CALLLIST']>;

interface SearchParts {
  readonly client: RecorderClient;
  readonly callIdField: string | undefined;
  /** The labels of custom fields; empty where they cannot be read. */
  labels(): Promise<Terminology>;
  /** The labels of custom fields. Throws where they cannot be read. */
  terminology(ask: SendOptions): Promise<Terminology>;
  now(): Date;
}

/** Searches for one agent; beyond them all recordings are read. */
const MOST_WAYS = 8;

/** Criteria are combined by AND (guide l. 1181), so that each way an agent is recorded under is a separate search. */
function criteriaOf(query: ListQuery, annotated: Criteria, reading: string): readonly Criteria[] {
  const shared = {
    ...annotated,
    ANI: query.from ?? null,
    DNIS: query.to ?? null,
    CALLDATESTART: query.startedAfter ?? null,
    CALLDATEEND: lastTimeOf(query, reading),
    DEVICEID: query.device ?? null,
  };
  const ways = query.number ? waysOfNumber(query.number, query.spellings) : waysOfAgent(query);
  return ways.length === 0 ? [shared] : ways.map((way) => ({ ...shared, ...way }));
}

/**
 * The end of the dates in whole seconds, which CALLLIST may leave out (readings.ts, `date-bounds`). Where RECORDINGTIME is
 * the end of a recording, one that began in time may have ended later.
 */
function lastTimeOf({ startedBefore }: ListQuery, reading: string): string | null {
  if (!startedBefore) return null;
  const last = Math.ceil(Date.parse(startedBefore) / SECOND) * SECOND;
  return new Date(last + (reading === 'end' ? LONGEST_RECORDING : 0)).toISOString();
}

/**
 * The phones, the sign-ons and the network user names of an agent: CALLLIST has no criterion for the agent's name (guide
 * l. 1168). A phone that is named covers every agent at it.
 */
function waysOfAgent({ agent, agents, device }: ListQuery): readonly Criteria[] {
  if (device) return [];
  const references = agents ?? (agent ? [agent] : []);
  const phones = distinct(references.map(({ extension }) => extension));
  const signOns = distinct([...references.map(({ alias }) => alias), ...phones]);
  const userNames = distinct(references.map(({ userName }) => userName));
  const ways = [
    ...signOns.filter(fits(LONGEST.DEVICEALIAS)).map((DEVICEALIAS) => ({ DEVICEALIAS })),
    ...phones.filter(fits(LONGEST.DEVICEID)).map((DEVICEID) => ({ DEVICEID })),
    ...userNames.filter(fits(LONGEST.SYS_USER)).map((SYS_USER) => ({ SYS_USER })),
  ];
  return ways.length > MOST_WAYS ? [] : ways;
}

function fits(characters: number) {
  return (name: string) => [...name].length <= characters;
}

function distinct(texts: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(texts.filter((text): text is string => Boolean(text)))];
}

/** The number in each of its spellings as either party; the guide is silent on how CALLLIST compares numbers. */
function waysOfNumber(number: string, spellings: ListQuery['spellings']): readonly Criteria[] {
  const fitting = spellingsToSend(number, spellings).filter(({ length }) => length <= LONGEST.NUMBER);
  return fitting.flatMap((one) => [{ ANI: one }, { DNIS: one }]);
}

async function page(client: RecorderClient, criteria: Criteria, ask: SendOptions): Promise<readonly SearchResult[]> {
  const rows = (await client.send('CALLLIST', criteria, ask))?.SEARCHRESULT ?? [];
  return rows.map((row) => withSeconds(row, client.reading('recording-length')));
}

/** Recordings that match, newest first. */
export async function searchRecordings(
  parts: SearchParts,
  query: ListQuery,
  ask: SendOptions,
): Promise<Rows<RecordingRecord>> {
  const count = Math.max(1, Math.min(query.limit ?? PAGE, PAGE * MOST_PAGES));
  const wanted = query.nativeIds?.length ? new Set(query.nativeIds) : null;
  const reading = parts.client.reading('recording-time');
  const annotated = await annotatedCriteria(parts, query, ask);
  if (!annotated) return { items: [], fetchedAt: parts.now().toISOString() };
  const { startedBefore } = query;
  const inTime = (row: SearchResult) =>
    !startedBefore || Date.parse(withBeginning(row, reading).RECORDINGTIME ?? '') <= Date.parse(startedBefore);
  const searches = criteriaOf(query, annotated, reading).map((criteria) =>
    wanted
      ? byIds(parts.client, criteria, wanted, ask)
      : newest(parts.client, criteria, { count, ...(reading === 'end' && { inTime }) }, ask),
  );
  const [results, terminology] = await Promise.all([Promise.all(searches), parts.labels()]);
  const { found, truncated } = newestOf(results, count);
  const items = found.flatMap((row) => recordingOf(withBeginning(row, reading), parts.callIdField, terminology) ?? []);
  return { items, truncated, fetchedAt: parts.now().toISOString() };
}

/** The custom fields of a query as criteria; null where no recording can have them. */
async function annotatedCriteria(parts: SearchParts, { annotations }: ListQuery, ask: SendOptions) {
  const wanted = annotations ?? [];
  const named = wanted.every(({ field }) => isUserField(field));
  return annotationCriteria(wanted, named ? new Map() : await parts.terminology(ask));
}

interface SearchOutcome {
  readonly found: readonly SearchResult[];
  readonly truncated: boolean;
}

/** The newest of several searches, each recording once. */
function newestOf(results: readonly SearchOutcome[], count: number): SearchOutcome {
  const [only] = results;
  if (only && results.length === 1) return only;
  const all = results.flatMap(({ found }) => found.map((row) => [row.RECORDID ?? '', row] as const));
  const distinct = [...new Map(all).values()].toSorted((one, other) => timeOf(other) - timeOf(one));
  const truncated = distinct.length > count || results.some((result) => result.truncated);
  return { found: distinct.slice(0, count), truncated };
}

function timeOf({ RECORDINGTIME }: SearchResult): number {
  return RECORDINGTIME ? Date.parse(RECORDINGTIME) : 0;
}

interface Wanted {
  readonly count: number;
  /** Which rows are wanted where the criteria find more. */
  inTime?(row: SearchResult): boolean;
}

/** Looks back page by page for as many as are wanted. */
async function newest(client: RecorderClient, criteria: Criteria, { count, inTime }: Wanted, ask: SendOptions) {
  const found = new Map<string, SearchResult>();
  const isOver = await searchBackwards(client, criteria, Math.min(count, PAGE), ask, (rows) => {
    for (const row of rows) if (inTime?.(row) ?? true) found.set(row.RECORDID ?? `${found.size}`, row);
    return found.size >= count;
  });
  return { found: [...found.values()].slice(0, count), truncated: !isOver || found.size > count };
}

/** Looks back page by page, as far as the ids, which grow with time, can be. */
async function byIds(client: RecorderClient, criteria: Criteria, wanted: ReadonlySet<string>, ask: SendOptions) {
  const found = new Map<string, SearchResult>();
  const isOver = await searchBackwards(client, criteria, PAGE, ask, (rows) => {
    for (const row of rows) if (row.RECORDID && wanted.has(row.RECORDID)) found.set(row.RECORDID, row);
    return found.size === wanted.size;
  });
  return { found: [...found.values()], truncated: !isOver && found.size < wanted.size };
}

/**
 * Takes page after page, each older than the one before, until enough was taken; whether all there is was seen. The next
 * page begins with the second that the last one ended in, whether the end of the dates is part of them or not.
 */
export async function searchBackwards(
  client: RecorderClient,
  criteria: Criteria,
  size: number,
  ask: SendOptions,
  take: (rows: readonly SearchResult[]) => boolean,
): Promise<boolean> {
  let end = criteria.CALLDATEEND ?? null;
  for (let pages = 0, count = size; pages < MOST_PAGES; pages += 1, count = PAGE) {
    const rows = await page(client, { ...criteria, CALLDATEEND: end, CALLCOUNT: count }, ask);
    const isEnough = take(rows);
    if (rows.length < count) return true;
    const oldest = rows.at(-1)?.RECORDINGTIME ?? null;
    const next = oldest === null ? null : new Date(Date.parse(oldest) + SECOND).toISOString();
    if (isEnough || next === null || (end !== null && Date.parse(next) >= Date.parse(end))) return false;
    end = next;
  }
  return false;
}
