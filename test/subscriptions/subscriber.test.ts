import { expect, test } from 'vitest';
import type { ResultListener, SharedExecution } from '../../src/subscriptions/deliver/shared-execution.ts';
import { Subscriber } from '../../src/subscriptions/deliver/subscriber.ts';
import type { SocketWriter } from '../../src/websocket/socket-writer.ts';

/** A seat on a wire that writes down what is sent, and the channel of its own that it gets its past from. */
function seated() {
  const sent: string[] = [];
  const wire = {
    full: false,
    drained: async () => undefined,
    sendParts: (_head: Buffer, body: Buffer) => void sent.push(String(body)),
  } as unknown as SocketWriter;
  const listeners: ResultListener[] = [];
  const own = {
    size: 0,
    add: (listener: ResultListener) => void listeners.push(listener),
    remove: () => undefined,
    close: async () => undefined,
  } as unknown as SharedExecution;
  const left: Subscriber[] = [];
  const seat = new Subscriber(wire, Buffer.from('{'), '0001', {
    catchUp: () => own,
    leave: (gone) => void left.push(gone),
  });
  let over = false;
  void seat.next().then(() => {
    over = true;
  });
  const tell = async (body: string, position: string, owing = false) =>
    listeners[0]?.deliver(Buffer.from(body), position, owing);
  return { seat, own, sent, left, tell, end: () => listeners[0]?.end(), isOver: () => over };
}

const turn = () => new Promise((done) => setImmediate(done));

test('whose equals have come to the end still gets its past, and ends with that', async () => {
  const { seat, own, sent, left, tell, end, isOver } = seated();
  seat.startCatchUp(own);
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

test('goes over to its equals no sooner than all gaps are told that they know nothing of', async () => {
  const { seat, own, sent, tell } = seated();
  const shared = (body: string, position: string) => seat.deliver(Buffer.from(body), position);
  seat.startCatchUp(own);
  shared('third', '0003');
  await tell('second with a gap', '0002', true);
  await tell('third with a gap', '0003', true);
  shared('fourth', '0004');
  await tell('fourth with the last gap', '0004');
  shared('fifth', '0005');
  await tell('not told twice', '0005');
  expect(sent).toEqual(['second with a gap', 'third with a gap', 'fourth with the last gap', 'fifth']);
});
