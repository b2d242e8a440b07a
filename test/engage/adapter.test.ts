import { describe, expect, it } from 'vitest';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { campaignStateActs } from '../../src/adapters/engage/acts/campaign-states.ts';
import { createClient } from '../../src/adapters/engage/client.ts';
import { vendor } from '../../src/adapters/engage/index.ts';
import { campaignStateOf, stateOfAll } from '../../src/adapters/engage/quirks.ts';
import { SubCampaigns } from '../../src/adapters/engage/reads/sub-campaigns.ts';
import { createReads } from '../../src/adapters/engage/reads.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { rolesOf } from '../../src/adapters/roles.ts';
import { watchCampaigns } from '../../src/adapters/watch-campaigns.ts';
import { eventually } from '../helpers/eventually.ts';
import { adapter, floor, openFloorEachTest, org, silent } from './floor.ts';

openFloorEachTest();

const rows = async () => (await adapter.campaigns?.({}, {}))?.items ?? [];
const stateOf = async (name: string) => (await rows()).find((row) => row.name === name)?.state;

describe('engage in the unified plane', () => {
  it('offers what the vendor can do and nothing else', () => {
    const acts = [
      'campaignCreate',
      'campaignUpdate',
      'campaignRename',
      'campaignStart',
      'campaignStop',
      'campaignPause',
      'campaignResume',
    ];
    const contacts = ['contactsAdd', 'contactsImport', 'contactImportCancel', 'importProgress'];
    expect(rolesOf(adapter)).toEqual([
      'campaigns',
      'calls',
      'contacts',
      'contactImports',
      ...acts,
      ...contacts,
      'watch',
    ]);
  });

  it('lists campaigns with channel and the state of their sub-campaigns', async () => {
    expect(await rows()).toMatchObject([
      { name: 'Appointment Texts', channel: 'TEXT', state: 'RUNNING', direction: 'OUTBOUND' },
      { name: 'Delivery Notices', channel: 'EMAIL', state: 'RUNNING' },
      { name: 'Voice Reminders', channel: 'VOICE', state: 'PAUSED' },
      { name: 'Winter Outreach', channel: 'TEXT', state: 'COMPLETED' },
    ]);
    const found = await adapter.campaigns?.({ nameContains: 'VOICE' }, {});
    expect(found?.items).toHaveLength(1);
    expect(found?.truncated).toBeUndefined();
    expect(await adapter.check({})).toBe('4 campaigns');
  });

  it('lists campaigns without states, as truncated, where the states cannot be read', async () => {
    floor.simulator.trouble({ kind: 'html', operation: 'listSubCampaignStates' });
    const found = await adapter.campaigns?.({}, {});
    expect([found?.items.map(({ state }) => state), found?.truncated]).toEqual([[null, null, null, null], true]);
    expect(floor.simulator.received.get('listSubCampaignStates')).toBe(2);
  });

  it('pauses, resumes, stops and starts a campaign, and refuses what its state does not allow', async () => {
    const world = floor.campaign('Appointment Texts');
    await adapter.campaignPause?.(world.id, {}, {});
    expect(await stateOf(world.name)).toBe('PAUSED');
    await expect(adapter.campaignPause?.(world.id, {}, {})).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
    await adapter.campaignResume?.(world.id, {}, {});
    expect(await stateOf(world.name)).toBe('RUNNING');
    await adapter.campaignStop?.(world.id, {}, {});
    expect(await stateOf(world.name)).toBe('STOPPING');
    floor.centre.advanceTo(new Date(floor.centre.now().getTime() + 60_000));
    // Guide, changeSubCampaign: "In order to retry a completed SubCampaign it is necessary to add a new Pass".
    expect(await stateOf(world.name)).toBe('COMPLETED');
    await expect(adapter.campaignStart?.(world.id, {}, {})).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: expect.stringContaining('A stop is final'),
    });
    await expect(adapter.campaignStart?.('1', {}, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const over = floor.campaign('Winter Outreach');
    await expect(adapter.campaignStart?.(over.id, {}, {})).rejects.toMatchObject({ code: 'FAILED_PRECONDITION' });
  });

  it('reports which of several sub-campaigns did not change, and sends no change twice', async () => {
    const campaign = { internalId: floor.campaign('Appointment Texts').id };
    const { lists, scripts } = floor.simulator.store;
    const [list, script] = [{ internalId: lists.items[0]?.internalId }, { internalId: scripts.items[0]?.internalId }];
    const input = { subCampaign: { externalId: 'second', campaign }, list, script, org };
    await adapter.call('createSubCampaign', input, {});
    floor.simulator.trouble({ kind: 'fault-500', operation: 'changeSubCampaignState', times: 1 });
    const paused = adapter.campaignPause?.(campaign.internalId, {}, {});
    await expect(paused).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      retryable: false,
      details: { changed: 1, failed: [{ code: 'INVALID_ARGUMENT' }] },
    });
    expect(floor.simulator.received.get('changeSubCampaignState')).toBe(2);
    floor.simulator.trouble({ kind: 'down', operation: 'changeSubCampaignState' });
    const stopping = adapter.campaignStop?.(campaign.internalId, {}, {});
    await expect(stopping).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN', details: { changed: 0 } });
    expect(floor.simulator.received.get('changeSubCampaignState')).toBe(4);
  });

  it('marks a full list as truncated, and asks for the states that a cut list leaves open within a bound (F12)', async () => {
    const { store } = floor.simulator;
    const createdAt = floor.centre.now();
    for (let index = 0; index < 996; index += 1)
      store.campaigns.add({ internalId: `x${index}`, value: { externalId: `Campaign ${index}` }, createdAt });
    expect(await adapter.campaigns?.({}, {})).toMatchObject({ truncated: true, items: { length: 1000 } });
    store.campaigns.items.pop();
    expect((await adapter.campaigns?.({}, {}))?.truncated).toBeUndefined();
    const facts = { campaignId: '1', world: null, state: 'Running', createdAt, changedAt: createdAt };
    for (let index = 0; index < 97; index += 1)
      store.subCampaigns.add({ internalId: `y${index}`, value: { externalId: `Sub ${index}` }, ...facts });
    const cut = await adapter.campaigns?.({}, {});
    const stateIn = (wanted: string) => cut?.items.find(({ name }) => name === wanted)?.state;
    expect(['Appointment Texts', 'Voice Reminders', 'Campaign 5'].map(stateIn)).toEqual([
      'RUNNING',
      'PAUSED',
      'NOT_RUNNING',
    ]);
    expect([stateIn('Campaign 500'), cut?.truncated]).toEqual([null, true]);
    expect(floor.simulator.received.get('listSubCampaignStates')).toBeLessThan(30);
  });

  /** Stops three sub-campaigns with these outcomes. */
  async function stopped(...outcomes: (CrosspointError | null)[]) {
    const campaign = { internalId: 'mine' };
    const states = ['1', '2', '3'].map((internalId) => ({ state: 'Running', subCampaign: { internalId, campaign } }));
    const client = {
      send: async (name: string) => {
        const error = name === 'listSubCampaignStates' ? null : outcomes.shift();
        if (error) throw error;
        return states;
      },
    } as unknown as ReturnType<typeof createClient>;
    await campaignStateActs(client, new SubCampaigns(client, org, () => new Date())).campaignStop('mine', {}, {});
  }

  it('reports an unknown outcome of one sub-campaign before the refusal of another', async () => {
    const [refused, unknown] = [new CrosspointError('NOT_FOUND', 'gone'), new CrosspointError('OUTCOME_UNKNOWN', '')];
    await expect(stopped(refused, unknown, null)).rejects.toMatchObject({
      ...{ code: 'OUTCOME_UNKNOWN', retryable: false },
      details: { changed: 1, failed: [{ subCampaign: '1' }, { subCampaign: '2' }] },
    });
  });

  it('is not retryable where some of them have changed', async () => {
    const down = () => new CrosspointError('UNAVAILABLE', 'down');
    await expect(stopped(null, down(), down())).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: false });
    await expect(stopped(down(), down(), down())).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
  });

  it('acts on the sub-campaigns of the campaign alone, even where the search returns others', async () => {
    const other = { state: 'Running', subCampaign: { internalId: '2', campaign: { internalId: 'other' } } };
    const answers: Readonly<Record<string, unknown>> = { listSubCampaignStates: [other], showCampaign: {} };
    const client = { send: async (name: string) => answers[name], close: async () => undefined };
    const found = new SubCampaigns(client as unknown as ReturnType<typeof createClient>, org, () => new Date());
    expect(await found.active('mine', {})).toEqual([]);
    expect(await found.active('other', {})).toEqual([other]);
  });

  // Guide, listSubCampaignStates: "The Completed state includes Awaiting, Cancelled, Completing and Done. The Done state
  // includes Awaiting, Cancelled and Done."
  it('reads every documented state, and of several the liveliest', () => {
    const words = {
      ...{ Loading: 'STARTING', Running: 'RUNNING', Paused: 'PAUSED', Pending: 'NOT_RUNNING', Stopping: 'STOPPING' },
      ...{ Completing: 'STOPPING', Awaiting: 'COMPLETED', Cancelled: 'CANCELLED', Done: 'COMPLETED' },
    };
    for (const [word, state] of Object.entries(words)) expect(campaignStateOf(word), word).toBe(state);
    const byLife = ['Running', 'Loading', 'Paused', 'Stopping', 'Pending', 'Done', 'Cancelled'];
    for (const [at, word] of byLife.entries())
      expect(stateOfAll(byLife.slice(at).toReversed()), word).toBe(campaignStateOf(word));
    expect(campaignStateOf('Brooding')).toBeNull();
    expect(stateOfAll([])).toBe('NOT_RUNNING');
    // A word that the guide does not list may be livelier than all but RUNNING.
    for (const words of [['Dancing'], ['Paused', 'running'], ['Done', null]]) expect(stateOfAll(words)).toBeNull();
    expect(stateOfAll(['Dancing', 'Running'])).toBe('RUNNING');
  });
});

describe('watching engage', () => {
  it('emits each change of state once, a gap for a failure, and nothing after it is stopped', async () => {
    const settings = vendor.settings.parse(floor.simulator.settings);
    const now = () => new Date();
    const client = createClient(settings, { account: 'floor', now });
    const stop = new AbortController();
    const { reads } = createReads(client, settings, now);
    const campaigns = async (ask: object) => (await reads.campaigns({}, ask)).items;
    const options = { account: 'floor', campaigns, log: silent, now };
    const events: EventRecord[] = [];
    const collecting = (async () => {
      for await (const event of watchCampaigns({ ...options, pace: { busy: 15, idle: 60 } }, stop.signal))
        events.push(event);
    })();
    const received = () => floor.simulator.received.get('listCampaigns') ?? 0;
    await eventually(received).toBeGreaterThan(1);
    floor.centre.pauseCampaign(floor.campaign('Appointment Texts'));
    await eventually(() => events.length).toBe(2);
    floor.simulator.trouble({ kind: 'html' });
    const before = received();
    await eventually(() => received() - before).toBeGreaterThan(1);
    floor.centre.resumeCampaign(floor.campaign('Appointment Texts'));
    floor.simulator.trouble(null);
    await eventually(() => events.length).toBe(6);
    stop.abort();
    await collecting;
    expect(events).toMatchObject([
      { kind: 'ACCOUNT', status: 'UP' },
      { kind: 'CAMPAIGN', type: 'STATE_CHANGED', state: 'PAUSED', previousState: 'RUNNING', account: 'floor' },
      { kind: 'ACCOUNT', status: 'DOWN' },
      { kind: 'ACCOUNT', status: 'UP' },
      { kind: 'GAP', account: 'floor' },
      { state: 'RUNNING', previousState: 'PAUSED', campaign: { name: 'Appointment Texts' } },
    ]);
    expect(new Set(events.map(({ fingerprint }) => fingerprint)).size).toBe(6);
  });
});
