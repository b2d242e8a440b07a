/** A process of a chaos run, which is started again after it was killed. */
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { type Program, startProgram } from '../program/process.ts';

const START_AGAIN_MS = 250;
const START_DEADLINE_MS = 120_000;
const STOP_DEADLINE_MS = 20_000;

/** The flags of Node that `npm start` has, as the image does: without them V8 lets garbage take several times the room. */
function flagsOfStart(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}

/** A stretch of time in which something was made to fail. */
export interface Trouble {
  readonly what: string;
  readonly target: string;
  readonly from: number;
  /** Null while it lasts. */
  to: number | null;
}

/** Everything that was made to fail. */
export class Troubles {
  readonly all: Trouble[] = [];

  begin(what: string, target: string): Trouble {
    const trouble = { what, target, from: Date.now(), to: null };
    this.all.push(trouble);
    return trouble;
  }

  /** Whether one of these was failing within so many milliseconds before a time. */
  near(targets: readonly string[], at: number, slackMs: number): boolean {
    return this.all.some(
      ({ target, from, to }) => targets.includes(target) && from <= at && (to === null || at <= to + slackMs),
    );
  }
}

/** One process: at most one of its name lives at a time. */
export class Member {
  /** When the process that lives now was started. */
  startedAt = 0;
  /** Unexpected ends of the process. */
  readonly crashes: string[] = [];
  #program: Program | null = null;
  #isWanted = false;

  /** `isExcused` says whether a process that cannot start has a reason. */
  constructor(
    readonly name: string,
    private readonly words: readonly string[],
    private readonly environment: Record<string, string>,
    private readonly ready: RegExp,
    private readonly isExcused: () => boolean = () => false,
  ) {}

  get pid(): number | undefined {
    return this.#program?.process.pid;
  }

  get output(): string {
    return this.#program?.output() ?? '';
  }

  /** Starts it, again and again where it may fail, and answers its first words. */
  async start(): Promise<RegExpExecArray> {
    this.#isWanted = true;
    for (;;) {
      const program = startProgram(this.words, this.environment, 'dist/cli.js', flagsOfStart());
      this.#program = program;
      this.startedAt = Date.now();
      const match = await program.says(this.ready, START_DEADLINE_MS).catch(() => null);
      if (match) {
        void program.ended().then((code) => this.#ended(program, code));
        return match;
      }
      program.process.kill('SIGKILL');
      if (!this.#isWanted) throw new Error(`${this.name} is not wanted any more`);
      if (!this.isExcused()) this.crashes.push(`${this.name} could not start: ${program.output().slice(-500)}`);
      await wait(START_AGAIN_MS);
    }
  }

  #ended(program: Program, code: number | null): void {
    if (!this.#isWanted || program !== this.#program) return;
    this.crashes.push(`${this.name} ended with ${code}: ${program.output().slice(-500)}`);
    void this.start().catch(() => undefined);
  }

  /** Ends it; where it does not end in time it is killed, which is a fault of its own. */
  async stop(signal: NodeJS.Signals): Promise<void> {
    this.#isWanted = false;
    const program = this.#program;
    if (!program) return;
    this.suspend(false);
    const timer = setTimeout(() => {
      this.crashes.push(`${this.name} did not end within ${STOP_DEADLINE_MS} ms of ${signal}`);
      program.process.kill('SIGKILL');
    }, STOP_DEADLINE_MS);
    await program.stop(signal);
    clearTimeout(timer);
  }

  suspend(isSuspended: boolean): void {
    this.#program?.process.kill(isSuspended ? 'SIGSTOP' : 'SIGCONT');
  }
}
