import { afterEach, describe, expect, it } from 'vitest';
import { SimulatedFault } from '../../src/simulators/soap.ts';
import { until } from '../helpers/until.ts';
import { brief, briefs, call, connectTo, floor, incoming, named, withoutPresence } from './scripted.ts';

const { cleanups, desk, streamOf, listening, clean } = floor();

afterEach(clean);

describe('the listener of a desk', () => {
  it('registers at once when the service forgot it, and recovers what was missed (F9)', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.send(incoming('A'), named('callStarted', 'A'));
    await stream.until((all) => briefs(all).includes('CALL CONNECTED A CONNECTED'));
    one.status = { onCall: true, callConnected: true, currentCall: [call('B')] };
    one.listeners.clear();
    await stream.until((all) => briefs(all).includes('CALL CONNECTED B CONNECTED'));
    one.send(named('callStarted', 'B'), named('callEnded', 'B'));
    const events = await stream.until((all) => briefs(all).includes('CALL WRAP_UP B WRAP_UP'));
    expect(briefs(withoutPresence(events))).toEqual([
      'CALL STARTED A RINGING',
      'CALL CONNECTED A CONNECTED',
      'GAP',
      'CALL ENDED A ENDED',
      'CALL STARTED B RINGING',
      'CALL CONNECTED B CONNECTED',
      'CALL WRAP_UP B WRAP_UP',
    ]);
    expect(one.service.received.get('addListener')).toBe(2);
  });

  it('survives a restart of the service on the same port, with the account DOWN meanwhile', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.send(incoming('A'));
    await stream.until((all) => all.length === 1);
    await one.close();
    await stream.until((all) => all.some((event) => event.kind === 'ACCOUNT' && event.status === 'DOWN'));
    const again = await desk(one.service.port);
    await stream.until((all) => all.some((event) => event.kind === 'ACCOUNT' && event.status === 'UP'));
    await until(() => again.service.received.get('checkEvent') !== undefined);
    again.send(incoming('B'));
    const events = await stream.until((all) => all.some((event) => brief(event) === 'CALL STARTED B RINGING'));
    expect(briefs(withoutPresence(events))).toEqual([
      'CALL STARTED A RINGING',
      'ACCOUNT DOWN',
      'GAP',
      'CALL ENDED A ENDED',
      'ACCOUNT UP',
      'CALL STARTED B RINGING',
    ]);
  });

  it('reports a gap where the first registration failed', async () => {
    const one = await desk();
    let failed = 0;
    one.before = async (operation) => {
      if (operation !== 'addListener' || failed > 0) return;
      failed += 1;
      throw new SimulatedFault('', 'Not now');
    };
    const stream = streamOf(connectTo([{ agent: 'jdoe', url: one.url }]));
    const events = await stream.until((all) => briefs(all).includes('ACCOUNT UP'));
    expect(briefs(events)).toEqual(['ACCOUNT DOWN', 'GAP', 'ACCOUNT UP']);
  });

  it('reports the presence after an event whose status could not be read', async () => {
    const one = await desk();
    const stream = await listening(one);
    one.status = { ready: false };
    let failed = 0;
    let isFailing = true;
    one.before = async (operation) => {
      if (operation !== 'getStatus' || !isFailing) return;
      failed += 1;
      throw new SimulatedFault('', 'Not now');
    };
    one.send({ _type: 'readyStateChanged', id: '0', reasonCodeId: '' });
    await until(() => failed > 0);
    isFailing = false;
    const events = await stream.until((all) => all.some(({ kind }) => kind === 'AGENT'));
    expect(briefs(events)).toContain('AGENT PRESENCE_CHANGED NOT_READY');
  });

  it('reports one failed desk of two as a degraded account and continues for the other', async () => {
    const [one, other] = [await desk(), await desk()];
    const stream = streamOf(connectTo([one, other].map(({ url }, at) => ({ agent: `agent${at}`, url }))));
    await until(() => [one, other].every(({ service }) => service.received.get('checkEvent') !== undefined));
    await other.close();
    await stream.until((all) => all.length === 1);
    one.send(incoming('A'));
    const events = await stream.until((all) => all.length === 2);
    expect(briefs(events)).toEqual(['ACCOUNT DEGRADED', 'CALL STARTED A RINGING']);
  });

  it.each(['hang', 'html', 'half', 'unavailable', 'fault-200', 'fault-500', 'empty', 'down'] as const)(
    'registers again after the service answered %s',
    async (kind) => {
      const one = await desk();
      const adapter = connectTo([{ agent: 'jdoe', url: one.url }], { pollTimeout: 50 });
      const stream = streamOf(adapter);
      await until(() => (one.service.received.get('checkEvent') ?? 0) > 1);
      const before = one.service.received.get('addListener') ?? 0;
      one.service.trouble({ kind, operation: 'checkEvent', times: 1 });
      await until(() => (one.service.received.get('addListener') ?? 0) > before, 'a listener is added again', 9_000);
      await until(() => one.asked.at(-1)?.[0] === 'checkEvent');
      one.send(incoming('A'));
      await stream.until((all) => all.some((event) => brief(event) === 'CALL STARTED A RINGING'));
    },
  );

  it('is shared by all readers and removed with the last one', async () => {
    const one = await desk();
    const adapter = connectTo([{ agent: 'jdoe', url: one.url }]);
    const [first, second] = [streamOf(adapter), streamOf(adapter)];
    await until(() => one.service.received.get('checkEvent') !== undefined);
    one.send(incoming('A'));
    await Promise.all([first, second].map((stream) => stream.until((all) => all.length === 1)));
    expect(one.service.received.get('addListener')).toBe(1);
    await first.stop();
    expect(one.service.received.get('removeListener')).toBeUndefined();
    one.send(incoming('B'));
    await second.until((all) => all.length === 2);
    await second.stop();
    expect(one.service.received.get('removeListener')).toBe(1);
  });

  it('leaves events at the desk while its reader does not read', async () => {
    const one = await desk();
    const adapter = connectTo([{ agent: 'jdoe', url: one.url }]);
    cleanups.push(() => adapter.close());
    const stop = new AbortController();
    const stream = adapter.events?.({ signal: stop.signal })[Symbol.asyncIterator]();
    const first = stream?.next();
    await until(() => one.service.received.get('checkEvent') !== undefined);
    const many = 1_400;
    for (let at = 0; at < 900; at += 1) one.send(incoming(`call${at}`));
    await first;
    await until(() => (one.service.received.get('checkEvent') ?? 0) > 850);
    for (let at = 900; at < many; at += 1) one.send(incoming(`call${at}`));
    await until(() => (one.service.received.get('checkEvent') ?? 0) > 1_000);
    let seen = 1;
    while (seen < many) {
      await stream?.next();
      seen += 1;
      if (seen === 2) expect(one.service.received.get('checkEvent')).toBeLessThan(1_010);
    }
    stop.abort();
    await stream?.return?.(undefined);
  });
});
