import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { until } from '../helpers/until.ts';
import { configure, folder, KEY } from '../instances/gateways.ts';
import { ask, freePort, type Program, startProgram } from '../program/process.ts';

const IS_RECENT = 'import sys; sys.exit(sys.version_info < (3, 9))';
const hasPython = spawnSync('python3', ['-c', IS_RECENT]).status === 0;
if (!hasPython) console.warn('SKIPPED: examples/follow_calls.py is not tried, since this machine has no Python 3.9');

interface Change {
  readonly cursor: string;
}

interface StoredEvent extends Change {
  readonly node: { readonly kind: string };
}

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A gateway over a simulated account whose calls continue while the gateway is down. */
async function openGateway(path: string) {
  const simulator = startProgram(['simulate', 'remote-control', '--port', '0', '--seed', '5', '--pace', '10']);
  cleanups.push(() => simulator.stop());
  await simulator.says(/# ready/);
  const { accounts } = parse(simulator.output());
  const port = String(await freePort());
  const file = configure(path, 'gateway', { accounts, events: { file: `${path}/events.db` } });
  let program: Program;
  const start = async () => {
    program = startProgram(['serve', '--config', file], { PORT: port, LOG_LEVEL: 'error' });
    await program.says(/\/graphql/);
  };
  cleanups.push(() => program.stop('SIGKILL'));
  await start();
  return { start, kill: () => program.stop('SIGKILL'), url: `http://127.0.0.1:${port}/graphql` };
}

/** Starts the program of the example; the changes that it prints are added to the list. */
function follow(url: string, path: string, changes: Change[]) {
  const env = { ...process.env, CROSSPOINT_URL: url, CROSSPOINT_KEY: KEY, CURSOR_FILE: `${path}/calls.cursor` };
  const child = spawn('python3', ['examples/follow_calls.py'], { env });
  let rest = '';
  let trouble = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    changes.push(...lines.map((line) => JSON.parse(line)));
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    trouble += chunk;
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    // Its last lines may come after its end.
    const gone = once(child, 'close');
    child.kill();
    await gone;
  };
  cleanups.push(stop);
  /** Waits for further changes; fails with the words of the program when it has ended. */
  const prints = async (count: number) => {
    const least = changes.length + count;
    await until(() => {
      if (child.exitCode !== null) throw new Error(`The program ended: ${trouble}`);
      return changes.length >= least;
    }, `${count} changes; the program says: ${trouble}`);
  };
  return { prints, stop };
}

const STORED = `query ($after: Cursor) {
  events(first: 100, after: $after, filter: { kinds: [CALL] }) { edges { cursor node { kind } } pageInfo { hasNextPage endCursor } }
}`;

/** The cursors of the stored changes of calls after one. */
async function storedAfter(url: string, first: string): Promise<string[]> {
  const cursors: string[] = [];
  for (let after: string | null = first; after; ) {
    const { data }: Awaited<ReturnType<typeof ask>> = await ask(
      url,
      STORED,
      { after },
      { authorization: `Bearer ${KEY}` },
    );
    // Every list has the gaps too: the stretches in which the gateway itself received nothing.
    const calls = data.events.edges.filter(({ node }: StoredEvent) => node.kind === 'CALL');
    cursors.push(...calls.map(({ cursor }: StoredEvent) => cursor));
    after = data.events.pageInfo.hasNextPage ? data.events.pageInfo.endCursor : null;
  }
  return cursors;
}

describe.skipIf(!hasPython)('examples/follow_calls.py', () => {
  test('prints every change although the gateway is killed twice and the program started again', {
    timeout: 120_000,
  }, async () => {
    const place = folder();
    cleanups.push(() => place.remove());
    const { url, start, kill } = await openGateway(place.path);
    const changes: Change[] = [];
    const first = follow(url, place.path, changes);
    await first.prints(5);
    for (let kills = 0; kills < 2; kills += 1) {
      await kill();
      await start();
      await first.prints(5);
    }
    await first.stop();
    const begun = changes[0]?.cursor ?? '';
    const seen = changes.length;
    const missed = () => storedAfter(url, changes[seen - 1]?.cursor ?? '');
    await until(async () => (await missed()).length > 2, 'changes that the program does not see');
    await follow(url, place.path, changes).prints(5);

    // A program that is ended between a line and its cursor prints that line again, and no other.
    if (changes[seen]?.cursor === changes[seen - 1]?.cursor) changes.splice(seen, 1);
    const printed = changes.map(({ cursor }) => cursor);
    const stored = await storedAfter(url, begun);
    expect(printed).toEqual([begun, ...stored].slice(0, printed.length));
    expect(new Set(printed).size).toBe(printed.length);
  });
});
