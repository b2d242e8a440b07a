import { existsSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { vendor } from '../../src/adapters/five9-config/index.ts';
import { startFive9 } from './simulator-start.ts';

const real = fileURLToPath(new URL('../../../shared/vendors/five9-config/AdminWebService-v13.wsdl', import.meta.url));
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A server that serves a WSDL, and the requests that it received. */
async function collection(text: string) {
  const asked: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
  const server = createServer(({ url, headers }, response) => {
    asked.push({ url, headers });
    response.writeHead(200, { 'content-type': 'text/xml' }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => new Promise((resolve) => server.close(resolve)));
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/service?wsdl` };
}

const settingsFor = (url: string, users: readonly object[], wsdl: string) =>
  vendor.settings.parse({ url, users, wsdl });

const wsdlOf = async (url: string, user: string) =>
  (await fetch(`${url}?wsdl&user=${encodeURIComponent(user)}`)).text();

it('serves its WSDL to a request that names a user, and a fault to one that does not', async () => {
  const { url, users } = await startFive9();
  for (const query of ['?wsdl', '?wsdl&user=', '?wsdl&user=nobody']) {
    const refused = await fetch(`${url}${query}`);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toMatch(/<env:Fault>.*InvalidAccountFault/s);
  }
  expect(await wsdlOf(url, users[0]?.username ?? '')).toContain('<wsdl:portType');
});

it("finds no difference in the simulated service's own WSDL, asked for in the account's name", async () => {
  const { url, users } = await startFive9();
  expect(await vendor.drift?.('acme', settingsFor(url, users, `${url}?wsdl`))).toEqual([]);
});

it.skipIf(!existsSync(real))("finds none in the vendor's WSDL as a file (needs ../shared)", async () => {
  const users = [{ username: 'u', password: 'p' }];
  expect(await vendor.drift?.('acme', settingsFor('https://api.five9.example/x', users, real))).toEqual([]);
});

it('reports a changed enum value, a missing operation and a new field, each in its place', async () => {
  const { url, users } = await startFive9();
  const text = await wsdlOf(url, users[0]?.username ?? '');
  const other = text
    .replace('<xs:enumeration value="NOT_RUNNING"/>', '<xs:enumeration value="ASLEEP"/>')
    .replace('<wsdl:operation name="getSkills">', '<wsdl:operation name="getTalents">');
  expect(other).not.toBe(text);
  const { url: place } = await collection(other);
  expect(await vendor.drift?.('acme', settingsFor(url, users, place))).toEqual([
    'the service: getTalents is in the WSDL and not in the contract',
    'the service: getSkills is in the contract and not in the WSDL',
    'campaignState: ASLEEP is in the WSDL and not in the contract',
    'campaignState: NOT_RUNNING is in the contract and not in the WSDL',
  ]);
});

it.each([
  [
    'another service, by its namespace, and nothing more',
    ['http://service.admin.ws.five9.com/', 'http://service.admin.ws.five9.com/v2/'],
    'the service: the WSDL describes another service: its target namespace is "http://service.admin.ws.five9.com/v2/" and the gateway calls "http://service.admin.ws.five9.com/"; name the WSDL of the account\u2019s own address',
  ],
  [
    'children in the namespace',
    ['elementFormDefault="unqualified"', 'elementFormDefault="qualified"'],
    'the service: the WSDL\u2019s elementFormDefault is "qualified" in 1 of 1 and the gateway uses "unqualified"',
  ],
  [
    'an action',
    ['soapAction=""', 'soapAction="urn:x"'],
    'the service: the WSDL\u2019s soapAction is "urn:x" in 182 of 182 and the gateway uses ""',
  ],
  [
    'another style',
    ['style="document"', 'style="rpc"'],
    'the service: the WSDL\u2019s style is "rpc" in 182 of 182 and the gateway uses "document"',
  ],
  [
    'encoded bodies',
    ['use="literal"', 'use="encoded"'],
    'the service: the WSDL\u2019s use is "encoded" in 182 of 182 and the gateway uses "literal"',
  ],
])('reports %s', async (_, [ours = '', theirs = ''], sentence) => {
  const { url, users } = await startFive9();
  const text = await wsdlOf(url, users[0]?.username ?? '');
  expect(text).toContain(ours);
  const { url: place } = await collection(text.replaceAll(ours, theirs));
  expect(await vendor.drift?.('acme', settingsFor(url, users, place))).toEqual([sentence.replaceAll('\u2019', "'")]);
});

it("sends the account's credentials to its vendor only", async () => {
  const { url, users } = await startFive9();
  const elsewhere = await collection(await wsdlOf(url, users[0]?.username ?? ''));
  await vendor.drift?.('acme', settingsFor(url, users, elsewhere.url));
  expect(elsewhere.asked).toMatchObject([{ url: '/service?wsdl' }]);
  expect(elsewhere.asked[0]?.headers).not.toHaveProperty('authorization');
  const ours = await collection('<html/>');
  const refused = vendor.drift?.('acme', settingsFor(ours.url, users, ours.url));
  await expect(refused).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  expect(ours.asked[0]?.url).toBe(`/service?wsdl&user=${encodeURIComponent(users[0]?.username ?? '')}`);
  expect(ours.asked[0]?.headers.authorization).toMatch(/^Basic /);
});

it('reports a WSDL that the vendor does not serve', async () => {
  const { url } = await startFive9();
  const outsider = [{ username: 'nobody', password: 'seeded-secret' }];
  const refused = vendor.drift?.('acme', settingsFor(url, outsider, `${url}?wsdl`));
  await expect(refused).rejects.toMatchObject({ code: 'PERMISSION_DENIED', account: 'acme' });
});
