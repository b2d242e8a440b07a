import { CrosspointError } from '../adapters/errors.ts';
import { vendors } from '../adapters/vendors.ts';
import { readConfiguration } from '../config/configuration.ts';
import { publicPath } from '../server/public-path.ts';
import type { CommandOptions } from './options.ts';

const DEADLINE_MS = 2_500;
const EVERY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };

/** Asks the gateway of a configuration on this machine whether it is alive; exits with 1 when it does not answer so. */
export async function health({ config }: CommandOptions): Promise<number> {
  if (config === undefined) throw new CrosspointError('INVALID_ARGUMENT', 'health needs --config FILE');
  const { host, port, publicUrl } = readConfiguration(config, vendors);
  const url = `http://${EVERY_ADDRESS[host] ?? host}:${port}${publicPath(publicUrl)}/livez`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(DEADLINE_MS) }).catch(() => null);
  process.stdout.write(answer?.ok ? 'alive\n' : `The gateway does not answer at ${url}\n`);
  return answer?.ok ? 0 : 1;
}
