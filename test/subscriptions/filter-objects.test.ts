/** Which events the filters of campaigns and of objects pass, and which events of observed calls. */
import { describe, expect, it } from 'vitest';
import type { CampaignReference, EventRecord } from '../../src/adapters/adapter.ts';
import { type KnownCampaign, type Lookup, selectorOf, type Wanted } from '../../src/subscriptions/deliver/filter.ts';
import { oneConversation } from '../../src/subscriptions/deliver/one-conversation.ts';

const AT = '2026-06-01T12:00:00.000Z';
const of = (facts: object, account = 'floor') =>
  ({ account, subject: '1', fingerprint: '1', occurredAt: AT, receivedAt: AT, ...facts }) as unknown as EventRecord;
const call = (facts: object = {}, account?: string) =>
  of({ kind: 'CALL', type: 'CONNECTED', call: { nativeId: '1', state: 'CONNECTED', ...facts } }, account);
const recording = (facts: object, account?: string) =>
  of({ kind: 'RECORDING', type: 'ENDED', state: 'ENDED', ...facts }, account);
const agent = (reference: object, account?: string) =>
  of({ kind: 'AGENT', type: 'UPDATED', presence: 'READY', agent: reference }, account);
const gap = (account?: string) => of({ kind: 'GAP', from: AT, to: AT, reason: 'lost' }, account);

const nothing: Lookup = {
  agent: async () => [],
  campaign: async () => ({ account: 'floor' }),
  source: async () => ({ account: 'floor', nativeId: '1' }),
  accountsOf: () => [],
};

async function passed(wanted: Wanted, events: readonly EventRecord[], lookup: Partial<Lookup>) {
  const { matches } = await selectorOf(wanted, { ...nothing, ...lookup });
  return events.map(matches);
}

describe('a filter of campaigns', () => {
  const spring: KnownCampaign = { account: 'floor', nativeId: '3', name: 'Spring', alsoAt: ['dial'] };
  const unnamed: KnownCampaign = { account: 'floor', nativeId: '4' };
  const named: KnownCampaign = { account: 'floor', name: 'Autumn' };
  const campaigns: Record<string, KnownCampaign> = { spring, unnamed, named };
  const lookup: Partial<Lookup> = { campaign: async (id) => campaigns[id] ?? spring };
  const by = (campaign: CampaignReference | null, account?: string) => call({ campaign }, account);

  it('compares the key at its account where both sides have one, else the name; elsewhere the name alone', async () => {
    const cases: [EventRecord, boolean][] = [
      [by({ nativeId: '3', name: 'Other' }), true],
      [by({ nativeId: '9', name: 'Spring' }), false],
      [by({ name: 'SPRING' }), true],
      [by({ name: 'Autumn' }), false],
      [by({}), false],
      [by(null), false],
      [by({ nativeId: '9', name: 'spring' }, 'dial'), true],
      [by({ nativeId: '3', name: 'Other' }, 'dial'), false],
      [by({ nativeId: '3', name: 'Spring' }, 'wfo'), false],
    ];
    const expected = cases.map(([, isOf]) => isOf);
    const events = cases.map(([event]) => event);
    expect(await passed({ campaignId: 'spring' }, events, lookup)).toEqual(expected);
    expect(await passed({ campaignIds: ['spring'] }, events, lookup)).toEqual(expected);
  });

  it('does not take a campaign without a name or a key for another one without', async () => {
    const events = [by({}), by({ name: 'Spring' }), by({ nativeId: '4' })];
    expect(await passed({ campaignId: 'unnamed' }, events, lookup)).toEqual([false, false, true]);
    const others = [by({ nativeId: '4' }), by({ nativeId: '4', name: 'autumn' })];
    expect(await passed({ campaignId: 'named' }, others, lookup)).toEqual([false, true]);
  });

  it('passes gaps of the accounts that have it', async () => {
    const gaps = [gap(), gap('dial'), gap('wfo')];
    expect(await passed({ campaignId: 'spring' }, gaps, lookup)).toEqual([true, true, false]);
    expect(await passed({ campaignId: 'unnamed' }, gaps, lookup)).toEqual([true, false, false]);
  });

  it('passes a recording by the campaign of its call, which may be of another account', async () => {
    const asked: unknown[] = [];
    const recorded: Lookup['recorded'] = (facts) => {
      asked.push(facts);
      if (facts.callId !== '1') return undefined;
      return { account: 'dial', call: { nativeId: '1', state: 'ENDED', campaign: { name: 'Spring' } } as never };
    };
    const events = [recording({ callId: '1', device: '4711' }, 'wfo'), recording({ callId: '2' }, 'wfo')];
    const given = { ...lookup, recorded };
    expect(await passed({ campaignId: 'spring' }, events, given)).toEqual([true, false]);
    expect(asked).toEqual([{ callId: '1', device: '4711' }, { callId: '2' }]);
    expect(await passed({ campaignId: 'named' }, events, given)).toEqual([false, false]);
    expect(await passed({ campaignId: 'spring' }, events, lookup)).toEqual([false, false]);
  });

  it('looks them up for the argument that names them, and finds their events by key and by name', async () => {
    const asked: unknown[] = [];
    const campaign = async (...given: unknown[]) => {
      asked.push(given);
      return spring;
    };
    const { keys } = await selectorOf({ campaignId: 'spring' }, { ...nothing, campaign });
    expect(keys).toEqual(['campaign floor/3', 'campaign named spring']);
    await selectorOf({ campaignIds: ['unnamed'], campaignId: 'spring' }, { ...nothing, campaign });
    expect(asked).toEqual([
      ['spring', 'campaignId'],
      ['unnamed', 'campaignIds'],
    ]);
  });
});

describe('a filter of objects', () => {
  const lookup: Partial<Lookup> = {
    source: async (id) =>
      id === 'ann'
        ? { type: 'Agent', account: 'floor', nativeId: '7' }
        : { type: 'Call', account: 'floor', nativeId: id },
    agent: async (id, argument) =>
      id === 'ann' && argument === 'ids'
        ? [
            { account: 'floor', nativeId: '7' },
            { account: 'dial', name: 'Ann' },
          ]
        : [],
  };

  it('passes the events of each object in its account, and those of agents in every account that knows them', async () => {
    const events = [
      call({ nativeId: '1' }),
      call({ nativeId: '1' }, 'dial'),
      call({ nativeId: '2' }),
      call({ nativeId: '7' }),
      call({ nativeId: '2', agent: { nativeId: '7' } }),
      agent({ nativeId: '7' }),
      agent({ nativeId: '1' }),
      agent({ name: 'ann' }, 'dial'),
      agent({ nativeId: '7' }, 'dial'),
      gap(),
      gap('dial'),
      gap('wfo'),
    ];
    expect(await passed({ ids: ['1', 'ann'] }, events, lookup)).toEqual([
      ...[true, false, false, false, false],
      ...[true, false, true, false],
      ...[true, true, false],
    ]);
    expect(await passed({ ids: ['1'] }, [gap(), gap('dial'), agent({ nativeId: '1' })], lookup)).toEqual([
      ...[true, false, false],
    ]);
  });

  it('finds them by their keys, and agents by every reference to them', async () => {
    const { keys } = await selectorOf({ ids: ['1', 'ann'] }, { ...nothing, ...lookup });
    expect(keys).toEqual(['object floor/1', 'agent floor id 7', 'agent dial name ann']);
  });
});

describe('an event of an observed call', () => {
  const accountsOf = (vendor: string) => (vendor === 'ONE' ? ['floor'] : ['wfo']);
  const observed = of({ kind: 'CALL', type: 'CONNECTED', carriedBy: 'floor', call: {} }, 'wfo');
  const merged = { ...observed, merged: true } as EventRecord;

  it('passes where the account that carries the call is not asked for, and its end beside the other where it is', () => {
    const cases = [
      { asked: {}, isAsked: true },
      { asked: { accounts: null, vendors: null }, isAsked: true },
      { asked: { accounts: ['floor'] }, isAsked: true },
      { asked: { accounts: ['wfo'] }, isAsked: false },
      { asked: { vendors: ['ONE'] }, isAsked: true },
      { asked: { vendors: ['TWO'] }, isAsked: false },
      { asked: { accounts: ['floor'], vendors: ['TWO'] }, isAsked: false },
      { asked: {}, mayKnow: true, isAsked: true },
      { asked: {}, mayKnow: false, isAsked: false },
    ];
    for (const { asked, mayKnow, isAsked } of cases) {
      const known = { accountsOf, ...(mayKnow !== undefined && { mayKnow: () => mayKnow }) };
      const passes = oneConversation(asked, known);
      expect([passes(observed), passes(merged)], JSON.stringify([asked, mayKnow])).toEqual([!isAsked, isAsked]);
    }
  });

  it('is that of a call alone, and of one that another account carries', () => {
    const passes = oneConversation({}, { accountsOf });
    expect(passes(call())).toBe(true);
    expect(passes(recording({ carriedBy: 'floor' }))).toBe(true);
  });

  it('asks whether the account that carries the call is visible, not the one that observes it', () => {
    const asked: string[] = [];
    const mayKnow = (account: string) => asked.push(account) > 0;
    oneConversation({}, { accountsOf, mayKnow })(observed);
    expect(asked).toEqual(['floor']);
  });

  it('is left out by a filter without conditions', async () => {
    expect(await passed({}, [observed, merged], {})).toEqual([false, true]);
  });
});
