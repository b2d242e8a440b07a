import { readFile } from 'node:fs/promises';
import { CrosspointError } from '../../../errors.ts';
import { statusFailure } from '../../../http/failure.ts';
import { httpCall } from '../../../http/http.ts';
import type { HttpRequest } from '../../../http/request.ts';
import type { Settings } from '../../settings.ts';
import { five9ConfigContract } from '../index.ts';
import { compareWsdl } from './compare.ts';

const OPERATION = 'wsdl';

/** The vendor shows its WSDL for a user named in the address; no other host receives the credentials. */
function addressed(place: string, { url, users: [user] }: Settings): Pick<HttpRequest, 'url' | 'headers'> {
  const address = new URL(place);
  if (!user || address.origin !== new URL(url).origin) return { url: place };
  if (!address.searchParams.has('user')) address.searchParams.set('user', user.username);
  const authorization = `Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`;
  // The vendor knows `?wsdl`, without an equals sign.
  return { url: address.href.replace(/([?&]wsdl)=(?=&|$)/i, '$1'), headers: { authorization } };
}

async function fetchWsdl(account: string, place: string, settings: Settings): Promise<string> {
  const facts = { account, vendor: 'FIVE9_CONFIG', operation: OPERATION, act: false } as const;
  const asked = addressed(place, settings);
  const { status, body } = await httpCall({ ...facts, ...asked, method: 'GET', deadline: settings.deadline });
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

/** The differences between the account's WSDL and the contract; null where the account names no WSDL. */
export async function drift(account: string, settings: Settings): Promise<readonly string[] | null> {
  if (settings.wsdl === undefined) return null;
  const text = await readWsdl(account, settings, settings.wsdl);
  return compareWsdl(text, five9ConfigContract).map(({ where, message }) => `${where}: ${message}`);
}
