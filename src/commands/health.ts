import { get as getPlain } from 'node:http';
import { get as getOverTls } from 'node:https';
import { vendors } from '../adapters/vendors.ts';
import { readConfiguration } from '../config/configuration.ts';
import { publicPath } from '../server/public-path.ts';
import type { CommandOptions } from './options.ts';
import { UsageError } from './usage-error.ts';

const DEADLINE_MS = 2_500;
const EVERY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };

/** Asks the gateway of a configuration on this machine whether it is alive; exits with 1 when it does not answer so. */
export async function health({ config }: CommandOptions): Promise<number> {
  if (config === undefined) throw new UsageError('health needs --config FILE');
  const { host, port, publicUrl, tls } = readConfiguration(config, vendors);
  const url = `${tls ? 'https' : 'http'}://${EVERY_ADDRESS[host] ?? host}:${port}${publicPath(publicUrl)}/livez`;
  const isAlive = (await statusOf(url)) === 200;
  process.stdout.write(isAlive ? 'alive\n' : `The gateway does not answer at ${url}\n`);
  return isAlive ? 0 : 1;
}

/** The status of an answer, undefined without one. The certificate is for the public name, not for this machine's address. */
function statusOf(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const options = { timeout: DEADLINE_MS, rejectUnauthorized: false };
    const get = url.startsWith('https:') ? getOverTls : getPlain;
    const request = get(url, options, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('timeout', () => request.destroy()).on('error', () => resolve(undefined));
  });
}
