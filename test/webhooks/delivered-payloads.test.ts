/** Messages as a running gateway delivers them to a receiver, against the JSON Schema of messages. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { messageShape } from '../../src/webhooks/payload-shapes.ts';
import { until } from '../helpers/until.ts';
import { idle, openScene, type Scene } from '../scenarios/stage.ts';
import { openPartner } from './partner.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const PHONE = '+13125550142';

let scene: Scene;
let partner: Awaited<ReturnType<typeof openPartner>>;
beforeAll(async () => {
  partner = await openPartner();
  const webhook = { id: 'partner', url: partner.url, secrets: [SECRET], allowPrivate: true };
  scene = await openScene({ seed: 21, vendors: ['five9-cti', 'recorder'], more: { webhooks: [webhook] } });
}, 30_000);
afterAll(async () => {
  await scene.close();
  partner.close();
});

const bodies = () => partner.got.map(({ body }) => JSON.parse(body));

test('A delivered call can be acted on without a query: its state, numbers, agent, campaign and durations', {
  timeout: 90_000,
}, async () => {
  const { world } = scene;
  const person = idle(world);
  const campaign = world.campaigns.find(({ direction }) => direction === 'INBOUND') ?? null;
  // The recorder reports calls of the same numbers, as an account of its own.
  const came = (state: string) =>
    until(
      () =>
        bodies().find(
          ({ data }) => data.account?.key === 'floor' && data.call?.from === PHONE && data.call.state === state,
        ),
      `a message of the call in the state ${state}`,
    );
  await until(() => {
    world.setReady(person);
    world.setNotReady(person, null);
    return bodies().some(({ data }) => data.kind === 'AGENT');
  }, 'an event of an agent');
  const call = world.place({ person, campaign, direction: 'INBOUND', customerNumber: PHONE, customerName: 'Ada' });
  await came('RINGING');
  world.answer(call);
  await came('CONNECTED');
  world.hangUp(call);
  await came('WRAP_UP');
  world.dispose(call, 'Resolved');
  const ended = await came('ENDED');
  expect(ended.type).toBe('call.ended');
  expect(ended.data.call).toMatchObject({
    ...{ state: 'ENDED', direction: 'INBOUND', from: PHONE, disposition: 'Resolved' },
    // The desk reports who logged in, not the person's name.
    agent: { id: expect.any(String), userName: person.userName },
    campaign: { name: campaign?.name },
  });
  // Events of the desk have no time of their own: the times are those at which the gateway received them.
  const { startedAt, connectedAt, endedAt, durations } = ended.data.call;
  const [started, connected, over] = [startedAt, connectedAt, endedAt].map((time) => Date.parse(time) / 1_000);
  expect(over).toBeGreaterThan(connected ?? Number.NaN);
  expect(durations.untilAnswer).toBeCloseTo((connected ?? 0) - (started ?? 0), 2);
  expect(durations.connected).toBeCloseTo((over ?? 0) - (connected ?? 0), 2);
});

test('Every delivered message is valid by schema/webhooks.json, as partners read it', () => {
  const schema = z.fromJSONSchema(JSON.parse(readFileSync('schema/webhooks.json', 'utf8')));
  const kinds = new Set(bodies().map(({ data }) => data.kind));
  expect([...kinds]).toEqual(expect.arrayContaining(['CALL', 'AGENT']));
  for (const body of bodies()) {
    expect(schema.safeParse(body), JSON.stringify(body)).toMatchObject({ success: true });
    // A partner's copy of the schema may be older than the gateway; the gateway itself sends nothing that it does not describe.
    expect(schema.safeParse({ ...body, data: { ...body.data, later: 1 } })).toMatchObject({ success: true });
    expect(messageShape.safeParse(body), JSON.stringify(body)).toMatchObject({ success: true });
  }
});
