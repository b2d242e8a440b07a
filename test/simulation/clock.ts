/** Virtual time: one queue of everything that will happen, in an order that the seed alone determines. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { real } from './real.ts';

/** A process of the simulated world. A crash makes it dead: nothing of it runs any more. A restart is another host. */
export class Host {
  alive = true;
  /** Nothing of it runs before this time, as of a process that is stopped and continued. */
  pausedUntil = 0;
  /** Milliseconds by which its clock is wrong. */
  skew = 0;
  readonly #onDeath: (() => void)[] = [];

  constructor(
    readonly name: string,
    /** Its place in the network, which outlives a restart. */
    readonly node: string = name,
  ) {}

  onDeath(callback: () => void): void {
    this.#onDeath.push(callback);
  }

  kill(): void {
    if (!this.alive) return;
    this.alive = false;
    for (const callback of this.#onDeath.splice(0)) callback();
  }
}

/** Something that will happen. */
interface Task {
  time: number;
  readonly sequence: number;
  readonly host: Host | null;
  readonly run: () => void;
  cancelled: boolean;
}

const context = new AsyncLocalStorage<Host>();

/** The host whose code runs now. */
export function currentHost(): Host | null {
  return context.getStore() ?? null;
}

/** The queue of one simulated world. */
export class Clock {
  now: number;
  steps = 0;
  #sequence = 0;
  readonly #heap: Task[] = [];
  /** A hash of every step, equal for two runs that did the same. */
  hash = 0x811c9dc5;

  constructor(start: number) {
    this.now = start;
  }

  /** Runs something on a host after so many milliseconds; answers how to prevent it. */
  after(milliseconds: number, host: Host | null, run: () => void): () => void {
    return this.at(this.now + Math.max(0, milliseconds), host, run);
  }

  at(time: number, host: Host | null, run: () => void): () => void {
    this.#sequence += 1;
    const task: Task = { time: Math.max(time, this.now), sequence: this.#sequence, host, run, cancelled: false };
    this.#push(task);
    return () => {
      task.cancelled = true;
    };
  }

  /** Runs something on a host at once, in its context. */
  enter<Result>(host: Host, run: () => Result): Result {
    return context.run(host, run);
  }

  /** Lets everything happen up to a time. */
  async runUntil(end: number): Promise<void> {
    for (let task = this.#heap[0]; task && task.time <= end; task = this.#heap[0]) {
      this.#pop();
      if (task.cancelled || task.host?.alive === false) continue;
      if (task.host && task.host.pausedUntil > task.time) {
        task.time = task.host.pausedUntil;
        this.#push(task);
        continue;
      }
      this.now = task.time;
      this.#count(task);
      if (task.host) context.run(task.host, task.run);
      else task.run();
      // All that follows from it without waiting, before anything else happens.
      await new Promise<void>((done) => real.setImmediate(done));
    }
    this.now = end;
  }

  note(text: string): void {
    for (let at = 0; at < text.length; at += 1)
      this.hash = Math.imul(this.hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }

  #count({ time, host }: Task): void {
    this.steps += 1;
    this.hash = Math.imul(this.hash ^ Math.floor(time * 1_000), 0x01000193) >>> 0;
    if (host) this.note(host.name);
  }

  #push(task: Task): void {
    const heap = this.#heap;
    let at = heap.push(task) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(task, heap[parent] as Task)) break;
      heap[at] = heap[parent] as Task;
      at = parent;
    }
    heap[at] = task;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Task;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = at * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Task, heap[child] as Task)) child += 1;
      if (!isBefore(heap[child] as Task, last)) break;
      heap[at] = heap[child] as Task;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(one: Task, other: Task): boolean {
  return one.time < other.time || (one.time === other.time && one.sequence < other.sequence);
}
