import { afterEach } from 'vitest';
import { scriptedDesk } from '../five9-cti/scripted.ts';
import { untilAnswer } from '../helpers/until.ts';
import { ask } from '../program/process.ts';
import { openPartner } from '../webhooks/partner.ts';
import { configure, folder, type Instance, KEY, startInstance } from './gateways.ts';

/** Run after each test, last first. */
export const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** The header of the key of the tests. */
export const bearer = { authorization: `Bearer ${KEY}` };
const RAISED =
  '{ alerts { id rule figure comparison threshold value account { key } queue { name } raisedAt clearedAt } }';
const LOGGED = `{ events(first: 100, filter: { kinds: [ALERT] }) { edges { node {
  name account { key } ... on AlertEvent { type alert { id value queue { name } clearedAt } }
} } } }`;

/** A desk, a partner, and gateways over them with one configuration. */
export async function start(settings: (file: string) => object) {
  const place = folder();
  const desk = await scriptedDesk();
  const partner = await openPartner();
  const created = String(Date.now() - 5_000);
  const queue = (count: number) =>
    desk.send({
      _type: 'callsQueueUpdated',
      calls: Array.from({ length: count }, (_, at) => ({
        ...{ callSessionId: `c${at}`, campaignId: '9', created, priority: 0 },
      })),
    } as never);
  const config = configure(place.path, 'gateway', {
    accounts: [{ id: 'floor', vendor: 'five9-cti', desks: [{ agent: 'jdoe', url: desk.url }], retryAfter: 50 }],
    alerts: [{ id: 'waiting', figure: 'CALLS_WAITING', above: 2, clearAt: 1, forSeconds: 0, groupBy: 'QUEUE' }],
    webhooks: [
      {
        ...{ id: 'partner', url: partner.url, allowPrivate: true, filter: { kinds: ['ALERT'] }, retrySeconds: [0.1] },
        secrets: [`whsec_${Buffer.alloc(32).toString('base64')}`],
      },
    ],
    ...settings(`${place.path}/events.db`),
  });
  const untilListeners = (count: number) =>
    untilAnswer(
      async () => desk.asked.filter(([name]) => name === 'addListener').length,
      (listeners) => listeners === count,
    );
  const gateways: Instance[] = [];
  cleanups.push(
    () => place.remove(),
    () => partner.close(),
    () => desk.close(),
    () => Promise.all(gateways.map(({ program }) => program.process.exitCode ?? program.stop('SIGKILL'))),
  );
  const run = async () => {
    const instance = await startInstance(config);
    gateways.push(instance);
    return instance;
  };
  return { partner, queue, untilListeners, run };
}

/** The alerts that are raised, as a gateway lists them. */
export const alertsOf = async ({ url }: Instance) => (await ask(url, RAISED, {}, bearer)).data.alerts;
interface Logged {
  readonly name: string;
  readonly alert?: { readonly id: string };
}

/** The alerts of the log; gaps are among the events under every filter. */
export async function typesOf({ url }: Instance): Promise<string[]> {
  const { edges } = (await ask(url, LOGGED, {}, bearer)).data.events;
  return edges.flatMap(({ node: { name, alert } }: { node: Logged }) => (alert ? [`${name} ${alert.id}`] : []));
}

/** Waits until so many alerts are raised. */
export const untilRaised = (instance: Instance, count: number) =>
  untilAnswer(
    () => alertsOf(instance),
    (alerts) => alerts.length === count,
  );
