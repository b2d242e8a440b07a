import { useEffect, useMemo, useRef, useState } from 'react';
import { useRead } from '../../api/read.ts';
import { gatewayTime } from '../../live/clock.ts';
import { TREND_DOCUMENT } from '../../live/documents.ts';
import { useShownTheme } from '../../parts/media.ts';
import { Old } from '../../parts/Old.tsx';
import { drawTrend, type TrendRow } from './trend.ts';

const EVERY_MS = 60_000;
/** A day that has just begun is shown with some room. */
const AT_LEAST = 12;
const AT_LEAST_MS = AT_LEAST * 900_000;

/** Midnight, or some hours ago where that is earlier. */
function beginOfDay(): string {
  const now = new Date(gatewayTime());
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  return new Date(Math.min(midnight, now.getTime() - AT_LEAST_MS)).toISOString();
}

function useSize(element: { readonly current: HTMLElement | null }): string {
  const [size, setSize] = useState('');
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize(`${Math.round(entry.contentRect.width)}x${Math.round(entry.contentRect.height)}`);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

/** The day without the quarters of an hour before the first of which anything was received. */
function withoutBlankStart(rows: readonly TrendRow[]): readonly TrendRow[] {
  const first = rows.findIndex(({ offered }) => offered !== null);
  return rows.slice(Math.max(0, Math.min(first, rows.length - AT_LEAST)));
}

const sum = (rows: readonly TrendRow[], name: 'offered' | 'abandoned') =>
  rows.reduce((total, row) => total + (row[name] ?? 0), 0);

/** The course of the day: calls offered and abandoned in each quarter of an hour. */
export function Trend() {
  const container = useRef<HTMLDivElement>(null);
  const from = useMemo(beginOfDay, []);
  const { data, isOld } = useRead<{ metrics: { rows: readonly TrendRow[] } }>(TREND_DOCUMENT, { from }, EVERY_MS);
  const theme = useShownTheme();
  const size = useSize(container);
  const rows = useMemo(() => data && withoutBlankStart(data.metrics.rows), [data]);
  useEffect(() => {
    if (!container.current || !rows || size === '') return;
    const chart = drawTrend(container.current, rows);
    return () => chart.destroy();
  }, [rows, theme, size]);
  const label = rows
    ? `Today by quarters of an hour: ${sum(rows, 'offered')} calls offered, ${sum(rows, 'abandoned')} abandoned`
    : 'Today';
  return (
    <figure className="trend">
      <figcaption>
        Today <span className="key key-offered">Offered</span> <span className="key key-abandoned">Abandoned</span>{' '}
        <Old when={isOld} />
      </figcaption>
      <div ref={container} className="trend-chart" role="img" aria-label={label} />
    </figure>
  );
}
