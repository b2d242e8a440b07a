import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ChosenReadings } from '../../adapters/readings.ts';
import { readings } from '../../adapters/recorder/readings.ts';
import type { SimulatedRecording } from '../centre/model.ts';
import type { RunningSimulator, SimulatorDefinition, SimulatorOptions } from '../simulator.ts';
import { FaultSchedule } from '../soap/fault-injector.ts';
import { PlayedReadings } from './readings.ts';
import { createPort, type PortContext } from './tcp.ts';
import { createWeb } from './web.ts';
import { RecorderWorld } from './world.ts';
import { ZONE } from './zone.ts';

const USUAL_PORT = 5620;
const USUAL_WEB_PORT = 2012;

/** The simulated recorder, with the controls that only tests use. */
export interface RunningRecorder extends RunningSimulator {
  /** Port of the web service. */
  readonly webPort: number;
  /** Takes a core down, so that commands reach only the others. */
  takeCoreDown(core: number): void;
  /** Brings all cores back. */
  bringCoresUp(): void;
  /** Answers a label, e.g. API_TOO_MANY_CLIENTS, in place of the next results. */
  refuse(label: string, options?: { readonly operation?: string; readonly times?: number }): void;
  /** Takes a recording off the list, as before it is saved and after it was purged, or loses its file alone. */
  lose(recordId: number, what: 'record' | 'file'): void;
  /** Every recording, with the partial ones that API clients began. */
  recordings(): readonly SimulatedRecording[];
  /** Recordings that were mailed, and where to. */
  readonly mailed: readonly { readonly to: string; readonly recordings: readonly number[] }[];
}

/** The web service stands on its usual port beside the usual one, on the next port beside another, else on a free one. */
function webPortFor(port: number): number {
  if (port === 0) return 0;
  return port === USUAL_PORT ? USUAL_WEB_PORT : port + 1;
}

/** Labels to answer in place of results. */
class Refusals {
  private wanted: { label: string; operation?: string | undefined; left: number } | null = null;

  want(label: string, { operation, times = 1 }: { readonly operation?: string; readonly times?: number } = {}): void {
    this.wanted = { label, operation, left: times };
  }

  take(operation: string): string | null {
    const { wanted } = this;
    if (!wanted || wanted.left <= 0 || (wanted.operation ?? operation) !== operation) return null;
    wanted.left -= 1;
    return wanted.label;
  }
}

async function start(options: SimulatorOptions): Promise<RunningRecorder> {
  const { centre, port, host = '127.0.0.1', reading } = options;
  const world = new RecorderWorld(centre, new PlayedReadings(reading));
  const received = new Map<string, number>();
  const faultSchedule = new FaultSchedule();
  const refusals = new Refusals();
  const around: PortContext = {
    world,
    received: (operation) => received.set(operation, (received.get(operation) ?? 0) + 1),
    trouble: (operation) => faultSchedule.take(operation),
    refusal: (operation) => refusals.take(operation),
  };
  const tcp = createPort(around);
  const web = createWeb(around);
  await once(tcp.server.listen(port, host), 'listening');
  await listenNear(web, port, host);
  const ports = { port: portOf(tcp.server), webPort: portOf(web) };
  const close = async () => {
    world.close();
    await tcp.close();
    web.closeAllConnections();
    await new Promise((resolve) => web.close(resolve));
  };
  return {
    ...ports,
    settings: { ...settingsFor(host, ports, centre.people[0]?.email ?? ''), ...settable(reading) },
    received,
    trouble: (trouble) => faultSchedule.want(trouble),
    takeCoreDown: (core) => world.coresDown.add(core),
    bringCoresUp: () => world.coresDown.clear(),
    refuse: (label, which) => refusals.want(label, which),
    lose: (recordId, what) => (what === 'record' ? world.withoutRecord : world.withoutFile).add(recordId),
    recordings: () => world.recordings,
    mailed: world.mailed,
    close,
  };
}

/** A default port may be taken; then any free one is used. */
async function listenNear(web: Server, port: number, host: string): Promise<void> {
  try {
    await once(web.listen(webPortFor(port), host), 'listening');
  } catch (error) {
    if (port === USUAL_PORT) throw error;
    await once(web.listen(0, host), 'listening');
  }
}

function portOf(server: { address(): AddressInfo | string | null }): number {
  return (server.address() as AddressInfo).port;
}

/** Readings that the guide prints and that an account does not find out by itself. */
const PRINTED_SETTINGS = ['unix-time', 'global-call-id'];

function settable(chosen: ChosenReadings = {}): { readonly readings?: ChosenReadings } {
  const set = Object.entries(chosen).filter(([id, value]) => value && PRINTED_SETTINGS.includes(id));
  return set.length > 0 ? { readings: Object.fromEntries(set) } : {};
}

function settingsFor(host: string, { port, webPort }: { port: number; webPort: number }, email: string) {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return {
    url: `tcp://${name}:${port}`,
    webUrl: `http://${name}:${webPort}/webapi.aspx`,
    timeZone: ZONE,
    callIdField: 'USER8',
    emailDomains: [email.slice(email.indexOf('@') + 1)].filter((domain) => domain !== ''),
  };
}

/** The recorder's simulator. */
export const simulator: Omit<SimulatorDefinition, 'start'> & {
  start(options: SimulatorOptions): Promise<RunningRecorder>;
} = {
  vendor: 'recorder',
  usualPort: USUAL_PORT,
  plays: readings.map(({ id }) => id),
  start,
};
