/** What every adapter that reads a kind of object must fulfil, over its simulator's wire. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  CallState,
  CampaignState,
  Channel,
  DialingMode,
  Direction,
  Presence,
  RecordingState,
} from '../../schema/vocabulary.ts';
import type { Rows } from '../../src/adapters/adapter.ts';
import type { SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { able, type Connected, keysWith, startWorld, type World } from './world.ts';

const WITH_OFFSET = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

let world: World;

beforeAll(async () => {
  world = await startWorld(21);
}, 30_000);

afterAll(() => world.close());

/** Holds of every list: keys that are texts and distinct, and when it was read. */
function sound<Row extends { readonly nativeId: string }>({ items, fetchedAt }: Rows<Row>, least = 1): readonly Row[] {
  expect(fetchedAt).toMatch(WITH_OFFSET);
  expect(items.length).toBeGreaterThanOrEqual(least);
  expect(items.every(({ nativeId }) => typeof nativeId === 'string' && nativeId !== '')).toBe(true);
  expect(new Set(items.map(({ nativeId }) => nativeId)).size).toBe(items.length);
  return items;
}

/** Each value is one of the enum's values, or absent. */
function worded(values: readonly (string | null | undefined)[], words: object): void {
  expect(values.filter((value) => value != null && !Object.hasOwn(words, value))).toEqual([]);
}

function timed(values: readonly (string | null | undefined)[]): void {
  expect(values.filter((value) => value != null && !WITH_OFFSET.test(value))).toEqual([]);
}

const sorted = (values: readonly string[]) => [...values].sort();

describe.each(await keysWith('campaigns'))('the campaign source %s', (key) => {
  test("lists the vendor's campaigns with unified states", async () => {
    const items = sound(await able(world.connected(key), 'campaigns')({}, {}));
    worded(
      items.map(({ state }) => state),
      CampaignState,
    );
    worded(
      items.map(({ direction }) => direction),
      Direction,
    );
    worded(
      items.map(({ channel }) => channel),
      Channel,
    );
    worded(
      items.map(({ dialingMode }) => dialingMode),
      DialingMode,
    );
    const theirs = world.centre.campaigns.filter(({ owner }) => owner === key);
    expect(sorted(items.map(({ name }) => name))).toEqual(sorted(theirs.map(({ name }) => name)));
    const shown = theirs.map(({ name }) => items.find((item) => item.name === name));
    expect(shown.map((item, at) => item?.state ?? theirs[at]?.state)).toEqual(theirs.map(({ state }) => state));
  });

  test('finds a campaign by its key', async () => {
    const campaigns = able(world.connected(key), 'campaigns');
    const [, second] = (await campaigns({}, {})).items;
    const { items } = await campaigns({ nativeIds: [second?.nativeId ?? ''] }, {});
    expect(items).toContainEqual(second);
  });
});

/** The people a vendor knows. */
function known(key: string): readonly SimulatedPerson[] {
  const carrier = key.startsWith('five9') ? 'five9-cti' : key;
  const carried = world.centre.people.filter((person) => person.carrier === carrier);
  return carried.length > 0 ? carried : world.centre.people;
}

describe.each(await keysWith('agents'))('the agent source %s', (key) => {
  test("lists the vendor's agents", async () => {
    const items = sound(await able(world.connected(key), 'agents')({}, {}));
    worded(
      items.map(({ presence }) => presence),
      Presence,
    );
    timed(items.map(({ presenceSince }) => presenceSince));
    const names = known(key).map(({ firstName, lastName }) => `${firstName} ${lastName}`);
    expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });

  test('reports presence as the vendor has it, where the vendor reports it', async () => {
    const { items } = await able(world.connected(key), 'agents')({}, {});
    for (const { firstName, lastName, presence } of known(key)) {
      const shown = items.find(({ name }) => name === `${firstName} ${lastName}`)?.presence;
      if (shown) expect([firstName, shown]).toEqual([firstName, presence]);
    }
  });
});

/** Whether people have their telephones with a vendor. */
const carries = (key: string) => world.centre.people.some(({ carrier }) => carrier === key);

describe.each(await keysWith('calls'))('the call source %s', (key) => {
  test('lists calls with unified states and times with an offset', async () => {
    const items = sound(await able(world.connected(key), 'calls')({}, {}), carries(key) ? 1 : 0);
    worded(
      items.map(({ state }) => state),
      CallState,
    );
    worded(
      items.map(({ direction }) => direction),
      Direction,
    );
    worded(
      items.map(({ recordingState }) => recordingState),
      RecordingState,
    );
    timed(items.flatMap(({ startedAt, connectedAt, endedAt }) => [startedAt, connectedAt, endedAt]));
  });

  test('lists every call on its phones with state and numbers', async () => {
    const { items } = await able(world.connected(key), 'calls')({}, {});
    const live = world.centre.liveCalls().filter(({ carrier }) => carrier === key);
    for (const call of live) {
      const numbers = [call.ani, call.dnis];
      const shown = items.filter(({ from, to }) => numbers.includes(from ?? '') || numbers.includes(to ?? ''));
      expect(
        shown.map(({ state }) => state),
        call.id,
      ).toContain(call.state);
    }
    expect(live.length > 0).toBe(carries(key));
  });

  test('refers to agents of the same account', async () => {
    const connected = world.connected(key);
    const { items } = await able(connected, 'calls')({}, {});
    const agents = connected.adapter.agents ? (await able(connected, 'agents')({}, {})).items : [];
    for (const { agent } of items) {
      if (!agent?.nativeId || !agents.length) continue;
      expect(agents.map(({ nativeId }) => nativeId)).toContain(agent.nativeId);
    }
  });
});

describe.each(await keysWith('recordings'))('the recorder %s', (key) => {
  test('lists recordings with times, durations and agents', async () => {
    const stopped = world.centre.recordings.filter(({ state }) => state === 'STOPPED');
    // A vendor lists 500 at most.
    const starts = stopped.map(({ startedAt }) => new Date(startedAt).getTime()).sort((a, b) => b - a);
    const from = Math.floor((starts[400] ?? starts.at(-1) ?? 0) / 1_000) * 1_000;
    const time = { startedAfter: new Date(from - 1).toISOString(), startedBefore: '2024-05-07T00:00:00Z' };
    const items = sound(await able(world.connected(key), 'recordings')(time, {}));
    timed(items.map(({ startedAt }) => startedAt));
    worded(
      items.map(({ direction }) => direction),
      Direction,
    );
    expect(items.length).toBe(starts.filter((start) => start >= from).length);
    for (const { durationSeconds, device, agent } of items) {
      expect(durationSeconds).toBeGreaterThanOrEqual(0);
      expect(device ?? agent).toBeTruthy();
    }
  });

  test('reports for each phone whether it is being recorded', async () => {
    const running = world.centre.recordings.filter(({ state }) => state !== 'STOPPED');
    const devices = running.map(({ call }) => call.person.extension);
    const states = await world.connected(key).adapter.recordingStates?.(devices, {});
    expect(devices.length).toBeGreaterThan(0);
    expect(devices.map((device) => states?.get(device))).toEqual(running.map(({ state }) => state));
  });
});

describe.each(await keysWith('dispositions'))('the disposition source %s', (key) => {
  test('lists the dispositions by name', async () => {
    const items = sound(await able(world.connected(key), 'dispositions')({}, {}));
    expect(items.map(({ name }) => name)).toEqual(expect.arrayContaining([...world.centre.dispositions]));
  });
});

describe.each(await keysWith('skills'))('the skill source %s', (key) => {
  test('lists the skills by name', async () => {
    const items = sound(await able(world.connected(key), 'skills')({}, {}));
    expect(sorted(items.map(({ name }) => name))).toEqual(sorted([...world.centre.skills]));
  });
});

describe.each(await keysWith())('the account %s', (key) => {
  const secrets = ({ running }: Connected) =>
    JSON.stringify(running.settings)
      .match(/"(?:password|token)":"([^"]+)"/g)
      ?.map((pair) => pair.split('"')[3]) ?? [];

  test('reports a check in one line without a secret', async () => {
    const connected = world.connected(key);
    const said = await connected.adapter.check({});
    expect(said).toMatch(/^[^\n]{5,2000}$/);
    for (const secret of secrets(connected)) expect(said).not.toContain(secret);
  });

  test('counts its quotas within their limits, where it has any', async () => {
    for (const quota of (await world.connected(key).adapter.quotas?.()) ?? []) {
      expect(quota.used).toBeLessThanOrEqual(quota.limit);
      expect(quota.windowSeconds).toBeGreaterThan(0);
      timed([quota.resetsAt]);
    }
  });
});
