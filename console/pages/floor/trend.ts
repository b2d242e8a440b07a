import UPlot from 'uplot';
import { colourOf } from '../../parts/colour.ts';

/** One quarter of an hour of the day. */
export interface TrendRow {
  readonly start: string;
  readonly offered: number | null;
  readonly answered: number | null;
  readonly abandoned: number | null;
}

const QUARTER = 900;
/** Sizes in the page's own unit, which grows on a wall. */
const FONT_REM = 0.7;
const AXIS_REM = 2;
const BARS = { size: [0.7, 24] as [number, number], align: 1 as const };

/** Draws the calls offered and abandoned in each quarter of an hour. */
export function drawTrend(element: HTMLElement, rows: readonly TrendRow[]): UPlot {
  const colour = (token: string) => colourOf(token, element);
  const line = { stroke: colour('--line'), width: 1 };
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const font = `${Math.round(FONT_REM * rem)}px Inter, system-ui, sans-serif`;
  const axis = { stroke: colour('--quiet'), font, size: AXIS_REM * rem, grid: line, ticks: line };
  const bars = (label: string, token: string) => ({
    label,
    fill: colour(token),
    stroke: colour(token),
    paths: UPlot.paths.bars?.(BARS) as UPlot.Series.PathBuilder,
    points: { show: false },
  });
  const options: UPlot.Options = {
    width: Math.max(element.clientWidth, 1),
    height: Math.max(element.clientHeight, 1),
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { range: (_, first, last) => [first, last + QUARTER] },
      y: { range: (_, __, most) => [0, Math.max(4, most * 1.1)] },
    },
    axes: [
      { ...axis, values: '{HH}:{mm}', grid: { show: false } },
      { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000] },
    ],
    series: [{}, bars('Offered', '--blue'), bars('Abandoned', '--red')],
  };
  const starts = rows.map(({ start }) => Date.parse(start) / 1_000);
  // A bar of height 0 would still have its outline.
  const counts = (name: 'offered' | 'abandoned') => rows.map((row) => row[name] || null);
  return new UPlot(options, [starts, counts('offered'), counts('abandoned')], element);
}
