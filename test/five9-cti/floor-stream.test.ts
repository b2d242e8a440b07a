import { afterEach, describe, expect, it } from 'vitest';
import type { Centre, CentreEvent } from '../../src/simulators/centre/model.ts';
import { simulator } from '../../src/simulators/five9-cti/index.ts';
import { until } from '../helpers/until.ts';
import { brief, connectTo, listenToAll } from './scripted.ts';
import { type DeskLine, failure, later, worldOf } from './world.ts';

const ask = {};

describe('the stream of a whole floor', () => {
  const cleanups: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean();
  });

  const STEPS = new Map<string, readonly string[]>([
    ['started', ['STARTED']],
    ['connected', ['CONNECTED']],
    ['held', ['HELD']],
    ['retrieved', ['RETRIEVED']],
    ['disconnected', ['WRAP_UP']],
    ['disposed', ['DISPOSED', 'ENDED']],
  ]);

  async function floor(seed: number) {
    const centre = worldOf(seed);
    const running = await simulator.start({ centre, port: 0 });
    const desks = running.settings.desks as DeskLine[];
    const adapter = connectTo(desks);
    const stream = await listenToAll(adapter, running, cleanups);
    return { centre, running, desks, adapter, stream };
  }

  function record(centre: Centre) {
    const steps = new Map<string, string[]>();
    const stop = centre.on((event: CentreEvent) => {
      if (event.kind !== 'call' || event.call.carrier !== 'five9-cti') return;
      const { id } = event.call;
      if (event.type === 'started') steps.set(id, []);
      steps.get(id)?.push(...(STEPS.get(event.type) ?? []));
    });
    return { steps, stop };
  }

  it('has every step of every call of the centre, and no other', async () => {
    const { centre, stream } = await floor(5);
    const { steps, stop } = record(centre);
    for (let step = 0; step < 60; step += 1) centre.advanceTo(later(centre, 20));
    stop();
    expect(steps.size).toBeGreaterThan(5);
    const count = [...steps.values()].reduce((sum, words) => sum + words.length, 0);
    const seen = () => {
      const byCall = new Map<string, string[]>([...steps.keys()].map((id) => [id, []]));
      for (const event of stream.events)
        if (event.kind === 'CALL' && event.type !== 'UPDATED' && event.call.agent)
          byCall.get(event.call.callId ?? '')?.push(event.type);
      return byCall;
    };
    await stream.until(() => [...seen().values()].reduce((sum, words) => sum + words.length, 0) >= count);
    expect(Object.fromEntries(seen())).toEqual(Object.fromEntries(steps));
    const disposed = stream.events.flatMap((event) =>
      event.kind === 'CALL' && event.type === 'DISPOSED' ? [event] : [],
    );
    for (const { call } of disposed) {
      const real = centre.calls.find(({ id }) => id === call.callId);
      expect(call.disposition).toBe(real?.disposition);
    }
    expect(new Set(stream.events.map(({ fingerprint }) => fingerprint)).size).toBe(stream.events.length);
  });

  it('ends with the presence of each agent in the centre', async () => {
    const { centre, adapter, stream } = await floor(6);
    for (let step = 0; step < 30; step += 1) centre.advanceTo(later(centre, 20));
    const presence = () => {
      const last = new Map<string, string>();
      for (const event of stream.events)
        if (event.kind === 'AGENT') last.set(event.agent.nativeId ?? '', String(event.presence));
      return last;
    };
    await until(() => {
      const now = presence();
      return (
        now.size > 3 &&
        [...now].every(([who, what]) => centre.people.find((one) => one.userName === who)?.presence === what)
      );
    });
    const rows = await adapter.calls?.({}, ask);
    for (const row of rows?.items ?? []) {
      expect(row.state, row.nativeId).toBe(centre.calls.find(({ id }) => id === row.callId)?.state);
    }
  });

  it('does not delay acts', async () => {
    const { centre, adapter, stream } = await floor(7);
    const person = centre.people.find((one) => one.carrier === 'five9-cti' && one.presence === 'READY');
    const began = performance.now();
    await adapter.agentSetNotReady?.(person?.userName ?? '', {}, ask);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(person?.presence).toBe('NOT_READY');
    await stream.until((all) => all.some((event) => brief(event) === 'AGENT PRESENCE_CHANGED NOT_READY'));
  });

  it('follows parking, transfers and conferences that the desk itself began', async () => {
    const { centre, adapter, stream } = await floor(9);
    const person = centre.people.find(
      (one) => one.carrier === 'five9-cti' && one.presence === 'READY' && centre.liveCalls(one).length === 0,
    );
    const desk = person?.userName ?? '';
    const { call } = (await adapter.callDial?.(desk, { number: '+15550000010' }, ask)) ?? {};
    const [real] = person ? centre.liveCalls(person) : [];
    if (!call || !real) throw new Error('there is no call');
    centre.answer(real);
    const id = real.id;
    const cti = (operation: string, input: object = {}) => adapter.call(operation, { desk, ...input }, ask);
    const state = async () => (await adapter.calls?.({ nativeIds: [call.nativeId] }, ask))?.items[0]?.state;
    const became = (word: string) => until(async () => (await state()) === word);
    await cti('parkCall');
    await became('PARKED');
    expect((await adapter.calls?.({}, ask))?.items.map(({ nativeId }) => nativeId)).toContain(call.nativeId);
    const parked = adapter.callHangup?.(call.nativeId, {}, ask) ?? Promise.resolve();
    expect(await failure(parked)).toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: 'The call is parked; unpark it first',
    });
    await cti('retreiveCall', { callSessionId: id });
    await became('CONNECTED');
    await cti('transferCall', { callSessionId: id, number: '+15550000011', warm: true });
    await became('TRANSFERRING');
    await cti('cancelTransfer');
    await became('CONNECTED');
    await cti('conferenceIn', { numberToConference: '+15550000012', isWarmTransfer: true });
    await cti('completeConference');
    await became('CONFERENCED');
    await cti('leaveConference', { dispositionId: '301' });
    await became('ENDED');
    const types = stream.events.flatMap((event) =>
      event.subject === call.nativeId && event.kind === 'CALL' ? [event.type] : [],
    );
    expect(types.join(' ')).toBe('STARTED CONNECTED PARKED RETRIEVED TRANSFERRING UPDATED CONFERENCED WRAP_UP ENDED');
  });

  it('shows a call handed to a colleague as a new one at that desk', async () => {
    const { centre, adapter, stream } = await floor(10);
    const [from, to] = centre.people.filter(
      (one) => one.carrier === 'five9-cti' && one.presence === 'READY' && centre.liveCalls(one).length === 0,
    );
    if (!from || !to) throw new Error('no agent is idle');
    const { call } = (await adapter.callDial?.(from.userName, { number: '+15550000010' }, ask)) ?? {};
    const [real] = centre.liveCalls(from);
    if (!call || !real) throw new Error('there is no call');
    centre.answer(real);
    const input = { desk: from.userName, callSessionId: real.id, number: to.extension };
    await adapter.call('transferCall', input, ask);
    const [next] = centre.liveCalls(to);
    expect(real.transferredTo).toBe(next?.id);
    const subject = `${to.userName}/${next?.id}`;
    await stream.until((all) => all.some((event) => event.subject === subject && brief(event).includes('CONNECTED')));
    await stream.until((all) =>
      all.some((event) => event.subject === call.nativeId && brief(event).includes('WRAP_UP')),
    );
  });

  it('distinguishes an ended call from an unknown one', async () => {
    const { centre, adapter, stream } = await floor(8);
    const person = centre.people.find(
      (one) => one.carrier === 'five9-cti' && one.presence === 'READY' && centre.liveCalls(one).length === 0,
    );
    const { call } = (await adapter.callDial?.(person?.userName ?? '', { number: '+15550000009' }, ask)) ?? {};
    const id = call?.nativeId ?? '';
    await stream.until((all) => all.some((event) => event.subject === id));
    await adapter.callDispose?.(id, { disposition: '301' }, ask);
    await stream.until((all) =>
      all.some((event) => event.kind === 'CALL' && event.type === 'ENDED' && event.subject === id),
    );
    const types = stream.events.flatMap((event) => (event.subject === id && event.kind === 'CALL' ? [event.type] : []));
    expect(types).toEqual(['STARTED', 'WRAP_UP', 'DISPOSED', 'ENDED']);
    const act = adapter.callHangup?.(id, {}, ask) ?? Promise.resolve();
    expect(await failure(act)).toMatchObject({ code: 'FAILED_PRECONDITION', message: 'The call has ended' });
    const { items } = (await adapter.calls?.({ nativeIds: [id] }, ask)) ?? { items: [] };
    expect(items).toMatchObject([{ nativeId: id, state: 'ENDED', disposition: centre.dispositions[0] }]);
  });
});
