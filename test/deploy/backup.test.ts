import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { stringify } from 'yaml';
import { untilAnswer } from '../helpers/until.ts';
import { startProgram } from '../program/process.ts';
import { startGateway } from '../server/gateway.ts';

const EVENTS = '{ events(first: 100) { edges { cursor node { __typename } } } }';
const HASH = `sha256:${'0'.repeat(64)}`;

test('the event log of a running gateway is copied, and a gateway over the copy has its events and an intact audit trail', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-backup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const events = { file: join(folder, 'events.db') };
  const gateway = await startGateway({ vendors: ['five9-cti'], more: { events } });
  onTestFinished(() => gateway.close());
  await gateway.ask('mutation { callHold(input: { id: "none" }) { userErrors { code } } }');
  const before = await untilAnswer(
    () => gateway.ask(EVENTS),
    ({ data }) => data.events.edges.length > 3,
    15_000,
  );
  const file = join(folder, 'crosspoint.yaml');
  const auth = { keys: [{ id: 'admin', hash: HASH, scopes: ['admin'] }] };
  writeFileSync(file, stringify({ accounts: gateway.accounts, auth, events }));
  const run = (...words: string[]) => startProgram([...words, '--config', file, '--output', 'text']).ended();
  const to = join(folder, 'copies');
  expect(await run('backup', '--to', to)).toBe(0);
  // Copies are never written over one another.
  expect(await run('backup', '--to', to)).toBe(1);
  expect(statSync(join(to, 'events.db')).mode & 0o077).toBe(0);
  const copied = readdirSync(to).sort();
  expect(copied).toEqual(
    ['acts', 'audit', 'calls', 'metrics'].map((store) => `events-${store}.db`).concat('events.db'),
  );

  const copy = { file: join(to, 'events.db') };
  writeFileSync(file, stringify({ accounts: gateway.accounts, auth, events: copy }));
  expect(await run('audit', 'verify')).toBe(0);
  const restored = await startGateway({ vendors: ['five9-cti'], more: { events: copy } });
  onTestFinished(() => restored.close());
  const after = (await restored.ask(EVENTS)).data.events.edges;
  expect(after.slice(0, before.data.events.edges.length)).toEqual(before.data.events.edges);
  expect((await restored.ask('{ audit(first: 1) { edges { node { operation } } } }')).data.audit.edges).toHaveLength(1);
}, 60_000);
