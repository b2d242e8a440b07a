import { useEffect, useRef, useState } from 'react';
import { type Session, useSession } from '../../session/session.ts';
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

interface Listener {
  /** Takes events, newest first; `isFirst` are the stored ones. */
  add(events: readonly TailEvent[], isFirst: boolean): void;
  fail(problem: string): void;
}

/** Reads stored events and follows the log after them, or after a cursor alone; answers how to stop. */
function startTail(
  { floor, rights }: Pick<Session, 'floor' | 'rights'>,
  { filter, after, resume }: { filter: TailFilter; after: string | null; resume: string | null | undefined },
  { add, fail }: Listener,
): () => void {
  let left = false;
  let stop = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const documents = eventDocuments(rights);
  const follow = (cursor: string | null) => {
    let latest = cursor;
    stop = floor.follow<{ events: TailEvent }>(
      documents.following,
      { after: cursor, filter },
      {
        next: ({ events: event }) => {
          latest = event.cursor;
          add([event], false);
        },
        refused: fail,
        ended() {
          if (!left) timer = setTimeout(() => follow(latest), AGAIN_MS);
        },
      },
    );
  };
  const begin = async () => {
    const page = after === null ? { last: FIRST } : { first: FIRST, after };
    const { data, error } = await floor.http.query<Stored>(documents.stored, { ...page, filter }).toPromise();
    if (left) return;
    if (!data) return fail(error?.graphQLErrors[0]?.message ?? 'The gateway did not answer');
    const events = data.events.edges.map(({ node }) => node);
    add(events.toReversed(), true);
    follow(events.at(-1)?.cursor ?? after);
  };
  if (resume === undefined) void begin();
  else follow(resume);
  return () => {
    left = true;
    clearTimeout(timer);
    stop();
  };
}

/** The events that are stored and then those that follow, without a gap between them. */
export function useTail({ filter, after, paused }: Question): Tail {
  const { floor, rights } = useSession();
  const [tail, setTail] = useState<Tail>({ events: [], reading: true, problem: null });
  const key = JSON.stringify([filter, after]);
  /** The cursor of the latest event of this question, from which a pause continues; undefined before the first. */
  const latest = useRef<string | null>(undefined);
  useEffect(() => {
    setTail({ events: [], reading: true, problem: null });
    latest.current = undefined;
  }, [key]);
  useEffect(() => {
    if (paused) return;
    return startTail(
      { floor, rights },
      { filter, after, resume: latest.current },
      {
        add(found, isFirst) {
          latest.current = found[0]?.cursor ?? latest.current ?? after;
          setTail(({ events }) => ({
            events: isFirst ? found : [...found, ...events].slice(0, MOST),
            ...{ reading: false, problem: null },
          }));
        },
        fail: (problem) => setTail((before) => ({ ...before, reading: false, problem })),
      },
    );
  }, [floor, rights, key, paused]);
  return tail;
}
