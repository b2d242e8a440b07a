/** The memory of gateways during a chaos run. */
import { memoryOf } from '../instances/gateways.ts';
import type { Promised } from './judge.ts';
import type { GatewayProcess } from './world.ts';

const SAMPLE_EVERY_MS = 2_000;
/** Milliseconds in which a process compiles its code and fills its caches. */
const WARM_UP_MS = 90_000;
/** A process that lived less long after that says nothing about growth. */
const LEAST_MS = 120_000;
/** Megabytes by which the heap of a process varies, and the share that it may grow by. */
const GROWTH = { megabytes: 15, share: 0.1 };

interface Life {
  readonly name: string;
  readonly startedAt: number;
  readonly samples: { readonly at: number; readonly megabytes: number }[];
}

const median = (numbers: readonly number[]) => [...numbers].sort((one, other) => one - other)[numbers.length >> 1] ?? 0;

/** Samples the resident memory of every process of the gateways. */
export class MemoryWatch {
  readonly #lives: Life[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(gateways: readonly GatewayProcess[]) {
    this.#timer = setInterval(() => {
      for (const { name, member } of gateways) this.#sample(name, member.startedAt, member.pid);
    }, SAMPLE_EVERY_MS);
  }

  #sample(name: string, startedAt: number, pid: number | undefined): void {
    const known = this.#lives.find((one) => one.name === name && one.startedAt === startedAt);
    const life = known ?? { name, startedAt, samples: [] };
    if (!known) this.#lives.push(life);
    try {
      const megabytes = memoryOf(pid);
      if (megabytes > 0) life.samples.push({ at: Date.now(), megabytes });
    } catch {
      // A process that was just killed has no memory.
    }
  }

  /** Compares the second half of the longest life of each gateway after its warm-up with the first half. */
  judge(): Promised {
    clearInterval(this.#timer);
    const texts: string[] = [];
    const broken: string[] = [];
    for (const { name, startedAt, samples } of this.#lives) {
      const warm = samples.filter(({ at }) => at > startedAt + WARM_UP_MS);
      const lived = (warm.at(-1)?.at ?? 0) - (warm[0]?.at ?? 0);
      if (lived < LEAST_MS) continue;
      const half = warm.length >> 1;
      const [before, after] = [warm.slice(0, half), warm.slice(half)].map((part) =>
        median(part.map(({ megabytes }) => megabytes)),
      );
      const text = `${name} ${before?.toFixed(0)} to ${after?.toFixed(0)} MB in ${(lived / 60_000).toFixed(1)} min`;
      texts.push(text);
      if ((after ?? 0) > (before ?? 0) * (1 + GROWTH.share) + GROWTH.megabytes) broken.push(`grew: ${text}`);
    }
    const figure = texts.join('; ') || 'no process lived long enough';
    const isJudged = texts.length > 0;
    return { promise: 'The memory of a gateway does not grow after its warm-up', figure, broken, isJudged };
  }
}
