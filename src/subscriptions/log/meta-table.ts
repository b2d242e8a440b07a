import type Database from 'libsql';

/** The table of a log's few texts, each under a name. */
export class MetaTable {
  readonly #statements: ReturnType<typeof prepare>;

  constructor(database: Database.Database) {
    this.#statements = prepare(database);
  }

  get(name: string): string | undefined {
    return (this.#statements.get.get(name) as { value: string } | undefined)?.value;
  }

  set(name: string, value: string): void {
    this.#statements.set.run(name, value);
  }

  remove(name: string): void {
    this.#statements.remove.run(name);
  }

  /** The texts whose names begin with a prefix, by name. */
  beginning(prefix: string): readonly { readonly name: string; readonly value: string }[] {
    return this.#statements.beginning.all(prefix, prefix.length, prefix) as { name: string; value: string }[];
  }
}

function prepare(database: Database.Database) {
  const statement = (text: string) => database.prepare(text);
  return {
    get: statement('SELECT value FROM meta WHERE name = ?'),
    beginning: statement('SELECT name, value FROM meta WHERE name >= ? AND substr(name, 1, ?) = ? ORDER BY name'),
    remove: statement('DELETE FROM meta WHERE name = ?'),
    set: statement(
      'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    ),
  };
}
