import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { wire } from '../../src/adapters/five9-cti/contract/index.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { Centre, CentreEvent, SimulatedCall, SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { defaultFields } from '../../src/simulators/defaults.ts';
import { simulator } from '../../src/simulators/five9-cti/index.ts';
import type { RunningSimulator } from '../../src/simulators/simulator.ts';
import { brief, collect, connectTo, eventually } from './scripted.ts';

type DeskLine = { agent: string; url: string };

const START = new Date('2024-05-06T14:00:00Z');
const ask = {};

function worldOf(seed: number): Centre {
  const centre = createCentre({ seed, startsAt: START });
  centre.advanceTo(new Date(START.getTime() + 20 * 60_000));
  return centre;
}

function later(centre: Centre, seconds: number): Date {
  return new Date(centre.now().getTime() + seconds * 1_000);
}

async function failure(promise: Promise<unknown>): Promise<CrosspointError> {
  const thrown = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof CrosspointError)) throw new Error(`no error of ours: ${String(thrown)}`);
  return thrown;
}

describe('desks of the simulated centre', () => {
  let centre: Centre;
  let running: RunningSimulator;
  let adapter: Adapter;

  beforeAll(async () => {
    centre = worldOf(11);
    running = await simulator.start({ centre, port: 0 });
    adapter = connectTo(running.settings.desks as DeskLine[]);
  });
  afterAll(async () => {
    await adapter.close();
    await running.close();
  });

  function able<Name extends keyof Adapter>(name: Name): NonNullable<Adapter[Name]> {
    const method = adapter[name];
    if (!method) throw new Error(`${name} is missing`);
    return method;
  }

  const idle = (): SimulatedPerson => {
    const person = centre.people.find(
      (one) => one.carrier === 'five9-cti' && one.presence === 'READY' && centre.liveCalls(one).length === 0,
    );
    if (!person) throw new Error('nobody is idle');
    return person;
  };

  const dialled = async (): Promise<{ person: SimulatedPerson; call: SimulatedCall; id: string }> => {
    const person = idle();
    const { call: record } = await able('callDial')(person.userName, { number: '+15550000003' }, ask);
    const [call] = centre.liveCalls(person);
    if (!call || !record) throw new Error('there is no call');
    expect(record.nativeId).toBe(`${person.userName}/${call.id}`);
    expect(record.to).toBe('+15550000003');
    return { person, call, id: record.nativeId };
  };

  const talking = async () => {
    const made = await dialled();
    if (made.call.state === 'RINGING') centre.answer(made.call);
    return made;
  };

  it('are all of its people with this carrier', async () => {
    const people = centre.people.filter(({ carrier }) => carrier === 'five9-cti');
    const { items, truncated } = await able('agents')({}, ask);
    expect(truncated).toBe(false);
    expect(items.map(({ nativeId }) => nativeId)).toEqual(people.map(({ userName }) => userName));
    for (const person of people) {
      const row = items.find(({ userName }) => userName === person.userName);
      expect(row?.presence, person.userName).toBe(person.presence);
      expect(row?.extensions).toEqual([person.extension]);
      expect([...(row?.skills ?? [])].sort()).toEqual([...person.skills].sort());
    }
    expect(await adapter.check(ask)).toContain(`${people.length} of ${people.length} desks answer`);
  });

  it('show the calls in hand', async () => {
    const { items } = await able('calls')({}, ask);
    const live = centre.liveCalls().filter(({ carrier }) => carrier === 'five9-cti');
    expect(live.length).toBeGreaterThan(0);
    expect(items.map(({ callId }) => callId).sort()).toEqual(live.map(({ id }) => id).sort());
    for (const call of live) {
      const row = items.find(({ callId }) => callId === call.id);
      expect(row).toMatchObject({
        from: call.ani,
        to: call.dnis,
        direction: call.direction,
        device: call.person.extension,
      });
      if (call.campaign) expect(row?.campaign).toEqual({ nativeId: call.campaign.id, name: call.campaign.name });
    }
  });

  it('know dispositions, skills and reasons', async () => {
    const names = (rows: { items: readonly { name: string }[] }) => rows.items.map(({ name }) => name);
    const used = new Set(centre.campaigns.flatMap((one) => (one.owner === 'five9-config' ? one.dispositions : [])));
    expect(names(await able('dispositions')({}, ask)).sort()).toEqual([...used].sort());
    expect(centre.skills).toEqual(expect.arrayContaining(names(await able('skills')({}, ask))));
    const reasons = await able('reasonCodes')({}, ask);
    expect(reasons.items.filter(({ kind }) => kind === 'NOT_READY').map(({ name }) => name)).toEqual(
      centre.notReadyReasons,
    );
  });

  it('hold, take back, hang up and dispose the call in hand', async () => {
    const { person, call, id } = await talking();
    await able('callHold')(id, {}, ask);
    expect(call.state).toBe('HELD');
    const shown = async () => (await able('calls')({ nativeIds: [id] }, ask)).items[0]?.state;
    expect(await shown()).toBe('HELD');
    await able('callRetrieve')(id, {}, ask);
    expect(call.state).toBe('CONNECTED');
    expect(await shown()).toBe('CONNECTED');
    await able('callHangup')(id, {}, ask);
    expect(call.state).toBe('WRAP_UP');
    expect(await shown()).toBe('WRAP_UP');
    const [disposition = ''] = centre.dispositions;
    await able('callDispose')(id, { disposition, comments: 'a < b' }, ask);
    expect(call).toMatchObject({ state: 'ENDED', disposition });
    expect(centre.liveCalls(person)).toEqual([]);
  });

  it('refuse what the call does not allow, and a call that is not in hand', async () => {
    const { call, id } = await talking();
    await able('callHold')(id, {}, ask);
    const twice = await failure(able('callHold')(id, {}, ask));
    expect(twice).toMatchObject({ code: 'FAILED_PRECONDITION', vendorCode: 'Server', operation: 'toggleHold' });
    expect(twice.message).toBe('The call is already on hold');
    centre.dispose(call, centre.dispositions[0] ?? '');
    expect(await failure(able('callHold')(id, {}, ask))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await failure(able('callHangup')('nobody/0', {}, ask))).toMatchObject({ code: 'NOT_FOUND' });
    expect(running.received.get('disconnectCall') ?? 0).toBeLessThanOrEqual(1);
  });

  it('record by call', async () => {
    const { person, call, id } = await talking();
    if (call.recording?.state === 'RECORDING') {
      const stopped = await able('recordingStop')({ call: id }, ask);
      expect(stopped).toEqual({ state: 'NOT_RECORDING' });
      expect(call.recording.state).toBe('STOPPED');
    } else {
      expect(await able('recordingStart')({ device: person.extension }, ask)).toEqual({ state: 'RECORDING' });
      expect(call.recording?.state).toBe('RECORDING');
      await able('recordingStop')({ callId: call.id }, ask);
      expect(call.recording?.state).toBe('STOPPED');
    }
    expect(await failure(able('recordingStop')({ call: id }, ask))).toMatchObject({ code: 'FAILED_PRECONDITION' });
    centre.dispose(call, centre.dispositions[0] ?? '');
  });

  it('become ready and not ready', async () => {
    const person = idle();
    const reason = centre.notReadyReasons[1] ?? '';
    await able('agentSetNotReady')(person.userName, { reasonCode: reason }, ask);
    expect(person).toMatchObject({ presence: 'NOT_READY', reasonCode: reason });
    await able('agentSetReady')(person.userName, {}, ask);
    expect(person.presence).toBe('READY');
    const wrong = able('agentSetNotReady')(person.userName, { reasonCode: 'no such reason' }, ask);
    expect(await failure(wrong)).toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: ['reasonCode'] });
    expect(await failure(able('agentSetReady')('nobody', {}, ask))).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('log a logged-out agent in where the operator gave the credentials', async () => {
    const person = centre.people.find((one) => one.carrier === 'five9-cti' && one.presence === 'LOGGED_OUT') ?? idle();
    if (person.presence !== 'LOGGED_OUT') centre.logOut(person);
    const lines = running.settings.desks as DeskLine[];
    const line = lines.find(({ agent }) => agent === person.userName) as DeskLine;
    expect(await failure(able('agentSetReady')(person.userName, {}, ask))).toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: 'Not logged in',
    });
    const login = { password: 'hunter22', stationId: '42', stationType: 'SOFTPHONE' };
    const trusted = connectTo([{ ...line, login } as DeskLine]);
    await trusted.agentSetReady?.(person.userName, {}, ask);
    expect(person.presence).toBe('READY');
    await trusted.close();
  });

  it('are told apart by the desk argument, which is never sent', async () => {
    const [first] = running.settings.desks as DeskLine[];
    const details = await adapter.call('getUserDetails', { desk: first?.agent }, ask);
    expect(details).toMatchObject({ username: first?.agent });
    expect(await failure(adapter.call('getStatus', {}, ask))).toMatchObject({
      code: 'INVALID_ARGUMENT',
      argumentPath: ['desk'],
    });
    const unknown = adapter.call('getStatus', { desk: 'nobody' }, ask);
    expect(await failure(unknown)).toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: ['desk'] });
    const alone = connectTo([first as DeskLine]);
    expect(await alone.call('getUserDetails', {}, ask)).toMatchObject({ username: first?.agent });
    await alone.close();
  });

  it.each([
    'file:///etc/passwd',
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://[::1]/',
    'http://localhost./',
    'http://printer/',
    'http://a:b@example.com/',
    'javascript:alert(1)',
  ])('do not open %s in a browser', async (url) => {
    const desk = (running.settings.desks as DeskLine[])[0]?.agent;
    const before = running.received.get('openBrowser') ?? 0;
    expect(await failure(adapter.call('openBrowser', { desk, url }, ask))).toMatchObject({ argumentPath: ['url'] });
    expect(running.received.get('openBrowser') ?? 0).toBe(before);
  });

  it('answer every documented operation', async () => {
    const person = idle();
    const desk = person.userName;
    for (const [name, row] of Object.entries(wire.operations)) {
      if (name === 'openBrowser' || name === 'checkEvent') continue;
      const input: Record<string, unknown> = { ...defaultFields(row.input), desk };
      for (const [field, { secret }] of Object.entries(row.input)) if (secret) input[field] = '12345678';
      const outcome = await adapter.call(name, input, ask).then(
        () => 'answered',
        (error: CrosspointError) => error.code,
      );
      expect(['answered', 'FAILED_PRECONDITION'], name).toContain(outcome);
      const onTheWire = running.received.get(name) ?? 0;
      expect(onTheWire, name).toBeGreaterThan(0);
    }
  });

  it('write events the way known clients of the vendor read them', async () => {
    const line = (running.settings.desks as DeskLine[])[3];
    const post = async (operation: string, inner: string) => {
      const body = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><v2:${operation} xmlns:v2="urn:core_v2.agent.api.five9.com">${inner}</v2:${operation}></s:Body></s:Envelope>`;
      const headers = { 'content-type': 'text/xml', soapaction: '' };
      return (await fetch(line?.url ?? '', { method: 'POST', headers, body })).text();
    };
    const id = /<return>(.*?)<\/return>/.exec(await post('addListener', '<name>wallboard</name>'))?.[1];
    const nothing = await post('checkEvent', `<listenerId>${id}</listenerId><timeout>1</timeout>`);
    expect(/<return[^>]* xsi:type="ns4:(\w+)"/.exec(nothing)?.[1]).toBe('timeout');
    await post('setSoftphoneSpeakerVolume', '<volume>42</volume>');
    const event = await post('checkEvent', `<listenerId>${id}</listenerId><timeout>1000</timeout>`);
    expect(/<return[^>]* xsi:type="ns4:(\w+)"/.exec(event)?.[1]).toBe('softphoneVolumeChanged');
    expect(event).toContain('<value>42</value>');
    expect(await post('removeListener', `<listenerId>${id}</listenerId>`)).not.toContain('Fault');
    expect(await post('checkEvent', `<listenerId>${id}</listenerId><timeout>1</timeout>`)).toContain(
      'is not registered',
    );
  });
});

describe('the stream of a whole floor', () => {
  const cleanups: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const clean of cleanups.splice(0).reverse()) await clean();
  });

  const WORDS = {
    started: ['STARTED'],
    connected: ['CONNECTED'],
    held: ['HELD'],
    retrieved: ['RETRIEVED'],
    disconnected: ['WRAP_UP'],
    disposed: ['DISPOSED', 'ENDED'],
    transferred: [],
  } as const;

  async function floor(seed: number) {
    const centre = worldOf(seed);
    const running = await simulator.start({ centre, port: 0 });
    const desks = running.settings.desks as DeskLine[];
    const adapter = connectTo(desks);
    const { events } = adapter;
    if (!events) throw new Error('no stream');
    const stream = collect(events);
    cleanups.push(
      () => running.close(),
      () => adapter.close(),
      stream.stop,
    );
    await eventually(() => (running.received.get('checkEvent') ?? 0) >= desks.length);
    return { centre, running, desks, adapter, stream };
  }

  function happenings(centre: Centre) {
    const told = new Map<string, string[]>();
    const stop = centre.on((event: CentreEvent) => {
      if (event.kind !== 'call' || event.call.carrier !== 'five9-cti') return;
      const { id } = event.call;
      if (event.type === 'started') told.set(id, []);
      told.get(id)?.push(...WORDS[event.type]);
    });
    return { told, stop };
  }

  it('equals what happened in the world, call by call', async () => {
    const { centre, stream } = await floor(5);
    const { told, stop } = happenings(centre);
    for (let step = 0; step < 60; step += 1) centre.advanceTo(later(centre, 20));
    stop();
    expect(told.size).toBeGreaterThan(5);
    const count = [...told.values()].reduce((sum, words) => sum + words.length, 0);
    const seen = () => {
      const byCall = new Map<string, string[]>([...told.keys()].map((id) => [id, []]));
      for (const event of stream.events)
        if (event.kind === 'CALL' && event.type !== 'UPDATED') byCall.get(event.call.callId ?? '')?.push(event.type);
      return byCall;
    };
    await stream.until(() => [...seen().values()].reduce((sum, words) => sum + words.length, 0) >= count);
    expect(Object.fromEntries(seen())).toEqual(Object.fromEntries(told));
    const disposed = stream.events.flatMap((event) =>
      event.kind === 'CALL' && event.type === 'DISPOSED' ? [event] : [],
    );
    for (const { call } of disposed) {
      const real = centre.calls.find(({ id }) => id === call.callId);
      expect(call.disposition).toBe(real?.disposition);
    }
    expect(new Set(stream.events.map(({ fingerprint }) => fingerprint)).size).toBe(stream.events.length);
  });

  it('ends with everybody where the world has them', async () => {
    const { centre, adapter, stream } = await floor(6);
    for (let step = 0; step < 30; step += 1) centre.advanceTo(later(centre, 20));
    const presence = () => {
      const last = new Map<string, string>();
      for (const event of stream.events)
        if (event.kind === 'AGENT') last.set(event.agent.nativeId ?? '', String(event.presence));
      return last;
    };
    await eventually(() => {
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

  it('does not keep acts waiting', async () => {
    const { centre, adapter, stream } = await floor(7);
    const person = centre.people.find((one) => one.carrier === 'five9-cti' && one.presence === 'READY');
    const began = performance.now();
    await adapter.agentSetNotReady?.(person?.userName ?? '', {}, ask);
    expect(performance.now() - began).toBeLessThan(1_000);
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
    const became = (word: string) => eventually(async () => (await state()) === word);
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
    const steps = stream.events.flatMap((event) =>
      event.subject === call.nativeId && event.kind === 'CALL' ? [event.type] : [],
    );
    expect(steps.join(' ')).toBe('STARTED CONNECTED PARKED RETRIEVED TRANSFERRING UPDATED CONFERENCED WRAP_UP ENDED');
  });

  it('hands a call over to a colleague, whose desk tells it as a new one', async () => {
    const { centre, adapter, stream } = await floor(10);
    const [from, to] = centre.people.filter(
      (one) => one.carrier === 'five9-cti' && one.presence === 'READY' && centre.liveCalls(one).length === 0,
    );
    if (!from || !to) throw new Error('nobody is idle');
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

  it('knows a call that ended from one it never saw', async () => {
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
    const steps = stream.events.flatMap((event) => (event.subject === id && event.kind === 'CALL' ? [event.type] : []));
    expect(steps).toEqual(['STARTED', 'WRAP_UP', 'DISPOSED', 'ENDED']);
    const act = adapter.callHangup?.(id, {}, ask) ?? Promise.resolve();
    expect(await failure(act)).toMatchObject({ code: 'FAILED_PRECONDITION', message: 'The call has ended' });
    const { items } = (await adapter.calls?.({ nativeIds: [id] }, ask)) ?? { items: [] };
    expect(items).toMatchObject([{ nativeId: id, state: 'ENDED', disposition: centre.dispositions[0] }]);
  });
});
