// Kills, suspends and cuts real processes at random, and checks what clients rely on: `npm run chaos -- [--minutes 10] [--seed 1]
// [--result FILE]`, after a build. Five simulated vendors, Redis and two gateways run, each as a process of its own, with clients
// that read, act, subscribe and take webhooks (test/chaos). Prints a table, and exits with 1 when a promise was broken.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';

// Beside the modules, which it imports.
const folder = mkdtempSync(resolve('node_modules/.chaos-'));
try {
  const outfile = `${folder}/chaos.mjs`;
  const entry = { entryPoints: ['test/chaos/main.ts'], outfile, bundle: true, packages: 'external' };
  await build({ ...entry, format: 'esm', platform: 'node', target: 'node20', logLevel: 'error' });
  // A group of its own, so that an interrupted run leaves no process behind.
  const child = spawn(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit', detached: true });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.kill(-child.pid, 'SIGKILL'));
  const [code] = await new Promise((ended) => child.on('exit', (...how) => ended(how)));
  process.exitCode = code ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
