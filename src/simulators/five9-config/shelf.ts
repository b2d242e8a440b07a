import { RE2JS } from 're2js';
import { SimulatedFault } from '../soap/fault.ts';

/** Values as they come and go on the wire. */
export type Values = Readonly<Record<string, unknown>>;

/** The faults of a kind of object, by the vendor's names. */
export interface ShelfFaults {
  readonly missing: string;
  readonly taken: string;
  /** The fault's field that carries the object's name. */
  readonly field: string;
}

/** Fails with a documented fault. */
export function fail(fault: string, message: string, fields: Values = {}): never {
  throw new SimulatedFault(fault, message, { message, ...fields });
}

/** Text of a value, or '' where there is none. */
export function textOf(values: unknown, name: string): string {
  const value = (values as Values | null | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

/** What was really told: neither null nor an empty list. */
export function told(values: Values): Values {
  const given = Object.entries(values).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && !value.length),
  );
  return Object.fromEntries(given);
}

/** Tests names against a pattern as the vendor does: the whole name, by a regular expression; no pattern fits all. */
export function namePattern(pattern: unknown): (name: string) => boolean {
  if (typeof pattern !== 'string' || pattern === '') return () => true;
  try {
    const compiled = RE2JS.compile(pattern);
    return (name) => compiled.matcher(name).matches();
  } catch {
    return fail('InvalidRegexpPatternFault', `Pattern "${pattern}" is not a regular expression.`, { pattern });
  }
}

/** Objects of one kind, by name. */
export class Shelf<Item extends Values = Values> {
  readonly #items = new Map<string, Item>();

  constructor(
    private readonly kind: string,
    private readonly faults: ShelfFaults,
  ) {}

  get items(): Item[] {
    return [...this.#items.values()];
  }

  has(name: string): boolean {
    return this.#items.has(name);
  }

  find(name: unknown): Item {
    const item = typeof name === 'string' ? this.#items.get(name) : undefined;
    return (
      item ?? fail(this.faults.missing, `${this.kind} "${String(name)}" doesn't exist.`, { [this.faults.field]: name })
    );
  }

  matching(pattern: unknown): Item[] {
    const fits = namePattern(pattern);
    return [...this.#items].filter(([name]) => fits(name)).map(([, item]) => item);
  }

  add(name: string, item: Item): Item {
    if (this.#items.has(name)) this.#taken(name);
    this.#items.set(name, item);
    return item;
  }

  /** Replaces what was told; the rest stays as it is. */
  change(name: unknown, values: Values): Item {
    const changed = { ...this.find(name), ...told(values) };
    this.#items.set(String(name), changed);
    return changed;
  }

  rename(name: unknown, newName: string, key: keyof Item & string): void {
    const item = this.find(name);
    if (this.#items.has(newName)) this.#taken(newName);
    this.#items.delete(String(name));
    this.#items.set(newName, { ...item, [key]: newName });
  }

  remove(name: unknown): Item {
    const item = this.find(name);
    this.#items.delete(String(name));
    return item;
  }

  #taken(name: string): never {
    return fail(this.faults.taken, `${this.kind} "${name}" already exists.`, { [this.faults.field]: name });
  }
}
