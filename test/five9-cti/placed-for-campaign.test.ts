/** Calls that agents place for a campaign, which the simulated desk marks as placed by the agent. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulator } from '../../src/simulators/five9-cti/index.ts';
import type { RunningSimulator } from '../../src/simulators/simulator.ts';
import { connectTo } from './scripted.ts';
import { type DeskLine, failure, worldOf } from './world.ts';

const centre = worldOf(9);
let running: RunningSimulator;
beforeAll(async () => {
  running = await simulator.start({ centre, port: 0 });
});
afterAll(() => running.close());

test('a ringing call that callDial placed for a campaign cannot be answered by its own agent', async () => {
  const person = centre.people.find(
    (one) => one.carrier === 'five9-cti' && one.presence === 'READY' && centre.liveCalls(one).length === 0,
  );
  const desk = (running.settings.desks as DeskLine[]).find(({ agent }) => agent === person?.userName);
  const campaign = centre.campaigns.find(({ owner }) => owner === 'five9-config')?.name;
  if (!person || !desk || !campaign) throw new Error('no agent is idle');
  const adapter = connectTo([desk]);
  const { call } = (await adapter.callDial?.(person.userName, { number: '+15550000010', campaign }, {})) ?? {};
  expect(call).toMatchObject({ direction: 'OUTBOUND', campaign: { name: campaign } });
  const answer = async () => adapter.callAnswer?.(call?.nativeId ?? '', {}, {});
  expect((await failure(answer())).code).toBe('FAILED_PRECONDITION');
  expect(centre.liveCalls(person).map(({ state }) => state)).toEqual(['RINGING']);
  await adapter.close();
});
