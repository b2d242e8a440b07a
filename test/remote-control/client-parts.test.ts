/** One call of the client: its request, what each answer means, and when it is made again. */
import { describe, expect, it } from 'vitest';
import { Drift } from '../../src/adapters/calls/drift.ts';
import { Guard } from '../../src/adapters/calls/guard.ts';
import { refusalError, tokenRefused } from '../../src/adapters/remote-control/client/refusal.ts';
import { createClient } from '../../src/adapters/remote-control/client.ts';
import { vendor } from '../../src/adapters/remote-control/index.ts';
import { silent } from './floor.ts';
import { settingsOf } from './unit-account.ts';
import { vendorAnswering } from './unit-vendor.ts';

const login = { userName: 'gateway', password: 'secret' };
const withLogin = { token: undefined, login };
const ENVELOPE = '<CallActionResponse><Success>true</Success><Data/></CallActionResponse>';
const refused = (detail: string, code = '5') =>
  `{"Success":false,"ResponseCode":${code},"ResponseDetail":${JSON.stringify(detail)}}`;
const isTokenService = (url: string) => url.includes('/apitoken/');

type Reply = ReturnType<Parameters<typeof vendorAnswering>[0]>;

/** A client whose vendor answers the calls, of which it gets their number, so; its token service answers its own count. */
async function calling(answer: (at: number) => Reply, more: object = {}, parts: object = {}) {
  const calls: string[] = [];
  const renewals: string[] = [];
  const { url, asked } = await vendorAnswering((request) => {
    if (isTokenService(request.url)) return { body: `token-${renewals.push(request.url)}` };
    return answer(calls.push(request.url));
  });
  const client = createClient(settingsOf({ url, ...more }), { account: 'dialler', ...parts });
  return { client, asked, calls, renewals, url };
}
const users = { UserID: 12 };

describe('a request', () => {
  it('is a GET of the guide’s path with the token in a cookie', async () => {
    const { client, asked } = await calling(() => ({ body: ENVELOPE }));
    expect(await client.send('users', users)).toEqual([]);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'GET', url: '/webservices/services/telephony/users/user/12' });
    expect(asked[0]?.headers.cookie).toBe('TokenKey=T');
    expect(asked[0]?.headers['content-type']).toBeUndefined();
    expect(await client.close()).toBeUndefined();
  });

  // Guide l. 8: a Content-Type of application/json asks for JSON.
  it('asks for JSON where the account does, also for its token', async () => {
    const { client, asked } = await calling(() => ({ body: ENVELOPE }), { format: 'json', ...withLogin });
    await client.send('users', users);
    expect(asked.map(({ headers }) => headers['content-type'])).toEqual(['application/json', 'application/json']);
  });

  it('begins with the address of the account, without slashes at its end', async () => {
    const { url, asked } = await vendorAnswering(() => ({ body: ENVELOPE }));
    const client = createClient(settingsOf({ url: `${url}/dialler//` }), { account: 'dialler' });
    await client.send('users', users);
    expect(asked[0]?.url).toBe('/dialler/webservices/services/telephony/users/user/12');
  });

  it.each(['toString', 'nosuch'])('of %s, which is no operation, is UNSUPPORTED', async (name) => {
    const { client, asked } = await calling(() => ({ body: ENVELOPE }));
    const facts = { account: 'dialler', vendor: 'REMOTE_CONTROL', operation: name };
    await expect(client.send(name as 'users', users)).rejects.toMatchObject({ code: 'UNSUPPORTED', ...facts });
    expect(asked).toEqual([]);
  });

  it('ends with the deadline of the call, else with that of the account', async () => {
    const { client } = await calling(() => null, { deadline: 60 });
    const facts = { account: 'dialler', vendor: 'REMOTE_CONTROL', operation: 'users' };
    await expect(client.send('users', users)).rejects.toMatchObject({ code: 'TIMEOUT', ...facts });
    const { client: patient } = await calling(() => null, { deadline: 600_000 });
    await expect(patient.send('users', users, { deadline: 60 })).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it('for a token ends with the deadline of the account', async () => {
    const { url } = await vendorAnswering(() => null);
    const client = createClient(settingsOf({ url, ...withLogin, deadline: 60 }), { account: 'dialler' });
    await expect(client.send('users', users)).rejects.toMatchObject({ code: 'TIMEOUT', operation: 'apitoken' });
  });

  it('is counted by the guard of the account', async () => {
    const guard = new Guard('dialler');
    const { client } = await calling(() => ({ status: 503 }), {}, { guard });
    while (guard.breaker.isPassable) await client.send('users', users).catch(() => undefined);
    await expect(client.send('users', users)).rejects.toMatchObject({ vendorCode: 'BREAKER_OPEN' });
  });

  it('of a caller that left while the token was requested is TIMEOUT', async () => {
    const { url, asked } = await vendorAnswering(() => null);
    const client = createClient(settingsOf({ url, ...withLogin }), { account: 'dialler' });
    const caller = new AbortController();
    const sent = client.send('goready', users, { signal: caller.signal });
    await expect.poll(() => asked.length).toBe(1);
    caller.abort();
    await expect(sent).rejects.toMatchObject({
      ...{ code: 'TIMEOUT', operation: 'goready', message: 'The caller disconnected before the answer' },
    });
  });
});

describe('an answer', () => {
  it('is read in the zone of the account, and what it has beyond the guide is counted', async () => {
    const drift = new Drift();
    const call = '<Call><CallId>1</CallId><CallStartTime>2026-01-02T09:30:00</CallStartTime><New>1</New></Call>';
    const body = ENVELOPE.replace('<Data/>', `<Data>${call}</Data>`);
    const { client } = await calling(() => ({ body }), { timeZone: 'America/New_York' }, { drift });
    expect(await client.send('getcalls', users)).toMatchObject([{ CallStartTime: '2026-01-02T09:30:00-05:00' }]);
    expect(drift.counts.UNKNOWN_FIELD).toBe(1);
  });

  it('in another character set than UTF-8 cannot be read', async () => {
    const types = ['text/xml; charset=utf-8', 'text/xml; charset=iso-8859-1'];
    const { client } = await calling((at) => ({ body: ENVELOPE, type: types[at - 1] ?? '' }));
    expect(await client.send('users', users)).toEqual([]);
    const message = expect.stringContaining('its character set is not UTF-8');
    await expect(client.send('users', users)).rejects.toMatchObject({ code: 'BAD_RESPONSE', message });
  });

  it.each([
    [{ status: 500, body: refused('Busy') }, 'FAILED_PRECONDITION', 'FAILED_PRECONDITION', '5'],
    [{ status: 500, body: ENVELOPE }, 'UNAVAILABLE', 'OUTCOME_UNKNOWN', 'HTTP 500'],
    [{ status: 500, body: '<html/>' }, 'UNAVAILABLE', 'OUTCOME_UNKNOWN', 'HTTP 500'],
    [{ status: 503, body: ENVELOPE }, 'UNAVAILABLE', 'OUTCOME_UNKNOWN', /HTTP 503|UNREADABLE_ANSWER/],
    [{ status: 429, body: '' }, 'RATE_LIMITED', 'RATE_LIMITED', 'HTTP 429'],
    [{ status: 403, body: '' }, 'PERMISSION_DENIED', 'PERMISSION_DENIED', 'HTTP 403'],
    [{ body: '<html/>' }, 'BAD_RESPONSE', 'OUTCOME_UNKNOWN', 'UNREADABLE_ANSWER'],
    [{ body: '' }, 'BAD_RESPONSE', 'OUTCOME_UNKNOWN', 'UNREADABLE_ANSWER'],
  ])('%j is %s for a read and %s for an act', async (reply, read, act, vendorCode) => {
    const { client, calls } = await calling(() => reply);
    const code = vendorCode instanceof RegExp ? expect.stringMatching(vendorCode) : vendorCode;
    await expect(client.send('users', users)).rejects.toMatchObject({ code: read, vendorCode: code });
    await expect(client.send('goready', users)).rejects.toMatchObject({ code: act, vendorCode: code });
    expect(calls).toHaveLength(2);
  });

  it('without a success flag says so, and one that is no document says that it is none', async () => {
    const without = await calling(() => ({ body: '<CallActionResponse/>' }));
    const message = "The vendor's answer does not say whether it succeeded";
    await expect(without.client.send('users', users)).rejects.toMatchObject({ message });
    const broken = await calling(() => ({ body: '{' }));
    await expect(broken.client.send('users', users)).rejects.toMatchObject({
      message: "The vendor's answer is not JSON",
    });
  });
});

describe('a refused token', () => {
  const status = { status: 401 };
  const envelope = { body: refused('The token has expired') };

  it.each([
    ['a status', status, 'HTTP 401'],
    ['an envelope', envelope, '5'],
  ])('of the configuration, by %s, is UNAUTHENTICATED after one call', async (_, reply, vendorCode) => {
    const { client, calls } = await calling(() => reply);
    await expect(client.send('users', users)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', vendorCode });
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['users', 'a status', status],
    ['users', 'an envelope', envelope],
    ['goready', 'a status', status],
  ] as const)('is replaced for %s that was refused by %s, and the call made again', async (name, _, reply) => {
    const { client, asked, renewals } = await calling((at) => (at === 1 ? reply : { body: ENVELOPE }), withLogin);
    await client.send(name, users);
    const cookies = asked.flatMap(({ url, headers }) => (isTokenService(url) ? [] : [headers.cookie]));
    expect([cookies, renewals.length]).toEqual([['TokenKey=token-1', 'TokenKey=token-2'], 2]);
  });

  it('is not replaced for an act that an envelope refused, since the act may have been done', async () => {
    const { client, calls, renewals } = await calling(() => envelope, withLogin);
    await expect(client.send('goready', users)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', vendorCode: '5' });
    expect([calls.length, renewals.length]).toEqual([1, 1]);
  });

  it('is replaced once alone', async () => {
    const { client, calls, renewals } = await calling(() => status, withLogin);
    await expect(client.send('users', users)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', operation: 'users' });
    expect([calls.length, renewals.length]).toEqual([2, 2]);
  });

  it('of a caller that left while it was replaced is TIMEOUT', async () => {
    let renewals = 0;
    const { url } = await vendorAnswering(({ url: path }) => {
      if (!isTokenService(path)) return status;
      renewals += 1;
      return renewals === 1 ? { body: 'token' } : null;
    });
    const client = createClient(settingsOf({ url, ...withLogin }), { account: 'dialler' });
    const caller = new AbortController();
    const sent = client.send('users', users, { signal: caller.signal });
    await expect.poll(() => renewals).toBe(2);
    caller.abort();
    await expect(sent).rejects.toMatchObject({ code: 'TIMEOUT', operation: 'users' });
  });
});

// Guide l. 15 and 16: ResponseCode is an int, ResponseDetail a string.
describe('a refusal', () => {
  it.each([
    ['12', 'Lead not found', 'NOT_FOUND', '12', 12],
    ['x', 'Busy', 'FAILED_PRECONDITION', 'x', null],
    ['1.5', 'Busy', 'FAILED_PRECONDITION', '1.5', null],
    [null, 'Busy', 'FAILED_PRECONDITION', 'Success: false', null],
  ])('with the number %s and the text "%s" is %s', (number, text, code, vendorCode, ResponseCode) => {
    const details = { ResponseCode, ResponseDetail: text };
    expect(refusalError(number, text, 'T')).toMatchObject({ code, message: text, vendorCode, details });
  });

  it('without a text, or with its token, has a message of ours', () => {
    expect(refusalError('1', '', 'T').message).toBe('The vendor refused the call without a reason');
    expect(refusalError('1', 'The key secret-1 is wrong', 'secret-1').message).not.toContain('secret-1');
  });

  it('of a token is UNAUTHENTICATED', () => {
    expect(tokenRefused('HTTP 401')).toMatchObject({ code: 'UNAUTHENTICATED', vendorCode: 'HTTP 401' });
  });
});

describe('an account', () => {
  const connect = (url: string, more: object = {}) =>
    vendor.connect('dialler', settingsOf({ url, ...more }), { log: silent, now: () => new Date() });

  it('has the calling code that it is configured with, and none otherwise', () => {
    expect(connect('http://127.0.0.1:9', { callingCode: '44' }).callingCode).toBe('44');
    expect(connect('http://127.0.0.1:9')).not.toHaveProperty('callingCode');
  });

  it('is checked by its users and campaigns', async () => {
    const item = (url: string) => (url.includes('/users/') ? '<U><ID>7</ID></U>' : '<C><CampaignID>1</CampaignID></C>');
    const { url } = await vendorAnswering(({ url: path }) => ({
      body: ENVELOPE.replace('<Data/>', `<Data>${item(path)}${item(path)}</Data>`),
    }));
    const account = connect(url);
    expect(await account.check({})).toBe('2 users, 2 campaigns');
    expect(account).toMatchObject({ account: 'dialler', vendor: 'REMOTE_CONTROL' });
    await account.close();
  });
});
