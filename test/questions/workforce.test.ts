/** Questions of workforce people about a shift; the right answers are of what the simulated shift itself knows. */
import { fakeAdapter, gatewayOver, rows } from '../unified/world.ts';
import { answered, each, listed, now, one, past, per, type Question, rowsOf } from './asking.ts';
import { type Absence, eventsOfShift, type OutboundCall, REASONS, shiftOf, TEAM } from './shift.ts';

const HOUR = 3_600_000;
const MIDNIGHT = Date.UTC(2026, 4, 4);
const START = MIDNIGHT + 8 * HOUR;
const NOW = START + 5 * HOUR;
const shift = shiftOf(START);
const LINES = ['Renewals', 'Winback'];
const time = (at: number) => new Date(at).toISOString();

const { ask, figures } = gatewayOver(
  [
    fakeAdapter('floor', 'FIVE9_CTI', {
      ...{ events: async function* () {}, reportsQueue: true, queuePerCampaign: true },
      agents: async () =>
        rows(...TEAM.map((name) => ({ nativeId: name, name, groups: [name === 'eve' ? 'Senior' : 'Junior'] }))),
    }),
    fakeAdapter('office', 'FIVE9_CONFIG', {
      campaigns: async () => rows(...LINES.map((name) => ({ nativeId: name, name }))),
    }),
  ],
  { now: () => new Date(NOW) },
);
for (const event of eventsOfShift(shift)) figures.apply(event);

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) =>
  values.length > 0 ? Math.round(sum(values) / values.length) / 1_000 : null;
const placed = (fits: (call: OutboundCall) => boolean = () => true) => shift.outbound.filter(fits);
const reached = (calls: readonly OutboundCall[]) => calls.filter(({ answered: at }) => at !== null);
const away = (fits: (absence: Absence) => boolean) =>
  sum(shift.absences.filter(fits).map(({ from, to }) => to - from)) / 1_000;
const talks = [
  ...reached(shift.outbound).map(({ agent, answered: at, ended }) => ({ agent, time: ended - (at ?? 0) })),
  ...shift.handed.map(({ agent, answered: at, handed }) => ({ agent, time: handed - at })),
  ...shift.handed.flatMap(({ to, handed, ended }) => (to ? [{ agent: to, time: ended - handed - 1_000 }] : [])),
];
const whole = `from: "${time(START)}", to: "${time(NOW)}"`;
const hours = [0, 1, 2, 3].map((hour) => START + hour * HOUR);
const within = (at: number, from: number) => from <= at && at < from + HOUR;
const ready = (NOW - START) / 1_000;

const QUESTIONS: readonly Question[] = [
  ['How many calls were placed?', past(whole, 'attempted'), one('attempted'), shift.outbound.length],
  ['How many customers were reached?', past(whole, 'contacted'), one('contacted'), reached(shift.outbound).length],
  [
    'How many did each campaign place?',
    past(`${whole}, groupBy: [CAMPAIGN]`, 'campaign { name } attempted'),
    each('campaign', 'attempted'),
    per(LINES, (name) => placed(({ campaign }) => campaign === name).length),
  ],
  [
    'How many did each agent reach?',
    past(`${whole}, groupBy: [AGENT]`, 'agent { name } contacted'),
    each('agent', 'contacted'),
    per(TEAM, (name) => reached(placed(({ agent }) => agent === name)).length),
  ],
  [
    'How many were placed in each hour?',
    past(`from: "${time(START)}", to: "${time(START + 4 * HOUR)}", interval: HOUR`, 'attempted'),
    listed('attempted'),
    hours.map((from) => placed((call) => within(call.placed, from)).length),
  ],
  [
    'How many calls were handed over?',
    past(whole, 'transferred'),
    one('transferred'),
    shift.handed.filter(({ to }) => to).length,
  ],
  [
    'Who hands calls over?',
    past(`${whole}, groupBy: [AGENT]`, 'agent { name } transferred'),
    each('agent', 'transferred'),
    per(TEAM, (name) => shift.handed.filter(({ agent, to }) => agent === name && to).length),
  ],
  ['Is a call that is handed over offered once?', past(whole, 'offered'), one('offered'), shift.handed.length],
  [
    'How many did each agent finish?',
    past(`${whole}, groupBy: [AGENT]`, 'agent { name } handled'),
    each('agent', 'handled'),
    per(TEAM, (name) => talks.filter(({ agent }) => agent === name).length),
  ],
  [
    'How long does each agent talk?',
    past(`${whole}, groupBy: [AGENT]`, 'agent { name } averageTalkSeconds'),
    each('agent', 'averageTalkSeconds'),
    per(TEAM, (name) => mean(talks.filter(({ agent }) => agent === name).map(({ time: length }) => length))),
  ],
  [
    'Why were agents not ready, and how long?',
    past(whole, 'notReadyByReason { reasonCode seconds }'),
    (data) =>
      Object.fromEntries(
        rowsOf(data)[0].notReadyByReason.map(({ reasonCode, seconds }: { reasonCode: string; seconds: number }) => [
          reasonCode,
          seconds,
        ]),
      ),
    per(
      REASONS.filter((reason) => away((absence) => absence.reason === reason) > 0),
      (reason) => away((absence) => absence.reason === reason),
    ),
  ],
  [
    'How long was each agent not ready?',
    past(`${whole}, groupBy: [AGENT]`, 'agent { name } notReadySeconds'),
    each('agent', 'notReadySeconds'),
    per(TEAM, (name) => away(({ agent }) => agent === name)),
  ],
  [
    'How long was each group logged in?',
    past(`${whole}, groupBy: [AGENT_GROUP]`, 'agentGroup loggedInSeconds'),
    each('agentGroup', 'loggedInSeconds'),
    { Junior: 2 * ready, Senior: ready },
  ],
  [
    'How long were the agents ready?',
    past(whole, 'readySeconds'),
    one('readySeconds'),
    TEAM.length * ready - away(() => true),
  ],
  [
    'How many calls came in and went out?',
    past(`${whole}, groupBy: [DIRECTION]`, 'direction offered attempted'),
    (data) => rowsOf(data).map(({ direction, offered, attempted }) => [direction, offered, attempted]),
    [
      ['INBOUND', shift.handed.length, 0],
      ['OUTBOUND', 0, shift.outbound.length],
    ],
  ],
  [
    'How long do outbound calls ring until they are answered?',
    past(`${whole}, filter: { directions: [OUTBOUND] }`, 'averageRingSeconds'),
    one('averageRingSeconds'),
    mean(reached(shift.outbound).map((call) => (call.answered ?? 0) - call.placed)),
  ],
  [
    'How many agents are ready after the shift?',
    now('agentsByPresence { presence count }'),
    one('agentsByPresence'),
    [{ presence: 'READY', count: TEAM.length }],
  ],
  [
    'What was counted of the day before?',
    past(`from: "${time(MIDNIGHT - 24 * HOUR)}", to: "${time(MIDNIGHT)}", interval: DAY`, 'offered coverage'),
    (data) => rowsOf(data),
    [{ offered: null, coverage: 0 }],
  ],
];

answered(QUESTIONS, ask);
