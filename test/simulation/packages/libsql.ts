/** libsql itself, on files whose disk may be full and that close when their process ends. */
import Libsql from 'real:libsql';
import { currentHost } from '../clock.ts';
import { world } from '../current.ts';

type Statement = ReturnType<InstanceType<typeof Libsql>['prepare']>;

const READS = /^\s*select/i;

export default class Database {
  readonly #database: InstanceType<typeof Libsql>;
  readonly #host = currentHost();
  #closed = false;

  constructor(file: string) {
    this.#database = new Libsql(file);
    if (this.#host) world().disks.opened(this.#host, this);
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  prepare(text: string): Statement {
    const statement = this.#database.prepare(text);
    if (READS.test(text)) return statement;
    const run = statement.run.bind(statement);
    statement.run = ((...given: unknown[]) => {
      world().disks.refuseFull(this.#host);
      return run(...given);
    }) as Statement['run'];
    return statement;
  }

  exec(text: string): void {
    if (!/^\s*(begin|rollback)/i.test(text)) world().disks.refuseFull(this.#host);
    this.#database.exec(text);
  }

  pragma(text: string): unknown {
    return this.#database.pragma(text);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#database.close();
  }
}
