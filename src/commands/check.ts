import type { Adapter } from '../adapters/adapter.ts';
import { withDeadline } from '../adapters/calls/deadline.ts';
import { asCrosspointError, CrosspointError } from '../adapters/errors.ts';
import { vendors } from '../adapters/vendors.ts';
import { type AccountConfiguration, type Configuration, readConfiguration } from '../config/configuration.ts';
import { Gateway } from '../gateway/gateway.ts';
import { quietLog } from '../server/logging.ts';
import { type Trial, trialsOf } from './check-around.ts';
import type { CommandOptions } from './options.ts';

const DEADLINE = 15_000;

type Report = (word: 'ok' | 'FAIL' | 'note', subject: string, message: string) => void;

const report: Report = (word, subject, message) => process.stdout.write(`${word.padEnd(5)} ${subject}: ${message}\n`);

/** Prints the result of a check; answers whether it passed. */
async function attempt(subject: string, act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (thrown) {
    const { code, message } = asCrosspointError(thrown);
    report('FAIL', subject, `${code} ${message}`);
    return false;
  }
}

async function checkAccount(adapter: Adapter): Promise<void> {
  const found = await withDeadline(DEADLINE * 2, undefined, (signal) => adapter.check({ deadline: DEADLINE, signal }));
  report('ok', adapter.account, found);
}

/** Compares what the vendor says of its own API with the contract. */
async function checkDrift({ id, vendor, settings }: AccountConfiguration): Promise<void> {
  const differences = await vendor.drift?.(id, settings);
  if (!differences) return;
  if (!differences.length) report('ok', id, 'the vendor describes its API as the contract does');
  for (const difference of differences) report('note', id, `the WSDL differs: ${difference}`);
}

async function checkAround({ subject, run }: Trial): Promise<void> {
  const { message, notes = [] } = await run();
  report('ok', subject, message);
  for (const note of notes) report('note', subject, note);
}

/** Prints the people that could not be joined because a value belongs to several of one account. */
async function checkPeople(adapters: readonly Adapter[], { identities }: Configuration): Promise<void> {
  const signMedia = () => ({ url: '', contentType: '', expiresAt: '' });
  const gateway = new Gateway({ adapters, identities, log: quietLog, now: () => new Date(), signMedia });
  const { persons, ambiguities } = await gateway.directory.peopleIndex();
  for (const { rule, value, identities: places } of ambiguities)
    report('note', 'identities', `${rule} ${value} belongs to several: ${places.join(', ')}`);
  const joined = persons.filter((person) => person.identities.length > 1).length;
  report('ok', 'identities', `${persons.length} people, ${joined} of them known to several accounts`);
}

/** Asks every configured account and service, read-only, and says what it found; exits with 1 if anything failed. */
export async function check(options: CommandOptions): Promise<number> {
  if (!options.config) throw new CrosspointError('INVALID_ARGUMENT', 'check needs --config FILE');
  const configuration = readConfiguration(options.config, vendors);
  const { accounts } = configuration;
  const surroundings = { log: quietLog, now: () => new Date() };
  const adapters = accounts.map(({ id, vendor, settings }) => vendor.connect(id, settings, surroundings));
  const results = await Promise.all([
    ...adapters.map((adapter) => attempt(adapter.account, () => checkAccount(adapter))),
    ...accounts.map((account) => attempt(account.id, () => checkDrift(account))),
    ...trialsOf(configuration).map((trial) => attempt(trial.subject, () => checkAround(trial))),
  ]);
  results.push(await attempt('identities', () => checkPeople(adapters, configuration)));
  await Promise.all(adapters.map((adapter) => adapter.close()));
  return results.every(Boolean) ? 0 : 1;
}
