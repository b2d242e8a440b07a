import { describe, expect, it } from 'vitest';
import { hasLostRights, Revocations } from '../../src/access/revocation.ts';
import { CALLS } from './gateway.ts';
import { gateway, introduced, listening, memory, numbered, raw } from './sockets.ts';

const subscribe = (variables = {}) => ({ id: '1', type: 'subscribe', payload: { query: CALLS, variables } });

describe('S7, D7: rights that end', () => {
  it('stops the subscriptions of a socket whose renewed token grants less, with 4403', async () => {
    const log = await memory();
    const started = await gateway(log);
    const client = await raw(started.url);
    client.send({ type: 'connection_init', payload: { life: 60_000 } });
    await client.next('connection_ack');
    client.send(subscribe());
    await listening(started, 1);
    client.send({ type: 'ping', payload: { authorization: '60000 narrower' } });
    expect(await client.closed).toBe(4403);
    await listening(started, 0);
    await log.append(numbered(0, 1));
    expect(client.messages.filter(({ type }) => type === 'next')).toEqual([]);
  });

  it('closes the sockets of revoked callers and no others', async () => {
    const revocations = new Revocations();
    const started = await gateway(await memory(), { revocations });
    const client = await introduced(started.url);
    revocations.revoke(({ id }) => id === 'another');
    client.send({ type: 'ping' });
    await client.next('pong');
    revocations.revoke(({ id }) => id === 'someone');
    expect(await client.closed).toBe(4403);
  });

  it('asks a closed gateway nothing', async () => {
    const revocations = new Revocations();
    const started = await gateway(await memory(), { revocations });
    await started.handler.close();
    const asked: string[] = [];
    revocations.revoke(({ id }) => asked.push(id) > 0);
    expect(asked).toEqual([]);
  });

  const caller = (scopes: string[], accounts: 'all' | string[]) => ({
    ...{ id: 'someone', scopes: new Set(scopes) },
    accounts: accounts === 'all' ? accounts : new Set(accounts),
  });

  it.each([
    ['the same', caller(['a'], ['x']), caller(['a'], ['x']), false],
    ['more of both', caller(['a', 'b'], ['x', 'y']), caller(['a'], ['x']), false],
    ['everything instead of something', caller(['admin'], 'all'), caller(['a'], ['x']), false],
    ['a scope less', caller(['a'], 'all'), caller(['a', 'b'], 'all'), true],
    ['an account less', caller(['a'], ['x']), caller(['a'], ['x', 'y']), true],
    ['some accounts instead of all', caller(['a'], ['x']), caller(['a'], 'all'), true],
    ['accounts with the letters of "all" instead of all', caller(['a'], ['a', 'l']), caller(['a'], 'all'), true],
    ['no admin scope any more', caller(['a'], 'all'), caller(['admin'], 'all'), true],
  ])('a token that grants %s is narrower or not', (_, after, before, narrower) => {
    expect(hasLostRights(after, before)).toBe(narrower);
  });
});

describe('a cursor', () => {
  it('that is empty is refused, since it would begin somewhere else than where the client was', async () => {
    const client = await introduced((await gateway(await memory())).url);
    client.send(subscribe({ after: '' }));
    const { payload } = await client.next('next');
    expect(payload.errors[0]).toMatchObject({ extensions: { code: 'INVALID_ARGUMENT' } });
  });
});
