import packageFile from '../../package.json' with { type: 'json' };
import type { Configuration } from '../config/configuration.ts';
import type { CommandOptions } from './options.ts';

const FIRST_QUERY = '{ calls(first: 3) { edges { node { id state from to } } } }';

function accountLines(configuration: Configuration): string[] {
  return configuration.accounts.map(({ id, vendor }) => `    ${id.padEnd(16)} ${vendor.key}`);
}

/** The command that sends a first query, with the key that callers need. */
export function firstQuery(url: string, key: string | null): string {
  const authorization = key === null ? '' : ` -H 'authorization: Bearer ${key}'`;
  return `curl ${url} -H 'content-type: application/json'${authorization} -d '${JSON.stringify({ query: FIRST_QUERY })}'`;
}

function lines(configuration: Configuration, url: string, source: string, isOpen: boolean): string {
  const pages = {
    Console: new URL('/', url).href,
    GraphiQL: url,
    Schema: new URL('/schema.graphql', url).href,
    Docs: new URL('/docs/', url).href,
  };
  return [
    `Crosspoint ${packageFile.version} serves ${url}`,
    '',
    `  ${source}`,
    ...accountLines(configuration),
    '',
    ...Object.entries(pages).map(([name, page]) => `  ${name.padEnd(9)} ${page}`),
    '',
    isOpen ? '  Try:' : '  Try, with a key of auth.keys (crosspoint key makes one):',
    `    ${firstQuery(url, isOpen ? null : 'KEY')}`,
    '',
    '  Ctrl-C stops it.',
    '',
  ].join('\n');
}

/** The text that `serve` prints once it listens: the simulated accounts, the addresses of the pages, a first query. */
export function banner(
  { output, config, seed }: CommandOptions,
  configuration: Configuration,
  url: string,
  isSimulated: boolean,
): string {
  const accounts = configuration.accounts.map(({ id }) => id);
  const facts = { url, console: new URL('/', url).href, version: packageFile.version };
  if (output === 'json') return `${JSON.stringify({ ...facts, accounts, simulated: isSimulated ? accounts : [] })}\n`;
  const source = isSimulated
    ? `Every account is simulated (seed ${seed}); no vendor is called, and callers need no key:`
    : `Accounts of ${config}, none simulated:`;
  return lines(configuration, url, source, configuration.auth === null);
}
