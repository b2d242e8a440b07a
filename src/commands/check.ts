import type { Adapter } from '../adapters/adapter.ts';
import { asCrosspointError, CrosspointError } from '../adapters/errors.ts';
import { vendors } from '../adapters/vendors.ts';
import type { CommandOptions } from '../cli.ts';
import { readConfiguration } from '../config.ts';
import { quietLog } from '../server/logging.ts';

const DEADLINE = 15_000;

async function checkAccount(adapter: Adapter): Promise<boolean> {
  try {
    const found = await adapter.check({ deadline: DEADLINE, signal: AbortSignal.timeout(DEADLINE * 2) });
    process.stdout.write(`ok    ${adapter.account}: ${found}\n`);
    return true;
  } catch (thrown) {
    const { code, message } = asCrosspointError(thrown);
    process.stdout.write(`FAIL  ${adapter.account}: ${code} ${message}\n`);
    return false;
  } finally {
    await adapter.close();
  }
}

/** Calls every configured account, read-only, and says what it found; exits with 1 if any account failed. */
export async function check(options: CommandOptions): Promise<number> {
  if (!options.config) throw new CrosspointError('INVALID_ARGUMENT', 'check needs --config FILE');
  const { accounts } = readConfiguration(options.config, vendors);
  const surroundings = { log: quietLog, now: () => new Date() };
  const adapters = accounts.map(({ id, vendor, settings }) => vendor.connect(id, settings, surroundings));
  const results = await Promise.all(adapters.map(checkAccount));
  return results.every(Boolean) ? 0 : 1;
}
