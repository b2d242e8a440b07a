import { useEffect, useState } from 'react';
import { useSession } from '../session/session.ts';
import { FIGURES_EVERY_SECONDS, figuresDocument } from './documents.ts';
import { useOverdue } from './overdue.ts';

interface Count {
  readonly count: number;
}

interface Named {
  readonly id: string;
  readonly name: string;
  readonly source: { readonly account: { readonly key: string } };
}

/** The figures of one group of calls and agents. */
export interface FigureRow {
  readonly account: { readonly key: string } | null;
  readonly campaign?: Named | null;
  readonly queue?: Named | null;
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
  /** When they were received, in milliseconds of the browser; null before the first. */
  readonly receivedAt: number | null;
}

/** Figures that are older than their interval allows. */
interface DatedFigures extends Figures {
  readonly overdue: boolean;
}

/** An unchanged result is repeated after ten seconds; one that is late by half of that again is missing. */
const ALLOWED_MS = FIGURES_EVERY_SECONDS * 1_000 + 15_000;
const AGAIN_MS = 2_000;
const NONE: Figures = { rows: null, measuredAt: null, problem: null, receivedAt: null };

/** The dimension of the rows; null for one row of everything. */
export type Grouping = 'QUEUE' | 'CAMPAIGN' | 'ACCOUNT' | null;

/** The account whose figures a row shows; null where it shows those of several. */
export const accountOfRow = ({ account, campaign, queue }: FigureRow): string | null =>
  (account ?? (campaign ?? queue)?.source.account)?.key ?? null;

/** The figures of today by one dimension, live. */
export function useFigures(grouping: Grouping): DatedFigures {
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
      stop = floor.follow<{ realtimeMetricsChanged: Omit<Figures, 'problem' | 'receivedAt'> }>(
        figuresDocument(rights),
        { groupBy },
        {
          next: ({ realtimeMetricsChanged }) =>
            setFigures({ ...realtimeMetricsChanged, problem: null, receivedAt: Date.now() }),
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
  return { ...figures, overdue: useOverdue(figures.receivedAt, ALLOWED_MS) };
}
