import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** What each secret of the example configurations holds in tests, by the end of its name. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/hash$/, `sha256:${'0'.repeat(64)}`],
  [/redis-url$/, 'redis://redis:6379'],
  [/password$/, 'simulated-password'],
];

/** Writes a configuration whose secrets of one folder are files of the test; answers it and the names of the secrets. */
export function writeFilledFile(text: string, mount: string): { file: string; names: string[]; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-deploy-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const names = [...new Set([...text.matchAll(/\$\{file:([^}]*)\}/g)].map(([, path = '']) => path))].map((path) => {
    if (!path.startsWith(`${mount}/`)) throw new Error(`${path} is not in ${mount}`);
    return path.slice(mount.length + 1);
  });
  for (const name of names) {
    const [, value] = SECRETS.find(([pattern]) => pattern.test(name)) ?? [];
    if (value === undefined) throw new Error(`no value for the secret ${name}`);
    writeFileSync(join(folder, name), `${value}\n`);
  }
  const file = join(folder, 'crosspoint.yaml');
  writeFileSync(file, text.replaceAll(`\${file:${mount}/`, `\${file:${folder}/`));
  return { file, names, folder };
}
