import type { Adapter, EventRecord } from '../../src/adapters/adapter.ts';
import { asCrosspointError } from '../../src/adapters/errors.ts';
import type { DeskEvent } from '../../src/adapters/five9-cti/contract/events/index.ts';
import { NAMESPACE, wire } from '../../src/adapters/five9-cti/contract/index.ts';
import { vendor } from '../../src/adapters/five9-cti/index.ts';
import type { DeskStatus } from '../../src/adapters/five9-cti/quirks.ts';
import type { AdapterDependencies } from '../../src/adapters/vendor.ts';
import { Listeners } from '../../src/simulators/five9-cti/listeners.ts';
import type { RunningSimulator } from '../../src/simulators/simulator.ts';
import { SimulatedFault, startSoapSimulator } from '../../src/simulators/soap.ts';
import { defaultAnswer } from '../helpers/default-answers.ts';
import { oneByOne } from '../helpers/one-by-one.ts';
import { until } from '../helpers/until.ts';

export const quiet: AdapterDependencies = {
  log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  now: () => new Date(),
};

const IDLE: DeskStatus = { loggedIn: true, ready: true, onCall: false, callConnected: false, currentCall: [] };

/** A desk whose service answers exactly what the test sets. */
export async function scriptedDesk(port = 0) {
  const listeners = new Listeners();
  const asked: [string, Readonly<Record<string, unknown>>][] = [];
  let status = IDLE;
  let callbacks: readonly object[] | null = [];
  let before: (operation: string) => Promise<void> = async () => {};
  const service = await startSoapSimulator(
    {
      contract: wire,
      namespace: NAMESPACE,
      style: 'named',
      path: '/agent/v2',
      typePrefix: 'ns4',
      answer: async (operation, input) => {
        asked.push([operation, input]);
        await before(operation);
        const row = wire.operations[operation as keyof typeof wire.operations];
        const listener = String(input.listenerId ?? '');
        if (operation === 'getStatus') return status;
        if (operation === 'getCallbacks' && !callbacks) throw new SimulatedFault('', 'Not permitted');
        if (operation === 'getCallbacks') return callbacks;
        if (operation === 'addListener') return listeners.add();
        if (operation === 'removeListener') return listeners.remove(listener);
        if (operation !== 'checkEvent') return defaultAnswer(row, input);
        const next = listeners.next(listener, Number(input.timeout));
        if (!next) throw new SimulatedFault('', `Listener ${listener} is not registered`);
        return next;
      },
    },
    { port },
  );
  return {
    service,
    asked,
    listeners,
    url: `${service.origin}/agent/v2`,
    send: (...events: DeskEvent[]) => {
      for (const event of events) listeners.send(event);
    },
    /** Runs before an operation is carried out. */
    set before(run: (operation: string) => Promise<void>) {
      before = run;
    },
    set status(next: DeskStatus) {
      status = { ...IDLE, ...next };
    },
    /** The callbacks that the desk lists; null refuses to list them. */
    set callbacks(next: readonly object[] | null) {
      callbacks = next;
    },
    close: () => {
      listeners.clear();
      return service.close();
    },
  };
}

/** An adapter of some desks, quick to try again. */
export function connectTo(desks: readonly { agent: string; url: string }[], more: object = {}) {
  const settings = vendor.settings.parse({ desks, retryAfter: 30, pollTimeout: 2_000, ...more });
  return vendor.connect('floor', settings, quiet);
}

/** Collects a stream's events while a test acts, and waits for what it expects. */
export function collect(stream: (ask: { signal: AbortSignal }) => AsyncIterable<EventRecord | readonly EventRecord[]>) {
  const stop = new AbortController();
  const events: EventRecord[] = [];
  let wake = () => {};
  const done = (async () => {
    for await (const event of oneByOne(stream({ signal: stop.signal }))) {
      events.push(event);
      wake();
    }
  })();
  const until = async (isThere: (events: readonly EventRecord[]) => boolean, milliseconds = 30_000) => {
    const end = Date.now() + milliseconds;
    while (!isThere(events)) {
      if (Date.now() > end) throw new Error(`never came; there were ${JSON.stringify(events.map(brief))}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, 50);
      });
    }
    return events;
  };
  return {
    events,
    until,
    stop: async () => {
      stop.abort();
      await done;
    },
  };
}

/** An event in a few words. */
export function brief(event: EventRecord): string {
  if (event.kind === 'CALL') return `CALL ${event.type} ${event.call.callId} ${event.call.state}`;
  if (event.kind === 'AGENT') return `AGENT ${event.type} ${event.presence}`;
  if (event.kind === 'RECORDING') return `RECORDING ${event.type} ${event.callId}`;
  if (event.kind === 'ACCOUNT') return `ACCOUNT ${event.status}`;
  return event.kind === 'VENDOR' ? `VENDOR ${event.name}` : event.kind;
}

type Desk = Awaited<ReturnType<typeof scriptedDesk>>;

/** Desks and streams that end with the test. */
export function floor() {
  const cleanups: (() => Promise<unknown>)[] = [];
  const desk = async (port = 0): Promise<Desk> => {
    const made = await scriptedDesk(port);
    cleanups.push(() => made.close());
    return made;
  };
  const streamOf = (adapter: Adapter) => {
    if (!adapter.events) throw new Error('no stream');
    const collected = collect(adapter.events);
    cleanups.push(collected.stop, () => adapter.close());
    return collected;
  };
  const listening = async (one: Desk) => {
    const stream = streamOf(connectTo([{ agent: 'jdoe', url: one.url }]));
    await until(() => one.service.received.get('checkEvent') !== undefined);
    return stream;
  };
  /** A desk with a listener, connected to the call A, with its adapter and its stream. */
  const connected = async () => {
    const made = await desk();
    const adapter = connectTo([{ agent: 'jdoe', url: made.url }]);
    const stream = streamOf(adapter);
    await until(() => made.service.received.get('checkEvent') !== undefined);
    made.status = { onCall: true, callConnected: true, currentCall: [call('A')] };
    made.send(incoming('A'), named('callStarted', 'A'));
    await stream.until((all) => briefs(all).includes('CALL CONNECTED A CONNECTED'));
    return { desk: made, adapter, stream };
  };
  const clean = async () => {
    for (const end of cleanups.splice(0).reverse()) await end();
  };
  return { cleanups, desk, connected, streamOf, listening, clean };
}

/** The code with which an act was refused, null where it was carried out. */
export async function refusalOf(act: () => Promise<unknown> | undefined): Promise<string | null> {
  return Promise.resolve(act()).then(
    () => null,
    (thrown: unknown) => asCrosspointError(thrown).code,
  );
}

/** Facts of a call. */
export const call = (id: string, more: object = {}) => ({
  callSessionId: id,
  ani: '+15550000003',
  dnis: '00123',
  number: '+15550000003',
  campaignId: '9007199254740993',
  ...more,
});

/** A call that comes in. */
export const incoming = (id: string): DeskEvent => ({ _type: 'incomingCall', callinfo: call(id) });

/** An event that carries the call's id alone. */
export const named = (
  name: 'callStarted' | 'callEnded' | 'callFinished' | 'callOnHold' | 'callOffHold' | 'callParked',
  id: string,
): DeskEvent => ({ _type: name, callSessionId: id });

/** Events in a few words each. */
export function briefs(events: readonly EventRecord[]): string[] {
  return events.map(brief);
}

/** All but the agent's presence, which follows from the calls. */
export function withoutPresence(events: readonly EventRecord[]): EventRecord[] {
  return events.filter(({ kind }) => kind !== 'AGENT');
}

/** Follows an adapter's stream over all desks of a simulator, once each desk has a listener that polls; closes it with the rest. */
export async function listenToAll(adapter: Adapter, running: RunningSimulator, cleanups: (() => Promise<unknown>)[]) {
  const desks = running.settings.desks as readonly object[];
  if (!adapter.events) throw new Error('no stream');
  const stream = collect(adapter.events);
  cleanups.push(
    () => running.close(),
    () => adapter.close(),
    stream.stop,
  );
  // One desk may be polled again before another has a listener.
  await until(() => ['addListener', 'checkEvent'].every((name) => (running.received.get(name) ?? 0) >= desks.length));
  return stream;
}
