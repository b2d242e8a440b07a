import { useCallback, useEffect, useRef, useState } from 'react';
import type { AnyVariables } from 'urql';
import { useOverdue } from '../live/overdue.ts';
import { useSession } from '../session/session.ts';
import { problemOf } from './pages.ts';

interface Answer<Data> {
  /** The latest answer; null before the first. */
  readonly data: Data | null;
  /** Why the latest read failed; null when it did not. */
  readonly problem: string | null;
  readonly reading: boolean;
  /** When the answer was received, in milliseconds of the browser; null before the first. */
  readonly receivedAt: number | null;
}

/** Reads of a repeated query that may be missing before its answer counts as old. */
const READS_MISSED = 3;

const NOTHING = { data: null, problem: null, reading: true, receivedAt: null };

/** Reads a query, again when its variables change, and every `everyMs` where that is given; null reads nothing. */
export function useRead<Data>(document: string | null, variables: AnyVariables = {}, everyMs?: number) {
  const { http } = useSession().floor;
  const [answer, setAnswer] = useState<Answer<Data>>(NOTHING);
  const key = JSON.stringify([document, variables]);
  const current = useRef(0);
  const reload = useCallback(() => {
    if (document === null) return;
    const number = ++current.current;
    setAnswer((before) => ({ ...before, reading: true }));
    void http
      .query<Data>(document, variables)
      .toPromise()
      .then(({ data, error }) => {
        if (current.current !== number) return;
        const problem = data ? null : problemOf(error);
        setAnswer((before) => ({
          data: data ?? before.data,
          problem,
          reading: false,
          receivedAt: data ? Date.now() : before.receivedAt,
        }));
      });
  }, [http, key]);
  useEffect(() => {
    setAnswer(NOTHING);
    reload();
    const timer = everyMs ? setInterval(reload, everyMs) : undefined;
    return () => {
      clearInterval(timer);
      current.current++;
    };
  }, [reload, everyMs]);
  const overdue = useOverdue(answer.receivedAt, everyMs ? everyMs * READS_MISSED : null);
  /** The latest read failed or is missing, so that an earlier answer is shown. */
  const isOld = overdue || (answer.data !== null && answer.problem !== null);
  return { ...answer, isOld, reload };
}
