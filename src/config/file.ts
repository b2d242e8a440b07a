import { readFileSync } from 'node:fs';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { CrosspointError } from '../adapters/errors.ts';
import type { Environment } from './configuration.ts';
import { type ConfigurationProblem, configurationError, pathText } from './problems.ts';

/** Reads a file of YAML that holds an object. */
export function readYaml(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw configurationError([[path, `cannot be read (${(cause as NodeJS.ErrnoException).code})`]]);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: true, lineCounter: lines });
  const [error] = document.errors;
  if (error)
    throw configurationError([[path, `is not YAML (${error.code}, line ${lines.linePos(error.pos[0]).line})`]]);
  const value = contentOf(document, path);
  if (value === null || typeof value !== 'object') throw configurationError([[path, 'holds no configuration']]);
  if (isDeeper(value, MOST_NESTED)) throw tooDeep(path);
  return value;
}

/** Levels that a configuration may be nested; its own settings have fewer than ten. */
const MOST_NESTED = 100;

function tooDeep(path: string): CrosspointError {
  return configurationError([[path, 'is nested too deeply, or an alias stands inside its own anchor']]);
}

function isDeeper(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  return levels === 0 || Object.values(value).some((item) => isDeeper(item, levels - 1));
}

function contentOf(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch {
    throw configurationError([[path, 'is not YAML (an alias without its anchor, or too many)']]);
  }
}

/** Fills `${NAME}` from the environment and `${file:/path}` from a file; throws what is missing, with its path. */
export function interpolate(value: unknown, environment: Environment): unknown {
  const problems: ConfigurationProblem[] = [];
  const result = fill(value, [], environment, problems);
  if (problems.length) throw configurationError(problems);
  return result;
}

function fill(
  value: unknown,
  path: readonly PropertyKey[],
  environment: Environment,
  problems: ConfigurationProblem[],
): unknown {
  if (typeof value === 'string') return fillText(value, path, environment, problems);
  if (Array.isArray(value)) return value.map((item, index) => fill(item, [...path, index], environment, problems));
  if (value === null || typeof value !== 'object') return value;
  const filled = Object.entries(value).map(([key, item]) => [key, fill(item, [...path, key], environment, problems)]);
  return Object.fromEntries(filled);
}

function fillText(
  text: string,
  path: readonly PropertyKey[],
  environment: Environment,
  problems: ConfigurationProblem[],
): string {
  return text.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    if (name.startsWith('file:')) return fillFromFile(name.slice(5), path, problems);
    const found = environment[name];
    if (found === undefined || found === '') problems.push([pathText(path), `environment variable ${name} is not set`]);
    return found ?? '';
  });
}

function fillFromFile(file: string, path: readonly PropertyKey[], problems: ConfigurationProblem[]): string {
  try {
    return readFileSync(file, 'utf8').trimEnd();
  } catch (cause) {
    problems.push([pathText(path), `file ${file} cannot be read (${(cause as NodeJS.ErrnoException).code})`]);
    return '';
  }
}

/** The files that a configuration takes texts from, and its own; only its own where it cannot be read. */
export function filesOf(path: string): string[] {
  try {
    return [path, ...new Set(referencedFiles(readYaml(path)))];
  } catch {
    return [path];
  }
}

function referencedFiles(value: unknown): string[] {
  if (typeof value === 'string') return [...value.matchAll(/\$\{file:([^}]*)\}/g)].map(([, file = '']) => file);
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(referencedFiles);
}
