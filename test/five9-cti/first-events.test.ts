/** What one desk of an account reports before the others are listened to. */
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { StreamCheckpoint } from '../../src/subscriptions/ingest/stream-checkpoint.ts';
import { until } from '../helpers/until.ts';
import { begin, brief, storedEvents } from '../subscriptions/flaky-source.ts';
import { briefs, connectTo, floor, incoming } from './scripted.ts';

const { desk, streamOf, clean } = floor();

afterEach(clean);

type Desk = Awaited<ReturnType<typeof desk>>;

/** Lets a desk's registrations wait until the answered function is called. */
function withhold(one: Desk): () => void {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  one.before = (operation) => (operation === 'addListener' ? released : Promise.resolve());
  return release;
}

const asked = (one: Desk, operation: string) => one.asked.filter(([name]) => name === operation).length;

it('is delivered, and the account is UP once each desk is listened to', async () => {
  const [ann, bob] = [await desk(), await desk()];
  const release = withhold(bob);
  const adapter = connectTo([
    { agent: 'ann', url: ann.url },
    { agent: 'bob', url: bob.url },
  ]);
  const { log } = await begin([adapter], { settled: 60_000 });
  onTestFinished(() => adapter.close());
  await until(() => asked(ann, 'checkEvent') > 0 && asked(bob, 'addListener') > 0);
  ann.send(incoming('A'));
  const seen = async () => (await storedEvents(log)).map(brief);
  const checkpoint = () => new StreamCheckpoint(log, 'events:floor', 1_000).last(AbortSignal.timeout(5_000));
  await until(async () => (await seen()).includes('ann/A RINGING'));
  expect([(await seen()).filter((one) => one === 'UP'), await checkpoint()]).toEqual([[], null]);
  release();
  await until(async () => (await seen()).includes('UP'));
  await until(checkpoint);
});

it('does not make the account UP when one desk recovers while another is not listened to yet', async () => {
  const [ann, bob] = [await desk(), await desk()];
  const release = withhold(bob);
  let isRefused = true;
  ann.before = async () => {
    if (isRefused) throw new Error('down');
  };
  const stream = streamOf(
    connectTo([
      { agent: 'ann', url: ann.url },
      { agent: 'bob', url: bob.url },
    ]),
  );
  await stream.until((all) => briefs(all).includes('ACCOUNT DEGRADED'));
  isRefused = false;
  await until(() => asked(ann, 'checkEvent') > 0);
  ann.send(incoming('A'));
  await stream.until((all) => briefs(all).includes('CALL STARTED A RINGING'));
  expect(briefs(stream.events)).not.toContain('ACCOUNT UP');
  release();
  await stream.until((all) => briefs(all).includes('ACCOUNT UP'));
});

it('is of a DEGRADED account for each reader that comes while a desk does not answer', async () => {
  const [ann, bob] = [await desk(), await desk()];
  await bob.close();
  const adapter = connectTo([
    { agent: 'ann', url: ann.url },
    { agent: 'bob', url: bob.url },
  ]);
  const earlier = streamOf(adapter);
  await earlier.until((all) => briefs(all).includes('ACCOUNT DEGRADED'));
  await earlier.stop();
  const later = streamOf(adapter);
  await later.until((all) => briefs(all).includes('ACCOUNT DEGRADED'), 5_000);
});

it('does not call a call abandoned that may have reached a desk which is not listened to yet', async () => {
  const [ann, bob] = [await desk(), await desk()];
  onTestFinished(withhold(bob));
  const stream = streamOf(
    connectTo([
      { agent: 'ann', url: ann.url },
      { agent: 'bob', url: bob.url },
    ]),
  );
  await until(() => asked(ann, 'checkEvent') > 0);
  const waiting = { callSessionId: 'W', campaignId: '9', created: String(Date.now()), customer: 'Eva', priority: 0 };
  ann.send({ _type: 'callsQueueUpdated', calls: [waiting] }, { _type: 'callsQueueUpdated', calls: [] });
  await stream.until((all) => briefs(all).includes('CALL ENDED W ENDED'));
  const ends = stream.events.flatMap((event) => (event.kind === 'CALL' ? [event.call.leftQueue ?? null] : []));
  expect(ends).toEqual([null, null]);
});
