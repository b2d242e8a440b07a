import { vendors } from '../../src/adapters/vendors.ts';
import { checkConfiguration } from '../../src/config/configuration.ts';
import { startApplication } from '../../src/server/application.ts';
import { createApiKey } from '../../src/server/auth.ts';
import { quietLog } from '../../src/server/logging.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { Centre } from '../../src/simulators/centre/model.ts';
import { startEngage } from '../../src/simulators/engage/index.ts';
import { simulator as five9Config } from '../../src/simulators/five9-config/index.ts';
import { simulator as five9Cti } from '../../src/simulators/five9-cti/index.ts';
import { simulator as recorder } from '../../src/simulators/recorder/index.ts';
import type { RunningSimulator } from '../../src/simulators/simulator.ts';
import { type Followed, followed } from '../program/follow.ts';
import { type Answer, ask, openSocket } from '../program/process.ts';

/** Midnight in California, when numbers may be added to the do-not-call list. */
const MIDNIGHT = new Date('2026-03-02T08:00:00Z');

/** Who asks: everything, only Five9's contacts, only reading, only another account. */
const GRANTS: Readonly<Record<string, { scopes: string[]; accounts?: string[]; sockets?: number }>> = {
  admin: { scopes: ['admin'], sockets: 100 },
  reader: { scopes: ['contacts:read', 'campaigns:read'] },
  elsewhere: { scopes: ['contacts:read', 'contacts:write', 'campaigns:read'], accounts: ['outreach'] },
};

/** A gateway over simulated vendors, whose clock the test advances. */
export interface ContactsGateway {
  readonly centre: Centre;
  readonly five9: RunningSimulator;
  readonly engage: RunningSimulator;
  ask(query: string, variables?: object, name?: string): Promise<Answer>;
  /** Follows a subscription, at one of the gateways; what came grows, and says how it ended. */
  follow(query: string, variables: object, name?: string, at?: number): Followed;
  /** Starts one more gateway over the same vendors. */
  another(): Promise<void>;
  /** Lets this many seconds pass in the centre. */
  pass(seconds: number): void;
  /** Ends the gateway and starts another one over the same vendors. */
  restart(): Promise<void>;
  /** How often a vendor received an operation. */
  received(operation: string): number;
  close(): Promise<void>;
}

/** Starts it, with everything on free ports. */
export async function startContacts(more: object = {}): Promise<ContactsGateway> {
  const centre = createCentre({ seed: 3, startsAt: MIDNIGHT });
  const [five9, engage, cti, wfo] = await Promise.all([
    five9Config.start({ centre, port: 0 }),
    startEngage({ centre, port: 0 }),
    five9Cti.start({ centre, port: 0 }),
    recorder.start({ centre, port: 0 }),
  ]);
  const keys = Object.entries(GRANTS).map(([id, grant]) => ({ id, grant, ...createApiKey() }));
  const settings = {
    port: 0,
    host: '127.0.0.1',
    accounts: [
      { id: 'acme', vendor: 'five9-config', ...five9.settings },
      { id: 'outreach', vendor: 'engage', ...engage.settings },
      { id: 'floor', vendor: 'five9-cti', ...cti.settings },
      { id: 'wfo', vendor: 'recorder', ...wfo.settings },
    ],
    events: { file: ':memory:' },
    auth: { keys: keys.map(({ id, hash, grant }) => ({ id, hash, ...grant })) },
    ...more,
  };
  const start = () => startApplication(checkConfiguration(settings, vendors), { log: quietLog, vendors });
  const gateways = [await start()];
  let closed = false;
  const header = (name = 'admin') => ({ authorization: `Bearer ${keys.find(({ id }) => id === name)?.key}` });
  const url = (at = 0) => `http://127.0.0.1:${gateways[at]?.port}/graphql`;
  const sockets: ReturnType<typeof openSocket>[] = [];
  const follow = (query: string, variables: object, name?: string, at?: number): Followed => {
    const socket = openSocket(url(at), header(name));
    sockets.push(socket);
    return followed(socket, query, variables);
  };
  return {
    ...{ centre, five9, engage, follow },
    ask: (query, variables, name) => ask(url(), query, variables, header(name)),
    pass: (seconds) => centre.advanceTo(new Date(centre.now().getTime() + seconds * 1_000)),
    restart: async () => {
      await gateways[0]?.close();
      gateways[0] = await start();
    },
    another: async () => void gateways.push(await start()),
    received: (operation) => (five9.received.get(operation) ?? 0) + (engage.received.get(operation) ?? 0),
    async close() {
      if (closed) return;
      closed = true;
      await Promise.all(sockets.map((socket) => socket.dispose()));
      await Promise.all(gateways.map((gateway) => gateway.close()));
      await Promise.all([five9, engage, cti, wfo].map((simulator) => simulator.close()));
    },
  };
}
