import type { Style } from '../../src/adapters/soap/envelope.ts';
import { fitDesk, fitEngage } from './fit.ts';

/** How a vendor's generic service is named, and how an account reaches it. */
export interface Wire {
  readonly key: string;
  readonly namespace: string;
  readonly style: Style;
  readonly typePrefix?: string;
  readonly path: string | RegExp;
  settings(origin: string): unknown;
  /** Arguments that stay in the gateway. */
  readonly local?: readonly string[];
  /** Makes arguments obey rules that their types do not express; the vendor's adapter refuses them otherwise. */
  fit?(operation: string, input: Record<string, unknown>): Record<string, unknown>;
}

/** The vendors that speak SOAP. */
export const WIRES: readonly Wire[] = [
  {
    key: 'five9-config',
    namespace: 'http://service.admin.ws.five9.com/',
    style: 'named',
    path: '/wsadmin/v13/AdminWebService',
    settings: (origin) => ({
      url: `${origin}/wsadmin/v13/AdminWebService`,
      // With several users a caller's wait reaches the wire as it is.
      users: ['walker', 'runner'].map((username) => ({ username, password: 'secret' })),
      // A generic service reads no MIME packages.
      readings: { 'prompt-wav': 'inline' },
    }),
  },
  {
    key: 'five9-cti',
    namespace: 'urn:core_v2.agent.api.five9.com',
    style: 'named',
    typePrefix: 'ns4',
    path: '/agent/v2',
    settings: (origin) => ({ desks: [{ agent: 'walker', url: `${origin}/agent/v2` }] }),
    local: ['desk'],
    fit: fitDesk('walker'),
  },
  {
    key: 'engage',
    namespace: 'http://www.soundbite.com/SOAPAPI2/110',
    style: 'numbered',
    path: /^\/SOAPAPI2\/\w+110$/,
    settings: (origin) => ({
      ...{ url: `${origin}/SOAPAPI2`, username: 'walker', password: 'secret' },
      org: { internalId: '42', type: 'Account' },
    }),
    fit: fitEngage,
  },
];

/** Dependencies that no test reads. */
export const dependencies = {
  log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  now: () => new Date(),
};
