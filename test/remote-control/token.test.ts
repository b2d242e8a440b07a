import { describe, expect, it } from 'vitest';
import { readToken } from '../../src/adapters/remote-control/client/token.ts';
import { vendor } from '../../src/adapters/remote-control/index.ts';
import { adapter, floor, openFloorEachTest } from './floor.ts';

openFloorEachTest();

const twenty = <Value>(make: (index: number) => Promise<Value>) =>
  Promise.all(Array.from({ length: 20 }, (_, index) => make(index)));
const users = () => adapter.call('users', { UserID: floor.person.remoteId }, {});
const received = (name: string) => floor.simulator.received.get(name) ?? 0;

describe('the token of remote-control', () => {
  it('is asked for once by twenty first calls (F7)', async () => {
    await twenty(users);
    expect(received('apitoken')).toBe(1);
    expect(received('users')).toBe(20);
  });

  it.each(['status', 'envelope'] as const)(
    'is renewed once when twenty reads find it expired by %s (F7)',
    async (way) => {
      await users();
      floor.simulator.refuseTokensBy(way);
      floor.simulator.expireTokens();
      const before = received('users');
      await twenty(users);
      expect(received('apitoken')).toBe(2);
      expect(received('users') - before).toBe(40);
      // One new token, and twenty calls made again.
      expect(adapter.guards?.[0]?.retries.taken).toBe(21);
    },
  );

  it.each([
    ['application/json', /^"[-\da-f]{36}"$/],
    ['application/json; charset=utf-8', /^"[-\da-f]{36}"$/],
    ['application/xml', /^<string xmlns="[^"]+">[-\da-f]{36}<\/string>$/],
    ['', /^<string xmlns="[^"]+">[-\da-f]{36}<\/string>$/],
  ])('is answered by the simulator as the content type "%s" asks', async (type, form) => {
    const { url, login } = floor.simulator.settings as { url: string; login: { userName: string; password: string } };
    const authorization = Buffer.from(login.password).toString('base64');
    const headers = { authorization, ...(type && { 'content-type': type }) };
    const response = await fetch(`${url}/webservices/services/apitoken/login/${login.userName}`, { headers });
    expect(response.headers.get('content-type')).toContain(type.includes('json') ? 'json' : 'xml');
    expect(await response.text()).toMatch(form);
  });

  it('is renewed for an act that an HTTP 401 prevented', async () => {
    await users();
    floor.simulator.expireTokens();
    await adapter.call('goready', { UserID: floor.person.remoteId }, {});
    expect(received('goready')).toBe(2);
    expect(floor.person.presence).toBe('READY');
  });

  it('is not renewed for an act whose refusal does not prove that nothing happened', async () => {
    await users();
    floor.simulator.refuseTokensBy('envelope');
    floor.simulator.expireTokens();
    const act = adapter.call('goready', { UserID: floor.person.remoteId }, {});
    await expect(act).rejects.toMatchObject({ code: 'UNAUTHENTICATED', vendorCode: '401' });
    expect(received('goready')).toBe(1);
  });

  it('is renewed after its refusal once only', async () => {
    await users();
    floor.simulator.expireTokens();
    const wrong = floor.connect({ login: { userName: 'gateway', password: 'seeded-secret' } });
    const error = await wrong.call('users', { UserID: 1 }, {}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED', account: 'floor' });
    expect(JSON.stringify(error) + String(error)).not.toContain('seeded-secret');
    expect(received('apitoken')).toBe(2);
  });

  it('given in the configuration is used, and its refusal reported, without the token service', async () => {
    const fixed = floor.connect({ login: undefined, token: 'seeded-token' });
    const error = await fixed.call('users', { UserID: 1 }, {}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED', vendorCode: 'HTTP 401' });
    expect(String(error)).not.toContain('seeded-token');
    expect(received('apitoken')).toBe(0);
  });

  it('is read from every form the token service may answer in', () => {
    const forms = ['k-1', '"k-1"', '<string xmlns="urn:x">k-1</string>', '<R><TokenKey>k-1</TokenKey></R>'];
    for (const form of [...forms, '{"Token":"k-1"}', ' k-1\r\n']) expect(readToken(form)).toBe('k-1');
    for (const form of ['', '<!DOCTYPE html><html/>', '{"Success":false,"Data":"no"}', 'a; b=c', 'a\r\nb'])
      expect(readToken(form)).toBeNull();
  });

  it('must be configured in exactly one way', () => {
    const base = { url: 'https://a.example', userId: 1 };
    const login = { userName: 'a', password: 'b' };
    expect(vendor.settings.safeParse({ ...base, token: 'x' }).success).toBe(true);
    expect(vendor.settings.safeParse({ ...base, login }).success).toBe(true);
    for (const wrong of [
      base,
      { ...base, token: 'x', login },
      { ...base, token: 'a;b' },
      { ...base, token: 'x', extra: 1 },
    ])
      expect(vendor.settings.safeParse(wrong).success).toBe(false);
  });
});
