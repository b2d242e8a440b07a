import { existsSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
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

/** The line by which editors find the schema, relative where the package lies below the file. */
function schemaLine(file: string): string {
  const schema = shippedSchema();
  if (schema === undefined) return '';
  const path = relative(dirname(resolve(file)), schema);
  return `# yaml-language-server: $schema=${path.startsWith('..') ? schema : `./${path}`}\n`;
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
