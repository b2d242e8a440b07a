import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { AnyVariables, Client, CombinedError } from 'urql';
import { useSession } from '../session/session.ts';

/** What one account contributes to a list. */
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
  /** Reads the list again from its start. */
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

/** Reads a list of the gateway page by page; its document takes `$first`, `$after` and the given variables. */
export function usePages<Row>(document: string, variables: AnyVariables): Pages<Row> {
  const { http } = useSession().floor;
  const [state, setState] = useState<State<Row>>(EMPTY);
  const [round, setRound] = useState(0);
  const key = JSON.stringify([document, variables, round]);
  const current = useRef(key);
  const read = useCallback(
    (from: State<Row>) => {
      current.current = key;
      const ifCurrent = (next: State<Row>) => {
        if (current.current === key) setState(next);
      };
      setState({ ...from, reading: true });
      readPage<Row>(http, document, variables, from.after).then(
        (page) => ifCurrent(withPage(from, page)),
        ({ message }: Error) => ifCurrent({ ...from, reading: false, problem: message }),
      );
    },
    [http, key],
  );
  useEffect(() => {
    read(EMPTY);
    return () => {
      current.current = '';
    };
  }, [read]);
  const all = async (limit: number) => {
    let whole = state;
    while (whole.hasMore && whole.rows.length < limit)
      whole = withPage(whole, await readPage<Row>(http, document, variables, whole.after));
    setState(whole);
    return whole.rows;
  };
  const reload = useCallback(() => setRound((count) => count + 1), []);
  return useMemo(() => ({ ...state, more: () => read(state), reload, all }), [state, read, reload]);
}
