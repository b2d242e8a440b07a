/** Conversations of other languages' SOAP clients with the simulators; each skips where its client is not installed. */
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { simulator as configSimulator } from '../../src/simulators/five9-config/index.ts';
import { simulator as ctiSimulator } from '../../src/simulators/five9-cti/index.ts';
import type { RunningSimulator } from '../../src/simulators/simulator.ts';

const START = new Date('2026-03-02T08:00:00Z');
const run = promisify(execFile);
const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));

const absent = (command: string, ...args: string[]) => spawnSync(command, args).status !== 0;
const php = absent('php', '-r', 'exit(class_exists("SoapClient") ? 0 : 1);');
const perl = absent('perl', '-MSOAP::Lite', '-e', '1');
const zeep = absent('/usr/bin/python3', '-c', 'import zeep');
const missing = Object.entries({ 'php-soap': php, 'libsoap-lite-perl': perl, 'python3-zeep': zeep });
for (const [name, isMissing] of missing) if (isMissing) console.warn(`Skipped: ${name} is not installed.`);

describe('the simulators', () => {
  const running: RunningSimulator[] = [];
  let config: { url: string; users: { username: string; password: string }[] };
  let desk: string;

  beforeAll(async () => {
    const start = async (definition: typeof configSimulator) => {
      const started = await definition.start({ centre: createCentre({ seed: 3, startsAt: START }), port: 0 });
      running.push(started);
      return started.settings;
    };
    config = (await start(configSimulator)) as typeof config;
    const { desks } = (await start(ctiSimulator)) as { desks: { url: string }[] };
    desk = desks[0]?.url ?? '';
  });
  afterAll(async () => {
    for (const { close } of running) await close();
  });

  const user = () => config.users[0] ?? { username: '', password: '' };

  test.skipIf(php)('serve PHP’s SoapClient', { timeout: 60_000 }, async () => {
    const { username, password } = user();
    const wsdl = `${config.url}?wsdl&user=${encodeURIComponent(username)}`;
    const { stdout } = await run('php', [script('./client.php'), wsdl, username, password, `${desk}?wsdl`]);
    expect(stdout).toContain('all as described');
  });

  test.skipIf(perl)('serve SOAP::Lite', { timeout: 60_000 }, async () => {
    const { username, password } = user();
    const { stdout } = await run('perl', [script('./client.pl'), config.url, desk, username, password]);
    expect(stdout).toContain('all as described');
  });

  test.skipIf(zeep)('serve zeep at an agent’s desk', { timeout: 60_000 }, async () => {
    const { stdout } = await run('/usr/bin/python3', [script('./client.py'), `${desk}?wsdl`]);
    expect(stdout).toContain('all as described');
  });
});
