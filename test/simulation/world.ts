/** One simulated world: gateways, their Redis or their disks, vendors, a partner, subscribers and callers. */
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { type Configuration, checkConfiguration } from '../../src/config/configuration.ts';
import { simulatedVendor } from './adapter.ts';
import { ActOfCaller, Subscriber } from './clients.ts';
import { Clock } from './clock.ts';
import { type SimulatedEnvironment, setWorld } from './current.ts';
import { Disks } from './disk.ts';
import { type Line, SimulatedGateway } from './gateway.ts';
import { Network } from './network.ts';
import { Partner } from './partner.ts';
import { Random } from './random.ts';
import { RedisServer } from './redis-server.ts';
import { VendorSite } from './vendor.ts';

/** A Monday, at noon. */
const START = Date.UTC(2026, 5, 1, 12);
/** Milliseconds between two calls of an account, on average. */
const CALL_EVERY_MS = 2_500;
const ACT_EVERY_MS = 3_000;

/** How a world is made. */
export interface Plan {
  readonly seed: number;
  /** Two gateways that share a Redis, or one with its own files. */
  readonly storage: 'redis' | 'files';
  /** Where files of gateways lie. */
  readonly folder: string;
}

/** A world, and everything in it. */
export class World implements SimulatedEnvironment {
  readonly start = START;
  readonly clock = new Clock(START);
  readonly random: Random;
  readonly network: Network;
  readonly redis: RedisServer;
  readonly disks = new Disks();
  readonly partner = new Partner(() => this);
  readonly sites: ReadonlyMap<string, VendorSite>;
  readonly gateways: readonly SimulatedGateway[];
  readonly subscribers: readonly Subscriber[];
  readonly acts: ActOfCaller[] = [];
  /** What the gateways logged. */
  readonly lines: Line[] = [];
  /** What was done to it. */
  readonly trace: string[] = [];
  /** The largest error that any clock had. */
  worstSkew = 0;
  #busy = true;

  constructor(readonly plan: Plan) {
    setWorld(this);
    this.random = new Random(plan.seed);
    this.network = new Network(this.clock, this.random);
    this.redis = new RedisServer(this.clock, this.network);
    this.sites = new Map(['alpha', 'beta'].map((account) => [account, new VendorSite(account, this)]));
    const names = plan.storage === 'redis' ? ['north', 'south'] : ['north'];
    const vendor = simulatedVendor(this.sites, this);
    const configure = (name: string) => (start: number) => configurationOf(this, vendor, this.#folder(name, start));
    this.gateways = names.map((name) => new SimulatedGateway(name, this, configure(name), this.lines));
    const subscriber = (name: string, wanted: Subscriber['wanted']) =>
      new Subscriber(name, wanted, this, this.gateways);
    this.subscribers = [
      subscriber('all', {}),
      subscriber('calls of alpha', { kinds: ['CALL'], accounts: ['alpha'] }),
      subscriber('all again', {}),
    ];
  }

  /** A process finds the files of the one before it; they move, since a lock is released with its process. */
  #folder(name: string, start: number): string {
    const folder = (count: number) => join(this.plan.folder, `${this.plan.seed}-${name}-${count}`);
    if (start > 1 && this.plan.storage === 'files') renameSync(folder(start - 1), folder(start));
    else if (this.plan.storage === 'files') mkdirSync(folder(start), { recursive: true });
    return folder(start);
  }

  /** Notes what is done to the world. */
  record(text: string): void {
    this.trace.push(`${((this.clock.now - START) / 1_000).toFixed(3).padStart(8)} s  ${text}`);
    this.clock.note(text);
  }

  /** Starts the gateways, then the vendors' calls and the clients. */
  begin(): void {
    for (const gateway of this.gateways) gateway.start();
    for (const [index, subscriber] of this.subscribers.entries())
      this.clock.after(500 + index * 2_000, null, () => subscriber.connect());
    this.clock.after(3_000, null, () => {
      for (const site of this.sites.values()) site.begin(CALL_EVERY_MS);
      this.#nextAct();
    });
  }

  #nextAct(): void {
    this.clock.after(this.random.between(0, ACT_EVERY_MS * 2), null, () => {
      if (!this.#busy) return;
      const account = this.random.pick([...this.sites.keys()]);
      const act = new ActOfCaller(`act-${this.acts.length}`, account, this, this.gateways);
      this.acts.push(act);
      act.attempt();
      this.#nextAct();
    });
  }

  /** No call and no act begins any more. */
  end(): void {
    this.#busy = false;
    for (const site of this.sites.values()) site.end();
  }

  /** Ends every process. */
  close(): void {
    for (const gateway of this.gateways) gateway.crash();
  }
}

function configurationOf(
  { plan }: World,
  vendor: Parameters<typeof checkConfiguration>[1][number],
  folder: string,
): Configuration {
  const accounts = ['alpha', 'beta'].map((id) => ({ id, vendor: vendor.key }));
  const webhook = {
    ...{ id: 'hook', url: 'http://partner.example/hook', allowPrivate: true },
    ...{ secrets: [`whsec_${Buffer.alloc(32, 7).toString('base64')}`], retrySeconds: Array(20).fill(2) },
  };
  const value = {
    ...{ accounts, webhooks: [webhook], events: { file: join(folder, 'events.db') } },
    ...(plan.storage === 'redis' && { redis: { url: 'redis://redis:6379' } }),
    auth: { keys: [{ id: 'client', hash: `sha256:${'0'.repeat(64)}`, scopes: ['admin'] }] },
  };
  return checkConfiguration(value, [vendor]);
}
