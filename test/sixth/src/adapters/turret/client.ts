/** The typed client over SOAP. */
import type { Guard } from '../calls/guard.ts';
import type { Client } from '../contract.ts';
import { soapClient } from '../soap/transport.ts';
import { NAMESPACE, type TurretOperations, turret } from './contract/index.ts';
import type { Settings } from './settings.ts';

/** The client of an account. */
export function createClient({ url }: Settings, account: string, guard: Guard): Client<TurretOperations> {
  return soapClient({
    ...{ contract: turret, url, namespace: NAMESPACE, style: 'named' },
    ...{ account, vendor: 'TURRET', guard },
  });
}
