import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** A Redis for tests: the one of REDIS_URL, or one of our own. */
export interface TestRedis {
  readonly url: string;
  /** Kills it; only one of our own can be stopped. */
  stop(): Promise<void>;
  /** Starts it again on the same port, with what it had written. */
  start(): Promise<void>;
  /** Suspends or resumes its process; only one of our own can be suspended. */
  suspend(isSuspended: boolean): void;
  dispose(): Promise<void>;
}

const BINARY = ['/usr/bin/redis-server', '/usr/local/bin/redis-server', '/opt/homebrew/bin/redis-server'].find(
  existsSync,
);

/** Why there is no Redis to test with, or null when there is one. */
export const noRedis: string | null =
  process.env.REDIS_URL || BINARY ? null : 'SKIPPED: there is no redis-server here and REDIS_URL is not set';

/** True when a Redis of our own can be stopped and started. */
export const ownRedis = BINARY !== undefined;

/** Starts a redis-server that keeps an append-only file, so that it can be stopped and started without loss. */
export async function startRedis(durable = false): Promise<TestRedis> {
  const url = process.env.REDIS_URL;
  if (url && !durable) return { url, stop: refuse, start: refuse, suspend: refuse, dispose: async () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-redis-'));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const start = async () => {
    const persistence = durable ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no'];
    const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder, ...persistence];
    child = spawn(BINARY ?? 'redis-server', flags, { stdio: 'ignore' });
    await untilReady(port);
  };
  const stop = async () => {
    const gone = new Promise<void>((done) => child?.once('exit', () => done()));
    child?.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    stop,
    start,
    suspend: (isSuspended) => void child?.kill(isSuspended ? 'SIGSTOP' : 'SIGCONT'),
    dispose: async () => {
      if (child?.exitCode === null && child.signalCode === null) await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function refuse(): never {
  throw new Error('The Redis of REDIS_URL is not ours to stop');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (address === null || typeof address === 'string') throw new Error('No port');
  return address.port;
}

async function untilReady(port: number): Promise<void> {
  const redis = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 50, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  try {
    await redis.ping();
  } finally {
    redis.disconnect();
  }
}
