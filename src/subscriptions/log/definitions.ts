import { type Caller, listedAccounts, mayUseAccounts, type StoredAccounts } from '../../access/caller.ts';
import { CrosspointError, invalidArgument } from '../../adapters/errors.ts';
import type { EventLog } from './log.ts';

/** An object that was created over GraphQL, as stored with the log. */
interface StoredDefinition {
  readonly id: string;
  readonly createdAt: string;
}

/** Where definitions of one type are stored, and how they are read. */
interface DefinitionOptions<Definition> {
  readonly prefix: string;
  /** The name of the type in messages. */
  readonly type: string;
  /** Reads a stored text; null where it is damaged or was written in a form that this version does not know. */
  read(text: string): Definition | null;
}

/** Definitions that can be read, and the ids of the others. */
interface LoadedDefinitions<Definition> {
  readonly definitions: readonly Definition[];
  readonly unreadable: readonly string[];
}

/** Objects of one type that were created over GraphQL, stored with the log and shared by its gateways. */
export class StoredDefinitions<Definition extends StoredDefinition> {
  readonly #log: EventLog;
  readonly #options: DefinitionOptions<Definition>;

  constructor(log: EventLog, options: DefinitionOptions<Definition>) {
    this.#log = log;
    this.#options = options;
  }

  /** Those that can be read, the oldest first, and the ids of the others, which cost only themselves. */
  async load(): Promise<LoadedDefinitions<Definition>> {
    const { prefix, read } = this.#options;
    const stored = [...(await this.#log.notes(prefix))].map(([name, text]) => [name, read(text)] as const);
    const definitions = stored.flatMap(([, definition]) => definition ?? []);
    return {
      definitions: definitions.toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1)),
      unreadable: stored.flatMap(([name, definition]) => (definition ? [] : [name.replace(prefix, '')])),
    };
  }

  async add(definition: Definition): Promise<void> {
    await this.#log.exchange(this.#options.prefix + definition.id, null, JSON.stringify(definition));
  }

  /** Changes the current definition, also under concurrent changes; null where it does not exist. */
  async change(id: string, step: (now: Definition) => Definition): Promise<Definition | null> {
    const { prefix, read, type } = this.#options;
    for (;;) {
      const before = await this.#log.noted(prefix + id);
      if (before === null) return null;
      const now = read(before);
      if (!now) throw new CrosspointError('FAILED_PRECONDITION', `The stored ${type} cannot be read; delete it`);
      const after = step(now);
      if (await this.#log.exchange(prefix + id, before, JSON.stringify(after))) return after;
    }
  }

  async remove(id: string): Promise<boolean> {
    const name = this.#options.prefix + id;
    for (;;) {
      const before = await this.#log.noted(name);
      if (before === null) return false;
      if (await this.#log.exchange(name, before, null)) return true;
    }
  }
}

function orderOf({ createdAt, id }: StoredDefinition): string {
  return `${createdAt}${id}`;
}

const LONGEST_NAME = 100;

/** Refuses a name that says nothing or too much. */
export function checkName(name: string): void {
  if (name.trim() === '' || name.length > LONGEST_NAME)
    throw invalidArgument(`A name has 1 to ${LONGEST_NAME} characters`, 'input', 'name');
}

const MOST_CREATED = 100;
/** Those of its accounts that a caller may have although others have created so many. */
const ALWAYS_CREATED = 10;

/** Refuses one more of a type where there are too many, so that callers of some accounts leave room for those of others. */
export function checkCount(
  { definitions, unreadable }: LoadedDefinitions<{ readonly accounts: StoredAccounts }>,
  viewer: Pick<Caller, 'accounts'>,
  type: string,
): void {
  if (definitions.length + unreadable.length < MOST_CREATED) return;
  const visible = definitions.filter(({ accounts }) => mayUseAccounts(viewer, listedAccounts(accounts)));
  if (viewer.accounts !== 'all' && visible.length < ALWAYS_CREATED) return;
  throw new CrosspointError('FAILED_PRECONDITION', `There are ${MOST_CREATED} ${type} already`);
}
