import { useEffect, useRef, useState } from 'react';
import { useSession } from '../../session/session.ts';
import { eventDocuments } from './documents.ts';
import type { TailEvent } from './event.ts';

/** The conditions of the tail, as `EventFilter`; absent conditions select everything. */
interface TailFilter {
  readonly kinds?: readonly string[];
  readonly types?: readonly string[];
  readonly accounts?: readonly string[];
}

interface Tail {
  /** Newest first. */
  readonly events: readonly TailEvent[];
  readonly reading: boolean;
  readonly problem: string | null;
}

const FIRST = 100;
/** Rows beyond these leave the page; the log still has them. */
const MOST = 1_000;
const AGAIN_MS = 2_000;

interface Stored {
  readonly events: { readonly edges: readonly { readonly node: TailEvent }[] };
}

interface Question {
  readonly filter: TailFilter;
  /** The cursor to begin after; null begins with the newest stored events. */
  readonly after: string | null;
  readonly paused: boolean;
}

/** The events that are stored and then those that follow, without a gap between them. */
export function useTail({ filter, after, paused }: Question): Tail {
  const { floor, rights } = useSession();
  const [tail, setTail] = useState<Tail>({ events: [], reading: true, problem: null });
  const key = JSON.stringify([filter, after]);
  /** The cursor of the latest event of this question, from which a pause continues. */
  const latest = useRef<{ readonly key: string; readonly cursor: string | null } | null>(null);
  useEffect(() => {
    setTail({ events: [], reading: true, problem: null });
    latest.current = null;
  }, [key]);
  useEffect(() => {
    if (paused) return;
    let left = false;
    let stop = () => {};
    let timer: ReturnType<typeof setTimeout> | undefined;
    const documents = eventDocuments(rights);
    const add = (...found: readonly TailEvent[]) => {
      setTail(({ events }) => ({ events: [...found, ...events].slice(0, MOST), reading: false, problem: null }));
    };
    const fail = (problem: string) => setTail((before) => ({ ...before, reading: false, problem }));
    const follow = (cursor: string | null) => {
      latest.current = { key, cursor };
      const ended = () => {
        if (!left) timer = setTimeout(() => follow(latest.current?.cursor ?? null), AGAIN_MS);
      };
      stop = floor.follow<{ events: TailEvent }>(
        documents.following,
        { after: cursor, filter },
        {
          next: ({ events: event }) => {
            latest.current = { key, cursor: event.cursor };
            add(event);
          },
          refused: fail,
          ended,
        },
      );
    };
    const begin = async () => {
      const page = after === null ? { last: FIRST } : { first: FIRST, after };
      const { data, error } = await floor.http.query<Stored>(documents.stored, { ...page, filter }).toPromise();
      if (left) return;
      if (!data) return fail(error?.graphQLErrors[0]?.message ?? 'The gateway did not answer');
      const events = data.events.edges.map(({ node }) => node);
      setTail({ events: events.toReversed(), reading: false, problem: null });
      follow(events.at(-1)?.cursor ?? after);
    };
    if (latest.current?.key === key) follow(latest.current.cursor);
    else void begin();
    return () => {
      left = true;
      clearTimeout(timer);
      stop();
    };
  }, [floor, rights, key, paused]);
  return tail;
}
