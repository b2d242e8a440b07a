/** A gateway of the simulated world: the program's own engine, in a process that crashes and starts again. */
import type { Caller } from '../../src/access/caller.ts';
import type { Log } from '../../src/adapters/vendor.ts';
import type { Configuration } from '../../src/config/configuration.ts';
import { createEngine, type Engine } from '../../src/server/engine.ts';
import { Host } from './clock.ts';
import type { SimulatedEnvironment } from './current.ts';

/** A line that a gateway logged. */
export interface Line {
  readonly at: number;
  readonly host: string;
  readonly level: string;
  readonly message: string;
  readonly facts: object;
}

/** The caller of every operation. */
export const CALLER: Caller = { id: 'client', accounts: 'all', scopes: new Set(['admin']) };

/** Milliseconds in which a gateway that was asked to stop must have ended. */
const STOP_DEADLINE_MS = 12_000;

/** One gateway: at most one process of it lives at a time. */
export class SimulatedGateway {
  host: Host | null = null;
  engine: Engine | null = null;
  /** Clock error that the next process starts with. */
  skew = 0;
  #starts = 0;

  constructor(
    readonly name: string,
    private readonly environment: SimulatedEnvironment,
    private readonly configure: (start: number) => Configuration,
    private readonly lines: Line[],
  ) {}

  get isUp(): boolean {
    return this.engine !== null && this.host?.alive === true;
  }

  /** Starts a process; one that cannot start is started again. */
  start(): void {
    if (this.host?.alive) return;
    const { clock } = this.environment;
    this.#starts += 1;
    const host = new Host(`${this.name}#${this.#starts}`, this.name);
    host.skew = this.skew;
    this.host = host;
    clock.note(`start ${host.name}`);
    clock.after(0, host, () => {
      createEngine(this.configure(this.#starts), this.#log(host), () => 'http://gateway', RIGHTS, NO_SCHEMAS).then(
        (engine) => {
          engine.start();
          this.engine = engine;
        },
        (thrown: unknown) => {
          this.#log(host).error({ cause: thrown }, 'The gateway cannot start');
          clock.after(1_000, null, () => {
            if (this.host !== host) return;
            this.crash();
            this.start();
          });
        },
      );
    });
  }

  /** Ends the process at once. */
  crash(): void {
    this.environment.clock.note(`crash ${this.host?.name}`);
    this.host?.kill();
    this.engine = null;
  }

  /** Stops as on SIGTERM: hands over, closes, and is killed where that takes too long. */
  stop(stopped: () => void): void {
    const { host, engine } = this;
    if (!host?.alive || !engine) {
      stopped();
      return;
    }
    const { clock } = this.environment;
    let isOver = false;
    const over = () => {
      if (isOver) return;
      isOver = true;
      if (this.host === host) this.crash();
      stopped();
    };
    clock.after(STOP_DEADLINE_MS, null, over);
    clock.after(0, host, () => {
      engine
        .handOver()
        .then(() => engine.close())
        .then(() => clock.after(0, null, over))
        .catch(() => clock.after(0, null, over));
    });
  }

  /** What an operation of a caller runs on; only in the context of its process. */
  context(requestId: string) {
    return this.engine?.contextFor(CALLER, { requestId }, { signal: new AbortController().signal });
  }

  #log(host: Host): Log {
    const write = (level: string) => (facts: object, message: string) => {
      this.lines.push({ at: this.environment.clock.now, host: host.name, level, message, facts });
    };
    return { debug() {}, info: write('info'), warn: write('warn'), error: write('error') };
  }
}

const RIGHTS = { isCurrent: () => true } as unknown as Parameters<typeof createEngine>[3];
const NO_SCHEMAS = {} as Parameters<typeof createEngine>[4];
