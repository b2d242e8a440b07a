import { afterEach, expect, test, vi } from 'vitest';
import type { Caller } from '../../src/access/caller.ts';

import { ClientSocket } from '../../src/websocket/client-socket.ts';
import { ConnectionRegistry } from '../../src/websocket/connection-registry.ts';
import { SOCKET_LIMITS } from '../../src/websocket/socket-options.ts';
import { silent } from './events.ts';

/** A socket that writes down what is done to it, and goes when it is ended. */
class Line extends ClientSocket {
  constructor() {
    // As `ws` makes the server's side of a socket.
    super(null as never, undefined, {});
  }
  readonly done: string[] = [];
  override ping = () => void this.done.push('ping');
  override close = (code: number) => void this.done.push(`close ${code}`);
  override terminate = () => {
    this.done.push('terminate');
    this.emit('close', 1006, '');
  };
}

const all: ConnectionRegistry[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(all.splice(0).map((peers) => peers.close(1)));
});

function clients(perCaller: number) {
  const peers = new ConnectionRegistry({ ...SOCKET_LIMITS, perCaller }, silent, {
    received: async () => {},
    operationEnded: () => {},
    turn: () => null,
    left: () => {},
  });
  all.push(peers);
  const come = () => {
    const line = new Line();
    return { line, peer: peers.add(line, undefined, {}) };
  };
  return { peers, come };
}

const someone = (milliseconds?: number): Caller => ({
  ...{ id: 'someone', scopes: new Set(), accounts: 'all' },
  ...(milliseconds === undefined ? {} : { expiresAt: new Date(Date.now() + milliseconds) }),
});
const tooMany = expect.objectContaining({ code: 'RATE_LIMITED' });

test('a caller holds as many sockets as allowed, one that is gone or left unproven not counted', () => {
  const { come } = clients(2);
  const left = come();
  left.line.emit('close', 1001, '');
  expect(() => left.peer.admit(someone())).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  const [one, other, third] = [come(), come(), come()];
  for (const { peer } of [one, other]) peer.admit(someone());
  expect(() => third.peer.admit(someone())).toThrow(tooMany);
  one.line.emit('close', 1000, '');
  third.peer.admit(someone());
  expect(() => come().peer.admit(someone())).toThrow(tooMany);
});

test('a fresh token counts its socket no second time, and one that is over is refused', () => {
  const { come } = clients(2);
  const [{ peer }, other] = [come(), come()];
  for (let times = 0; times < 3; times += 1) peer.admit(someone(60_000));
  other.peer.admit(someone());
  expect(() => peer.admit(someone(-1))).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
});

test('a token that lasts longer than the longest timer expires on time', () => {
  const { come } = clients(1);
  const { peer, line } = come();
  const timers = vi.spyOn(globalThis, 'setTimeout');
  peer.admit(someone(2 ** 31 + 60_000));
  const [over, wait] = timers.mock.lastCall ?? [];
  expect(wait).toBeLessThan(2 ** 31);
  over?.();
  expect(timers).toHaveBeenCalledTimes(2);
  expect(line.done).toEqual([]);
});

test('a socket without a pong is closed at the next ping', () => {
  const { peer, line } = clients(1).come();
  peer.heartbeat();
  line.emit('pong');
  peer.heartbeat();
  expect(line.done).toEqual(['ping', 'ping']);
  peer.heartbeat();
  expect(line.done).toEqual(['ping', 'ping', 'terminate']);
});

test('a closed socket ends its operations', () => {
  const { peer, line } = clients(1).come();
  const { leaving } = peer;
  line.emit('close', 1000, '');
  expect(leaving.aborted).toBe(true);
});

test('a socket that is still open after the closing time is terminated', async () => {
  const { peers, come } = clients(1);
  const { line } = come();
  await peers.close(1);
  expect(line.done).toEqual(['close 1012', 'terminate']);
  expect(peers.all.size).toBe(0);
});
