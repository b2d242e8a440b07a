/** What every adapter that acts must keep to, over its simulator's wire. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatedCall, SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { able, type Connected, keysWith, refusal, startWorld, type World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await startWorld(33);
}, 30_000);

afterAll(() => world.close());

/** What a vendor may answer for an unknown object or one in the wrong state: never OUTCOME_UNKNOWN. */
const PLAIN_NO = /^(NOT_FOUND|FAILED_PRECONDITION|INVALID_ARGUMENT)$/;

function received({ running }: Connected): number {
  return [...running.received.values()].reduce((sum, times) => sum + times, 0);
}

function connectedCall(key: string): SimulatedCall {
  const live = world.centre.liveCalls().filter(({ carrier, state }) => carrier === key && state === 'CONNECTED');
  const alone = live.find(({ person }) => world.centre.liveCalls(person).length === 1);
  if (!alone) throw new Error(`no call is connected at ${key}`);
  return alone;
}

/** The account's own row of a call of the world. */
async function rowOf(connected: Connected, call: SimulatedCall) {
  const { items } = await able(connected, 'calls')({}, {});
  const numbers = [call.ani, call.dnis];
  // Calls of one queue share the dialled number, so both have to agree where the vendor reports both.
  return items.find(({ from, to }) => [from, to].every((number) => !number || numbers.includes(number)));
}

describe.each(await keysWith('calls', 'callHold', 'callRetrieve', 'callHangup'))('the call controller %s', (key) => {
  test('holds, retrieves and hangs up the named call and no other', async () => {
    const connected = world.connected(key);
    const call = connectedCall(key);
    const others = () =>
      world.centre
        .liveCalls()
        .filter((other) => other !== call)
        .map(({ id, state }) => [id, state]);
    const before = others();
    const id = (await rowOf(connected, call))?.nativeId ?? '';
    await able(connected, 'callHold')(id, {}, {});
    expect([call.state, (await rowOf(connected, call))?.state]).toEqual(['HELD', 'HELD']);
    await able(connected, 'callRetrieve')(id, {}, {});
    expect([call.state, (await rowOf(connected, call))?.state]).toEqual(['CONNECTED', 'CONNECTED']);
    await able(connected, 'callHangup')(id, {}, {});
    expect(['WRAP_UP', 'ENDED']).toContain(call.state);
    expect(['WRAP_UP', 'ENDED', undefined]).toContain((await rowOf(connected, call))?.state);
    expect(others()).toEqual(before);
  });

  test('reports NOT_FOUND for a call that does not exist or has ended', async () => {
    const connected = world.connected(key);
    const call = connectedCall(key);
    const id = (await rowOf(connected, call))?.nativeId ?? '';
    world.centre.hangUp(call);
    for (const role of ['callHold', 'callRetrieve'] as const) {
      expect((await refusal(able(connected, role)(id, {}, {}))).code).toMatch(PLAIN_NO);
    }
    expect((await refusal(able(connected, 'callHold')('no such call', {}, {}))).code).toMatch(PLAIN_NO);
  });

  test('reports OUTCOME_UNKNOWN and does not send the act again', async () => {
    const connected = world.connected(key);
    const call = connectedCall(key);
    const id = (await rowOf(connected, call))?.nativeId ?? '';
    const hold = able(connected, 'callHold');
    const acts = () => [...connected.running.received].filter(([name]) => /hold/i.test(name)).map(([, times]) => times);
    const before = acts().reduce((sum, times) => sum + times, 0);
    const operation = [...connected.running.received.keys()].find((name) => /hold/i.test(name));
    connected.running.trouble({ kind: 'half', ...(operation && { operation }) });
    const error = await refusal(hold(id, {}, { deadline: 2_000 }));
    connected.running.trouble(null);
    expect(error.code).toBe('OUTCOME_UNKNOWN');
    expect(acts().reduce((sum, times) => sum + times, 0)).toBe(before + 1);
  });
});

describe.each(await keysWith('agents', 'agentSetReady', 'agentSetNotReady'))('the agent controller %s', (key) => {
  function idlePerson(): SimulatedPerson {
    const person = world.centre.people.find(
      (one) => one.carrier === key && one.presence === 'READY' && world.centre.liveCalls(one).length === 0,
    );
    if (!person) throw new Error(`no agent is free at ${key}`);
    return person;
  }

  test('makes an agent not ready and ready in the vendor', async () => {
    const connected = world.connected(key);
    const person = idlePerson();
    const row = async () =>
      (await able(connected, 'agents')({}, {})).items.find(
        ({ name }) => name === `${person.firstName} ${person.lastName}`,
      );
    const id = (await row())?.nativeId ?? '';
    await able(connected, 'agentSetNotReady')(id, {}, {});
    expect([person.presence, (await row())?.presence]).toEqual(['NOT_READY', 'NOT_READY']);
    await able(connected, 'agentSetReady')(id, {}, {});
    expect([person.presence, (await row())?.presence]).toEqual(['READY', 'READY']);
  });

  test('reports NOT_FOUND for an unknown agent', async () => {
    const error = await refusal(able(world.connected(key), 'agentSetReady')('no such agent', {}, {}));
    expect(error.code).toMatch(PLAIN_NO);
  });
});

describe.each(await keysWith('campaigns', 'campaignStart', 'campaignStop'))('the campaign controller %s', (key) => {
  const running = () => world.centre.campaigns.find(({ owner, state }) => owner === key && state === 'RUNNING');

  test("stops a running campaign and reports the vendor's state", async () => {
    const connected = world.connected(key);
    const campaign = running();
    const row = async () =>
      (await able(connected, 'campaigns')({}, {})).items.find(({ name }) => name === campaign?.name);
    await able(connected, 'campaignStop')((await row())?.nativeId ?? '', {}, {});
    expect(['STOPPING', 'NOT_RUNNING', 'COMPLETED']).toContain(campaign?.state);
    expect((await row())?.state).toBe(campaign?.state);
  });

  test('reports NOT_FOUND for an unknown campaign', async () => {
    const error = await refusal(able(world.connected(key), 'campaignStart')('99999999', {}, {}));
    expect(error.code).toMatch(PLAIN_NO);
  });
});

describe.each(await keysWith('recordingStart', 'recordingStop'))('the recording controller %s', (key) => {
  function recordedCall(): SimulatedCall {
    const carrier = world.centre.people.some((person) => person.carrier === key) ? key : null;
    const found = world.centre
      .liveCalls()
      .find((call) => call.recording?.state === 'RECORDING' && (carrier === null || call.carrier === carrier));
    if (!found) throw new Error('no call is recorded');
    return found;
  }

  /** What the account itself reads of the call; undefined where it cannot. */
  async function stateRead(
    connected: Connected,
    { person }: SimulatedCall,
    row: string | null,
  ): Promise<string | undefined> {
    const states = await connected.adapter.recordingStates?.([person.extension], {});
    if (states) return states.get(person.extension);
    const rows = await connected.adapter.calls?.({}, {});
    return rows?.items.find(({ nativeId }) => nativeId === row)?.recordingState ?? undefined;
  }

  test('stops and starts the named recording, and reads the new state', async () => {
    const connected = world.connected(key);
    const call = recordedCall();
    const row = (connected.adapter.callHold && (await rowOf(connected, call))?.nativeId) || null;
    const target = { call: row, callId: call.id, device: call.person.extension };
    for (const [role, state] of [
      ['recordingStop', 'NOT_RECORDING'],
      ['recordingStart', 'RECORDING'],
    ] as const) {
      const outcome = await able(connected, role)(target, {});
      expect(outcome).toEqual({ state, ...(outcome.confirmedBy && { confirmedBy: 'STATUS' }) });
      expect((await stateRead(connected, call, row)) ?? state).toBe(state);
    }
  });
});

describe.each(await keysWith())('the account %s with a faulty vendor', (key) => {
  const reads = ['campaigns', 'agents', 'calls', 'recordings', 'dispositions', 'skills'] as const;

  test.each([
    ['down', /^UNAVAILABLE$/],
    ['hang', /^TIMEOUT$/],
    ['html', /^(BAD_RESPONSE|UNAVAILABLE)$/],
    ['empty', /^(BAD_RESPONSE|UNAVAILABLE|TIMEOUT)$/],
    ['half', /^(BAD_RESPONSE|UNAVAILABLE)$/],
    ['unavailable', /^(UNAVAILABLE|BAD_RESPONSE)$/],
  ] as const)('reports a vendor that is %s with its code, and recovers afterwards', async (kind, code) => {
    const connected = world.connected(key);
    const role = reads.find((one) => connected.adapter[one]);
    if (!role) throw new Error('it reads nothing');
    const read = () => able(connected, role)({}, { deadline: 1_000 });
    connected.running.trouble({ kind });
    const error = await refusal(Promise.resolve(read()));
    connected.running.trouble(null);
    expect(error.code).toMatch(code);
    expect(JSON.stringify({ ...error, cause: undefined })).not.toContain('127.0.0.1');
    await expect
      .poll(
        () =>
          Promise.resolve(read()).then(
            () => 'well',
            () => 'ill',
          ),
        { timeout: 10_000 },
      )
      .toBe('well');
  });

  test('ends its request when the caller disconnects', async () => {
    const connected = world.connected(key);
    const role = reads.find((one) => connected.adapter[one]) ?? 'campaigns';
    connected.running.trouble({ kind: 'hang' });
    const leaving = new AbortController();
    const before = received(connected);
    const read = refusal(Promise.resolve(able(connected, role)({}, { signal: leaving.signal, deadline: 30_000 })));
    await expect.poll(() => received(connected)).toBeGreaterThan(before - 1);
    leaving.abort();
    expect((await read).code).toMatch(/^(TIMEOUT|UNAVAILABLE)$/);
    connected.running.trouble(null);
  });
});
