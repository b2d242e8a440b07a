import { execFileSync } from 'node:child_process';

/** Builds the program once before the tests that start it. */
export default function build(): void {
  execFileSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' });
}
