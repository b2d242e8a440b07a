import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { openSocket, type Program, startProgram } from '../program/process.ts';

/** The key every test caller has. */
export const KEY = 'a-key-for-tests-only-0123456789';

/** A folder for configurations and logs, and what it costs to leave it. */
export function folder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'crosspoint-instances-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Writes a configuration; JSON is YAML too. */
export function configure(path: string, name: string, settings: object): string {
  const hash = `sha256:${createHash('sha256').update(KEY).digest('hex')}`;
  const file = join(path, `${name}.yaml`);
  const auth = { keys: [{ id: 'tester', hash, scopes: ['admin'], sockets: 10_000 }] };
  writeFileSync(file, JSON.stringify({ host: '127.0.0.1', auth, ...settings }));
  return file;
}

/** A gateway running as a process of its own. */
export interface Instance {
  readonly url: string;
  readonly program: Program;
}

/** Starts a gateway and waits until it serves. */
export async function startInstance(config: string): Promise<Instance> {
  const program = startProgram(['serve', '--config', config], { PORT: '0', LOG_LEVEL: 'error' });
  const url = (await program.says(/(http:\/\/\S+\/graphql)/))[1] ?? '';
  return { program, url };
}

/** Megabytes of memory a process has in use. */
export function memoryOf(pid: number | undefined): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** Ends a process without letting it say goodbye. */
export async function killInstance({ program }: Instance): Promise<void> {
  const gone = once(program.process, 'exit');
  program.process.kill('SIGKILL');
  await gone;
}

/** Collects what a subscription of `events` emits after a cursor; the second function ends it. */
export function followEvents<Event>(url: string, query: string, after: string): [Event[], () => unknown] {
  const events: Event[] = [];
  const client = openSocket(url, { authorization: `Bearer ${KEY}` });
  client.subscribe<{ events: Event }>(
    { query, variables: { after } },
    { next: ({ data }) => data && events.push(data.events), error: () => undefined, complete: () => undefined },
  );
  return [events, () => client.dispose()];
}

const FOLLOW = `subscription ($after: Cursor) {
  events(after: $after, filter: { kinds: [VENDOR] }) {
    cursor ... on VendorEvent { payload { name value } } ... on Gap { reason }
  }
}`;

interface Followed {
  readonly events: { cursor: string; reason?: string; payload?: { name: string; value: string }[] };
}

/** Milliseconds until a disconnected client reconnects, unless the test says otherwise. */
const SOON = () => 50;

/** As long as graphql-ws has its clients wait at first, so that they do not come back all at once. */
export const JITTER = () => 300 + Math.random() * 2_700;

/** One subscriber that comes back at the next gateway, after the last event it has, whenever it is cut off. */
export class Subscriber {
  readonly numbers: number[] = [];
  readonly times: number[] = [];
  readonly gaps: string[] = [];
  readonly codes: number[] = [];
  /** How often it was cut off. */
  cuts = 0;
  cursor: string | null = null;
  readonly #urls: readonly string[];
  #client: Client | undefined;
  #socket: WebSocket | undefined;
  #over = false;

  constructor(
    urls: readonly string[],
    after: string | null = null,
    readonly wait = SOON,
  ) {
    this.#urls = urls;
    this.cursor = after;
    void this.#live();
  }

  /** Reads nothing more, without saying so. */
  pause(): void {
    this.#socket?.pause();
  }

  /** Reads on. */
  resume(): void {
    this.#socket?.resume();
  }

  stop(): void {
    this.#over = true;
    // A client that never got through says so once more when it is closed.
    Promise.resolve(this.#client?.dispose()).catch(() => undefined);
  }

  async #live(): Promise<void> {
    for (let turn = 0; !this.#over; turn += 1) {
      await this.#once(this.#urls[turn % this.#urls.length] ?? '');
      this.cuts += 1;
      await new Promise((done) => setTimeout(done, this.wait()));
    }
  }

  #once(url: string): Promise<void> {
    const client = createClient({
      url: url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${KEY}` },
      retryAttempts: 0,
      on: {
        opened: (socket) => {
          this.#socket = socket as WebSocket;
        },
        closed: (event) => this.codes.push((event as { code: number }).code),
      },
    });
    this.#client = client;
    return new Promise((done) => {
      client.subscribe<Followed>(
        { query: FOLLOW, variables: { after: this.cursor } },
        { next: ({ data }) => data && this.#take(data), error: () => done(), complete: () => done() },
      );
    });
  }

  #take({ events: { cursor, reason, payload } }: Followed): void {
    this.cursor = cursor;
    if (reason) this.gaps.push(reason);
    const number = Number(payload?.find(({ name }) => name === 'GLOBALCALLID')?.value);
    if (!number) return;
    this.numbers.push(number);
    this.times.push(performance.now());
  }
}

/** Numbers of a run that were received twice, and those that never were. */
export function faultsIn(numbers: readonly number[], first: number, last: number) {
  const seen = new Set(numbers);
  const lost: number[] = [];
  for (let number = first; number <= last; number += 1) if (!seen.has(number)) lost.push(number);
  return { lost, doubled: numbers.length - seen.size };
}
