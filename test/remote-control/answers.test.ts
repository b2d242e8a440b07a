import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vendor } from '../../src/adapters/remote-control/index.ts';
import { silent } from './floor.ts';

let answer = { type: 'text/xml', body: '' };
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': answer.type }).end(answer.body);
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

function send(name: string, body: string, type = 'text/xml', more: object = {}): Promise<unknown> {
  answer = { type, body };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = vendor.settings.parse({ url, userId: 1, token: 'seeded-token', timeZone: 'America/New_York' });
  const adapter = vendor.connect('here', settings, { log: silent, now: () => new Date() });
  return adapter.call(name, { UserID: 1, ...more }, {});
}

const xml = (data: string) =>
  `<CallActionResponse xmlns:i="http://www.w3.org/2001/XMLSchema-instance">${data}<ResponseCode>0</ResponseCode><ResponseDetail/><Success>true</Success></CallActionResponse>`;
const json = (data: unknown) => JSON.stringify({ Success: true, Data: data, ResponseCode: 0, ResponseDetail: null });

describe('answers of remote-control as vendors of this kind write them', () => {
  it('reads lists of none, one and two, and objects that contain a list', async () => {
    const one = '<AgentNameIDPair><FullName>Ann Bee</FullName><ID>7</ID></AgentNameIDPair>';
    const ann = { FullName: 'Ann Bee', ID: 7 };
    expect(await send('users', xml('<Data i:nil="true"/>'))).toEqual([]);
    expect(await send('users', xml(`<Data>${one}</Data>`))).toEqual([ann]);
    expect(await send('users', xml('<Data><FullName>Ann Bee</FullName><ID>7</ID></Data>'))).toEqual([ann]);
    expect(await send('users', xml(`<Data>${one}${one}</Data>`))).toEqual([ann, ann]);
    expect(await send('users', xml(`<Data><Users>${one}${one}</Users></Data>`))).toEqual([ann, ann]);
    expect(await send('users', json([]), 'application/json')).toEqual([]);
    expect(await send('users', json({ Users: [ann, ann] }), 'application/json')).toEqual([ann, ann]);
    expect(await send('users', json(ann), 'application/json')).toEqual([ann]);
  });

  // Guide, lines 10 and 13: "data" in the prose, Data in the listing.
  it('reads one call by its members in either case, without those that the guide lacks', async () => {
    const members = '<callId>1000</callId><PhoneNumber>00123</PhoneNumber><New><callId>2</callId></New>';
    const read = send('dial', xml(`<data>${members}</data>`), 'text/xml', { PhoneNum: '00123' });
    expect(await read).toMatchObject({ CallId: 1000, PhoneNumber: '00123', CallStatus: null });
  });

  it('reads times without an offset in the zone of the account, and counted ones', async () => {
    const call = (time: string) => json([{ CallId: 1000, CallStartTime: time, PhoneNumber: '00123' }]);
    const started = async (time: string) =>
      ((await send('getcalls', call(time), 'application/json')) as { CallStartTime: string }[])[0]?.CallStartTime;
    expect(await started('2026-07-02T09:30:00')).toBe('2026-07-02T09:30:00-04:00');
    expect(await started('2026-01-02T09:30:00.25')).toBe('2026-01-02T09:30:00.250-05:00');
    expect(await started('/Date(1767340800000-0500)/')).toBe('2026-01-02T03:00:00-05:00');
    expect(await started('yesterday'), 'one unreadable value').toBeNull();
  });

  it('keeps digits, and shows shapes the guide does not define as JSON text', async () => {
    const body = xml(
      '<Data><Campaign><CallerID>00123</CallerID><CampaignName> 1e5 </CampaignName><Leads><Lead>1</Lead><Lead>2</Lead></Leads><LiveStats></LiveStats><Lists/><LiveStatsTemp>x</LiveStatsTemp><New>x</New></Campaign></Data>',
    );
    const [campaign] = (await send('campaigns', body)) as Record<string, unknown>[];
    expect(campaign).toMatchObject({
      CallerID: '00123',
      CampaignName: ' 1e5 ',
      Leads: '{"Lead":["1","2"]}',
      ...{ LiveStats: null, Lists: null, LiveStatsTemp: '"x"' },
      Status: null,
    });
  });

  it.each([
    ['Lead 5 was not found', 'NOT_FOUND'],
    ['You are not allowed to do that', 'PERMISSION_DENIED'],
    ['Agent is on a break', 'FAILED_PRECONDITION'],
  ])('takes the failure "%s" for %s', async (detail, code) => {
    const body = JSON.stringify({ Success: false, Data: null, ResponseCode: 12, ResponseDetail: detail });
    await expect(send('users', body)).rejects.toMatchObject({ code, message: detail, vendorCode: '12' });
  });

  it('shows no address, token or control character that a failure mentions', async () => {
    const ResponseDetail = 'bad token http://10.0.0.1/x?TokenKey=x seeded-token\r\nnext \u001b[31m';
    const body = JSON.stringify({ Success: false, ResponseCode: 1, ResponseDetail });
    const error = (await send('users', body).catch((thrown: unknown) => thrown)) as Error;
    for (const secret of ['10.0', 'seeded', '\r', '\n', '\u001b']) expect(error.message).not.toContain(secret);
  });

  it.each([
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    '<CallActionResponse><Success>true</Success>',
    '<a/><b/>',
    '{"Success":"maybe"}',
    '{"Success":true',
    '[]',
    'null',
    '\u0000',
  ])('refuses the document %s', async (body) => {
    await expect(send('users', body)).rejects.toMatchObject({ code: 'BAD_RESPONSE', vendor: 'REMOTE_CONTROL' });
  });
});
