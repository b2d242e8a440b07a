import { describe, expect, it } from 'vitest';
import { checkRules } from '../../src/adapters/engage/client/rules.ts';
import { adapter, floor, openFloorEachTest, org } from './floor.ts';

openFloorEachTest();

const many = <Value>(count: number, value: Value) => Array.from({ length: count }, () => value);
const batch = { owner: org, maxDuration: 'PT12H' };
const script = { scriptTemplate: { internalId: '1' }, newName: 'n', org };
const content = { name: 'n', org };
const early = '2026-03-02T09:00:00Z';
const late = '2026-03-02T10:00:00Z';
const contacts = [{ externalId: 'c' }];

const REFUSED: readonly [string, Record<string, unknown>, (string | number)[]][] = [
  ['createScript', { ...script, elementNames: many(11, 'a'), elementContents: many(11, 'YQ==') }, ['elementNames']],
  ['createScript', { ...script, elementNames: ['a', 'b'], elementContents: ['YQ=='] }, ['elementContents']],
  ['createScriptUsingContent', { ...content, contentNames: many(501, 'a.js'), contentData: [] }, ['contentNames']],
  ['createScriptUsingContent', { ...content, contentNames: ['a.js'], contentData: [] }, ['contentData']],
  ['createScriptUsingContent', { ...content, contentNames: ['a.exe'], contentData: ['YQ=='] }, ['contentNames', 0]],
  [
    'createScriptUsingContent',
    { ...content, contentNames: ['a.wav'], contentData: [Buffer.alloc(5 * 1024 * 1024 + 1).toString('base64')] },
    ['contentData'],
  ],
  ['createContactBatch', { contactBatch: batch, contacts: many(101, { externalId: 'c' }) }, ['contacts']],
  ['createContactBatch', { contactBatch: batch, contacts, override: { externalId: 'x' } }, ['override']],
  ['createContactBatch', { contactBatch: { maxDuration: 'PT1H' }, contacts }, ['contactBatch', 'owner']],
  ['createContactBatch', { contactBatch: { owner: org }, contacts }, ['contactBatch', 'maxDuration']],
  [
    'createContactBatchAsync',
    { contactBatch: { ...batch, maxDuration: 'PT13H' }, contacts },
    ['contactBatch', 'maxDuration'],
  ],
  [
    'createContactBatch',
    { contactBatch: { ...batch, requestedStartTime: '2026-03-13T09:30:00Z' }, contacts },
    ['contactBatch', 'requestedStartTime'],
  ],
  ['showContactAttempts', { contactAttempts: many(101, { internalId: '1' }) }, ['contactAttempts']],
  ['listContactAttempts', { org, fromTime: late, toTime: early }, ['toTime']],
  ['listContactAttemptsUsingUser', { user: { internalId: '1' }, fromTime: late, toTime: late }, ['toTime']],
  ['listContactAttemptsUsingContactBatch', { contactBatch: {}, fromTime: late, toTime: early }, ['toTime']],
  ['listContactBatchStates', { sample: {}, fromTime: late, toTime: early }, ['toTime']],
  ['listSubCampaignStates', { org, sample: { state: 'Running' } }, ['sample', 'state']],
  ['changeSubCampaignState', { subCampaignState: { state: 'Loading' } }, ['subCampaignState', 'state']],
  ['changeContactBatchState', { contactBatchState: { state: 'Done' } }, ['contactBatchState', 'state']],
  ['createCampaign', { org }, ['campaign']],
  ['createCampaign', { campaign: { colour: 'red' }, org }, ['campaign', 'colour']],
];

describe("the rules of engage's notes", () => {
  it.each(REFUSED)('keep %s from being called', async (name, input, argumentPath) => {
    await expect(adapter.call(name, input, {})).rejects.toMatchObject({
      ...{ code: 'INVALID_ARGUMENT', argumentPath, account: 'floor', operation: name },
    });
    expect([...floor.simulator.received.keys()]).toEqual([]);
  });

  it('let what is just within them pass', async () => {
    const within = { ...batch, requestedStartTime: '2026-03-12T09:30:00Z' };
    const made = await adapter.call(
      'createContactBatch',
      { contactBatch: within, contacts: many(100, contacts[0]) },
      {},
    );
    expect(made).toMatchObject({ maxDuration: 'PT12H', requestedStartTime: '2026-03-12T09:30:00.000Z' });
  });

  it('let a script of exactly 5 MB pass', () => {
    const contentData = [Buffer.alloc(5 * 1024 * 1024).toString('base64')];
    const input = { ...content, contentNames: ['a.wav'], contentData };
    expect(() => checkRules('createScriptUsingContent', input, new Date())).not.toThrow();
  });
});
