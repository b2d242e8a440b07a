import { expect, test } from 'vitest';
import type { ResultListener, SharedExecution } from '../../src/subscriptions/deliver/shared-execution.ts';
import { Subscriber } from '../../src/subscriptions/deliver/subscriber.ts';
import type { SocketWriter } from '../../src/websocket/socket-writer.ts';

/** A subscriber on a socket that records what is sent, and the execution that it catches up from. */
function subscribed() {
  const sent: string[] = [];
  const wire = {
    full: false,
    drained: async () => undefined,
    sendParts: (_head: string, body: Buffer) => void sent.push(String(body)),
  } as unknown as SocketWriter;
  const listeners: ResultListener[] = [];
  const catchUp = {
    size: 0,
    add: (listener: ResultListener) => void listeners.push(listener),
    remove: () => undefined,
    close: async () => undefined,
  } as unknown as SharedExecution;
  const left: Subscriber[] = [];
  const subscriber = new Subscriber(wire, '{', '0001', {
    catchUp: () => catchUp,
    leave: (gone) => void left.push(gone),
  });
  let over = false;
  subscriber.onEnd({
    subscriberEnded: () => {
      over = true;
    },
  });
  const deliver = async (body: string, position: string, owing = false) =>
    listeners[0]?.deliver(Buffer.from(body), position, owing);
  return { subscriber, catchUp, sent, left, deliver, end: () => listeners[0]?.end(), isOver: () => over };
}

const turn = () => new Promise((done) => setImmediate(done));

test('whose equal subscriptions have ended still gets its catch-up, and ends with it', async () => {
  const { subscriber, catchUp, sent, left, deliver, end, isOver } = subscribed();
  subscriber.startCatchUp(catchUp);
  subscriber.end();
  await turn();
  expect([isOver(), left.length]).toEqual([false, 0]);
  await deliver('past', '0002');
  end();
  await turn();
  expect(sent).toEqual(['past']);
  expect([isOver(), left.length]).toEqual([true, 1]);
});

test('without a catch-up ends with its equal subscriptions', async () => {
  const { subscriber, left, isOver } = subscribed();
  subscriber.end();
  await turn();
  expect([isOver(), left.length]).toEqual([true, 1]);
});

test('joins its equal subscriptions only after all gaps that they lack were emitted', async () => {
  const { subscriber, catchUp, sent, deliver } = subscribed();
  const shared = (body: string, position: string) => subscriber.deliver(Buffer.from(body), position);
  subscriber.startCatchUp(catchUp);
  shared('third', '0003');
  await deliver('second with a gap', '0002', true);
  await deliver('third with a gap', '0003', true);
  shared('fourth', '0004');
  await deliver('fourth with the last gap', '0004');
  shared('fifth', '0005');
  await deliver('not emitted twice', '0005');
  expect(sent).toEqual(['second with a gap', 'third with a gap', 'fourth with the last gap', 'fifth']);
});

test('sends, where its catch-up meets its equal subscriptions, what those emitted beyond that place', async () => {
  const { subscriber, catchUp, sent, deliver } = subscribed();
  const shared = (body: string, position: string) => subscriber.deliver(Buffer.from(body), position);
  subscriber.startCatchUp(catchUp);
  for (const [body, position] of [
    ['second', '0002'],
    ['third', '0003'],
    ['fourth', '0004'],
    ['fifth', '0005'],
  ] as const)
    shared(body, position);
  await deliver('third of the past', '0003');
  shared('sixth', '0006');
  expect(sent).toEqual(['third of the past', 'fourth', 'fifth', 'sixth']);
});
