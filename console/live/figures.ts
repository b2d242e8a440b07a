import { useEffect, useState } from 'react';
import { useSession } from '../session/session.ts';
import { figuresDocument } from './documents.ts';

interface Count {
  readonly count: number;
}

/** The figures of one group of calls and agents. */
export interface FigureRow {
  readonly account: { readonly key: string } | null;
  readonly campaign?: { readonly id: string; readonly name: string } | null;
  readonly queue?: { readonly id: string; readonly name: string } | null;
  readonly callsWaiting: number | null;
  readonly longestWaitSeconds: number | null;
  readonly callsByState: readonly (Count & { readonly state: string })[];
  readonly agentsByPresence: readonly (Count & { readonly presence: string })[];
  readonly offered: number | null;
  readonly answered: number | null;
  readonly abandoned: number | null;
  readonly serviceLevel: number | null;
  readonly serviceLevelSeconds: number | null;
  readonly averageHandleSeconds: number | null;
  readonly coverage: number;
}

/** The latest figures; null rows before the first. */
interface Figures {
  readonly rows: readonly FigureRow[] | null;
  readonly measuredAt: string | null;
  readonly problem: string | null;
}

const AGAIN_MS = 2_000;
const NONE: Figures = { rows: null, measuredAt: null, problem: null };

/** The dimension of the rows; null for one row of everything. */
export type Grouping = 'QUEUE' | 'CAMPAIGN' | 'ACCOUNT' | null;

/** The figures of today by one dimension, live. */
export function useFigures(grouping: Grouping): Figures {
  const { floor, rights } = useSession();
  const [figures, setFigures] = useState(NONE);
  useEffect(() => {
    if (!rights.may('realtimeMetricsChanged')) return;
    if (grouping !== null && grouping !== 'ACCOUNT' && !rights.may('campaigns')) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stop = () => {};
    let left = false;
    setFigures(NONE);
    const groupBy = grouping ? [grouping] : null;
    const follow = () => {
      stop = floor.follow<{ realtimeMetricsChanged: Omit<Figures, 'problem'> }>(
        figuresDocument(rights),
        { groupBy },
        {
          next: ({ realtimeMetricsChanged }) => setFigures({ ...realtimeMetricsChanged, problem: null }),
          refused: (problem) => setFigures((before) => ({ ...before, problem })),
          ended: () => {
            if (!left) timer = setTimeout(follow, AGAIN_MS);
          },
        },
      );
    };
    follow();
    return () => {
      left = true;
      clearTimeout(timer);
      stop();
    };
  }, [floor, rights, grouping]);
  return figures;
}
