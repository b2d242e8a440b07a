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
const FONT = '11px Inter, system-ui, sans-serif';
const BARS = { size: [0.7, 24] as [number, number], align: 1 as const };

/** Draws the calls offered and abandoned in each quarter of an hour. */
export function drawTrend(element: HTMLElement, rows: readonly TrendRow[]): UPlot {
  const colour = (token: string) => colourOf(token, element);
  const line = { stroke: colour('--line'), width: 1 };
  const axis = { stroke: colour('--quiet'), font: FONT, grid: line, ticks: line };
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
      { ...axis, size: 32, values: '{HH}:{mm}', grid: { show: false } },
      { ...axis, size: 32, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000] },
    ],
    series: [{}, bars('Offered', '--blue'), bars('Abandoned', '--red')],
  };
  const starts = rows.map(({ start }) => Date.parse(start) / 1_000);
  return new UPlot(
    options,
    [starts, rows.map(({ offered }) => offered), rows.map(({ abandoned }) => abandoned)],
    element,
  );
}
