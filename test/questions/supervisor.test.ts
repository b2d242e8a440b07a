/** Questions of supervisors about the floor now and today; the right answers are of what the simulated floor itself knows. */
import { expect, test } from 'vitest';
import { answered, type Data, each, listed, now, one, past, per, type Question, rowsOf } from './asking.ts';
import { ask, HOUR, MIDNIGHT, NOW, STORY, time } from './day.ts';
import { GROUPS, truthOf } from './truth.ts';

const today = truthOf(STORY, MIDNIGHT, NOW);
const whole = today.figures();
const of = (campaign: string) => today.figures((call) => call.campaign === campaign);
const by = (agent: string) => today.figures((call) => call.agent === agent);
const queued = (campaign: string) => today.states.QUEUED.filter((call) => call.campaign === campaign).length;
const agents = Object.keys(GROUPS);
function countedPresences(names: readonly string[]) {
  const known = names.flatMap((agent) => today.presenceOf(agent) ?? []);
  return [...new Set(known)].sort().map((presence) => ({
    presence,
    count: known.filter((one) => one === presence).length,
  }));
}
const presences = countedPresences(agents);
/** Calls whose time in queues is over; one that did not wait was none in a queue. */
const waitedToday = STORY.calls.filter(({ left, offered }) => offered <= NOW && (left ?? offered) <= NOW);
const longest = (lengths: readonly number[]) => (lengths.length > 0 ? Math.max(...lengths) / 1_000 : null);
const morning = { from: MIDNIGHT + 8 * HOUR, to: MIDNIGHT + 12 * HOUR };
const offeredBetween = (from: number, to: number) =>
  STORY.calls.filter(({ offered }) => from <= offered && offered < to).length;
/** Quotients to twelve digits, since the order of adding changes the last ones. */
const rounded = (values: Readonly<Record<string, number | null>>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value && Number(value.toPrecision(12))]));
const hours = [8, 9, 10, 11].map((hour) => ({ from: MIDNIGHT + hour * HOUR, to: MIDNIGHT + (hour + 1) * HOUR }));
const between = (from: number, to: number) => today.figures(({ offered }) => from <= offered && offered < to);
const handling = today.timeOf('ON_CALL') + today.timeOf('WRAP_UP');

const single = (field: string, question: string, right: unknown, args = ''): Question => [
  question,
  now(field, args),
  one(field),
  right,
];
const inPeriod = (field: string, question: string, right: unknown): Question => [
  ...([question, past(`from: "${time(MIDNIGHT)}"`, field), one(field), right] as const),
];
const CAMPAIGNS = ['Billing', 'Sales', 'Support'];
const perCampaign = <Value>(value: (campaign: string) => Value) => per(CAMPAIGNS, value);
const perAgent = <Value>(value: (agent: string) => Value) => per(agents, value);
const TWENTY = '(serviceLevelSeconds: 20)';

const QUESTIONS: readonly Question[] = [
  single('callsWaiting', 'How many calls wait now?', today.states.QUEUED.length),
  single('longestWaitSeconds', 'How long has the longest waited?', today.longestWait),
  [
    'How many calls are ringing, talking, on hold?',
    now('callsByState { state count }'),
    one('callsByState'),
    today.counts,
  ],
  ['What do the agents do?', now('agentsByPresence { presence count }'), one('agentsByPresence'), presences],
  single('offered', 'How many calls came today?', whole.offered),
  single('answered', 'How many were answered today?', whole.answered),
  single('abandoned', 'How many gave up today?', whole.abandoned),
  single('serviceLevel', 'What is the service level of 20 seconds?', whole.serviceLevel(20), TWENTY),
  single('serviceLevel', 'What is it by the threshold that is set?', whole.serviceLevel(30)),
  single('serviceLevelSeconds', 'Which threshold is set?', 30),
  single('averageSpeedOfAnswerSeconds', 'How fast are calls answered?', whole.speedOfAnswer),
  single('averageHandleSeconds', 'What is the average handle time today?', whole.handleTime),
  single('occupancy', 'How busy are the agents?', handling / (handling + today.timeOf('READY'))),
  single('since', 'Since when do today’s totals count?', time(MIDNIGHT)),
  [
    'How many wait in each queue?',
    now('queue { name } callsWaiting', '(groupBy: [QUEUE])'),
    each('queue', 'callsWaiting'),
    perCampaign(queued),
  ],
  [
    'How many came to each campaign?',
    now('campaign { name } offered', '(groupBy: [CAMPAIGN])'),
    each('campaign', 'offered'),
    perCampaign((name) => of(name).offered),
  ],
  [
    'Which campaign loses most callers?',
    now('campaign { name } abandoned', '(groupBy: [CAMPAIGN])'),
    each('campaign', 'abandoned'),
    perCampaign((name) => of(name).abandoned),
  ],
  [
    'What is each queue’s service level?',
    now('queue { name } serviceLevel', '(groupBy: [QUEUE], serviceLevelSeconds: 60)'),
    each('queue', 'serviceLevel'),
    perCampaign((name) => of(name).serviceLevel(60)),
  ],
  [
    'How fast is each queue answered?',
    now('queue { name } averageSpeedOfAnswerSeconds', '(groupBy: [QUEUE])'),
    each('queue', 'averageSpeedOfAnswerSeconds'),
    perCampaign((name) => of(name).speedOfAnswer),
  ],
  [
    'What is the handle time of each campaign?',
    now('campaign { name } averageHandleSeconds', '(groupBy: [CAMPAIGN])'),
    each('campaign', 'averageHandleSeconds'),
    perCampaign((name) => of(name).handleTime),
  ],
  [
    'How many did each agent answer?',
    now('agent { name } answered', '(groupBy: [AGENT])'),
    each('agent', 'answered'),
    perAgent((name) => by(name).answered),
  ],
  [
    'What is each agent’s handle time?',
    now('agent { name } averageHandleSeconds', '(groupBy: [AGENT])'),
    each('agent', 'averageHandleSeconds'),
    perAgent((name) => by(name).handleTime),
  ],
  [
    'Who does what now?',
    now('agent { name } agentsByPresence { presence }', '(groupBy: [AGENT])'),
    (data) =>
      Object.fromEntries(
        data.realtimeMetrics.rows.map((row: Data) => [row.agent.name, row.agentsByPresence[0]?.presence]),
      ),
    perAgent((name) => today.presenceOf(name)),
  ],
  [
    'How many does each group answer?',
    now('agentGroup answered', '(groupBy: [AGENT_GROUP])'),
    each('agentGroup', 'answered'),
    Object.fromEntries(
      ['Day', 'Night', 'Senior'].map((group) => [
        group,
        today.figures((call) => GROUPS[call.agent]?.includes(group) === true).answered,
      ]),
    ),
  ],
  inPeriod('handled', 'How many calls were finished?', whole.handled),
  inPeriod('abandonRate', 'What is the abandon rate?', whole.abandonRate),
  inPeriod('averageTalkSeconds', 'How long do callers talk?', whole.talkTime),
  inPeriod('averageHoldSeconds', 'How long are they on hold?', whole.holdTime),
  inPeriod('averageWrapUpSeconds', 'How long is after-call work?', whole.wrapUpTime),
  inPeriod('averageHandleSeconds', 'What is the handle time of the period?', whole.handleTime),
  inPeriod('readySeconds', 'How long were agents ready?', today.timeOf('READY')),
  inPeriod('notReadySeconds', 'How long were they not ready?', today.timeOf('NOT_READY')),
  inPeriod('handlingSeconds', 'How long did they handle calls?', handling),
  [
    'How many came in the morning?',
    past(`from: "${time(morning.from)}", to: "${time(morning.to)}"`, 'offered'),
    one('offered'),
    offeredBetween(morning.from, morning.to),
  ],
  [
    'How many came in each hour of the morning?',
    past(`from: "${time(morning.from)}", to: "${time(morning.to)}", interval: HOUR`, 'offered'),
    (data) => data.metrics.rows.map((row: Data) => row.offered),
    [8, 9, 10, 11].map((hour) => offeredBetween(MIDNIGHT + hour * HOUR, MIDNIGHT + (hour + 1) * HOUR)),
  ],
  [
    'How many came in each quarter from nine to ten?',
    past(
      `from: "${time(MIDNIGHT + 9 * HOUR)}", to: "${time(MIDNIGHT + 10 * HOUR)}", interval: FIFTEEN_MINUTES`,
      'offered',
    ),
    (data) => data.metrics.rows.map((row: Data) => row.offered),
    [0, 1, 2, 3].map((quarter) =>
      offeredBetween(MIDNIGHT + 9 * HOUR + (quarter * HOUR) / 4, MIDNIGHT + 9 * HOUR + ((quarter + 1) * HOUR) / 4),
    ),
  ],
  single('longestCallSeconds', 'How long does the longest call take so far?', today.longestCall),
  [
    'How many inbound calls wait?',
    now('callsWaiting', '(filter: { directions: [INBOUND] })'),
    one('callsWaiting'),
    today.states.QUEUED.length,
  ],
  [
    'How many calls came by each direction?',
    now('direction offered callsWaiting', '(groupBy: [DIRECTION])'),
    (data) => rowsOf(data),
    [{ direction: 'INBOUND', offered: whole.offered, callsWaiting: today.states.QUEUED.length }],
  ],
  [
    'How many calls came by each medium?',
    now('channel offered callsWaiting', '(groupBy: [CHANNEL])'),
    (data) => rowsOf(data),
    [{ channel: 'VOICE', offered: whole.offered, callsWaiting: today.states.QUEUED.length }],
  ],
  [
    'How long has the longest waited in each queue?',
    '{ queues(first: 10) { edges { node { name metrics { callsWaiting longestWaitSeconds } } } } }',
    (data) => Object.fromEntries(data.queues.edges.map(({ node }: Data) => [node.name, node.metrics])),
    perCampaign((name) => ({ callsWaiting: queued(name), longestWaitSeconds: today.longestWaitIn(name) })),
  ],
  [
    'How many of each campaign does each agent answer?',
    now('agent { name } campaign { name } answered', '(groupBy: [AGENT, CAMPAIGN])'),
    (data) => Object.fromEntries(rowsOf(data).map((row) => [`${row.agent.name} ${row.campaign.name}`, row.answered])),
    Object.fromEntries(
      agents.flatMap((agent) =>
        CAMPAIGNS.map((name) => [
          `${agent} ${name}`,
          today.figures((call) => call.agent === agent && call.campaign === name).answered,
        ]),
      ),
    ),
  ],
  [
    'What do the agents of the day shift do?',
    now('agentsByPresence { presence count }', '(filter: { agentGroups: ["Day"] })'),
    one('agentsByPresence'),
    countedPresences(agents.filter((name) => GROUPS[name]?.includes('Day'))),
  ],
  [
    'How long did the longest of today’s callers wait in the queue?',
    past(`from: "${time(MIDNIGHT)}"`, 'longestQueueSeconds'),
    one('longestQueueSeconds'),
    longest(waitedToday.map(({ left, offered }) => (left ?? offered) - offered)),
  ],
  [
    'How long did each agent’s longest call take?',
    past(`from: "${time(MIDNIGHT)}", groupBy: [AGENT]`, 'agent { name } longestHandleSeconds'),
    each('agent', 'longestHandleSeconds'),
    perAgent((name) =>
      longest(
        STORY.calls
          .filter(({ agent, answered: at, done }) => agent === name && at !== null && done <= NOW)
          .map(({ answered: at, done }) => done - (at ?? 0)),
      ),
    ),
  ],
  [
    'How busy is each agent?',
    now('agent { name } occupancy', '(groupBy: [AGENT])'),
    (data) => rounded(each('agent', 'occupancy')(data)),
    () =>
      rounded(
        perAgent((name) => {
          const time = (presence: string) => today.timeOf(presence, (agent) => agent === name);
          const busy = time('ON_CALL') + time('WRAP_UP');
          return busy + time('READY') > 0 ? busy / (busy + time('READY')) : null;
        }),
      ),
  ],
  [
    'How much of the day was seen?',
    now('coverage'),
    one('coverage'),
    Math.round(((NOW - today.firstEvent) / (NOW - MIDNIGHT)) * 1_000_000) / 1_000_000,
  ],
  [
    'How many gave up in each hour of the morning?',
    past(`from: "${time(morning.from)}", to: "${time(morning.to)}", interval: HOUR`, 'abandoned'),
    listed('abandoned'),
    hours.map(({ from, to }) => between(from, to).abandoned),
  ],
  [
    'How fast were calls answered in each hour of the morning?',
    past(`from: "${time(morning.from)}", to: "${time(morning.to)}", interval: HOUR`, 'averageSpeedOfAnswerSeconds'),
    listed('averageSpeedOfAnswerSeconds'),
    hours.map(({ from, to }) => between(from, to).speedOfAnswer),
  ],
  [
    'What was the service level in each hour of the morning?',
    past(
      `from: "${time(morning.from)}", to: "${time(morning.to)}", interval: HOUR, serviceLevelSeconds: 20`,
      'serviceLevel',
    ),
    listed('serviceLevel'),
    hours.map(({ from, to }) => between(from, to).serviceLevel(20)),
  ],
  [
    'How many did the night shift answer for sales?',
    now('answered', '(filter: { agentGroups: ["Night"] }, groupBy: [CAMPAIGN])').replace(
      'answered',
      'campaign { name } answered',
    ),
    (data) => each('campaign', 'answered')(data).Sales,
    today.figures((call) => call.campaign === 'Sales' && GROUPS[call.agent]?.includes('Night') === true).answered,
  ],
  [
    'How long was each agent ready?',
    past(`from: "${time(MIDNIGHT)}", groupBy: [AGENT]`, 'agent { name } readySeconds'),
    each('agent', 'readySeconds'),
    perAgent((name) => today.timeOf('READY', (agent) => agent === name)),
  ],
];

answered(QUESTIONS, ask);

test('the moment of the questions has callers who wait, and others who gave up', () => {
  expect(today.states.QUEUED.length).toBeGreaterThan(0);
  expect(whole.abandoned).toBeGreaterThan(5);
});
