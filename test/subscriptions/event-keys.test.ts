/** The facts that filters compare of each kind of event, and the keys by which its events are found. */
import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { factsOf } from '../../src/subscriptions/log/event-facts.ts';
import { agentKeys, campaignKeys, keysOf, storedKeys } from '../../src/subscriptions/log/event-keys.ts';

const AT = '2026-06-01T12:00:00.000Z';
const of = (facts: object) =>
  ({
    ...{ account: 'floor', subject: '1', fingerprint: '1' },
    occurredAt: AT,
    receivedAt: AT,
    ...facts,
  }) as unknown as EventRecord;

describe('the facts of an event', () => {
  it('of a campaign have the state of the event, else of the campaign', () => {
    const campaign = { nativeId: '3', name: 'Spring', state: 'STOPPED' };
    const event = { kind: 'CAMPAIGN', type: 'UPDATED', campaign };
    expect(factsOf(of({ ...event, state: 'RUNNING' }))).toMatchObject({
      nativeId: '3',
      name: 'Spring',
      state: 'RUNNING',
      campaign,
    });
    expect(factsOf(of(event)).state).toBe('STOPPED');
  });

  it('of an alert are its rule and its campaign', () => {
    const campaign = { nativeId: '3' };
    expect(factsOf(of({ kind: 'ALERT', alert: { id: '9', rule: 'late', campaign } }))).toEqual({
      nativeId: '9',
      rule: 'late',
      campaign,
    });
    expect(factsOf(of({ kind: 'ALERT', alert: { id: '9', rule: 'late' } })).campaign).toBeNull();
  });

  it('of a recording have the device of the event, else of the recording', () => {
    const event = {
      kind: 'RECORDING',
      state: 'ENDED',
      recording: { nativeId: '4', device: '4712', direction: 'INBOUND' },
    };
    expect(factsOf(of({ ...event, device: '4711' }))).toMatchObject({
      nativeId: '4',
      device: '4711',
      direction: 'INBOUND',
    });
    expect(factsOf(of(event)).device).toBe('4712');
    expect(factsOf(of({ kind: 'RECORDING', state: 'RECORDING', device: '4711' }))).toEqual({
      device: '4711',
      state: 'RECORDING',
    });
  });

  it('of a callback have its number as the one that is called', () => {
    const callback = { nativeId: '5', number: '100', dueAt: AT, agent: { name: 'Ann' }, campaign: { name: 'Spring' } };
    const { number, ...facts } = callback;
    expect(factsOf(of({ kind: 'CALLBACK', callback }))).toEqual({ ...facts, to: number });
  });

  it('of an account or a gap are none', () => {
    expect(factsOf(of({ kind: 'ACCOUNT', status: 'UP' }))).toEqual({});
    expect(factsOf(of({ kind: 'GAP', reason: 'lost' }))).toEqual({});
  });
});

describe('the keys of an event', () => {
  const call = (facts: object) => of({ kind: 'CALL', type: 'CONNECTED', call: { nativeId: '1', ...facts } });

  it('are those of its kind, its account, its object, its phone, its agent and its campaign', () => {
    const agent = { nativeId: '7', name: 'Ann', userName: 'ann@x', alias: '4799', extension: '4700' };
    expect(keysOf(call({ device: '4711', agent, campaign: { nativeId: '3', name: 'Spring' } }))).toEqual([
      ...['kind CALL', 'account floor', 'device 4711', 'object floor/1'],
      ...['agent floor id 7', 'agent floor name ann', 'agent floor user ann@x', 'agent floor phone 4700'],
      ...['agent floor phone 4799', 'campaign floor/3', 'campaign named spring'],
    ]);
  });

  it('have the phone as the agent where the agent has no extension', () => {
    expect(keysOf(call({ device: '4711' }))).toContain('agent floor phone 4711');
    expect(keysOf(call({ device: '4711', agent: { extension: '4700' } }))).not.toContain('agent floor phone 4711');
  });

  it('leave out what the event does not have', () => {
    expect(keysOf(call({}))).toEqual(['kind CALL', 'account floor', 'object floor/1']);
    expect(keysOf(of({ kind: 'ACCOUNT', status: 'UP' }))).toEqual(['kind ACCOUNT', 'account floor']);
  });

  it('of a recording leave out the campaign of its call', () => {
    expect(keysOf(of({ kind: 'RECORDING', state: 'ENDED' }))).toEqual(['kind RECORDING', 'account floor']);
  });
});

it('an agent and a campaign without a value have no key for it', () => {
  expect(agentKeys({ account: 'floor', name: null, userName: 'ann@x' })).toEqual(['agent floor user ann@x']);
  expect(campaignKeys({ account: 'floor', nativeId: '3' })).toEqual(['campaign floor/3']);
  expect(campaignKeys({ account: 'floor', name: 'SPRING' })).toEqual(['campaign named spring']);
});

it('stored events are found by the keys and all gaps, and those of campaigns with all recordings', () => {
  expect(storedKeys(['device 1'])).toEqual(['device 1', 'kind GAP']);
  expect(storedKeys(['device 1', 'campaign floor/3'])).toEqual([
    'device 1',
    'campaign floor/3',
    'kind GAP',
    'kind RECORDING',
  ]);
});
