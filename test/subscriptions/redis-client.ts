import { Redis } from 'ioredis';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { startRedis, type TestRedis } from './redis-server.ts';

/** A client of a Redis, disconnected when the test ends. */
export function redisAt(url: string): Redis {
  const client = new Redis(url);
  onTestFinished(() => client.disconnect());
  return client;
}

/** A Redis for the tests around, and a client of their own to it; both are there once the tests run. */
export function redisForTests() {
  let server: TestRedis | undefined;
  let client: Redis | undefined;
  beforeAll(async () => {
    server = await startRedis();
    client = new Redis(server.url);
  });
  afterAll(async () => {
    client?.disconnect();
    await server?.dispose();
  });
  return {
    get url(): string {
      return server?.url ?? '';
    },
    get client(): Redis {
      if (!client) throw new Error('There is no Redis yet');
      return client;
    },
  };
}
