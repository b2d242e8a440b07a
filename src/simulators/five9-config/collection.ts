import { RE2JS } from 're2js';
import { SimulatedFault } from '../soap/fault.ts';

/** Values in the form of the wire. */
export type ConfigValues = Readonly<Record<string, unknown>>;

/** The faults of a kind of object, by the vendor's names. */
interface CollectionFaults {
  readonly missing: string;
  readonly taken: string;
  /** Answered when the object cannot go because others use it. */
  readonly used: string;
  /** The faults' fields that name the object. */
  readonly fields: (name: unknown) => ConfigValues;
}

/** Fails with a documented fault. */
export function fail(fault: string, message: string, fields: ConfigValues = {}): never {
  throw new SimulatedFault(fault, message, { message, ...fields });
}

/** Faults that are named after the kind of object, e.g. SkillNotFoundFault. */
export function kindFaults(what: string, field: string, used = 'ObjectInUseFault'): CollectionFaults {
  const fields = (name: unknown) => ({ [field]: name });
  return { missing: `${what}NotFoundFault`, taken: `${what}AlreadyExistsFault`, used, fields };
}

/** The faults that many kinds of objects share. */
export function objectFaults(objectType: string): CollectionFaults {
  const fields = (objectName: unknown) => ({ id: null, objectName, objectType });
  return { missing: 'ObjectNotFoundFault', taken: 'ObjectAlreadyExistsFault', used: 'ObjectInUseFault', fields };
}

/** Text of a value, or '' where there is none. */
export function textOf(values: unknown, name: string): string {
  const value = (values as ConfigValues | null | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

/** The values without nulls and empty lists. */
export function valuesGiven(values: ConfigValues): ConfigValues {
  const given = Object.entries(values).filter(
    ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && !value.length),
  );
  return Object.fromEntries(given);
}

type NameTest = (name: string) => boolean;

/**
 * Matches names against a pattern: a regular expression for the whole name, or its first characters; no pattern
 * matches all.
 */
export function namePattern(pattern: unknown, reading = 'pattern'): NameTest {
  if (typeof pattern !== 'string' || pattern === '') return () => true;
  const isPrefix: NameTest = (name) => name.startsWith(pattern);
  if (reading === 'prefix') return isPrefix;
  const fits = [() => linearTime(pattern), () => backtracking(pattern)].map(compiled).find((test) => test !== null);
  if (!fits) return fail('InvalidRegexpPatternFault', `Pattern "${pattern}" is not a regular expression.`, { pattern });
  return reading === 'pattern' ? fits : (name) => isPrefix(name) || fits(name);
}

function compiled(compile: () => NameTest): NameTest | null {
  try {
    return compile();
  } catch {
    return null;
  }
}

function linearTime(pattern: string): NameTest {
  const regexp = RE2JS.compile(pattern);
  return (name) => regexp.matcher(name).matches();
}

/** Lookarounds need backtracking; Java's possessive quantifiers match as greedy ones on the names there are. */
function backtracking(pattern: string): NameTest {
  const regexp = new RegExp(`^(?:${pattern.replace(/([*+?}])\+/g, '$1')})$`, 's');
  return (name) => regexp.test(name);
}

/** Objects of one kind, by name; each gets an id. */
export class Collection<Item extends ConfigValues = ConfigValues> {
  readonly #items = new Map<string, Item>();
  #lastId = 0;

  constructor(
    private readonly kind: string,
    private readonly faults: CollectionFaults,
  ) {}

  get items(): Item[] {
    return [...this.#items.values()];
  }

  get names(): string[] {
    return [...this.#items.keys()];
  }

  has(name: unknown): boolean {
    return this.#items.has(String(name));
  }

  find(name: unknown): Item {
    return this.#items.get(String(name)) ?? this.missing(name);
  }

  /** The fault for an unknown name. */
  missing(name: unknown): never {
    return this.#refuse(this.faults.missing, name, "doesn't exist");
  }

  /** Fails unless there is one of every name. */
  need(names: readonly unknown[] | null | undefined): void {
    for (const name of names ?? []) this.find(name);
  }

  matching(pattern: unknown, reading?: string): Item[] {
    const fits = namePattern(pattern, reading);
    return [...this.#items].filter(([name]) => fits(name)).map(([, item]) => item);
  }

  add(name: string | null | undefined, item: Item): Item {
    if (!name?.trim()) return fail('MissedArgumentFault', `${this.kind} has no name.`);
    this.free(name);
    const stored = { id: String(++this.#lastId), ...item };
    this.#items.set(name, stored);
    return stored;
  }

  /** Fails when the name is taken. */
  free(name: string): void {
    if (this.#items.has(name)) this.#refuse(this.faults.taken, name, 'already exists');
  }

  /** Changes the given values and no others. */
  change(name: unknown, values: ConfigValues): Item {
    return this.put(name, valuesGiven(values) as Partial<Item>);
  }

  /** Changes members as they are given, emptied ones included. */
  put(name: unknown, members: Partial<Item>): Item {
    const changed = { ...this.find(name), ...members };
    this.#items.set(String(name), changed);
    return changed;
  }

  /** Gives another name, at the same place. */
  rename(name: unknown, newName: string): void {
    this.find(name);
    if (!newName.trim()) fail('MissedArgumentFault', `${this.kind} needs a new name.`);
    this.free(newName);
    const renamed = [...this.#items].map(([key, item]) =>
      key === name ? ([newName, item] as const) : ([key, item] as const),
    );
    this.#items.clear();
    for (const [key, item] of renamed) this.#items.set(key, item);
  }

  /** Removes an object, unless it is in use. */
  remove(name: unknown, isUsed = false): Item {
    const item = this.find(name);
    if (isUsed) this.#refuse(this.faults.used, name, 'is in use');
    this.#items.delete(String(name));
    return item;
  }

  #refuse(fault: string, name: unknown, what: string): never {
    return fail(fault, `${this.kind} "${String(name)}" ${what}.`, this.faults.fields(name));
  }
}
