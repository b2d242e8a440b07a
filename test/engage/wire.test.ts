import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vendor } from '../../src/adapters/engage/index.ts';
import { childOf, parseXml, type XmlElement } from '../../src/adapters/xml/tree.ts';
import { org, silent } from './floor.ts';

let answer = { status: 200, body: '' };
let asked = { path: '', action: '', body: '' };
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    asked = {
      path: request.url ?? '',
      action: String(request.headers.soapaction ?? ''),
      body: Buffer.concat(chunks).toString(),
    };
    response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body);
  });
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

const envelope = (inner: string) =>
  `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${inner}</soap:Body></soap:Envelope>`;
const answered = (name: string, inner: string) =>
  envelope(`<n:${name}Response xmlns:n="http://www.soundbite.com/SOAPAPI2/110">${inner}</n:${name}Response>`);

function send(
  name: string,
  input: Record<string, unknown>,
  body: string,
  { status = 200, path = '/SOAPAPI2/', ...more }: { status?: number; path?: string; service?: string } = {},
): Promise<unknown> {
  answer = { status, body };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
  const settings = vendor.settings.parse({
    url,
    username: 'u',
    password: 'seeded-secret',
    org,
    timeZone: 'America/New_York',
    ...more,
  });
  return vendor.connect('here', settings, { log: silent, now: () => new Date() }).call(name, input, {});
}

describe('engage on the wire', () => {
  it('sends numbered, unqualified arguments in the order of the guide, typed where polymorphic, with WS-Security', async () => {
    const input = {
      ...{ org, elementContents: ['YQ==', 'Yg=='], elementNames: ['a<b', ''], newName: ' 1e5 ' },
      scriptTemplate: { internalId: '9007199254740993', owner: { externalId: '+1' } },
    };
    await send('createScript', input, answered('createScript', '<return/>'));
    const document = parseXml(asked.body);
    const [called] = childOf(document, 'Body')?.children ?? [];
    expect(called).toMatchObject({ name: 'createScript', namespace: 'http://www.soundbite.com/SOAPAPI2/110' });
    const shown = (element: XmlElement): unknown =>
      element.children.length ? element.children.map((child) => [child.name, shown(child)]) : element.text;
    expect(called && shown(called)).toEqual([
      [
        'arg1',
        [
          ['internalId', '9007199254740993'],
          ['owner', [['externalId', '+1']]],
        ],
      ],
      ['arg2', ' 1e5 '],
      ['arg3', 'a<b'],
      ['arg3', ''],
      ['arg4', 'YQ=='],
      ['arg4', 'Yg=='],
      [
        'arg5',
        [
          ['internalId', '42'],
          ['type', 'Account'],
        ],
      ],
    ]);
    expect(called?.children.every(({ namespace }) => namespace === '')).toBe(true);
    expect(called?.children.at(-1)?.attributes['xsi:type']).toBe('ns2:org');
    const token = childOf(childOf(childOf(document, 'Header'), 'Security'), 'UsernameToken');
    expect(childOf(token, 'Username')?.text).toBe('u');
    expect(childOf(token, 'Password')?.text).toBe('seeded-secret');
    expect(childOf(token, 'Password')?.attributes.Type).toMatch(/#PasswordText$/);
    expect(asked.path).toBe('/SOAPAPI2/CampaignManagementService110');
    expect(asked.action.replaceAll('"', '')).toBe('');
  });

  it.each([
    [{ service: 'CampaignManagement110' }, '/SOAPAPI2/CampaignManagement110'],
    [{ path: '/SOAPAPI', service: 'CampaignManagementService' }, '/SOAPAPI/CampaignManagementService'],
    [
      { path: '/proxy/SOAPAPI2', service: 'CampaignManagementService120' },
      '/proxy/SOAPAPI2/CampaignManagementService120',
    ],
    [{ path: '' }, '/CampaignManagementService110'],
  ])('calls the service of %j at its address', async (where, path) => {
    await send('listCampaigns', { org }, answered('listCampaigns', ''), where);
    expect(asked.path).toBe(path);
  });

  it('leaves out an absent argument without moving the others', async () => {
    const answering = answered('listCampaigns', '<return/>');
    expect(await send('listCampaigns', { org, toDate: '2026-03-02T09:30:00Z' }, answering)).toEqual([]);
    const [called] = childOf(parseXml(asked.body), 'Body')?.children ?? [];
    expect(called?.children.map(({ name }) => name)).toEqual(['arg1', 'arg3']);
  });

  it('reads one entity inside data or without it, and keeps what the guide does not name', async () => {
    const inner = '<externalId>00123</externalId><name>x</name><owner><internalId>1</internalId></owner>';
    const wanted = { externalId: '00123', _other: [{ name: 'name', value: 'x' }], owner: { internalId: '1' } };
    const campaign = { internalId: '1' };
    const inside = await send(
      'showCampaign',
      { campaign },
      answered('showCampaign', `<return><data>${inner}</data></return>`),
    );
    expect(inside).toMatchObject(wanted);
    const bare = await send('showCampaign', { campaign }, answered('showCampaign', `<return>${inner}</return>`));
    expect(bare).toEqual(inside);
    expect(await send('showCampaign', { campaign }, answered('showCampaign', '<return/>'))).toBeNull();
  });

  it('reads states with measures, and times with seven fractional digits exactly as sent', async () => {
    const data =
      '<data><subCampaign><externalId>a</externalId><internalId>1</internalId><campaign><internalId>2</internalId></campaign><passes><channel>Voice</channel></passes></subCampaign><state>Brooding</state><passStates><state>Running</state></passStates><attributes><name>attemptedCount</name><value>007</value></attributes></data>';
    const states = await send(
      'listSubCampaignStates',
      { org },
      answered('listSubCampaignStates', `<return>${data}</return>`),
    );
    expect(states).toMatchObject([
      {
        subCampaign: { campaign: { internalId: '2' }, passes: [{ channel: 'Voice' }], agentGroups: [] },
        state: 'Brooding',
        passStates: [{ state: 'Running' }],
        attributes: [{ name: 'attemptedCount', value: '007' }],
      },
    ]);
    const time = async (text: string) => {
      const inner = `<return><data><contactBatch><requestedStartTime>${text}</requestedStartTime></contactBatch></data></return>`;
      const name = 'showContactBatchState';
      const state = await send(name, { contactBatch: { externalId: 'x' } }, answered(name, inner));
      return (state as { contactBatch: { requestedStartTime: string } }).contactBatch.requestedStartTime;
    };
    expect(await time('2016-08-01T09:30:00.1234567-04:00')).toBe('2016-08-01T09:30:00.1234567-04:00');
    expect(await time('2016-08-01T09:30:00')).toBe('2016-08-01T09:30:00-04:00');
    expect(await time('soon'), 'one unreadable value').toBeNull();
  });

  it.each([
    ['the detail', '<detail><e:Fault xmlns:e="urn:e"><code>OBJECT_EXISTS</code></e:Fault></detail>', 'It is there'],
    ["the detail's name", '<detail><OBJECT_EXISTS/></detail>', 'It is there'],
    ['the text', '', "OBJECT_EXISTS – Object 'x' already exists"],
  ])('finds the name of an error in %s', async (_place, detail, text) => {
    const fault = `<soap:Fault><faultcode>soap:Server</faultcode><faultstring>${text}</faultstring>${detail}</soap:Fault>`;
    for (const status of [200, 500])
      await expect(send('createCampaign', { campaign: {}, org }, envelope(fault), { status })).rejects.toMatchObject({
        ...{ code: 'ALREADY_EXISTS', vendorCode: 'OBJECT_EXISTS', message: text },
      });
  });
});
