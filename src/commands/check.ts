import type { Adapter } from '../adapters/adapter.ts';
import { withDeadline } from '../adapters/calls/deadline.ts';
import { asCrosspointError } from '../adapters/errors.ts';
import { setConnections } from '../adapters/http/connections.ts';
import { vendors } from '../adapters/vendors.ts';
import { type AccountConfiguration, type Configuration, readConfiguration } from '../config/configuration.ts';
import { Gateway } from '../gateway/gateway.ts';
import { quietLog } from '../server/logging.ts';
import { printable, printableLine } from '../server/printable.ts';
import { type ConfigurationCheck, configurationChecks } from './configuration-checks.ts';
import type { CommandOptions, OutputFormat } from './options.ts';
import { UsageError } from './usage-error.ts';

const DEADLINE = 15_000;
const HOUR_MS = 3_600_000;

type Report = (result: 'ok' | 'FAIL' | 'note', subject: string, message: string) => void;

const lineReport: Report = (result, subject, message) =>
  process.stdout.write(`${result.padEnd(5)} ${printableLine(`${subject}: ${message}`)}\n`);

const jsonReport: Report = (result, subject, message) =>
  process.stdout.write(`${printable(JSON.stringify({ result: result.toLowerCase(), subject, message }))}\n`);

/** How results are printed: a line for each, or a JSON object for each. */
export const reportFor = (output: OutputFormat): Report => (output === 'json' ? jsonReport : lineReport);

/** Prints the result of a check; answers whether it passed. */
async function attempt(report: Report, subject: string, act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (thrown) {
    const { code, message } = asCrosspointError(thrown);
    report('FAIL', subject, `${code} ${message}`);
    return false;
  }
}

async function checkAccount(report: Report, adapter: Adapter): Promise<void> {
  const found = await withDeadline(DEADLINE * 2, undefined, (signal) => adapter.check({ deadline: DEADLINE, signal }));
  report('ok', adapter.account, found);
}

function costOf({ watchRequests: requests }: Adapter): string {
  if (!requests) return 'changes nothing, since a stream reports everything';
  const [idle, busy] = [requests.idle, requests.busy].map((pause) => Math.round(HOUR_MS / pause).toLocaleString('en'));
  return `reads ${requests.reads} ${idle} times an hour, and up to ${busy} times while something changes`;
}

/** Prints how many requests an account costs that is polled also while nothing subscribes. */
function checkRecord(report: Report, adapter: Adapter, { id, record }: AccountConfiguration): void {
  if (record === 'always') report('note', id, `record: always ${costOf(adapter)}`);
}

/** Compares the vendor's description of its API with the contract. */
async function checkDrift(report: Report, { id, vendor, settings }: AccountConfiguration): Promise<void> {
  const differences = await vendor.drift?.(id, settings);
  if (!differences) return;
  if (!differences.length) report('ok', id, 'the vendor describes its API as the contract does');
  for (const difference of differences) report('note', id, `the WSDL differs: ${difference}`);
}

async function checkAround(report: Report, { subject, run }: ConfigurationCheck): Promise<void> {
  const { message, notes = [] } = await run();
  report('ok', subject, message);
  for (const note of notes) report('note', subject, note);
}

/** Prints the people that could not be joined because a value belongs to several of one account. */
async function checkPeople(report: Report, adapters: readonly Adapter[], { identities }: Configuration): Promise<void> {
  const signMedia = () => ({ url: '', contentType: '', expiresAt: '' });
  const gateway = new Gateway({ adapters, identities, log: quietLog, now: () => new Date(), signMedia });
  const { persons, ambiguities } = await gateway.directory.peopleIndex();
  for (const { rule, value, identities: places } of ambiguities)
    report('note', 'identities', `${rule} ${value} belongs to several: ${places.join(', ')}`);
  const joined = persons.filter((person) => person.identities.length > 1).length;
  report('ok', 'identities', `${persons.length} people, ${joined} of them known to several accounts`);
}

/** Asks every configured account and service, read-only, and reports what it found; answers whether all passed. */
export async function checkAll(configuration: Configuration, report: Report): Promise<boolean> {
  const { accounts, vendorConnections } = configuration;
  setConnections(vendorConnections);
  const dependencies = { log: quietLog, now: () => new Date() };
  const adapters = accounts.map(({ id, vendor, settings }) => vendor.connect(id, settings, dependencies));
  for (const [at, account] of accounts.entries()) checkRecord(report, adapters[at] as Adapter, account);
  const results = await Promise.all([
    ...adapters.map((adapter) => attempt(report, adapter.account, () => checkAccount(report, adapter))),
    ...accounts.map((account) => attempt(report, account.id, () => checkDrift(report, account))),
    ...configurationChecks(configuration).map((trial) =>
      attempt(report, trial.subject, () => checkAround(report, trial)),
    ),
  ]);
  results.push(await attempt(report, 'identities', () => checkPeople(report, adapters, configuration)));
  await Promise.all(adapters.map((adapter) => adapter.close()));
  return results.every(Boolean);
}

/** Checks a configuration; exits with 1 if anything failed. */
export async function check({ config, output }: CommandOptions): Promise<number> {
  if (!config) throw new UsageError('check needs --config FILE');
  const configuration = readConfiguration(config, vendors);
  const most = (DEADLINE * 2) / 1_000;
  if (output === 'text')
    process.stderr.write(`Checks ${configuration.accounts.length} accounts, each for at most ${most} s\n`);
  return (await checkAll(configuration, reportFor(output))) ? 0 : 1;
}
