import { describe, expect, it } from 'vitest';
import { until } from '../helpers/until.ts';
import { against, answersAll } from './servers.ts';

describe("closing the recorder's connection", () => {
  it('rejects pending requests, closes the connection and sends nothing more', async () => {
    const { server, client } = await against(() => undefined);
    const read = client.send('TEST', {});
    const act = client.send('CALLSTOP', { DEVICEID: '1' });
    const lost = [
      expect(read).rejects.toMatchObject({ code: 'UNAVAILABLE' }),
      expect(act).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' }),
    ];
    await until(() => server.received.join('').includes('CALLSTOP'));
    await client.close();
    await Promise.all(lost);
    await until(() => server.sockets[0]?.destroyed);
    await expect(client.send('CALLSTOP', { DEVICEID: '2' })).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(server.sockets).toHaveLength(1);
  });

  it('of a subscription asked for by name is at once, and it never takes the shared connection', async () => {
    const { server, client } = await against(answersAll);
    await client.send('TEST', {});
    await client.send('EVENTS', {});
    expect(server.sockets).toHaveLength(2);
    await until(() => server.sockets[1]?.destroyed);
    await client.send('TEST', {});
    expect([server.sockets.length, server.sockets[0]?.destroyed]).toEqual([2, false]);
  });

  it('keeps no connection that comes about after it, and sends nothing on it', async () => {
    const { server, client } = await against(answersAll);
    const early = client.send('CALLSTOP', { DEVICEID: '1' });
    // The checks before a call take turns of promises, and connecting takes I/O, which waits for them.
    for (let turn = 0; turn < 50; turn += 1) await null;
    await client.close();
    await expect(early).rejects.toMatchObject({ code: 'UNAVAILABLE', message: 'The account is closed' });
    await until(() => server.sockets[0]?.destroyed);
    expect(server.received).toEqual([]);
  });
});
