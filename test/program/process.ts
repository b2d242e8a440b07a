import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';

/** The program running as a process of its own. */
export interface Program {
  readonly process: ChildProcess;
  /** Everything it has written so far, both streams. */
  output(): string;
  /** Resolves with the first match in what it writes; rejects when it ends without. */
  says(pattern: RegExp, milliseconds?: number): Promise<RegExpExecArray>;
  /** Resolves with its exit code when it ends by itself. */
  ended(): Promise<number | null>;
  /** Ends it with SIGTERM and answers its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const GIVE_UP_AFTER = 20_000;

/** Starts `crosspoint`, or another build of it, with these words, and Node with these flags. */
export function startProgram(
  words: readonly string[],
  environment: Record<string, string> = {},
  build = 'dist/cli.js',
  flags: readonly string[] = [],
): Program {
  const child = spawn(process.execPath, [...flags, build, ...words], {
    env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const listeners = new Set<() => void>();
  const received = (chunk: Buffer) => {
    text += chunk.toString();
    for (const listener of [...listeners]) listener();
  };
  child.stdout.on('data', received);
  child.stderr.on('data', received);
  const exited = once(child, 'exit') as Promise<[number | null]>;
  return {
    process: child,
    output: () => text,
    says: (pattern, milliseconds = GIVE_UP_AFTER) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`never said ${pattern}: ${text}`)), milliseconds);
        const look = () => {
          const match = pattern.exec(text);
          if (!match) return;
          clearTimeout(timer);
          listeners.delete(look);
          resolve(match);
        };
        listeners.add(look);
        look();
        void exited.then(() => {
          look();
          clearTimeout(timer);
          reject(new Error(`ended without saying ${pattern}: ${text}`));
        });
      }),
    ended: async () => (await exited)[0],
    async stop(signal = 'SIGTERM') {
      if (child.exitCode === null) child.kill(signal);
      const [code] = await exited;
      return code;
    },
  };
}

/** A TCP port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** A GraphQL answer, loosely typed for tests. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of many shapes
  readonly data: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: unknown;
    readonly extensions: Record<string, unknown>;
  }[];
}

/** Asks a gateway over HTTP. */
export async function ask(
  url: string,
  query: string,
  variables: object = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answer;
}

/** Opens graphql-ws to a gateway. */
export function openSocket(url: string, connectionParams: Record<string, unknown> = {}): Client {
  return createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
  });
}
