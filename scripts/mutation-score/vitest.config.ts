import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

interface Mutant {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

const mutant = JSON.parse(process.env.MUTANT ?? 'null') as Mutant | null;

/** Loads the mutated file in the place of the true one, which stays as it is. */
const mutated = {
  name: 'mutated',
  enforce: 'pre' as const,
  load(id: string) {
    if (!mutant || id.split('?')[0] !== resolve(mutant.file)) return null;
    const text = readFileSync(mutant.file, 'utf8');
    return text.slice(0, mutant.start) + mutant.replacement + text.slice(mutant.end);
  },
};

const projects = (base.test?.projects ?? []).map((project) => ({ ...(project as object), plugins: [mutated] }));

/** The tests of the program, with one mutant in it. */
export default defineConfig({ ...base, test: { ...base.test, projects } });
