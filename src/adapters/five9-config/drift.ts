import { readFile } from 'node:fs/promises';
import { CrosspointError } from '../errors.ts';
import { httpCall, statusFailure } from '../http.ts';
import { five9ConfigContract } from './contract/index.ts';
import type { Settings } from './settings.ts';
import { compareWsdl } from './wsdl.ts';

const OPERATION = 'wsdl';

async function fetchWsdl(account: string, url: string, { users, deadline }: Settings): Promise<string> {
  const [user] = users;
  const authorization = `Basic ${Buffer.from(`${user?.username}:${user?.password}`).toString('base64')}`;
  const facts = { account, vendor: 'FIVE9_CONFIG', operation: OPERATION, act: false } as const;
  const { status, body } = await httpCall({ ...facts, method: 'GET', url, headers: { authorization }, deadline });
  const failed = statusFailure(facts, status);
  if (failed) throw failed;
  return body.toString('utf8');
}

async function readWsdl(account: string, settings: Settings, place: string): Promise<string> {
  if (/^https?:/i.test(place)) return fetchWsdl(account, place, settings);
  try {
    return await readFile(place, 'utf8');
  } catch (cause) {
    throw new CrosspointError('NOT_FOUND', `The file ${place} cannot be read`, { account, cause });
  }
}

/** What in the account's WSDL differs from the contract; null where the account names no WSDL. */
export async function drift(account: string, settings: Settings): Promise<readonly string[] | null> {
  if (settings.wsdl === undefined) return null;
  const text = await readWsdl(account, settings, settings.wsdl);
  return compareWsdl(text, five9ConfigContract).map(({ where, message }) => `${where}: ${message}`);
}
