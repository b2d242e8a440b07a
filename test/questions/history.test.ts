/** Questions about the time before a gateway was installed; the right answers are of the simulated centre's own calls. */
import { afterAll, beforeAll } from 'vitest';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { untilAnswer } from '../helpers/until.ts';
import { nameOf, type Scene, type Stage, sceneOver } from '../scenarios/stage.ts';
import { answered, type Data, nodesOf, type Question } from './asking.ts';

const NOW = new Date();
const MINUTE = 60_000;
/** A busy machine may need long for a report. */
const LONG_DEADLINE = { limits: { accountMilliseconds: 60_000 } };
const world = createCentre({ seed: 29, startsAt: new Date(NOW.getTime() - 75 * MINUTE) }) as Stage;
world.advanceTo(NOW);

const [from, to] = [60, 30].map((minutes) => new Date(NOW.getTime() - minutes * MINUTE)) as [Date, Date];
const whole = (date: Date) => Math.floor(date.getTime() / 1_000) * 1_000;
const arrivals = new Map(world.callers.map(({ id, arrivedAt }) => [id, arrivedAt]));
const isWithin = (at: Date) => whole(at) > from.getTime() && whole(at) < to.getTime();
const calls = world.calls
  .filter(({ carrier, endedAt }) => carrier === 'five9-cti' && endedAt)
  .map((call) => ({ call, at: arrivals.get(call.id) ?? call.startedAt }))
  .filter(({ at }) => isWithin(at));
const lost = world.callers.filter(({ state, arrivedAt }) => state === 'ABANDONED' && isWithin(arrivedAt));
const countOf = (name: string) => calls.filter(({ call }) => nameOf(call.person) === name).length;
const names = [...new Set(calls.map(({ call }) => nameOf(call.person)))];
const busiest = names.sort((one, other) => countOf(other) - countOf(one))[0] as string;
const [lostCaller] = lost;
const known = calls.find(({ call }) => call.direction === 'OUTBOUND')?.call;

let scene: Scene;
let stop: () => void;
const ids: Record<string, string> = {};
beforeAll(async () => {
  scene = await sceneOver(world, { settings: { 'five9-config': { callLog: {} } }, more: LONG_DEADLINE });
  stop = world.run();
  const { agents, campaigns, accounts } = await scene.ask(
    '{ agents(first: 100) { edges { node { id name } } } campaigns(first: 100) { edges { node { id name } } } accounts { key capabilities } }',
  );
  for (const { id, name } of [...nodesOf(agents), ...nodesOf(campaigns)]) ids[name] = id;
  log = accounts.find(({ capabilities }: Data) => capabilities.includes('PAST_CALLS')).key;
  // The period may be of two days, and so of two reports; until the second is ready a page ends before it.
  await untilAnswer(
    () => scene.ask(list(`number: "${lostCaller?.number}"`, 'id')()),
    ({ calls }) => !calls.pageInfo.hasNextPage && calls.sources.every(({ error }: Data) => error === null),
  );
}, 60_000);
afterAll(async () => {
  stop();
  await scene.close();
});

let log = '';
const list = (filter: string, fields: string) => () =>
  `{ calls(first: 100, filter: { states: [ENDED], startedAfter: "${from.toISOString()}", startedBefore: "${to.toISOString()}" ${filter} }) {
    edges { node { ${fields} views { account { key } nativeId } } } pageInfo { hasNextPage } sources { account { key } coveredTo error { code } } } }`;
/** The platform's ids of the calls that the report has. */
const reportedIds = (data: Data) =>
  nodesOf(data.calls)
    .flatMap(({ views }) => views.filter(({ account }: Data) => account.key === log))
    .map(({ nativeId }) => nativeId.split(' ')[0])
    .sort();
const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).sort();
const reported = calls.map(({ call }) => call);

const QUESTIONS: readonly Question[] = [
  [
    'Which calls did an agent have before the gateway was installed?',
    () => list(`agentId: "${ids[busiest]}"`, 'id')(),
    reportedIds,
    idsOf(reported.filter(({ person }) => nameOf(person) === busiest)),
  ],
  [
    'Which calls did a campaign have before the gateway was installed?',
    () => list(`campaignId: "${ids['Billing Inbound']}", directions: [INBOUND]`, 'id')(),
    reportedIds,
    idsOf([...reported, ...lost].filter(({ campaign }) => campaign?.name === 'Billing Inbound')),
  ],
  [
    'When did a caller who gave up call, and for how long did the caller wait?',
    () =>
      list(`number: "${lostCaller?.number}"`, 'from startedAt agent { name } durations { queue { seconds basis } }')(),
    (data) =>
      nodesOf(data.calls).map(({ from: number, startedAt, agent, durations }) => [
        number,
        Date.parse(startedAt),
        agent,
        durations.queue,
      ]),
    lostCaller && [
      [
        lostCaller.number,
        whole(lostCaller.arrivedAt),
        null,
        { seconds: (Number(lostCaller.leftAt) - Number(lostCaller.arrivedAt)) / 1_000, basis: 'VENDOR' },
      ],
    ],
  ],
  [
    'Who called a customer, and with which result?',
    () => list(`number: "${known?.dnis}"`, 'agent { name } disposition { name }')(),
    (data) => nodesOf(data.calls).map(({ agent, disposition }) => [agent.name, disposition.name]),
    known && [[nameOf(known.person), known.disposition]],
  ],
  [
    'Which calls of a campaign were the first of the period?',
    () =>
      list(`campaignId: "${ids['Billing Inbound']}", directions: [INBOUND]`, 'startedAt')().replace(
        'first: 100',
        'last: 3',
      ),
    (data) => nodesOf(data.calls).map(({ startedAt }) => whole(new Date(startedAt))),
    [
      ...calls.map(({ call, at }) => ({ campaign: call.campaign, at })),
      ...lost.map(({ campaign, arrivedAt }) => ({ campaign, at: arrivedAt })),
    ]
      .filter(({ campaign }) => campaign?.name === 'Billing Inbound')
      .map(({ at }) => whole(at))
      .sort((one, other) => other - one)
      .slice(-3),
  ],
  [
    'Until when is the list of past calls complete?',
    list('', 'id'),
    (data) => data.calls.sources.find(({ account }: Data) => account.key === log),
    // All of it is less than four hours ago, so that calls may still be missing.
    () => ({ account: { key: log }, coveredTo: null, error: null }),
  ],
];

answered(QUESTIONS, async (document) => scene.gateway.ask(document));
