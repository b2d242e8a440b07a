import { vendors } from '../adapters/vendors.ts';
import { readConfiguration } from '../config/configuration.ts';
import { checkDraft, unsetVariables } from '../config/draft.ts';
import { createApiKey } from '../server/auth.ts';
import { printable } from '../server/printable.ts';
import { firstQuery } from './banner.ts';
import { checkAll, reportFor } from './check.ts';
import { runInterview } from './interview.ts';
import { accountsOfFlags, askAccounts, type NewAccount } from './new-accounts.ts';
import { type NewConfiguration, refuseExisting, writeNewConfiguration } from './new-configuration.ts';
import type { CommandOptions } from './options.ts';
import { UsageError } from './usage-error.ts';

const SCOPES = ['campaigns:read', 'calls:read', 'recordings:read', 'contacts:read'];
const USUAL_PORT = 4000;

const refusal = (message: string) => new UsageError(message);

const configurationOf = (accounts: readonly NewAccount[], hash: string, port?: number): NewConfiguration => ({
  ...(port !== undefined && { port }),
  accounts,
  auth: { keys: [{ id: 'first', hash, scopes: SCOPES }] },
});

async function chosenAccounts({ accounts, settings }: CommandOptions, hash: string): Promise<NewAccount[]> {
  if (accounts.length || settings.length) return accountsOfFlags(accounts, settings);
  if (process.stdin.isTTY)
    return runInterview((ask) => askAccounts(ask, (made) => checkDraft(configurationOf(made, hash), vendors)));
  throw refusal('init needs --account VENDOR=URL where there is no terminal to ask on; see crosspoint help init');
}

/** The written files, and the steps that remain. */
interface Written {
  readonly file: string;
  readonly key: string;
  /** Environment variables that are not set. */
  readonly missing: readonly string[];
  readonly query: string;
}

function textOf({ file, key, missing, query }: Written): string {
  const variables = missing.map((name) => `    export ${name}=...`);
  return [
    `Wrote ${file}`,
    '',
    '  API key, printed only this once; the file holds its hash:',
    `    ${key}`,
    '',
    ...(missing.length ? ['  Set the secrets:', ...variables, ''] : []),
    '  Test, serve and send a first query:',
    `    crosspoint check --config ${file}`,
    `    crosspoint serve --config ${file}`,
    `    ${query}`,
    '',
  ].join('\n');
}

/** Writes a configuration file, tests it where its secrets are set, and prints what to do next; exits with 1 if a test failed. */
export async function init(options: CommandOptions): Promise<number> {
  const { config: file = 'crosspoint.yaml', port, force, output } = options;
  refuseExisting(file, force);
  const { key, hash } = createApiKey();
  const configuration = configurationOf(await chosenAccounts(options, hash), hash, port);
  checkDraft(configuration, vendors);
  writeNewConfiguration(file, configuration, force);
  const missing = unsetVariables(configuration);
  const query = firstQuery(`http://localhost:${port ?? USUAL_PORT}/graphql`, key);
  const written = { file, key, missing, query };
  process.stdout.write(`${printable(output === 'json' ? JSON.stringify(written) : textOf(written))}\n`);
  if (missing.length) return 0;
  return (await checkAll(readConfiguration(file, vendors), reportFor(output))) ? 0 : 1;
}
