/** A subscriber whose socket is full at times, or that catches up for long: what is sent, in which order, and how it ends. */
import { expect, test } from 'vitest';
import type { ResultListener, SharedExecution } from '../../src/subscriptions/deliver/shared-execution.ts';
import { Subscriber } from '../../src/subscriptions/deliver/subscriber.ts';
import type { SocketWriter } from '../../src/websocket/socket-writer.ts';

/** A channel of results that the test gives, and whether it was closed. */
function channelOf(open: () => Promise<unknown> = async () => null) {
  const listeners = new Set<ResultListener>();
  const state = { closed: 0, others: 0 };
  const channel = {
    get size() {
      return listeners.size + state.others;
    },
    add: (listener: ResultListener) => listeners.add(listener),
    remove: (listener: ResultListener) => listeners.delete(listener),
    close: async () => {
      state.closed += 1;
    },
    open,
  } as unknown as SharedExecution;
  const give = (body: string, position: string | null, gapsPending = false) =>
    Promise.all([...listeners].map((each) => each.deliver(Buffer.from(body), position, gapsPending)));
  const end = (thrown?: unknown) => [...listeners].forEach((each) => void each.end(thrown));
  return { channel, listeners, state, give, end };
}

const turn = () => new Promise((done) => setImmediate(done));

/** A subscriber that begins at a position, on a socket whose room the test decides. */
function subscribed(start: string | null, catchUps: ReturnType<typeof channelOf>[] = []) {
  const sent: string[] = [];
  const drains: (() => void)[] = [];
  const socket = {
    full: false,
    drained: () => new Promise<void>((done) => drains.push(done)),
    sendParts: (head: string, body: Buffer, position: string | null) => void sent.push(`${head}${body}@${position}`),
  };
  const asked: string[] = [];
  const left: Subscriber[] = [];
  const subscriber = new Subscriber(socket as unknown as SocketWriter, '>', start, {
    catchUp: (after) => {
      asked.push(after);
      return catchUps[asked.length - 1]?.channel as SharedExecution;
    },
    leave: (gone) => void left.push(gone),
  });
  const ends: unknown[] = [];
  subscriber.onEnd({ subscriberEnded: (thrown) => void ends.push(thrown) });
  const give = (body: string, position: string | null) => subscriber.deliver(Buffer.from(body), position);
  const drain = async () => {
    socket.full = false;
    for (const done of drains.splice(0)) done();
    await turn();
  };
  return { subscriber, socket, sent, asked, left, ends, give, drain, drains };
}

test('results are sent with the head of the subscriber, and none after it left', () => {
  const { subscriber, sent, left, ends, give } = subscribed('0001');
  give('two', '0002');
  give('none', null);
  subscriber.leave();
  subscriber.leave();
  give('three', '0003');
  subscriber.end(new Error('late'));
  expect([sent, left, ends]).toEqual([['>two@0002', '>none@null'], [subscriber], [undefined]]);
  const late: unknown[] = [];
  subscriber.onEnd({ subscriberEnded: (thrown) => void late.push(thrown) });
  expect(late, 'an end that is asked for later is reported at once').toEqual([undefined]);
});

test('what a full socket did not take comes from the log once it takes more, and then from the shared channel', async () => {
  const past = channelOf();
  const { socket, sent, asked, give, drain, drains } = subscribed('0001', [past]);
  give('two', '0002');
  socket.full = true;
  give('three', '0003');
  give('four', '0004');
  expect(drains, 'it waits once').toHaveLength(1);
  await drain();
  expect([sent, asked]).toEqual([['>two@0002'], ['0002']]);
  await past.give('three', '0003');
  await past.give('four', '0004');
  expect([past.listeners.size, past.state.closed]).toEqual([0, 1]);
  give('five', '0005');
  expect(sent).toEqual(['>two@0002', '>three@0003', '>four@0004', '>five@0005']);
});

test('the shared channel continues where it gives what was sent last, unless gaps are pending', async () => {
  const past = channelOf();
  const { subscriber, sent, give } = subscribed('0001');
  subscriber.startCatchUp(past.channel);
  await past.give('two', '0002', true);
  give('two', '0002');
  expect(past.listeners.size, 'gaps are pending').toBe(1);
  await past.give('three', '0003');
  give('three', '0003');
  expect(past.listeners.size).toBe(0);
  give('four', '0004');
  expect(sent).toEqual(['>two@0002', '>three@0003', '>four@0004']);
});

test('a thousand results wait for a catch-up, and with one more it continues alone until both give the same', async () => {
  for (const { count, joins } of [
    { count: 1_000, joins: true },
    { count: 1_001, joins: false },
  ]) {
    const past = channelOf();
    const { subscriber, sent, give } = subscribed('0001');
    subscriber.startCatchUp(past.channel);
    const place = (at: number) => String(at + 2).padStart(4, '0');
    for (let at = 0; at < count; at += 1) give('x', place(at));
    await past.give('first', place(0));
    expect([sent.length, past.listeners.size], `${count}`).toEqual(joins ? [count, 0] : [1, 1]);
    if (joins) continue;
    give('next', place(count));
    await past.give('next', place(count));
    expect([sent.length, past.listeners.size]).toEqual([2, 0]);
  }
});

test('results of four megabytes wait for a catch-up, and no more', async () => {
  for (const { bytes, joins } of [
    { bytes: 2 * 1024 * 1024, joins: true },
    { bytes: 2 * 1024 * 1024 + 1, joins: false },
  ]) {
    const past = channelOf();
    const { subscriber, sent, give } = subscribed('0001');
    subscriber.startCatchUp(past.channel);
    give('x'.repeat(2 * 1024 * 1024), '0002');
    give('x'.repeat(bytes), '0003');
    await past.give('two', '0002');
    expect([sent.length, past.listeners.size], `${bytes}`).toEqual(joins ? [2, 0] : [1, 1]);
  }
});

test('what a catch-up has sent already is not sent from the shared channel again', async () => {
  const past = channelOf();
  const { subscriber, sent, give } = subscribed('0001');
  subscriber.startCatchUp(past.channel);
  await past.give('three', '0003');
  give('two', '0002');
  give('four', '0004');
  await past.give('four', '0004');
  give('five', '0005');
  expect(sent).toEqual(['>three@0003', '>four@0004', '>five@0005']);
  const [first, other] = [channelOf(), subscribed(null)];
  other.subscriber.startCatchUp(first.channel);
  other.give('state', null);
  other.give('two', '0002');
  await first.give('two', '0002');
  expect([other.sent, first.listeners.size], 'of one without a position all waits').toEqual([['>two@0002'], 0]);
});

test('a catch-up of one subscriber waits for its socket', async () => {
  const past = channelOf();
  const { subscriber, socket, sent, drain, asked } = subscribed('0001');
  subscriber.startCatchUp(past.channel);
  socket.full = true;
  let isTaken = false;
  const taken = past.give('two', '0002').then(() => {
    isTaken = true;
  });
  await turn();
  expect([isTaken, sent]).toEqual([false, []]);
  await drain();
  await taken;
  expect([sent, asked]).toEqual([['>two@0002'], []]);
});

test('a subscriber that left while its catch-up waits for the socket is sent nothing more', async () => {
  const past = channelOf();
  const { subscriber, socket, sent, drain } = subscribed('0001');
  subscriber.startCatchUp(past.channel);
  socket.full = true;
  const taken = past.give('two', '0002');
  subscriber.leave();
  await drain();
  await taken;
  expect(sent).toEqual([]);
});

test('a catch-up of several does not wait for the full socket of one, which continues alone', async () => {
  const [past, alone] = [channelOf(), channelOf()];
  const { subscriber, socket, sent, asked, drain } = subscribed('0001', [alone]);
  past.state.others = 1;
  subscriber.startCatchUp(past.channel);
  socket.full = true;
  await past.give('two', '0002');
  expect([past.listeners.size, past.state.closed, sent]).toEqual([0, 0, []]);
  await drain();
  expect(asked).toEqual(['0001']);
  await alone.give('two', '0002');
  expect(sent).toEqual(['>two@0002']);
});

test('a subscriber without a position takes what its catch-up gives, also on a full socket', async () => {
  const past = channelOf();
  const { subscriber, socket, sent } = subscribed(null);
  past.state.others = 1;
  subscriber.startCatchUp(past.channel);
  socket.full = true;
  await past.give('state', null);
  expect([sent, past.listeners.size]).toEqual([['>state@null'], 1]);
});

test('a subscriber without a position continues after its socket was full, or ends with the shared channel', async () => {
  const { subscriber, socket, sent, asked, ends, give, drain } = subscribed(null);
  socket.full = true;
  give('lost', null);
  await drain();
  give('state', null);
  expect([sent, asked, ends]).toEqual([['>state@null'], [], []]);
  socket.full = true;
  give('lost', null);
  subscriber.end();
  expect(ends).toEqual([]);
  await drain();
  expect(ends).toEqual([undefined]);
});

test('a subscriber that left while its socket was full asks for nothing more', async () => {
  const { subscriber, socket, asked, give, drain } = subscribed('0001');
  socket.full = true;
  give('two', '0002');
  subscriber.leave();
  await drain();
  expect(asked).toEqual([]);
});

test('a subscriber whose past cannot be opened ends with the reason', async () => {
  const refused = new Error('The cursor is unknown');
  const pasts = [channelOf(() => Promise.reject(refused)), channelOf(async () => ({ errors: [] }))];
  const reasons: unknown[] = [];
  for (const past of pasts) {
    const { socket, ends, left, give, drain } = subscribed('0001', [past]);
    socket.full = true;
    give('two', '0002');
    await drain();
    reasons.push(...ends);
    expect([left.length, past.listeners.size, past.state.closed]).toEqual([1, 0, 1]);
  }
  expect(reasons).toEqual([refused, new Error('The subscription cannot continue')]);
});

test('an error of the shared channel ends a subscriber at once, its end only after the catch-up', async () => {
  const [one, other] = [channelOf(), channelOf()];
  const [failed, ended] = [subscribed('0001'), subscribed('0001')];
  failed.subscriber.startCatchUp(one.channel);
  const error = new Error('The log is gone');
  failed.subscriber.end(error);
  expect([failed.ends, one.state.closed]).toEqual([[error], 1]);
  const late: unknown[] = [];
  failed.subscriber.onEnd({ subscriberEnded: (thrown) => void late.push(thrown) });
  expect(late).toEqual([error]);
  ended.subscriber.startCatchUp(other.channel);
  ended.give('two', '0002');
  ended.give('three', '0003');
  ended.subscriber.end();
  expect(ended.ends).toEqual([]);
  await other.give('two', '0002');
  expect([ended.sent, ended.ends]).toEqual([['>two@0002', '>three@0003'], [undefined]]);
});

test('the end of a catch-up that was left ends nothing', async () => {
  const past = channelOf();
  const { subscriber, ends, give } = subscribed('0001');
  subscriber.startCatchUp(past.channel);
  const [listener] = past.listeners;
  await past.give('two', '0002');
  give('two', '0002');
  listener?.end(new Error('closed'));
  await listener?.deliver(Buffer.from('late'), '0009', false);
  expect(ends).toEqual([]);
  subscriber.leave();
  expect(ends).toEqual([undefined]);
});
