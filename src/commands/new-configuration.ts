import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import packageFile from '../../package.json' with { type: 'json' };
import { CrosspointError } from '../adapters/errors.ts';
import type { NewAccount } from './new-accounts.ts';

/** A configuration that is about to be written. */
export interface NewConfiguration {
  readonly port?: number;
  readonly accounts: readonly NewAccount[];
  readonly auth: { readonly keys: readonly object[] };
}

/** The JSON Schema that the package ships: beside dist/, whether from there or from the sources. */
function shippedSchema(): string | undefined {
  return ['../schema/config.json', '../../schema/config.json']
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(path));
}

/** The schema of the package that a project installed, in the nearest node_modules of the folder or above it. */
function installedSchema(folder: string): string | undefined {
  const schema = join(folder, 'node_modules', packageFile.name, 'schema/config.json');
  if (existsSync(schema)) return schema;
  return dirname(folder) === folder ? undefined : installedSchema(dirname(folder));
}

/** A copy beside the file, where the package is installed elsewhere: an absolute path would be that of one machine. */
function copiedSchema(folder: string): string | undefined {
  const shipped = shippedSchema();
  if (shipped === undefined) return undefined;
  const copy = join(folder, 'crosspoint.schema.json');
  if (!existsSync(copy)) copyFileSync(shipped, copy);
  return copy;
}

/** The line by which editors find the schema, by a path that is the same on every machine with the project. */
function schemaLine(file: string): string {
  const folder = dirname(resolve(file));
  const schema = installedSchema(folder) ?? copiedSchema(folder);
  if (schema === undefined) return '';
  const path = relative(folder, schema);
  return `# yaml-language-server: $schema=${path.startsWith('..') ? path : `./${path}`}\n`;
}

function textOf(file: string, configuration: NewConfiguration): string {
  return [
    schemaLine(file),
    '# ${NAME} is an environment variable and ${file:/path} the content of a file. The scope admin allows everything.\n',
    stringify(configuration, { lineWidth: 0 }),
  ].join('');
}

/** Refuses to replace a file that exists. */
export function refuseExisting(file: string, force: boolean): void {
  if (!force && existsSync(file))
    throw new CrosspointError('INVALID_ARGUMENT', `${file} exists; --force overwrites it, --config names another`);
}

/** Writes the file; one that has come into being meanwhile is not replaced without `force`. */
export function writeNewConfiguration(file: string, configuration: NewConfiguration, force: boolean): void {
  refuseExisting(file, force);
  try {
    writeFileSync(file, textOf(file, configuration), { flag: force ? 'w' : 'wx' });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new CrosspointError('INVALID_ARGUMENT', `${file} cannot be written (${code})`, { cause });
  }
}
