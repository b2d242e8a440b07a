import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { vendor } from '../../src/adapters/five9-config/index.ts';
import { quietLog } from '../../src/server/logging.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { five9ConfigSimulator, simulator } from '../../src/simulators/five9-config/index.ts';
import type { RunningSimulator } from '../../src/simulators/simulator.ts';
import { Kinds } from '../../src/subscriptions/ingest/watches.ts';
import { NOT_SERVED, TRANSPORT_FAULTS } from '../helpers/transport-faults.ts';

const START = new Date('2026-03-02T08:00:00Z');
const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function start(more: { users?: number; deadline?: number } = {}) {
  const centre = createCentre({ seed: 3, startsAt: START });
  const running: RunningSimulator = await simulator.start({ centre, port: 0 });
  const { url, users } = running.settings as { url: string; users: { username: string; password: string }[] };
  const settings = vendor.settings.parse({
    url,
    users: users.slice(0, more.users ?? 3),
    deadline: more.deadline ?? 5_000,
  });
  const adapter = vendor.connect('acme', settings, { log: quietLog, now: () => new Date() });
  open.push(
    () => adapter.close(),
    () => running.close(),
  );
  return { centre, running, adapter };
}

async function failure(promise: Promise<unknown> | undefined): Promise<CrosspointError> {
  const error = await promise?.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CrosspointError)) throw new Error(`not refused as expected: ${String(error)}`);
  return error;
}

describe('reads', () => {
  test('campaigns, agents and skills are those of the centre', async () => {
    const { centre, adapter } = await start();
    const campaigns = await adapter.campaigns?.({}, {});
    const ours = centre.campaigns.filter(({ owner }) => owner === 'five9-config');
    expect(campaigns?.items.map(({ name, state }) => [name, state])).toEqual(
      ours.map(({ name, state }) => [name, state]),
    );
    const agents = await adapter.agents?.({}, {});
    const people = centre.people.filter(({ carrier }) => carrier === 'five9-cti');
    expect(
      agents?.items.map(({ userName, email, extensions, skills }) => ({ userName, email, extensions, skills })),
    ).toEqual(
      people.map(({ userName, email, extension, skills }) => ({ userName, email, extensions: [extension], skills })),
    );
    expect((await adapter.skills?.({}, {}))?.items.map(({ name }) => name)).toEqual(centre.skills);
  });
});

describe('campaign acts change the centre', () => {
  test('stop drains before a start is accepted again', async () => {
    const { centre, adapter } = await start();
    const campaign = centre.campaigns.find(({ name }) => name === 'Spring Sales');
    await adapter.campaignStop?.('Spring Sales', {}, {});
    expect(campaign?.state).toBe('STOPPING');
    expect(await failure(adapter.campaignStart?.('Spring Sales', {}, {}))).toMatchObject({
      code: 'FAILED_PRECONDITION',
      vendorCode: 'CampaignStateUpdateFault',
      account: 'acme',
      operation: 'startCampaign',
    });
    centre.advanceTo(new Date(START.getTime() + 26_000));
    await adapter.campaignStart?.('Spring Sales', {}, {});
    expect(campaign?.state).toBe('RUNNING');
  });

  test('a campaign that is not there is said to be missing, with the fault and its fields', async () => {
    const { adapter } = await start();
    expect(await failure(adapter.campaignStart?.('No Such', {}, {}))).toMatchObject({
      code: 'NOT_FOUND',
      vendorCode: 'CampaignNotFoundFault',
      details: { campaignName: 'No Such' },
    });
  });

  test('a watcher receives a change of state', async () => {
    const { centre, adapter, running } = await start();
    const ended = new AbortController();
    const events = adapter.watch?.(new Kinds(['CAMPAIGN']), { signal: ended.signal });
    if (!events) throw new Error('nothing to watch');
    const iterator = events[Symbol.asyncIterator]();
    // An account says itself that its vendor answers, before any change.
    const changed = async (): Promise<unknown> => {
      const { value } = await iterator.next();
      return value?.kind === 'ACCOUNT' ? changed() : value;
    };
    const next = changed();
    while (!running.received.get('getCampaigns')) await new Promise(setImmediate);
    const campaign = centre.campaigns.find(({ name }) => name === 'Win Back');
    if (!campaign) throw new Error('no campaign');
    await adapter.campaigns?.({}, {});
    centre.stopCampaign(campaign);
    expect(await next).toMatchObject({
      kind: 'CAMPAIGN',
      subject: 'Win Back',
      previousState: 'RUNNING',
      state: 'STOPPING',
    });
    ended.abort();
    await iterator.next();
  });
});

/** A Five9 that counts how many requests of each user are being served at once, and takes its time. */
async function crowdCounter() {
  const serving = new Map<string, number>();
  let most = 0;
  const server = createServer((request, response) => {
    const user = request.headers.authorization ?? '';
    serving.set(user, (serving.get(user) ?? 0) + 1);
    most = Math.max(most, serving.get(user) ?? 0);
    request.resume().on('end', () =>
      setTimeout(() => {
        serving.set(user, (serving.get(user) ?? 1) - 1);
        response.setHeader('content-type', 'text/xml');
        response.end(
          '<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body><ns2:getSkillsResponse xmlns:ns2="http://service.admin.ws.five9.com/"/></env:Body></env:Envelope>',
        );
      }, 5),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  open.push(async () => void server.close());
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    most: () => most,
    users: () => serving.size,
  };
}

function connectTo(url: string, users: readonly { username: string; password: string }[]) {
  const adapter = vendor.connect('acme', vendor.settings.parse({ url, users }), {
    log: quietLog,
    now: () => new Date(),
  });
  open.push(() => adapter.close());
  return adapter;
}

describe('one request at a time for each user', () => {
  test.each([1, 3])('with %i users, twenty readers are all served and no user ever has two requests', async (count) => {
    const five9 = await crowdCounter();
    const users = Array.from({ length: count }, (_, index) => ({ username: `api${index}`, password: 'x' }));
    const adapter = connectTo(five9.url, users);
    const answers = await Promise.all(Array.from({ length: 20 }, () => adapter.call('getSkills', {}, {})));
    expect(answers).toHaveLength(20);
    expect(five9.most()).toBe(1);
    expect(five9.users()).toBe(count);
  });

  test('Five9 itself refuses a second request of a user, which a read tries once more and an act does not', async () => {
    const { running } = await start();
    const { url, users } = running.settings as { url: string; users: { username: string; password: string }[] };
    const [one, other] = [connectTo(url, users.slice(0, 1)), connectTo(url, users.slice(0, 1))];
    const reads = await Promise.all([one, other].map((adapter) => adapter.call('getSkills', {}, {})));
    expect(reads).toHaveLength(2);
    expect(running.received.get('getSkills')).toBe(3);
    const acts = await Promise.allSettled(
      [one, other].map((adapter) => adapter.campaignStop?.('Spring Sales', {}, {})),
    );
    expect(acts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(acts.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { vendorCode: 'UserAlreadyLoggedInFault' },
    });
    expect(running.received.get('stopCampaign')).toBe(2);
  });

  test('the request of a caller that disconnects while waiting is not sent', async () => {
    const { adapter, running } = await start({ users: 1 });
    running.trouble({ kind: 'hang', operation: 'getSkills', times: 1 });
    const hanging = failure(adapter.call('getSkills', {}, { deadline: 400 }));
    const leaver = new AbortController();
    const left = adapter.call('getDispositions', {}, { signal: leaver.signal }).catch((error: unknown) => error);
    leaver.abort(new Error('left'));
    expect(await left).toMatchObject({ message: 'left' });
    expect(await hanging).toMatchObject({ code: 'TIMEOUT' });
    expect(running.received.get('getDispositions')).toBeUndefined();
  });

  test('a user named twice is refused, since Five9 would see two requests of it', () => {
    const user = { username: 'api', password: 'x' };
    expect(vendor.settings.safeParse({ url: 'https://five9.example', users: [user, user] }).success).toBe(false);
  });
});

test('a class of calls that Five9 says is spent is not asked for again in that minute', async () => {
  const centre = createCentre({ seed: 3, startsAt: START });
  const running = await five9ConfigSimulator({ limits: { Query: { minute: 2 } } }).start({ centre, port: 0 });
  const settings = vendor.settings.parse(running.settings);
  const adapter = vendor.connect('acme', settings, { log: quietLog, now: () => START });
  open.push(
    () => adapter.close(),
    () => running.close(),
  );
  const refusedBy: unknown[] = [];
  for (let asked = 0; asked < 5; asked += 1)
    await adapter.call('getSkills', {}, {}).catch((error: CrosspointError) => refusedBy.push(error.vendorCode ?? 'us'));
  expect(refusedBy).toEqual(['OperationsLimitExceededFault', 'us', 'us']);
  expect(running.received.get('getSkills')).toBe(3);
});

describe('a faulty vendor', () => {
  test.each([...TRANSPORT_FAULTS, NOT_SERVED])(
    '%s: a read fails with %s, an act with %s, and neither is sent again (F3)',
    async (kind, read, act) => {
      const isSlow = kind === 'hang' || kind === 'drip';
      const { adapter, running } = await start({ deadline: isSlow ? 700 : 15_000 });
      running.trouble({ kind });
      const reading = await failure(adapter.campaigns?.({}, {}));
      expect(reading.code).toBe(read);
      const acting = await failure(adapter.campaignStop?.('Spring Sales', {}, {}));
      expect(acting.code).toBe(act);
      expect(running.received.get('getCampaigns')).toBe(1);
      expect(running.received.get('stopCampaign')).toBe(1);
      expect(`${reading.message}${acting.message}`).not.toMatch(/127\.0\.0\.1|simulated|http/);
    },
  );

  test.each(['fault-200', 'fault-500'] as const)('%s is the same coded fault', async (kind) => {
    const { adapter, running } = await start();
    running.trouble({ kind });
    const error = await failure(adapter.campaigns?.({}, {}));
    expect(error.vendorCode).toMatch(/Fault$/);
  });

  test('a wrong password is refused, and the password is not in the words', async () => {
    const { running } = await start();
    const { url } = running.settings as { url: string };
    const settings = vendor.settings.parse({
      url,
      users: [{ username: 'api1@acme.example', password: 'wrong-secret' }],
    });
    const adapter = vendor.connect('acme', settings, { log: quietLog, now: () => new Date() });
    const error = await failure(adapter.campaigns?.({}, {}));
    expect(error.code).toBe('PERMISSION_DENIED');
    const again = await failure(adapter.campaigns?.({}, {}));
    expect(again).toMatchObject({ code: 'PERMISSION_DENIED', vendorCode: 'REFUSED_BEFORE' });
    expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain('wrong-secret');
  });
});
