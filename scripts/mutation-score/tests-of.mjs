// Which test files reach a source file: those that import it, and those that import a module which does.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** Imports of values; a test of types sees no mutant. */
const IMPORT = /^(?:import|export)(?! type)[^']*from '(\.[^']+\.ts)'/gm;

/** The paths of all TypeScript files of a folder. */
export function sourcesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
}

function importsOf(file) {
  const found = [...readFileSync(file, 'utf8').matchAll(IMPORT)];
  return found.map(([, path]) => normalize(join(dirname(file), path))).filter((path) => existsSync(path));
}

/** Answers a function from a source file to at most `most` test files, those that import it themselves first. */
export function testsBySource(most) {
  const importers = new Map();
  for (const file of [...sourcesOf('src'), ...sourcesOf('test')])
    for (const path of importsOf(file)) importers.set(path, [...(importers.get(path) ?? []), file]);
  const isTest = (file) => file.endsWith('.test.ts');
  return (source) => {
    const direct = importers.get(source) ?? [];
    const further = direct.flatMap((file) => (isTest(file) ? [] : (importers.get(file) ?? [])));
    return [...new Set([...direct, ...further].filter(isTest))].slice(0, most);
  };
}
