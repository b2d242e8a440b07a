import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { webhookShape } from '../../src/config/webhooks.ts';
import { guardedLookup, isPublic, publicAnd, refuseLiteral } from '../../src/webhooks/address.ts';
import { Sender, signatureHeaders } from '../../src/webhooks/sender.ts';
import { until } from '../helpers/until.ts';
import { cleanups, SECRET, startPartner } from './deliveries.ts';

describe('a signature', () => {
  test('is the one of the public test vector, and two secrets make two', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' };
    const headers = signatureHeaders(message, [secret, SECRET], new Date(1_614_265_330_000));
    expect(headers['webhook-timestamp']).toBe('1614265330');
    const [first, second] = headers['webhook-signature']?.split(' ') ?? [];
    expect(first).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
    expect(second).toMatch(/^v1,.{44}$/);
  });

  test('is refused a secret that is too short to be one', () => {
    const webhook = { id: 'a', url: 'https://example.com', secrets: ['whsec_short'] };
    expect(webhookShape.safeParse(webhook).success).toBe(false);
    expect(webhookShape.safeParse({ ...webhook, secrets: [SECRET] }).success).toBe(true);
  });
});

describe('an answer of a partner', () => {
  /** Sends messages one after the other; answers how many connections that took. */
  async function connectionsFor(messages: number, answer: (response: ServerResponse) => void) {
    const server = createServer((request, response) => {
      request.resume();
      request.on('end', () => answer(response));
    });
    let [connections, gone] = [0, 0];
    server.on('connection', (socket) => {
      connections += 1;
      socket.on('close', () => {
        gone += 1;
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const sender = new Sender(2_000);
    cleanups.push(
      () => server.close(),
      () => sender.close(),
    );
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const target = { url, secrets: [SECRET], allowPrivate: true };
    for (let each = 0; each < messages; each += 1) {
      await sender.send(target, { id: `m${each}`, body: '{}' }, new AbortController().signal);
      await new Promise((done) => setImmediate(done));
    }
    return { connections: () => connections, gone: () => gone };
  }

  test('leaves its connection to the next message', async () => {
    const { connections } = await connectionsFor(5, (response) => response.end('thank you'));
    expect(connections()).toBe(1);
  });

  test('without end closes its connection, and delays no other message', async () => {
    const chatter = 'x'.repeat(8_192);
    const { gone } = await connectionsFor(1, (response) => {
      const talk = () => {
        while (!response.destroyed && response.write(chatter));
      };
      response.on('drain', talk);
      talk();
    });
    await until(() => gone() > 0, 'it is cut off');
  });
});

describe('a private address', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fe80::1',
    'fd00::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
  ])('%s is refused', (address) => {
    expect(isPublic(address)).toBe(false);
    const host = address.includes(':') ? `[${address}]` : address;
    expect(() => refuseLiteral(`https://${host}/`)).toThrow('private network');
  });

  test.each(['1.1.1.1', '93.184.215.14', '2606:4700::1111'])('%s is allowed', (address) => {
    expect(isPublic(address)).toBe(true);
  });

  test('is refused behind a name too, and in every way of writing it (X11)', async () => {
    const refusal = await new Promise((done) =>
      guardedLookup(isPublic)('localhost', { all: true }, (error) => done(error)),
    );
    expect(refusal).toMatchObject({ code: 'INVALID_ARGUMENT' });
    for (const host of ['2130706433', '0x7f.1', '127.1']) expect(() => refuseLiteral(`http://${host}/`)).toThrow();
    const { got, url } = await startPartner(() => 200);
    const sender = new Sender(2_000);
    cleanups.push(() => sender.close());
    const message = { id: 'm', body: '{}' };
    for (const to of [url, url.replace('127.0.0.1', 'localhost')]) {
      const target = { url: to, secrets: [SECRET], allowPrivate: false };
      await expect(sender.send(target, message, new AbortController().signal)).rejects.toThrow('private network');
    }
    expect(got).toEqual([]);
  });
});

test('a private network that is named is reached, its neighbours are not', () => {
  const allows = publicAnd(['10.1.0.0/16', 'fd12:3456::/32']);
  for (const address of ['10.1.2.3', 'fd12:3456::1', '1.1.1.1']) expect(allows(address)).toBe(true);
  for (const address of ['10.2.2.3', 'fd12:3457::1', '127.0.0.1', '::ffff:10.2.0.1'])
    expect(allows(address)).toBe(false);
});
