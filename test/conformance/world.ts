import type { Adapter } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import type { AdapterRole } from '../../src/adapters/roles.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { quietLog } from '../../src/server/logging.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { Centre } from '../../src/simulators/centre/model.ts';
import type { RunningSimulator } from '../../src/simulators/simulator.ts';
import { simulators, startSimulatedCentre } from '../../src/simulators/simulators.ts';

const START = new Date('2024-05-06T14:00:00Z');

/** One account over its simulator's wire. */
export interface Connected {
  readonly key: string;
  readonly adapter: Adapter;
  readonly running: RunningSimulator;
}

/** Every vendor over its own wire, all over one world whose clock the test advances. */
export interface World {
  readonly centre: Centre;
  connected(key: string): Connected;
  /** Advances the world's clock by seconds. */
  pass(seconds: number): void;
  close(): Promise<void>;
}

/** Starts the world of a seed, an hour old. */
export async function startWorld(seed: number): Promise<World> {
  const centre = createCentre({ seed, startsAt: START });
  const pass = (seconds: number) => centre.advanceTo(new Date(centre.now().getTime() + seconds * 1_000));
  pass(3_600);
  const simulated = await startSimulatedCentre({ seed, definitions: simulators, port: () => 0, centre });
  const accounts = new Map<string, Connected>();
  for (const { key, settings, connect } of vendors) {
    const running = simulated.running.get(key);
    if (!running) throw new Error(`no simulator of ${key}`);
    const adapter = connect(key, settings.parse(running.settings), { log: quietLog, now: () => centre.now() });
    accounts.set(key, { key, adapter, running });
  }
  return {
    ...{ centre, pass },
    connected: (key) => accounts.get(key) as Connected,
    async close() {
      await Promise.all([...accounts.values()].map(({ adapter }) => adapter.close()));
      await simulated.close();
    },
  };
}

/** The keys of all vendors whose adapter has every one of these methods, by their example accounts. */
export async function keysWith(...roles: readonly AdapterRole[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { key, settings, example, connect } of vendors) {
    const adapter = connect(key, settings.parse(example), { log: quietLog, now: () => START });
    if (roles.every((role) => adapter[role])) found.push(key);
    await adapter.close();
  }
  return found;
}

/** An adapter's method, which the suite was chosen by. */
export function able<Name extends AdapterRole>({ adapter }: Connected, name: Name): NonNullable<Adapter[Name]> {
  const method = adapter[name] as ((...words: unknown[]) => unknown) | undefined;
  if (!method) throw new Error(`${adapter.account} lacks ${name}`);
  return method.bind(adapter) as NonNullable<Adapter[Name]>;
}

/** What a promise is refused with. */
export async function refusal(promise: Promise<unknown>): Promise<CrosspointError> {
  const thrown = await promise.then(
    (value) => new Error(`not refused: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (thrown instanceof CrosspointError) return thrown;
  throw thrown;
}
