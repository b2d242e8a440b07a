/** Runs one seed: faults, healing, and what must be true then. */
import { rmSync } from 'node:fs';
import { type AuditStore, verifyAudit } from '../../src/storage/audit-store.ts';
import type { Host } from './clock.ts';
import { heal, injectFaults } from './faults.ts';
import type { SimulatedGateway } from './gateway.ts';
import { type Ending, figuresText, violations } from './invariants.ts';
import { World } from './world.ts';

const FAULTS_FROM_MS = 6_000;
const FAULTS_TO_MS = 45_000;
/** Milliseconds in which everything has settled; it ends earlier where it has. */
const SETTLES_WITHIN_MS = 150_000;
const LOOK_EVERY_MS = 10_000;

/** What became of one seed. */
export interface Result {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly trace: readonly string[];
  readonly hash: number;
  readonly steps: number;
  readonly events: number;
  readonly acts: number;
  readonly faults: number;
  readonly world: World;
}

let thrown: string[] = [];

/** Notes what nothing catches, since it would end the process of a gateway. */
export function watchRejections(): void {
  process.on('unhandledRejection', (cause) => void thrown.push(`unhandled: ${(cause as Error)?.stack ?? cause}`));
  process.on('uncaughtException', (cause) => void thrown.push(`uncaught: ${cause.stack ?? cause}`));
}

/** Runs a seed in a folder that is removed afterwards. */
export async function runSeed(seed: number, folder: string): Promise<Result> {
  thrown = [];
  const world = new World({ seed, storage: seed % 4 === 0 ? 'files' : 'redis', folder });
  const { clock, start } = world;
  world.begin();
  injectFaults(world, start + FAULTS_FROM_MS, start + FAULTS_TO_MS);
  await clock.runUntil(start + FAULTS_TO_MS);
  heal(world);
  world.end();
  let found: string[] = [];
  const end = clock.now + SETTLES_WITHIN_MS;
  while (clock.now < end) {
    await clock.runUntil(clock.now + LOOK_EVERY_MS);
    found = [...thrown, ...(await look(world))];
    if (found.length === 0) break;
  }
  world.close();
  await clock.runUntil(clock.now + 1_000);
  rmSync(folder, { recursive: true, force: true });
  const { hash, steps } = clock;
  const events = [...world.sites.values()].reduce((sum, { emitted }) => sum + emitted.length, 0);
  const facts = { seed, hash, steps, events, acts: world.acts.length, faults: world.trace.length, world };
  return { ...facts, violations: found, trace: world.trace };
}

/** Reads the world as it is, and says what is not true of it. */
async function look(world: World): Promise<string[]> {
  const gateway = world.gateways.find(({ isUp }) => isUp);
  if (!gateway) return ['no gateway is up'];
  if (world.gateways.some(({ isUp }) => !isUp)) return ['a gateway is not up'];
  let problems: string[] | undefined;
  world.clock.enter(gateway.host as Host, () => {
    read(world, gateway).then(
      (ending) => {
        problems = violations(world, ending);
      },
      (cause: unknown) => {
        problems = [`the world cannot be read: ${(cause as Error).stack}`];
      },
    );
  });
  for (let waited = 0; problems === undefined && waited < 20; waited += 1)
    await world.clock.runUntil(world.clock.now + 500);
  return problems ?? ['the world does not answer'];
}

async function read(world: World, gateway: SimulatedGateway): Promise<Ending> {
  const { hub, cursors } = gateway.engine ?? {};
  const { audit } = gateway.context('end') ?? {};
  if (!hub || !cursors || !audit) throw new Error('The gateway is gone');
  const lines = [...(await audit.before(undefined, 100_000))].reverse();
  const store: AuditStore = {
    append: () => Promise.reject(new Error('It is only read')),
    before: async () => [],
    after: async (sequence, limit) => lines.filter((line) => line.sequence > sequence).slice(0, limit),
    close() {},
  };
  const { broken } = await verifyAudit(store);
  const figures = new Map<string, string>();
  for (const one of world.gateways) {
    const counted = one.context('end')?.figures;
    for (const account of counted ? world.sites.keys() : [])
      if (counted) figures.set(`${one.name} ${account}`, figuresText(counted, account, world.clock.now));
  }
  return {
    log: (await hub.log.read(null, 1_000_000)).events,
    audit: lines,
    isChained: broken === null,
    figures,
    placeOf: (id) => cursors.read(id),
  };
}
