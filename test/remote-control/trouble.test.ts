import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import type { FaultInjector } from '../../src/simulators/simulator.ts';
import { type Floor, openFloor } from './floor.ts';

let floor: Floor;
let adapter: Adapter;

beforeEach(async () => {
  floor = await openFloor();
  adapter = floor.connect();
});
afterEach(async () => {
  await adapter.close();
  await floor.close();
});

const READS: readonly [FaultInjector['kind'], string][] = [
  ['down', 'UNAVAILABLE'],
  ['hang', 'TIMEOUT'],
  ['drip', 'TIMEOUT'],
  ['html', 'BAD_RESPONSE'],
  ['empty', 'BAD_RESPONSE'],
  ['half', 'BAD_RESPONSE'],
  ['fault-200', 'FAILED_PRECONDITION'],
  ['fault-500', 'FAILED_PRECONDITION'],
  ['unavailable', 'UNAVAILABLE'],
];
const READ_NAMES = ['getcalls', 'campaigns', 'users', 'resultcodes', 'acdqueues', 'leadphones'];
const ACTS: Readonly<Record<string, Record<string, unknown>>> = {
  goready: {},
  dial: { PhoneNum: '+16145550001' },
  hangup: { CallID: 1000 },
  dispose: { CallID: 1000, ResultCode: 'Sale' },
  hold: { CallID: 1000 },
  retrieve: { CallID: 1000 },
  stoprecord: { CallID: 1000 },
  startrecord: { CallID: 1000 },
  changelead: { CallID: 1000, LeadPhoneID: '9000' },
  createnewlead: { CallID: 1000, PhoneNum: '1' },
  connectcalls: { Call1ID: 1000, Call2ID: 1001, ResultCode1: 'Sale', ResultCode2: 'Sale' },
};

const send = (name: string, input: Record<string, unknown> = {}, deadline = 15_000) =>
  adapter.call(name, { UserID: floor.person.remoteId, ...input }, { deadline });
/** Short, since nothing is expected to arrive. */
const deadlineOf = (kind: FaultInjector['kind']) => (kind === 'hang' || kind === 'drip' ? 700 : 15_000);

describe.each(READS)('a remote-control vendor that is %s (F3)', (kind, code) => {
  it('fails every read with its own code', async () => {
    await send('users');
    floor.simulator.trouble({ kind });
    const lead = { LeadID: '5001' };
    const asked = READ_NAMES.map((name) => send(name, name === 'leadphones' ? lead : {}, deadlineOf(kind)));
    for (const outcome of await Promise.allSettled(asked))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code, account: 'floor' } });
  });

  it('leaves the outcome of an act unknown unless the vendor refused it, and never sends it twice', async () => {
    await send('users');
    floor.simulator.trouble({ kind });
    const wanted = kind.startsWith('fault') ? code : 'OUTCOME_UNKNOWN';
    const names = Object.keys(ACTS);
    const outcomes = await Promise.allSettled(names.map((name) => send(name, ACTS[name], deadlineOf(kind))));
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: wanted, retryable: false } });
    expect(names.map((name) => floor.simulator.received.get(name))).toEqual(names.map(() => 1));
  });
});

describe('remote-control with network faults', () => {
  it('reports that an unreachable vendor was never reached, for an act too', async () => {
    const lost = floor.connect({ login: undefined, token: 'seeded-token' });
    await floor.close();
    const input = { UserID: floor.person.remoteId, ...ACTS.dial };
    await expect(lost.call('dial', input, {})).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
  });

  it('is not called any more while most of its recent calls failed', async () => {
    await send('users');
    floor.simulator.trouble({ kind: 'unavailable', operation: 'users' });
    const codes: unknown[] = [];
    for (let at = 0; at < 40; at += 1)
      codes.push(await send('users').catch((thrown: { vendorCode?: unknown }) => thrown.vendorCode));
    expect(codes.at(-1)).toBe('BREAKER_OPEN');
    expect(floor.simulator.received.get('users')).toBeLessThan(40);
  });

  it('was not reached by an act whose token the token service did not answer, so that it may be sent again', async () => {
    const asked: string[] = [];
    const mute = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.destroy();
    });
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    const lost = floor.connect({ url: `http://127.0.0.1:${(mute.address() as AddressInfo).port}` });
    const dialled = lost.call('dial', { UserID: 1, ...ACTS.dial }, {});
    await expect(dialled).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
    expect(asked.filter((url) => !url.includes('/apitoken/'))).toEqual([]);
    await new Promise((resolve) => mute.close(resolve));
  });

  it('ends when its caller disconnects, with OUTCOME_UNKNOWN for an act', async () => {
    await send('users');
    floor.simulator.trouble({ kind: 'hang' });
    const caller = new AbortController();
    const input = { UserID: floor.person.remoteId, ...ACTS.dial };
    const dialled = adapter.call('dial', input, { signal: caller.signal, deadline: 60_000 });
    await expect.poll(() => floor.simulator.received.get('dial'), { timeout: 10_000 }).toBe(1);
    caller.abort();
    await expect(dialled).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });

  it('does not follow a redirect, so that its cookie reaches no other host (X12)', async () => {
    const cookies: (string | undefined)[] = [];
    const elsewhere = createServer(({ headers }, response) => {
      cookies.push(headers.cookie);
      response.end('<CallActionResponse/>');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    const there = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    const moved = createServer((_request, response) => response.writeHead(302, { location: there }).end());
    await new Promise<void>((resolve) => moved.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(moved.address() as AddressInfo).port}`;
    const lost = floor.connect({ url, login: undefined, token: 'seeded-token' });
    await expect(lost.call('users', { UserID: 1 }, {})).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
    expect(cookies).toEqual([]);
    for (const server of [elsewhere, moved]) await new Promise((resolve) => server.close(resolve));
  });

  it('refuses unknown, missing and unsound arguments before any call', async () => {
    const wrong = [
      adapter.call('hold', { UserID: 1 }, {}),
      adapter.call('hold', { UserID: 1, CallID: 1, Extra: 1 }, {}),
      adapter.call('dial', { UserID: 1, PhoneNum: 'a\u0000b' }, {}),
      adapter.call('dial', { UserID: 'x', PhoneNum: '1' }, {}),
    ];
    for (const outcome of await Promise.allSettled(wrong))
      expect(outcome).toMatchObject({ reason: { code: 'INVALID_ARGUMENT' } });
    await expect(adapter.call('nosuch', {}, {})).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect([...floor.simulator.received.keys()]).toEqual([]);
  });
});
