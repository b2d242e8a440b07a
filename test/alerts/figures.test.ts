/** The figures that rules watch are those that `realtimeMetrics` shows. */
import { expect, test } from 'vitest';
import { AlertFigure } from '../../schema/vocabulary.ts';
import { type AlertSettings, alertShape } from '../../src/config/alerts.ts';
import { alertFigures } from '../../src/resolvers/metrics/alert-figures.ts';
import { eventsOfStory, storyOf } from '../figures/story.ts';
import { GROUPS } from '../questions/truth.ts';
import { fakeAdapter, gatewayOver, rows } from '../unified/world.ts';

const MIDNIGHT = Date.UTC(2026, 4, 4);
const STORY = storyOf(21, MIDNIGHT);
const NOW = MIDNIGHT + 14 * 3_600_000;
const people = Object.entries(GROUPS).map(([nativeId, groups]) => ({ nativeId, name: nativeId, groups }));
const { ask, context, figures } = gatewayOver(
  [
    fakeAdapter('floor', 'FIVE9_CTI', {
      ...{ events: async function* () {}, reportsQueue: true, queuePerCampaign: true },
      agents: async () => rows(...people),
    }),
    fakeAdapter('dialler', 'REMOTE_CONTROL', { calls: async () => rows(), watches: ['CALL'] }),
    fakeAdapter('silent', 'FIVE9_CTI', { events: async function* () {} }),
  ],
  { now: () => new Date(NOW) },
);
for (const event of eventsOfStory(STORY)) if (Date.parse(event.occurredAt) <= NOW) figures.apply(event);

const FIELDS = `callsWaiting longestWaitSeconds longestCallSeconds offered answered abandoned serviceLevel
  averageSpeedOfAnswerSeconds averageHandleSeconds occupancy agentsByPresence { presence count }`;
// biome-ignore lint/suspicious/noExplicitAny: answers have many shapes
type Row = any;
const agents = (row: Row, ...presences: string[]) =>
  row.agentsByPresence
    .filter(({ presence }: Row) => presences.includes(presence))
    .reduce((sum: number, { count }: Row) => sum + count, 0);
const SHOWN: Readonly<Record<AlertFigure, (row: Row) => number | null>> = {
  CALLS_WAITING: (row) => row.callsWaiting,
  LONGEST_WAIT: (row) => row.longestWaitSeconds,
  LONGEST_CALL: (row) => row.longestCallSeconds,
  OFFERED: (row) => row.offered,
  ANSWERED: (row) => row.answered,
  ABANDONED: (row) => row.abandoned,
  ABANDON_RATE: (row) => (row.offered ? row.abandoned / row.offered : null),
  SERVICE_LEVEL: (row) => row.serviceLevel,
  AVERAGE_SPEED_OF_ANSWER: (row) => row.averageSpeedOfAnswerSeconds,
  AVERAGE_HANDLE_TIME: (row) => row.averageHandleSeconds,
  OCCUPANCY: (row) => row.occupancy,
  AGENTS_LOGGED_IN: (row) => agents(row, 'NOT_READY', 'READY', 'RINGING', 'ON_CALL', 'WRAP_UP'),
  AGENTS_READY: (row) => agents(row, 'READY'),
  AGENTS_NOT_READY: (row) => agents(row, 'NOT_READY'),
  AGENTS_ON_CALL: (row) => agents(row, 'ON_CALL'),
  AGENTS_IN_WRAP_UP: (row) => agents(row, 'WRAP_UP'),
};
const NAMES = { QUEUE: 'queue { name }', CAMPAIGN: 'campaign { name }', AGENT_GROUP: 'agentGroup' } as const;

function rulesOf(figure: AlertFigure): AlertSettings[] {
  const settings = { id: 'rule', figure, above: 0, ...(figure === 'SERVICE_LEVEL' && { serviceLevelSeconds: 20 }) };
  return [undefined, 'QUEUE', 'CAMPAIGN', 'AGENT_GROUP'].flatMap(
    (groupBy) => alertShape.safeParse({ ...settings, groupBy }).data ?? [],
  );
}

test.each(Object.values(AlertFigure))('The figure %s has the value that is shown', async (figure) => {
  for (const rule of rulesOf(figure)) {
    const group = rule.groupBy;
    const by = group ? `, groupBy: [${group}]` : '';
    const args = `(serviceLevelSeconds: 20, filter: { accounts: ["floor"] }${by})`;
    const { data } = await ask(`{ realtimeMetrics${args} { rows { ${group ? NAMES[group] : ''} ${FIELDS} } } }`);
    const nameOf = (row: Row) => row.queue?.name ?? row.campaign?.name ?? row.agentGroup ?? '';
    const found = (await alertFigures(context(), rule, 'floor')) ?? new Map();
    // Calls whose campaign no account lists have a row by the name that their account gives.
    const shown = data.realtimeMetrics.rows.filter((row: Row) => !group || nameOf(row) !== '');
    for (const row of shown) expect([group, found.get(nameOf(row))?.value]).toEqual([group, SHOWN[figure](row)]);
    expect(found.size).toBeGreaterThan(0);
  }
});

test('A rule for an account without a stream or without queues cannot be applied, and one of a silent account is unknown', async () => {
  const waiting = alertShape.parse({ id: 'rule', figure: 'CALLS_WAITING', above: 5 });
  const ready = alertShape.parse({ id: 'rule', figure: 'AGENTS_READY', below: 1 });
  await expect(alertFigures(context(), waiting, 'dialler')).rejects.toThrow('has no event stream');
  await expect(alertFigures(context(), waiting, 'silent')).rejects.toThrow('does not report waiting calls');
  expect(await alertFigures(context(), ready, 'silent')).toBeUndefined();
});
