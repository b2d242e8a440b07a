/** A query that exceeds its deadline answers what it has, over every transport, while garbage is collected (H17). */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Client } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeId } from '../../src/access/global-id.ts';
import type { Answer } from '../program/process.ts';
import { startGateway, type TestGateway } from './gateway.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const OPERATION_MILLISECONDS = 800;
const SLOW = `{ accounts { key } slow: node(id: "${writeId('ContactImport', 'acme-five9', 'import-1')}") { id } }`;

let gateway: TestGateway;
let client: Client;
let collecting: NodeJS.Timeout;
beforeAll(async () => {
  const more = { limits: { operationMilliseconds: OPERATION_MILLISECONDS, accountMilliseconds: 60_000 } };
  gateway = await startGateway({ vendors: ['five9-config', 'engage'], more });
  client = gateway.socket();
  await overSocket('{ accounts { key } }');
  gateway.simulator('five9-config').trouble({ kind: 'hang' });
  collecting = setInterval(collectGarbage, 50);
}, 60_000);
afterAll(async () => {
  clearInterval(collecting);
  await client?.dispose();
  await gateway?.close();
});

function overSocket(query: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let answer: unknown;
    client.subscribe(
      { query },
      {
        next: (value) => {
          answer = value;
        },
        error: reject,
        complete: () => resolve(answer as Answer),
      },
    );
  });
}

test.each([
  ['HTTP', (query: string) => gateway.ask(query)],
  ['a WebSocket', overSocket],
] as const)(
  'H17: over %s the slow field alone is TIMEOUT at the deadline, and the next query is answered',
  async (_, ask) => {
    const began = performance.now();
    const { data, errors } = await ask(SLOW);
    const took = performance.now() - began;
    expect(data.accounts).toHaveLength(2);
    expect(data.slow).toBeNull();
    expect(errors).toMatchObject([{ path: ['slow'], extensions: { code: 'TIMEOUT' } }]);
    expect(took).toBeGreaterThan(OPERATION_MILLISECONDS - 50);
    expect(took).toBeLessThan(OPERATION_MILLISECONDS + 10_000);
    expect((await ask('{ accounts { key } }')).data.accounts).toHaveLength(2);
  },
  30_000,
);
