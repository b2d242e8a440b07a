import { expect, test } from 'vitest';
import type { Channel, Listener } from '../../src/subscriptions/channel.ts';
import { Seat } from '../../src/subscriptions/seat.ts';
import type { Wire } from '../../src/subscriptions/wire.ts';

/** A seat on a wire that writes down what is sent, and the channel of its own that it gets its past from. */
function seated() {
  const sent: string[] = [];
  const wire = {
    full: false,
    drained: async () => undefined,
    sendParts: (_head: Buffer, body: Buffer) => void sent.push(String(body)),
  } as unknown as Wire;
  const listeners: Listener[] = [];
  const own = {
    size: 0,
    add: (listener: Listener) => void listeners.push(listener),
    remove: () => undefined,
    close: async () => undefined,
  } as unknown as Channel;
  const left: Seat[] = [];
  const seat = new Seat(wire, '1', '0001', { catchUp: () => own, leave: (gone) => void left.push(gone) });
  let over = false;
  void seat.next().then(() => {
    over = true;
  });
  const tell = async (body: string, position: string) => listeners[0]?.deliver(Buffer.from(body), position);
  return { seat, own, sent, left, tell, end: () => listeners[0]?.end(), isOver: () => over };
}

const turn = () => new Promise((done) => setImmediate(done));

test('whose equals have come to the end still gets its past, and ends with that', async () => {
  const { seat, own, sent, left, tell, end, isOver } = seated();
  seat.goAlone(own);
  seat.end();
  await turn();
  expect([isOver(), left.length]).toEqual([false, 0]);
  await tell('past', '0002');
  end();
  await turn();
  expect(sent).toEqual(['past']);
  expect([isOver(), left.length]).toEqual([true, 1]);
});

test('that has no past to get ends with its equals', async () => {
  const { seat, left, isOver } = seated();
  seat.end();
  await turn();
  expect([isOver(), left.length]).toEqual([true, 1]);
});
