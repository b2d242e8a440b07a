import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Builds the program once before the tests that start it; `REUSE_BUILD` keeps a build that is there. */
export default function build(): void {
  if (process.env.REUSE_BUILD && existsSync('dist/cli.js')) return;
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
