/** Puts virtual time and seeded randomness in the place of the global ones; the program's modules see no others. */
import { currentHost } from './clock.ts';
import { world } from './current.ts';
import { real } from './real.ts';

const LONGEST_TIMER = 2 ** 31 - 1;

/** A timer of virtual time, with the methods of one of Node's. */
class VirtualTimer {
  #cancel: () => void;

  constructor(
    private readonly milliseconds: number,
    private readonly run: () => void,
    repeats: boolean,
  ) {
    this.#cancel = this.#start(repeats);
  }

  #start(repeats: boolean): () => void {
    return world().clock.after(this.milliseconds, currentHost(), () => {
      if (repeats) this.#cancel = this.#start(true);
      this.run();
    });
  }

  close(): this {
    this.#cancel();
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }

  refresh(): this {
    this.#cancel();
    this.#cancel = this.#start(false);
    return this;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

type Callback = (...given: unknown[]) => void;

/** Milliseconds as Node takes them. */
function delayOf(milliseconds: unknown): number {
  const delay = Number(milliseconds);
  return delay >= 1 && delay <= LONGEST_TIMER ? Math.trunc(delay) : 1;
}

const setVirtualTimeout = (run: Callback, milliseconds?: number, ...given: unknown[]) =>
  new VirtualTimer(delayOf(milliseconds), () => run(...given), false);
const setVirtualInterval = (run: Callback, milliseconds?: number, ...given: unknown[]) =>
  new VirtualTimer(delayOf(milliseconds), () => run(...given), true);
const setVirtualImmediate = (run: Callback, ...given: unknown[]) => new VirtualTimer(0, () => run(...given), false);
const clear = (timer?: VirtualTimer) => void timer?.close?.();

/** The time by the clock of the host whose code runs. */
function wallClock(): number {
  return Math.floor(world().clock.now + (currentHost()?.skew ?? 0));
}

class VirtualDate extends real.Date {
  constructor(...given: unknown[]) {
    super(...((given.length === 0 ? [wallClock()] : given) as [number]));
  }

  static override now(): number {
    return wallClock();
  }
}

/** Replaces timers, clocks and randomness of this process for good. */
export function install(): void {
  Object.assign(globalThis, {
    setTimeout: setVirtualTimeout,
    setInterval: setVirtualInterval,
    setImmediate: setVirtualImmediate,
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
    Date: VirtualDate,
  });
  performance.now = () => world().clock.now - world().start;
  Math.random = () => world().random.next();
}
