import type { Answers, ConfigRequest } from './answers.ts';
import { type ConfigValues, fail } from './collection.ts';
import type { Domain } from './domain.ts';

/** The kind of an import, which decides the method that answers its result. */
export type SimulatedImportKind = 'list' | 'contacts' | 'dispositions';

interface Running {
  readonly kind: SimulatedImportKind;
  /** The list or campaign that data is imported into. */
  readonly about: string;
  result: ConfigValues | null;
  /** Whether the result was requested since the end. */
  asked: boolean;
}

/** Milliseconds an import takes on the world's clock, and each thousand records more. */
const USUAL = 2_000;
const THOUSAND = 100;

/** Imports under way and finished, by their identifiers. */
export class Imports {
  readonly #imports = new Map<string, Running>();

  constructor(private readonly domain: Domain) {}

  /** Starts an import; its changes take effect at its end. */
  start(
    kind: SimulatedImportKind,
    about: string,
    size: number,
    run: (identifier: string) => ConfigValues,
  ): ConfigValues {
    const count = (this.#imports.size + 1).toString(16).padStart(12, '0');
    const identifier = `0a2c9316-1a68-4be1-b817-${count}`;
    const running: Running = { kind, about, result: null, asked: false };
    this.#imports.set(identifier, running);
    this.domain.centre.after(USUAL + (size * THOUSAND) / 1_000, () => {
      running.result = run(identifier);
      this.domain.changes.notify();
    });
    return { identifier };
  }

  /** Whether data is being imported into this list or campaign. */
  isBusy(about: string): boolean {
    return [...this.#imports.values()].some((running) => running.about === about && !running.result);
  }

  #find(identifier: string | null | undefined): Running {
    return this.#imports.get(identifier ?? '') ?? fail('UnknownIdentifierFault', `Unknown import "${identifier}".`);
  }

  async isRunning(identifier: string | null | undefined, seconds: number, { signal }: ConfigRequest): Promise<boolean> {
    const running = this.#find(identifier);
    await this.domain.changes.until(() => running.result !== null, seconds, signal);
    return running.result === null;
  }

  result(identifier: string | null | undefined, kind: SimulatedImportKind): ConfigValues {
    const running = this.#find(identifier);
    const { domain } = this;
    if (running.kind !== kind && domain.reading('other-import-kind') === 'unknown')
      fail('UnknownIdentifierFault', `"${identifier}" is no import of ${kind}.`);
    const isLate = domain.reading('import-result') === 'later' && !running.asked;
    running.asked ||= running.result !== null;
    if (!running.result || isLate) fail('ResultIsNotReadyFault', 'The import is running.');
    return resultShown(domain, running.result);
  }
}

/** A result as it is answered, with or without `success`. */
export function resultShown(domain: Domain, { success, ...counts }: ConfigValues): ConfigValues {
  return domain.reading('import-success') === 'absent' ? counts : { ...counts, success };
}

/** How imports are followed. */
export function importAnswers({ imports }: Domain): Answers {
  return {
    isImportRunning: ({ identifier, waitTime }, asked) =>
      imports.isRunning(identifier.identifier, Number(waitTime ?? 0), asked),
    getListImportResult: ({ identifier }) => imports.result(identifier.identifier, 'list'),
    getCrmImportResult: ({ identifier }) => imports.result(identifier.identifier, 'contacts'),
    getDispositionsImportResult: ({ identifier }) => imports.result(identifier.identifier, 'dispositions'),
  };
}
