import type { Log } from '../../src/adapters/vendor.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { checkConfiguration } from '../../src/config/configuration.ts';
import { type Application, startApplication } from '../../src/server/application.ts';
import { createApiKey } from '../../src/server/auth.ts';
import { quietLog } from '../../src/server/logging.ts';
import type { Reload } from '../../src/server/reload.ts';
import type { Centre } from '../../src/simulators/centre/model.ts';
import type { RunningSimulator } from '../../src/simulators/simulator.ts';
import { type SimulatedCentre, simulators, startSimulatedCentre } from '../../src/simulators/simulators.ts';
import { type Answer, ask, openSocket } from '../program/process.ts';

/** What operators call the accounts here. */
export const ACCOUNTS = {
  'five9-config': 'acme-five9',
  'five9-cti': 'floor',
  'remote-control': 'dialler',
  recorder: 'wfo',
  engage: 'outreach',
} as const;

type VendorKey = keyof typeof ACCOUNTS;

/** What a key of the tests may do. */
export interface Grant {
  readonly scopes: readonly string[];
  readonly accounts?: readonly string[];
  readonly expiresAt?: string;
  readonly sockets?: number;
  readonly tenant?: string;
}

/** How a gateway of the tests differs from the usual. */
export interface GatewayOptions {
  /** Keys by name; `admin` is always there. */
  readonly grants?: Readonly<Record<string, Grant>>;
  /** An issuer of tokens. */
  readonly jwt?: Readonly<Record<string, unknown>>;
  /** More of the configuration. */
  readonly more?: Readonly<Record<string, unknown>>;
  /** Settings of accounts that replace the simulators'. */
  readonly settings?: Partial<Record<VendorKey, Readonly<Record<string, unknown>>>>;
  readonly vendors?: readonly VendorKey[];
  readonly log?: Log;
  /** A world whose clock the test advances; without one a new world follows the wall clock. */
  readonly world?: Centre;
}

/** A gateway on a free port over simulators on free ports. */
export interface TestGateway {
  readonly application: Application;
  readonly centre: SimulatedCentre;
  readonly url: string;
  /** `http://127.0.0.1:PORT`, without a path. */
  readonly origin: string;
  simulator(vendor: VendorKey): RunningSimulator;
  /** The accounts of its configuration. */
  readonly accounts: readonly { readonly id: string; readonly vendor: string }[];
  /** Reloads its configuration with these sections instead. */
  reload(sections: Readonly<Record<string, unknown>>): Promise<Reload>;
  /** The Authorization header of a key. */
  header(name?: string): { authorization: string };
  /** Asks with a key. */
  ask(query: string, variables?: object, name?: string): Promise<Answer>;
  /** A graphql-ws client with a key. */
  socket(name?: string): ReturnType<typeof openSocket>;
  close(): Promise<void>;
}

function accountsOf(centre: SimulatedCentre, { settings = {} }: GatewayOptions) {
  return [...centre.running].map(([vendor, running]) => ({
    id: ACCOUNTS[vendor as VendorKey],
    vendor,
    ...running.settings,
    ...settings[vendor as VendorKey],
  }));
}

/** Starts a gateway that authenticates its callers. */
export async function startGateway(options: GatewayOptions = {}): Promise<TestGateway> {
  const wanted: readonly string[] | undefined = options.vendors;
  const definitions = simulators.filter(({ vendor }) => wanted?.includes(vendor) ?? true);
  const centre = await startSimulatedCentre({
    ...{ seed: 7, definitions, port: () => 0 },
    ...(options.world && { centre: options.world }),
  });
  const grants: Record<string, Grant> = { admin: { scopes: ['admin'], sockets: 100 }, ...options.grants };
  const made = Object.entries(grants).map(([id, grant]) => ({ id, grant, ...createApiKey() }));
  const file = {
    port: 0,
    host: '127.0.0.1',
    accounts: accountsOf(centre, options),
    events: { file: ':memory:' },
    auth: { keys: made.map(({ id, grant, hash }) => ({ id, hash, ...grant })), jwt: options.jwt },
    ...options.more,
  };
  const configuration = checkConfiguration(file, vendors);
  const application = await startApplication(configuration, { log: options.log ?? quietLog, vendors });
  const origin = `http://127.0.0.1:${application.port}`;
  const url = `${origin}/graphql`;
  const header = (name = 'admin') => ({ authorization: `Bearer ${made.find(({ id }) => id === name)?.key}` });
  return {
    ...{ application, centre, url, origin, header, accounts: file.accounts },
    reload: (sections) => application.reload(checkConfiguration({ ...file, ...sections }, vendors)),
    simulator: (vendor) => {
      const running = centre.running.get(vendor);
      if (!running) throw new Error(`no simulator of ${vendor}`);
      return running;
    },
    ask: (query, variables, name) => ask(url, query, variables, header(name)),
    socket: (name) => openSocket(url, header(name)),
    async close() {
      await application.close();
      await centre.close();
    },
  };
}
