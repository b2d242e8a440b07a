/** Which events each condition of a filter passes, and by which keys those events are found. */
import { describe, expect, it } from 'vitest';
import type { AgentReference, CallRecord, CampaignReference, EventRecord } from '../../src/adapters/adapter.ts';
import { type KnownAgent, type Lookup, selectorOf, type Wanted } from '../../src/subscriptions/deliver/filter.ts';

const AT = '2026-06-01T12:00:00.000Z';
const base = (account: string) => ({ account, subject: '1', fingerprint: '1', occurredAt: AT, receivedAt: AT });

const of = (facts: object, account = 'floor') => ({ ...base(account), ...facts }) as unknown as EventRecord;
const call = (facts: Partial<CallRecord> & { readonly account?: string } = {}) =>
  of({ kind: 'CALL', type: 'CONNECTED', call: { nativeId: '1', state: 'CONNECTED', ...facts } }, facts.account);
const agent = (reference: AgentReference, account?: string) =>
  of({ kind: 'AGENT', type: 'UPDATED', presence: 'READY', agent: reference }, account);
const campaign = (reference: CampaignReference, account?: string) =>
  of({ kind: 'CAMPAIGN', type: 'UPDATED', state: 'RUNNING', campaign: reference }, account);
const callback = (facts: object) =>
  of({ kind: 'CALLBACK', type: 'SCHEDULED', callback: { nativeId: '5', number: '+15550100200', ...facts } });
const recording = (facts: object) => of({ kind: 'RECORDING', type: 'ENDED', state: 'ENDED', ...facts });
const alert = (rule: string) => of({ kind: 'ALERT', type: 'FIRED', alert: { id: '9', rule } });
const gap = (account?: string) => of({ kind: 'GAP', from: AT, to: AT, reason: 'lost' }, account);
const vendors: Record<string, string[]> = { ONE: ['floor'], TWO: ['dial', 'wfo'] };

const nothing: Lookup = {
  agent: async () => [],
  campaign: async () => ({ account: 'floor' }),
  source: async () => ({ account: 'floor', nativeId: '1' }),
  accountsOf: (vendor) => vendors[vendor] ?? [],
};

/** Which of some events a filter passes. */
async function passed(wanted: Wanted, events: readonly EventRecord[], lookup: Partial<Lookup> = {}) {
  const { matches } = await selectorOf(wanted, { ...nothing, ...lookup });
  return events.map(matches);
}

describe('a filter', () => {
  it('without conditions passes everything, and knows no keys', async () => {
    expect(await passed({}, [call(), gap(), alert('late')])).toEqual([true, true, true]);
    expect((await selectorOf({}, nothing)).keys).toBeNull();
  });

  it('of kinds and types passes those, and gaps', async () => {
    const events = [call(), agent({ nativeId: '1' }), gap()];
    expect(await passed({ kinds: ['CALL'] }, events)).toEqual([true, false, true]);
    expect(await passed({ kinds: ['AGENT', 'ALERT'] }, events)).toEqual([false, true, true]);
    expect(await passed({ types: ['CALL.CONNECTED'] }, events)).toEqual([true, false, true]);
    expect(await passed({ types: ['ENDED', 'UPDATED'] }, events)).toEqual([false, true, true]);
    expect((await selectorOf({ kinds: ['CALL', 'ALERT'] }, nothing)).keys).toEqual(['kind CALL', 'kind ALERT']);
  });

  it('refuses a type that no event has, and says which', async () => {
    await expect(selectorOf({ types: ['ENDED', 'EXPLODED'] }, nothing)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: 'No event is of the type EXPLODED',
      argumentPath: ['filter', 'types', 1],
    });
    await expect(selectorOf({ types: ['EXPLODED'] }, nothing)).rejects.toMatchObject({
      argumentPath: ['filter', 'types', 0],
    });
  });

  it('of accounts and vendors passes their events alone, gaps too', async () => {
    const events = ['floor', 'dial', 'wfo'].flatMap((account) => [call({ account }), gap(account)]);
    expect(await passed({ accounts: ['dial'] }, events)).toEqual([false, false, true, true, false, false]);
    expect(await passed({ vendors: ['TWO'] }, events)).toEqual([false, false, true, true, true, true]);
    expect(await passed({ vendors: ['TWO'], accounts: ['wfo'] }, events)).toEqual([
      ...Array(4).fill(false),
      true,
      true,
    ]);
    expect((await selectorOf({ vendors: ['TWO'] }, nothing)).keys).toEqual(['account dial', 'account wfo']);
    expect((await selectorOf({ accounts: ['wfo'], kinds: ['CALL'] }, nothing)).keys).toEqual(['account wfo']);
  });

  it('asks whether each of its accounts is visible', async () => {
    const asked: string[] = [];
    await selectorOf({ accounts: ['floor', 'dial'] }, { ...nothing, account: (key) => void asked.push(key) });
    expect(asked).toEqual(['floor', 'dial']);
  });

  it('of devices, states, directions and rules passes what has one of them, and gaps', async () => {
    const events = [
      call({ device: '4711', direction: 'INBOUND' }),
      call({ device: '1', state: 'ENDED' }),
      alert('late'),
      gap(),
    ];
    expect(await passed({ device: '4711' }, events)).toEqual([true, false, false, true]);
    expect(await passed({ devices: ['1', '2'] }, events)).toEqual([false, true, false, true]);
    expect(await passed({ devices: ['1'], device: '4711' }, events)).toEqual([false, true, false, true]);
    expect(await passed({ states: ['ENDED'] }, events)).toEqual([false, true, false, true]);
    expect(await passed({ directions: ['INBOUND'] }, events)).toEqual([true, false, false, true]);
    expect(await passed({ directions: ['OUTBOUND'] }, events)).toEqual([false, false, false, true]);
    expect(await passed({ rules: ['late'] }, events)).toEqual([false, false, true, true]);
    expect(await passed({ rules: ['early'] }, events)).toEqual([false, false, false, true]);
    expect((await selectorOf({ devices: ['1', '2'] }, nothing)).keys).toEqual(['device 1', 'device 2']);
    expect((await selectorOf({ states: ['ENDED'] }, nothing)).keys).toBeNull();
  });

  it('of numbers compares the side that it names, in any spelling', async () => {
    const events = [
      call({ from: '+1 555 010 0200', to: '+15550100300' }),
      call({ from: '+15550100300', to: '+15550100200' }),
      callback({}),
      call({}),
    ];
    expect(await passed({ from: '+15550100200' }, events)).toEqual([true, false, false, false]);
    expect(await passed({ to: '+15550100200' }, events)).toEqual([false, true, true, false]);
    expect(await passed({ number: '+15550100200' }, events)).toEqual([true, true, true, false]);
    expect(await passed({ number: '+15550100999' }, events)).toEqual([false, false, false, false]);
  });

  it('of times passes what began or is due after or before them, not at them', async () => {
    const [early, late] = ['2026-06-01T11:59:59.999Z', '2026-06-01T12:00:00.001Z'];
    const calls = [...[early, AT, late].map((startedAt) => call({ startedAt })), call({}), gap()];
    expect(await passed({ startedAfter: AT }, calls)).toEqual([false, false, true, false, true]);
    expect(await passed({ startedBefore: AT }, calls)).toEqual([true, false, false, false, true]);
    const callbacks = [...[early, AT, late].map((dueAt) => callback({ dueAt })), callback({}), gap()];
    expect(await passed({ dueAfter: AT }, callbacks)).toEqual([false, false, true, false, true]);
    expect(await passed({ dueBefore: AT }, callbacks)).toEqual([true, false, false, false, true]);
    // The offset counts, not the text.
    expect(await passed({ startedAfter: '2026-06-01T13:59:59.000+02:00' }, calls)).toEqual([
      true,
      true,
      true,
      false,
      true,
    ]);
  });

  it('of annotations passes recordings that have them', async () => {
    const annotations = [{ field: 'c1', label: 'Case', value: 'Blue 7' }];
    const events = [recording({ recording: { nativeId: '1', annotations } }), recording({}), call(), gap()];
    expect(await passed({ annotationContains: 'blue' }, events)).toEqual([true, false, false, true]);
    expect(await passed({ annotations: [{ field: 'Case', value: 'Blue 7' }] }, events)).toEqual([
      true,
      false,
      false,
      true,
    ]);
    expect(await passed({ annotations: [{ field: 'Case', value: 'blue 7' }] }, events)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('a filter of agents', () => {
  const ann: KnownAgent = { account: 'floor', nativeId: '7', name: 'Ann', userName: 'ann@x', extension: '4711' };
  const people = { agent: async (id: string) => (id === 'ann' ? [ann] : [{ account: 'dial', nativeId: '8' }]) };
  const by = (reference: AgentReference | null, device: string | null = null) => call({ agent: reference, device });

  it('compares what both sides know: the id, else the name, the phone and the user name', async () => {
    const cases: [EventRecord, boolean][] = [
      [by({ nativeId: '7', name: 'Other' }), true],
      [by({ nativeId: '6', name: 'Ann', userName: 'ann@x', extension: '4711' }), false],
      [by({ name: 'ANN' }), true],
      [by({ name: 'Bob', alias: '4711', userName: 'ann@x', extension: '4711' }), false],
      [by({ alias: '4711', userName: 'other' }), true],
      [by({ alias: '4712', userName: 'ann@x' }), true],
      [by({ userName: 'ann@x', extension: '4712' }), true],
      [by({ userName: 'bob@x', extension: '4711' }), false],
      [by({ extension: '4711' }, '4712'), true],
      [by({ extension: '4712' }, '4711'), false],
      [by(null, '4711'), true],
      [by(null, '4712'), false],
      [by(null), false],
    ];
    const expected = cases.map(([, isHers]) => isHers);
    const events = cases.map(([event]) => event);
    expect(await passed({ agentId: 'ann' }, events, people)).toEqual(expected);
    expect(await passed({ agentIds: ['ann'] }, events, people)).toEqual(expected);
    expect(await passed({ agentId: 'ann' }, [call({ account: 'dial', agent: { nativeId: '7' } })], people)).toEqual([
      false,
    ]);
  });

  it('that an account knows by the id alone are not those without a name or a phone', async () => {
    const events = [
      call({ account: 'dial', agent: {} }),
      call({ account: 'dial' }),
      call({ account: 'dial', agent: { nativeId: '8' } }),
    ];
    expect(await passed({ agentIds: ['bob'] }, events, people)).toEqual([false, false, true]);
  });

  it('passes gaps of the accounts that know one of them', async () => {
    expect(await passed({ agentId: 'ann' }, [gap(), gap('dial')], people)).toEqual([true, false]);
    expect(await passed({ agentIds: ['ann', 'bob'] }, [gap(), gap('dial'), gap('wfo')], people)).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('looks them up for the argument that names them, and finds their events by every reference to them', async () => {
    const asked: unknown[] = [];
    const agentOf = async (...given: unknown[]) => {
      asked.push(given);
      return [ann];
    };
    const lookup = { ...nothing, agent: agentOf };
    expect((await selectorOf({ agentId: 'ann' }, lookup)).keys).toEqual([
      'agent floor id 7',
      'agent floor name ann',
      'agent floor user ann@x',
      'agent floor phone 4711',
    ]);
    await selectorOf({ agentIds: ['bob'], agentId: 'ann' }, lookup);
    expect(asked).toEqual([
      ['ann', 'agentId'],
      ['bob', 'agentIds'],
    ]);
  });

  it('by a part of their name passes their events, and others whose name has it', async () => {
    const parts: string[] = [];
    const named = async (part: string) => {
      parts.push(part);
      return [ann];
    };
    const events = [
      agent({ nativeId: '7' }),
      agent({ nativeId: '8', name: 'Joanna' }),
      agent({ nativeId: '7' }, 'dial'),
      recording({ device: '4711' }),
      recording({ device: '4712' }),
      call({ customerName: 'Joanne' }),
      call({ agent: { nativeId: '7' } }),
      campaign({ name: 'ANNUAL' }),
      gap('wfo'),
    ];
    expect(await passed({ nameContains: 'Ann' }, events, { named })).toEqual([
      ...[true, false, false, true, false],
      ...[true, false, true, true],
    ]);
    expect(parts).toEqual(['ann']);
    expect(await passed({ nameContains: 'Ann' }, events.slice(0, 1))).toEqual([false]);
    expect(await passed({ nameContains: '~' }, [call()])).toEqual([false]);
    expect(await passed({ nameContains: '' }, events)).toEqual(events.map(() => true));
  });
});
