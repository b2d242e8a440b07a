import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Adapter, EventRecord } from '../../src/adapters/adapter.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { quietLog } from '../../src/server/logging.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { Centre, CentreEvent, SimulatedCall, SimulatedRecording } from '../../src/simulators/centre/model.ts';
import { simulator as five9Cti } from '../../src/simulators/five9-cti/index.ts';
import { simulator as recorderSimulator } from '../../src/simulators/recorder/index.ts';
import { simulator as remoteControl } from '../../src/simulators/remote-control/index.ts';
import type { RunningSimulator } from '../../src/simulators/simulator.ts';
import { oneByOne } from '../helpers/one-by-one.ts';
import { gatewayOver } from './world.ts';

const START = new Date('2026-03-02T14:00:00Z');
/** Simulated hours; `MEASURED_HOURS=2` measures twice as many calls. */
const HOURS = Number(process.env.MEASURED_HOURS ?? 1);
const SECOND = 1_000;
/** Milliseconds by which the second recorder's clock is ahead. */
const AHEAD = 5 * SECOND;
/** Simulated seconds between two reads of the vendor without a stream. */
const BETWEEN_READS = 10;

/** The centre as a recorder sees it whose clock is ahead and which receives no numbers. */
function seenAhead(centre: Centre): Centre {
  const later = (time: Date | null) => time && new Date(time.getTime() + AHEAD);
  const seen = (recording: SimulatedRecording): SimulatedRecording => ({
    ...recording,
    startedAt: later(recording.startedAt) as Date,
    stoppedAt: later(recording.stoppedAt),
    call: { ...recording.call, ani: '', dnis: '' },
  });
  return new Proxy(centre, {
    get: (_, name) => {
      if (name === 'recordings') return centre.recordings.map(seen);
      if (name === 'now') return () => later(centre.now());
      const value: unknown = Reflect.get(centre, name, centre);
      return typeof value === 'function' ? value.bind(centre) : value;
    },
  });
}

/** The step that the telephony vendor's stream emits for an event of the centre. */
const STEPS: Readonly<Record<string, string>> = {
  started: 'STARTED',
  connected: 'CONNECTED',
  disconnected: 'WRAP_UP',
  disposed: 'ENDED',
};

/** Steps of calls that were received, and waiting for the others. */
class ReceivedSteps {
  readonly #received = new Set<string>();
  readonly #awaited = new Map<string, () => void>();

  take(event: EventRecord): void {
    if (event.kind !== 'CALL') return;
    const step = `${event.call.callId}/${event.type}`;
    this.#received.add(step);
    this.#awaited.get(step)?.();
  }

  until(call: SimulatedCall, step: string): Promise<void> {
    const wanted = `${call.id}/${step}`;
    if (this.#received.has(wanted)) return Promise.resolve();
    return new Promise((done) => this.#awaited.set(wanted, done));
  }
}

const centre = createCentre({ seed: 11, startsAt: START });
const closing: (() => Promise<unknown>)[] = [];
let sharing: ReturnType<typeof gatewayOver>;
let apart: ReturnType<typeof gatewayOver>;

function connected(key: string, account: string, running: RunningSimulator, settings: object = {}): Adapter {
  const vendor = vendors.find((each) => each.key === key);
  if (!vendor) throw new Error(`there is no ${key}`);
  const adapter = vendor.connect(account, vendor.settings.parse({ ...running.settings, ...settings }), {
    log: quietLog,
    now: () => centre.now(),
  });
  closing.push(
    () => adapter.close(),
    () => running.close(),
  );
  return adapter;
}

/** Lets the hours pass, each second only after the events of the one before were received. */
async function live(floor: Adapter, onEvent: (event: EventRecord) => void, look: () => Promise<void>) {
  const received = new ReceivedSteps();
  const leaving = new AbortController();
  const listening = (async () => {
    for await (const event of oneByOne(floor.events?.({ signal: leaving.signal }))) {
      onEvent(event);
      received.take(event);
    }
  })();
  await floor.calls?.({}, {});
  const happened: [SimulatedCall, string][] = [];
  const leave = centre.on((event: CentreEvent) => {
    const step = event.kind === 'call' && event.call.carrier === 'five9-cti' && STEPS[event.type];
    if (event.kind === 'call' && step) happened.push([event.call, step]);
  });
  for (let second = 1; second <= HOURS * 3_600; second += 1) {
    centre.advanceTo(new Date(START.getTime() + second * SECOND));
    await Promise.all(happened.splice(0).map(([call, step]) => received.until(call, step)));
    if (second % BETWEEN_READS === 0) await look();
  }
  leave();
  leaving.abort();
  await listening;
}

beforeAll(async () => {
  const [cti, remote, wfo, blind] = await Promise.all([
    five9Cti.start({ centre, port: 0 }),
    remoteControl.start({ centre, port: 0 }),
    recorderSimulator.start({ centre, port: 0 }),
    recorderSimulator.start({ centre: seenAhead(centre), port: 0 }),
  ]);
  const floor = connected('five9-cti', 'floor', cti);
  const dialler = connected('remote-control', 'dialler', remote);
  const now = () => centre.now();
  const dialling = centre.people.filter(({ carrier }) => carrier === 'remote-control');
  const links = dialling.map(({ remoteId, recorderId }) => [`dialler/${remoteId}`, `wfo/${recorderId}`]);
  const parts = { now, identities: { rules: ['EMAIL', 'USER_NAME'] as const, links } };
  sharing = gatewayOver([floor, dialler, connected('recorder', 'wfo', wfo)], parts);
  const noId = { callIdField: undefined };
  apart = gatewayOver([floor, dialler, connected('recorder', 'wfo', blind, noId)], parts);
  const onEvent = (event: EventRecord) => {
    for (const { gateway } of [sharing, apart]) gateway.applyEvent(event);
  };
  let before = new Map<string, EventRecord & { kind: 'CALL' }>();
  const look = async () => {
    const rows = await dialler.calls?.({}, {});
    const at = centre.now().toISOString();
    const times = { account: 'dialler', subject: '', fingerprint: at, occurredAt: at, receivedAt: at };
    const after = new Map(
      (rows?.items ?? []).map((call) => [call.nativeId, { ...times, kind: 'CALL', type: 'UPDATED', call } as const]),
    );
    for (const [id, event] of before) {
      if (!after.has(id)) onEvent({ ...event, type: 'ENDED', call: { ...event.call, state: 'ENDED', endedAt: at } });
    }
    for (const event of after.values()) onEvent(event);
    before = after;
  };
  await live(floor, onEvent, look);
}, 240_000);

afterAll(async () => {
  for (const close of closing) await close();
});

/** Whether a call of the gateway is this call of the centre. */
function isThis({ nativeId }: { nativeId: string }, call: SimulatedCall): boolean {
  return call.carrier === 'five9-cti'
    ? nativeId.endsWith(`/${call.id}`)
    : nativeId.startsWith(`${call.person.remoteId}/${call.remoteCallId}@`);
}

/** Every node of a list, page after page. */
async function all(gateway: ReturnType<typeof gatewayOver>, list: string, show: string) {
  // biome-ignore lint/suspicious/noExplicitAny: nodes have many shapes
  const nodes: any[] = [];
  let after: string | null = null;
  for (;;) {
    const query = `query ($after: Cursor) { list: ${list}(first: 100, after: $after) { edges { node { source { nativeId account { key } } ${show} } } pageInfo { hasNextPage endCursor } sources { error { message } } } }`;
    const { data, errors } = await gateway.ask(query, { after });
    if (errors) throw new Error(JSON.stringify(errors));
    expect(data.list.sources.filter(({ error }: { error: unknown }) => error)).toEqual([]);
    nodes.push(...data.list.edges.map(({ node }: { node: object }) => node));
    if (!data.list.pageInfo.hasNextPage) return nodes;
    after = data.list.pageInfo.endCursor;
  }
}

interface Measured {
  readonly precision: number;
  readonly recall: number;
  readonly count: number;
}

function measured(right: number, answered: number, count: number): Measured {
  return { precision: right / answered, recall: right / count, count };
}

/** Of each finished recording the call, compared with the centre's. */
async function recordingCalls(gateway: ReturnType<typeof gatewayOver>): Promise<Measured> {
  const truths = new Map(centre.recordings.map((recording) => [String(recording.recordId), recording.call]));
  const nodes = await all(gateway, 'recordings', 'call { source { nativeId } }');
  const answered = nodes.filter(({ call }) => call);
  const right = answered.filter(({ source, call }) =>
    isThis(call.source, truths.get(source.nativeId) as SimulatedCall),
  );
  return measured(right.length, answered.length, nodes.length);
}

/** Of each call the recordings, compared with the centre's. */
async function callRecordings(gateway: ReturnType<typeof gatewayOver>): Promise<Measured> {
  const nodes = await all(gateway, 'calls', 'recordings { recording { source { nativeId } } }');
  const pairs = nodes
    .filter(({ source }) => source.account.key !== 'wfo')
    .flatMap(({ source, recordings }) =>
      recordings.map((each: { recording: { source: { nativeId: string } } }) => [
        source,
        each.recording.source.nativeId,
      ]),
    );
  const finished = centre.recordings.filter(({ stoppedAt }) => stoppedAt !== null);
  const truths = new Map(finished.map((recording) => [String(recording.recordId), recording.call]));
  const right = pairs.filter(([source, id]) => {
    const call = truths.get(id);
    return call !== undefined && isThis(source, call);
  });
  return measured(right.length, pairs.length, finished.length);
}

describe('hours of the centre over the vendors’ wires, calls and recordings finding each other', () => {
  test.each([
    ['by the id both carry', () => sharing, 0.99],
    ['by phone and time alone, the recorder’s clock 5 s ahead', () => apart, 0.97],
  ])(
    '%s',
    async (name, gateway, least) => {
      for (const [direction, measure] of [
        ['Recording.call', recordingCalls],
        ['Call.recordings', callRecordings],
      ] as const) {
        const { precision, recall, count } = await measure(gateway());
        console.log(
          `${name}: ${direction}: precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}, of ${count}`,
        );
        expect(count).toBeGreaterThan(200 * HOURS);
        expect(precision).toBeGreaterThanOrEqual(least);
        expect(recall).toBeGreaterThanOrEqual(least);
      }
    },
    120_000,
  );
});
