import { expect, onTestFinished, test } from 'vitest';
import { simulator } from '../../src/simulators/recorder/index.ts';
import { startSimulatedCentre } from '../../src/simulators/simulators.ts';
import { untilAnswer } from '../helpers/until.ts';
import { ask } from '../program/process.ts';
import { noRedis, startRedis } from '../subscriptions/redis-server.ts';
import { configure, folder, type Instance, KEY, startInstance } from './gateways.ts';

if (noRedis) console.warn(`SKIPPED: links of two gateways are not tested: ${noRedis}`);

const LINKS = '{ recordings(first: 1) { edges { node { media { url } } } } }';

test.skipIf(noRedis)('a link to a recording works at every gateway that shares the Redis', async () => {
  const redis = await startRedis();
  const centre = await startSimulatedCentre({ seed: 7, definitions: [simulator], port: () => 0 });
  const place = folder();
  const living: Instance[] = [];
  onTestFinished(async () => {
    await Promise.all(living.map(({ program }) => program.stop('SIGKILL')));
    await Promise.all([centre.close(), redis.dispose()]);
    place.remove();
  });
  const account = { id: 'wfo', vendor: 'recorder', ...centre.running.get('recorder')?.settings };
  const config = configure(place.path, 'gateway', { accounts: [account], redis: { url: redis.url } });
  for (let count = 0; count < 2; count += 1) living.push(await startInstance(config));
  const [one, other] = living.map(({ url }) => url);
  const { data } = await untilAnswer(
    () => ask(one ?? '', LINKS, {}, { authorization: `Bearer ${KEY}` }),
    (answer) => answer.data.recordings.edges.length > 0,
  );
  const { pathname } = new URL(data.recordings.edges[0].node.media.url);
  const head = (at = '', path = pathname) => fetch(new URL(path, at), { method: 'HEAD' });
  expect((await head(one)).status).toBe(200);
  expect((await head(other)).status).toBe(200);
  expect((await head(other, `${pathname}x`)).status).toBe(403);
});
