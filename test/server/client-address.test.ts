/** The address of a client in the log and the audit trail, with and without proxies. */
import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ClientAddresses } from '../../src/server/client-address.ts';
import { createLog } from '../../src/server/logging.ts';
import { until } from '../helpers/until.ts';
import { startGateway, type TestGateway } from './gateway.ts';

const PROXIES = ['10.0.0.0/8', 'fd00::/8'];
const addressOf = (
  remoteAddress: string,
  headers: Readonly<Record<string, string>>,
  header: 'X-Forwarded-For' | 'Forwarded' = 'X-Forwarded-For',
  networks = PROXIES,
) => new ClientAddresses({ trustedProxies: { networks, header } }).of({ headers, socket: { remoteAddress } });

describe('the address of a client', () => {
  test.each([
    ['without a proxy', '192.0.2.1', undefined, '192.0.2.1'],
    ['as an untrusted sender claims it', '192.0.2.1', '198.51.100.9', '192.0.2.1'],
    ['behind a proxy', '10.0.0.1', '198.51.100.9', '198.51.100.9'],
    ['behind two proxies', '10.0.0.1', '198.51.100.9, 10.0.0.2', '198.51.100.9'],
    ['with made-up addresses before it', '10.0.0.1', '127.0.0.1, 10.9.9.9, 198.51.100.9', '198.51.100.9'],
    ['with a port', '10.0.0.1', '198.51.100.9:4711', '198.51.100.9'],
    ['of IPv6 with a port', '::ffff:10.0.0.1', '[2001:DB8::1]:4711', '2001:db8::1'],
    ['of IPv4 inside IPv6', '10.0.0.1', '::ffff:198.51.100.9', '198.51.100.9'],
    ['behind a proxy of IPv6', 'fd00::1', '2001:db8::1', '2001:db8::1'],
    ['that is a proxy itself', '10.0.0.1', '10.0.0.7', '10.0.0.7'],
    ['that the proxy did not report', '10.0.0.1', undefined, '10.0.0.1'],
    ['that cannot be read', '10.0.0.1', '198.51.100.9, <script>', '10.0.0.1'],
    ['after an empty part', '10.0.0.1', '198.51.100.9,', '10.0.0.1'],
  ])('%s', (_, sender, header, expected) => {
    expect(addressOf(sender, header === undefined ? {} : { 'x-forwarded-for': header })).toBe(expected);
  });

  test.each([
    ['for=198.51.100.9', '198.51.100.9'],
    ['for="[2001:db8::1]:4711";proto=https;by=10.0.0.1', '2001:db8::1'],
    ['proto=https; For=198.51.100.9, for=10.0.0.2', '198.51.100.9'],
    ['for=unknown', '10.0.0.1'],
    ['for=_hidden, for=10.0.0.2', '10.0.0.2'],
    ['proto=https', '10.0.0.1'],
  ])('from Forwarded: %s', (forwarded, expected) => {
    expect(addressOf('10.0.0.1', { forwarded }, 'Forwarded')).toBe(expected);
  });

  test('is not taken from the header that the proxies do not add to', () => {
    const made = { forwarded: 'for=203.0.113.66', 'x-forwarded-for': '198.51.100.9' };
    expect(addressOf('10.0.0.1', made)).toBe('198.51.100.9');
    expect(addressOf('10.0.0.1', made, 'Forwarded')).toBe('203.0.113.66');
    expect(addressOf('10.0.0.1', made, 'X-Forwarded-For', [])).toBe('10.0.0.1');
  });
});

describe('a gateway', () => {
  let gateway: TestGateway;
  const lines: string[] = [];
  const MUTATION =
    'mutation { five9Config_createSkill(skillInfo: { skill: { name: "forwarded" } }) { skill { name } } }';
  const headers = { 'x-forwarded-for': '203.0.113.66, 198.51.100.9' };
  const audited = async () => {
    const { data } = await gateway.ask('{ audit(first: 1) { edges { node { operation address } } } }');
    return data.audit.edges[0]?.node;
  };
  const found = (kind: string) =>
    until(() => lines.map((line) => JSON.parse(line)).find((line) => line[kind]?.address === '198.51.100.9'), kind);

  beforeAll(async () => {
    gateway = await startGateway({
      vendors: ['five9-config'],
      more: { trustedProxies: { networks: ['127.0.0.0/8', '::1/128'], header: 'X-Forwarded-For' } },
      log: createLog('info', { write: (line) => void lines.push(line) }),
    });
  }, 30_000);
  afterAll(() => gateway.close());

  test('over HTTP logs the address that its proxy reports, also in the audit trail', async () => {
    const asked = request(gateway.url, {
      method: 'POST',
      headers: { ...gateway.header(), ...headers, 'content-type': 'application/json' },
    });
    asked.end(JSON.stringify({ query: MUTATION }));
    const [response] = await once(asked, 'response');
    await response.toArray();
    await found('request');
    await found('audit');
    expect(await audited()).toEqual({ operation: 'five9Config_createSkill', address: '198.51.100.9' });
  });

  test('over a WebSocket does the same', async () => {
    await gateway.ask(MUTATION.replace('forwarded', 'other'));
    expect((await audited()).address).toBe('127.0.0.1');
    const socket = new WebSocket(gateway.url.replace('http', 'ws'), 'graphql-transport-ws', {
      headers: { ...headers, ...gateway.header() },
    });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await once(socket, 'message');
    const query = MUTATION.replace('forwarded', 'third');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
    await once(socket, 'message');
    socket.close();
    await found('socket');
    expect((await audited()).address).toBe('198.51.100.9');
  });
});
