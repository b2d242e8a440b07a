import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AnyVariables, Client, CombinedError } from 'urql';
import { useSession } from '../session/session.ts';

/** The contribution of one account to a list. */
export interface SourceState {
  readonly account: { readonly key: string };
  readonly notAsked: string | null;
  readonly truncated: boolean;
  readonly stale: boolean;
  readonly coveredFrom: string | null;
  readonly coveredTo: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** The fields of a page of a list beyond its edges. */
export const PAGE_FIELDS = `pageInfo { hasNextPage endCursor }
  sources { account { key } notAsked truncated stale coveredFrom coveredTo error { code message } }`;

interface Page<Row> {
  readonly edges: readonly { readonly node: Row }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly sources?: readonly SourceState[];
}

/** A list that is read page by page. */
export interface Pages<Row> {
  readonly rows: readonly Row[];
  readonly sources: readonly SourceState[];
  readonly reading: boolean;
  readonly hasMore: boolean;
  readonly problem: string | null;
  /** Reads the next page. */
  more(): void;
  /** Reads again as much of the list as is shown. */
  reload(): void;
  /** Every row of the list up to `limit`, read to its end. */
  all(limit: number): Promise<readonly Row[]>;
}

interface State<Row> {
  readonly rows: readonly Row[];
  readonly sources: readonly SourceState[];
  readonly reading: boolean;
  readonly after: string | null;
  readonly hasMore: boolean;
  readonly problem: string | null;
}

const EMPTY = { rows: [], sources: [], reading: true, after: null, hasMore: false, problem: null };
const PAGE_SIZE = 100;

/** The message of a failed query, as the gateway wrote it. */
export const problemOf = (error: CombinedError | undefined): string =>
  error?.graphQLErrors[0]?.message ?? error?.networkError?.message ?? 'The gateway did not answer';

async function readPage<Row>(
  http: Client,
  document: string,
  variables: AnyVariables,
  after: string | null,
): Promise<Page<Row>> {
  const { data, error } = await http
    .query<Readonly<Record<string, Page<Row>>>>(document, { first: PAGE_SIZE, ...variables, after })
    .toPromise();
  const [page] = data ? Object.values(data) : [];
  if (!page) throw new Error(problemOf(error));
  return page;
}

const withPage = <Row>(before: State<Row>, { edges, pageInfo, sources }: Page<Row>): State<Row> => ({
  rows: [...before.rows, ...edges.map(({ node }) => node)],
  sources: sources ?? [],
  reading: false,
  after: pageInfo.endCursor,
  hasMore: pageInfo.hasNextPage,
  problem: null,
});

interface Question {
  readonly http: Client;
  readonly document: string;
  readonly variables: AnyVariables;
}

/** Reads the pages after `from`, until there are at least `count` rows or the list ends. */
async function readOn<Row>({ http, document, variables }: Question, from: State<Row>, count: number) {
  let state = from;
  do state = withPage(state, await readPage<Row>(http, document, variables, state.after));
  while (state.hasMore && state.rows.length < count);
  return state;
}

/** Reads a list of the gateway page by page; its document takes `$first`, `$after` and the given variables. */
export function usePages<Row>(document: string, variables: AnyVariables): Pages<Row> {
  const { http } = useSession().floor;
  const [state, setState] = useState<State<Row>>(EMPTY);
  const [round, setRound] = useState(0);
  const list = JSON.stringify([document, variables]);
  const shown = useRef('');
  const current = useRef(0);
  const read = useCallback(
    async (from: State<Row>, count: number) => {
      const number = ++current.current;
      const ifCurrent = (next: (before: State<Row>) => State<Row>) => {
        if (current.current === number) setState(next);
      };
      ifCurrent((before) => ({ ...before, reading: true }));
      try {
        const whole = await readOn<Row>({ http, document, variables }, from, count);
        ifCurrent(() => whole);
        return whole.rows;
      } catch (thrown) {
        ifCurrent((before) => ({ ...before, reading: false, problem: (thrown as Error).message }));
        throw thrown;
      }
    },
    [http, list],
  );
  useEffect(() => {
    const again = shown.current === list;
    shown.current = list;
    if (!again) setState(EMPTY);
    // The list shows its problem itself.
    read(EMPTY, again ? state.rows.length : 1).catch(() => undefined);
    return () => {
      current.current++;
    };
  }, [read, round]);
  const reload = useCallback(() => setRound((count) => count + 1), []);
  return useMemo(
    () => ({
      ...state,
      more: () => void read(state, state.rows.length + 1).catch(() => undefined),
      all: async (limit: number) => (state.hasMore ? read(state, limit) : state.rows),
      reload,
    }),
    [state, read, reload],
  );
}
