import { buildSchema, type ExecutionResult, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  SharedExecution,
  type SharedOperation,
  type SubscriptionExecutor,
} from '../../src/subscriptions/deliver/shared-execution.ts';
import { SharedSubscriptions } from '../../src/subscriptions/deliver/shared-subscriptions.ts';
import { Subscriber } from '../../src/subscriptions/deliver/subscriber.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import type { SocketWriter } from '../../src/websocket/socket-writer.ts';
import { until } from '../helpers/until.ts';

const LANGUAGE = `
  type Query { nothing: String }
  type Subscription { line(after: String, snapshot: Boolean, from: String, to: String): Line! }
  type Line { text: String, more: String }
`;

/** What begins each message of a subscription. */
const head = (id: string) => `{"id":"${id}","type":"next","payload":`;

/** What a subscription follows: emits what it is given, and reports whether it was read. */
class Source implements AsyncIterableIterator<unknown> {
  taken = 0;
  left = false;
  readonly #items: { position: string; event: { text: string } }[] = [];
  #thrown: Error | undefined;
  #wake: (() => void) | undefined;

  emit(...texts: string[]): void {
    for (const text of texts) this.#items.push({ position: text, event: { text } });
    this.#wake?.();
  }

  fail(thrown: Error): void {
    this.#thrown = thrown;
    this.#wake?.();
  }

  async next(): Promise<IteratorResult<unknown>> {
    for (;;) {
      if (this.left) return { done: true, value: undefined };
      if (this.#thrown) throw this.#thrown;
      const value = this.#items.shift();
      if (value) this.taken += 1;
      if (value) return { done: false, value };
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
  }

  async return(): Promise<IteratorResult<unknown>> {
    this.left = true;
    this.#wake?.();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator]() {
    return this;
  }
}

function followed(contextFor: SubscriptionExecutor['contextFor'] = () => ({})) {
  const sources: Source[] = [];
  const troubles: Error[] = [];
  const schema = buildSchema(LANGUAGE);
  const field = schema.getSubscriptionType()?.getFields().line;
  if (!field) throw new Error('No subscription');
  field.subscribe = () => {
    const trouble = troubles.shift();
    if (trouble) throw trouble;
    const source = new Source();
    sources.push(source);
    return source;
  };
  field.resolve = ({ event }) => event;
  const executor: SubscriptionExecutor = { schema, contextFor, formatError: (error) => error.toJSON() };
  const fanout = new SharedSubscriptions(executor, { head: async () => '0' } as EventLog);
  return { executor, fanout, sources, troubles };
}

/** A socket that records what is sent, and may be full until it is drained. */
function wired() {
  const texts: string[] = [];
  let drain = () => {};
  const wire = {
    full: false,
    drained: () => new Promise<void>((done) => (drain = done)),
    sendParts: (_head: string, body: Buffer) => void texts.push(JSON.parse(String(body).slice(0, -1)).data.line.text),
  };
  return { texts, state: wire, wire: wire as unknown as SocketWriter, drain: () => drain() };
}

const ALL = 'subscription All($after: String) { line(after: $after) { text } }';

function asked(query = ALL, variables: Record<string, unknown> = {}): SharedOperation {
  return { document: parse(query), variables, viewer: { id: 'someone', scopes: new Set(), accounts: 'all' } };
}

function subscriberOf(joined: Subscriber | ExecutionResult): Subscriber {
  expect(joined).toBeInstanceOf(Subscriber);
  return joined as Subscriber;
}

describe('equal subscriptions', () => {
  it('continue for the others when one leaves, and end with the last', async () => {
    const { fanout, sources } = followed();
    const [one, other] = [wired(), wired()];
    const leaving = subscriberOf(await fanout.join(asked(), one.wire, head('1')));
    const staying = subscriberOf(await fanout.join(asked(), other.wire, head('2')));
    leaving.leave();
    sources[0]?.emit('later');
    await until(() => other.texts.length === 1, 'the other receives it');
    expect([one.texts, fanout.size, sources.length]).toEqual([[], 1, 1]);
    staying.leave();
    expect([fanout.size, sources[0]?.left]).toEqual([0, true]);
  });

  it('say where they begin once what they follow is open, so that a later event reaches their client', async () => {
    let open = () => {};
    const opened = new Promise<object>((resolve) => {
      open = () => resolve({});
    });
    const { fanout, sources } = followed(() => opened);
    const begun: unknown[] = [];
    const { wire } = wired();
    const joined = fanout.join(
      asked(),
      Object.assign(wire, { begin: (place: unknown) => begun.push(place) }),
      head('1'),
    );
    await until(() => fanout.size === 1, 'the subscription is being opened');
    expect([begun, sources.length]).toEqual([[], 0]);
    open();
    subscriberOf(await joined);
    expect([begun, sources.length]).toEqual([['0'], 1]);
  });

  it('are recognized in any order of their variables', async () => {
    const { fanout } = followed();
    const query = 'subscription Some($a: String, $b: String) { line(from: $a, to: $b) { text } }';
    await fanout.join(asked(query, { a: 'x', b: 'y' }), wired().wire, head('1'));
    await fanout.join(asked(query, { b: 'y', a: 'x' }), wired().wire, head('2'));
    expect(fanout.size).toBe(1);
    await fanout.join(asked(query, { a: 'y', b: 'x' }), wired().wire, head('3'));
    expect(fanout.size).toBe(2);
  });

  it('are none where what says how to begin says something else too', async () => {
    const { fanout } = followed();
    const query = 'subscription Now($now: Boolean = false) { line(snapshot: $now) { text more @include(if: $now) } }';
    await fanout.join(asked(query, { now: true }), wired().wire, head('1'));
    await fanout.join(asked(query), wired().wire, head('2'));
    expect(fanout.size).toBe(2);
  });

  it('end with the reason when what they follow fails', async () => {
    const { fanout, sources } = followed();
    const subscriber = subscriberOf(await fanout.join(asked(), wired().wire, head('1')));
    sources[0]?.fail(new Error('broken'));
    const reason = await new Promise((subscriberEnded) => subscriber.onEnd({ subscriberEnded }));
    expect(reason).toMatchObject({ message: 'broken' });
  });

  it('are prepared once, and then executed for one event after the other', async () => {
    const { executor, fanout, sources } = followed();
    const prepared: unknown[] = [];
    executor.prepare = (operation) => {
      prepared.push(operation);
      return (_context, payload) => ({
        data: { line: { text: `prepared ${(payload as { position: string }).position}` } },
      });
    };
    const { texts, wire } = wired();
    const operation = asked();
    await fanout.join(operation, wire, head('1'));
    sources[0]?.emit('1', '2');
    await until(() => texts.length === 2, 'both arrive');
    expect(texts).toEqual(['prepared 1', 'prepared 2']);
    expect(prepared).toEqual([operation]);
  });

  it('may be asked for again when they could not be begun', async () => {
    const { fanout, troubles } = followed();
    troubles.push(new Error('away'));
    expect(await fanout.join(asked(), wired().wire, head('1'))).toMatchObject({ errors: [{ message: 'away' }] });
    expect(fanout.size).toBe(0);
    subscriberOf(await fanout.join(asked(), wired().wire, head('1')));
  });

  it('may be asked for again when what they run in could not be made', async () => {
    let fails = true;
    const { fanout } = followed(() => {
      if (fails) throw new Error('away');
      return {};
    });
    await expect(fanout.join(asked(), wired().wire, head('1'))).rejects.toThrow('away');
    expect(fanout.size).toBe(0);
    fails = false;
    subscriberOf(await fanout.join(asked(), wired().wire, head('1')));
  });
});

describe('a past', () => {
  it('is read no faster than its only client reads', async () => {
    const { fanout, sources } = followed();
    const { texts, state, wire, drain } = wired();
    await fanout.join(asked(ALL, { after: 'x' }), wire, head('1'));
    state.full = true;
    sources[0]?.emit('1', '2', '3');
    await until(() => sources[0]?.taken, 'the first is taken');
    await new Promise((done) => setImmediate(done));
    expect([texts, sources[0]?.taken]).toEqual([[], 1]);
    state.full = false;
    drain();
    await until(() => texts.length === 3, 'the rest follows');
  });

  it('is opened anew after its last reader left', async () => {
    const { fanout, sources } = followed();
    await fanout.join(asked(), wired().wire, head('1'));
    const before = fanout.join(asked(ALL, { after: 'x' }), wired().wire, head('2'));
    await new Promise((done) => setImmediate(done));
    sources[0]?.fail(new Error('broken'));
    await new Promise((done) => setImmediate(done));
    const { texts, wire } = wired();
    await fanout.join(asked(ALL, { after: 'x' }), wire, head('3'));
    await before;
    for (const source of sources.slice(1)) source.emit('1');
    await until(() => texts.length > 0, 'the catch-up is sent');
  });
});

it('a channel that is closed while it is opened follows nothing', async () => {
  let make = () => {};
  const made = new Promise<object>((done) => {
    make = () => done({});
  });
  const { executor, sources } = followed(() => made);
  const channel = new SharedExecution(asked(), executor);
  const opened = channel.open();
  await channel.close();
  make();
  await opened;
  expect(sources.map(({ left }) => left)).toEqual([true]);
});
