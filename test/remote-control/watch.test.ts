import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { createClient } from '../../src/adapters/remote-control/client.ts';
import { type PollingPace, watchAccount } from '../../src/adapters/remote-control/events/watch.ts';
import { vendor } from '../../src/adapters/remote-control/index.ts';
import { Phones } from '../../src/adapters/remote-control/reads/phones.ts';
import { createReads } from '../../src/adapters/remote-control/reads.ts';
import { Kinds } from '../../src/subscriptions/ingest/watches.ts';
import { eventually } from '../helpers/eventually.ts';
import { type Floor, openFloor, peopleOf, silent } from './floor.ts';

const pace: PollingPace = { busy: 15, idle: [15, 30], lists: 50, failed: [15, 30] };

let floor: Floor;
let stop: AbortController;

beforeEach(async () => {
  floor = await openFloor();
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  await floor.close();
});

function watch(kinds = new Kinds(['CALL', 'AGENT', 'CAMPAIGN']), lists = 50): EventRecord[] {
  const settings = vendor.settings.parse({ ...floor.simulator.settings, deadline: 5_000 });
  const client = createClient(settings, { account: 'floor' });
  const now = () => new Date();
  const phones = new Phones(client, settings);
  const reads = createReads(client, phones, settings, now);
  const events: EventRecord[] = [];
  const collect = async () => {
    const sources = { account: 'floor', phones, reads, log: silent, now };
    const options = { ...sources, kinds, pace: { ...pace, lists }, signal: stop.signal };
    for await (const event of watchAccount(options)) events.push(event);
  };
  collect().catch((error: unknown) => events.push({ kind: 'VENDOR', name: String(error) } as never));
  return events;
}

/** A watch whose first look is over. */
async function watched(kinds?: Kinds): Promise<EventRecord[]> {
  const events = watch(kinds);
  await eventually(() => statusesOf(events)).toEqual(['UP']);
  return events;
}

const typesOf = (events: readonly EventRecord[]) =>
  events.flatMap((event) => (event.kind === 'CALL' ? [event.type] : []));
const statusesOf = (events: readonly EventRecord[]) =>
  events.flatMap((event) => (event.kind === 'ACCOUNT' ? [event.status] : []));
const received = (name: string) => floor.simulator.received.get(name) ?? 0;

describe('watching remote-control', () => {
  it('emits nothing of a call that began before its first look, and its later events as they happen', async () => {
    const call = floor.callOf();
    const events = await watched();
    await eventually(() => received('getcalls')).toBeGreaterThan(2 * peopleOf(floor.centre).length);
    expect(events.filter(({ kind }) => kind !== 'ACCOUNT')).toEqual([]);
    floor.centre.hold(call);
    await eventually(() => typesOf(events)).toEqual(['HELD']);
  });

  it('continues from what it saw when other kinds are wanted, and reads those at once', async () => {
    const kinds = new Kinds(['CAMPAIGN']);
    const events = watch(kinds, 60_000);
    await eventually(() => received('campaigns')).toBeGreaterThan(0);
    kinds.become(['CAMPAIGN', 'CALL']);
    await eventually(() => received('getcalls')).toBeGreaterThan(peopleOf(floor.centre).length);
    const call = floor.callOf();
    await eventually(() => typesOf(events)).toEqual(['STARTED', 'CONNECTED']);
    kinds.become(['AGENT', 'CALL']);
    floor.centre.hold(call);
    await eventually(() => typesOf(events).at(-1)).toBe('HELD');
    expect(typesOf(events)).toEqual(['STARTED', 'CONNECTED', 'HELD']);
  });

  it('reads the lists at their own pace, which is slower than that of the phones', async () => {
    watch(undefined, 60_000);
    await eventually(() => received('getcalls')).toBeGreaterThan(8 * peopleOf(floor.centre).length);
    expect([received('users'), received('campaigns')]).toEqual([1, 1]);
  });

  it('emits the life of a call in its order, each event once, and the presence of its agent', async () => {
    const events = await watched();
    const call = floor.callOf();
    await eventually(() => typesOf(events)).toEqual(['STARTED', 'CONNECTED']);
    floor.centre.hold(call);
    await eventually(() => typesOf(events).at(-1)).toBe('HELD');
    floor.centre.retrieve(call);
    await eventually(() => typesOf(events).at(-1)).toBe('RETRIEVED');
    if (call.recording) floor.centre.stopRecording(call.recording);
    await eventually(() => typesOf(events).at(-1)).toBe('UPDATED');
    floor.centre.hangUp(call);
    await eventually(() => typesOf(events).at(-1)).toBe('WRAP_UP');
    floor.centre.dispose(call, 'Sale');
    await eventually(() => typesOf(events).at(-1)).toBe('ENDED');
    stop.abort();
    const wanted = ['STARTED', 'CONNECTED', 'HELD', 'RETRIEVED', 'UPDATED', 'WRAP_UP', 'ENDED'];
    expect(typesOf(events)).toEqual(wanted);
    expect(new Set(events.map(({ fingerprint }) => fingerprint)).size).toBe(events.length);
    const presences = events.flatMap((event) => (event.kind === 'AGENT' ? [event.presence] : []));
    expect(presences).toEqual(['ON_CALL', 'WRAP_UP', null]);
  });

  it('carries the time a call was connected through all of its later events', async () => {
    const events = await watched();
    const call = floor.callOf();
    await eventually(() => typesOf(events)).toEqual(['STARTED', 'CONNECTED']);
    floor.centre.dispose(call, 'Sale');
    await eventually(() => typesOf(events).at(-1)).toBe('ENDED');
    const calls = events.flatMap((event) => (event.kind === 'CALL' ? [event] : []));
    const connectedAt = calls.find(({ type }) => type === 'CONNECTED')?.occurredAt;
    expect(connectedAt).toBeDefined();
    expect(calls.map((event) => event.call.connectedAt)).toEqual([connectedAt, connectedAt, connectedAt]);
  });

  it('stops asking when it is stopped', async () => {
    await watched();
    stop.abort();
    await eventually(() => floor.simulator.received.get('getcalls')).toBeGreaterThan(0);
    const at = performance.now();
    await eventually(() => performance.now() - at).toBeGreaterThan(40);
    const asked = received('getcalls');
    await eventually(() => performance.now() - at).toBeGreaterThan(120);
    expect(received('getcalls')).toBe(asked);
  });

  it('gives two watchers the same fingerprints, so that what both saw is dropped once', async () => {
    const [first, second] = [await watched(), await watched()];
    floor.callOf();
    await eventually(() => typesOf(first).length + typesOf(second).length).toBe(4);
    const fingerprints = (events: readonly EventRecord[]) =>
      events.filter(({ kind }) => kind === 'CALL').map(({ fingerprint }) => fingerprint);
    expect(fingerprints(first)).toEqual(fingerprints(second));
  });
});

describe('a failure while watching remote-control', () => {
  it('leaves the calls as they were, is a gap once answers come again, and what changed meanwhile is found', async () => {
    const events = await watched();
    const call = floor.callOf();
    await eventually(() => typesOf(events)).toContain('CONNECTED');
    const before = received('getcalls');
    await eventually(() => received('getcalls') - before).toBeGreaterThan(4 * peopleOf(floor.centre).length);
    floor.simulator.trouble({ kind: 'unavailable', operation: 'getcalls' });
    await eventually(() => statusesOf(events).at(-1)).not.toBe('UP');
    const lostAt = new Date().toISOString();
    expect(typesOf(events)).not.toContain('ENDED');
    floor.centre.dispose(call, 'Sale');
    floor.simulator.trouble(null);
    await eventually(() => typesOf(events).at(-1)).toBe('ENDED');
    await eventually(() => statusesOf(events).at(-1)).toBe('UP');
    const connected = events.find((event) => event.kind === 'CALL' && event.type === 'CONNECTED');
    const gaps = events.flatMap((event) => (event.kind === 'GAP' ? [event.from] : []));
    expect(gaps.some((from) => from >= (connected?.receivedAt ?? ''))).toBe(true);
    expect(gaps.every((from) => from <= lostAt)).toBe(true);
  });

  // Guide, lines 11 to 16: Success false with a number and text of no documented values.
  it('that the vendor puts in unknown words ends no call', async () => {
    const events = await watched();
    floor.callOf();
    await eventually(() => typesOf(events)).toEqual(['STARTED', 'CONNECTED']);
    floor.simulator.trouble({ kind: 'fault-200', operation: 'getcalls' });
    const before = received('getcalls');
    await eventually(() => received('getcalls') - before).toBeGreaterThan(peopleOf(floor.centre).length);
    floor.simulator.trouble(null);
    await eventually(() => events.some(({ kind }) => kind === 'GAP')).toBe(true);
    await eventually(() => statusesOf(events).at(-1)).toBe('UP');
    expect(typesOf(events)).toEqual(['STARTED', 'CONNECTED']);
  });

  it('of everything makes the account DOWN, from the first look on', async () => {
    floor.simulator.trouble({ kind: 'down' });
    const events = watch();
    await eventually(() => statusesOf(events)).toEqual(['DOWN']);
    floor.simulator.trouble(null);
    await eventually(() => statusesOf(events).at(-1)).toBe('UP');
  });
});
