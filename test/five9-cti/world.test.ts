import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import type { CrosspointError } from '../../src/adapters/errors.ts';
import { wire } from '../../src/adapters/five9-cti/contract/index.ts';
import type { Centre, SimulatedCall, SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { simulator } from '../../src/simulators/five9-cti/index.ts';
import type { RunningSimulator } from '../../src/simulators/simulator.ts';
import { defaultFields } from '../helpers/default-answers.ts';
import { connectTo } from './scripted.ts';
import { type DeskLine, failure, worldOf } from './world.ts';

const ask = {};

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
    if (!person) throw new Error('no agent is idle');
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

  it('show the active calls', async () => {
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

  it('list dispositions, skills and reasons', async () => {
    const names = (rows: { items: readonly { name: string }[] }) => rows.items.map(({ name }) => name);
    const used = new Set(centre.campaigns.flatMap((one) => (one.owner === 'five9-config' ? one.dispositions : [])));
    expect(names(await able('dispositions')({}, ask)).sort()).toEqual([...used].sort());
    expect(centre.skills).toEqual(expect.arrayContaining(names(await able('skills')({}, ask))));
    const reasons = await able('reasonCodes')({}, ask);
    expect(reasons.items.filter(({ kind }) => kind === 'NOT_READY').map(({ name }) => name)).toEqual(
      centre.notReadyReasons,
    );
  });

  it('hold, take back, hang up and dispose the active call', async () => {
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

  it('refuse what the call does not allow, and a call that is not active', async () => {
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

  it('record by call, by phone and by session id', async () => {
    const { person, call, id } = await talking();
    if (call.recording?.state === 'RECORDING') {
      const stopped = await able('recordingStop')({ call: id }, ask);
      expect(stopped).toEqual({ state: 'NOT_RECORDING' });
      expect(call.recording.state).toBe('STOPPED');
    }
    expect(await able('recordingStart')({ device: person.extension }, ask)).toEqual({ state: 'RECORDING' });
    expect(call.recording?.state).toBe('RECORDING');
    await able('recordingStop')({ callId: call.id }, ask);
    expect(call.recording?.state).toBe('STOPPED');
    expect(await failure(able('recordingStop')({}, ask))).toMatchObject({ code: 'INVALID_ARGUMENT' });
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

  it('are chosen by the desk argument, which is not sent', async () => {
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
