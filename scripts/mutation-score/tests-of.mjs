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

/** Tests that start programs, browsers or several gateways, and say little about one source. */
const SLOW =
  /^test\/(chaos|client|clients|console|deploy|docs|house|instances|program|simulation)\/|(memory|bounds|many-inputs|media-\w+|long-answers|topology|matrix|shown-fields|walk)\.test\.ts$/;

const texts = new Map();

function textOf(file) {
  if (!texts.has(file)) texts.set(file, readFileSync(file, 'utf8'));
  return texts.get(file);
}

/** Replaces modules, which are in the bundle here. */
const REPLACES_MODULES = /\bvi\.(mock|hoisted)\b/;

/** Whether a file has tests that can run again and again in one process. */
export function isChosen(file) {
  return file.endsWith('.test.ts') && !SLOW.test(file) && !REPLACES_MODULES.test(textOf(file));
}

/** Imports between a test and a source, beyond which the test says little about it. */
const MOST_IMPORTS = 5;

/**
 * Answers a function from a source file to at most `most` test files that import it: the nearest first, of those the lightest,
 * of those the tests of its room.
 */
export function testsBySource(most) {
  const importers = new Map();
  for (const file of [...sourcesOf('src'), ...sourcesOf('test')])
    for (const path of importsOf(file)) importers.set(path, [...(importers.get(path) ?? []), file]);
  const weight = (file) => (/startGateway|simulat/i.test(textOf(file)) ? 1 : 0);
  return (source) => {
    const distance = (file) => (source.split('/').includes(file.split('/')[1]) ? 0 : 1);
    const order = (one, other) => weight(one) - weight(other) || distance(one) - distance(other);
    const found = new Set();
    let level = [source];
    for (let imports = 0; imports < MOST_IMPORTS && found.size < most; imports += 1) {
      level = [...new Set(level.flatMap((file) => importers.get(file) ?? []))];
      for (const test of level.filter(isChosen).sort(order)) found.add(test);
    }
    return [...found].slice(0, most);
  };
}
