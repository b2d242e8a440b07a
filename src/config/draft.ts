/** Checks a configuration before it is written to a file. */
import type { Vendor } from '../adapters/vendor.ts';
import { checkConfiguration, type Environment } from './configuration.ts';
import { interpolate } from './file.ts';

function namedVariables(draft: object): string[] {
  const found = JSON.stringify(draft).matchAll(/\$\{(?!file:)([^}]+)\}/g);
  return [...new Set([...found].map(([, name = '']) => name))];
}

/** The environment variables that a configuration refers to and that are not set. */
export function unsetVariables(draft: object, environment: Environment = process.env): string[] {
  return namedVariables(draft).filter((name) => !environment[name]);
}

/** Throws INVALID_ARGUMENT for a configuration that would be refused once its variables are set. */
export function checkDraft(draft: object, vendors: readonly Vendor[], environment: Environment = process.env): void {
  const assumed = namedVariables(draft).map((name) => [name, environment[name] || 'value']);
  checkConfiguration(interpolate(draft, Object.fromEntries(assumed)), vendors);
}
