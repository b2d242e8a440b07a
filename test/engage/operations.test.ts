import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { engageContract } from '../../src/adapters/engage/contract/index.ts';
import { type Floor, openFloor, org } from './floor.ts';

type Values = Record<string, unknown>;

let floor: Floor;
let adapter: Adapter;

beforeEach(async () => {
  floor = await openFloor({ answers: 'data' });
  adapter = floor.connect();
});
afterEach(() => floor.close());

const send = (name: string, input: Values) => adapter.call(name, input, {}) as Promise<Values & Values[]>;
const fault = async (name: string, input: Values) => {
  const error = await send(name, input).catch((thrown: unknown) => thrown);
  return (error as { vendorCode?: string }).vendorCode ?? `no fault: ${String(error)}`;
};
const unknown = { internalId: '1' };
const base64 = (text: string) => Buffer.from(text).toString('base64');
const advance = (seconds: number) => floor.centre.advanceTo(new Date(floor.centre.now().getTime() + seconds * 1000));

describe('scripts of engage', () => {
  it('are made from a template, listed and deleted', async () => {
    const [template] = await send('listScripts', { org });
    const input = { newName: 'A <b> & c', elementNames: ['a'], elementContents: [base64('x')], org };
    const made = await send('createScript', { scriptTemplate: { internalId: template?.internalId }, ...input });
    expect(made).toMatchObject({ externalId: 'A <b> & c', owner: org });
    expect(await fault('createScript', { scriptTemplate: unknown, ...input })).toBe('OBJECT_NOT_EXISTS');
    expect(await fault('createScript', { scriptTemplate: template, ...input })).toBe('OBJECT_EXISTS');
    expect(await send('deleteScript', { script: { internalId: made.internalId } })).toBeNull();
    expect(await fault('deleteScript', { script: { internalId: made.internalId } })).toBe('OBJECT_NOT_EXISTS');
    expect(await fault('listScripts', { org: { internalId: '43', type: 'Account' } })).toBe('OBJECT_NOT_EXISTS');
  });

  it('are made from contents, a hundred at most', async () => {
    const input = { contentNames: ['a.xml', 'b.WAV'], contentData: [base64('<a/>'), base64('RIFF')], org };
    for (let index = 1; index < 100; index += 1)
      expect(await send('createScriptUsingContent', { name: `s${index}`, ...input })).toMatchObject({ owner: org });
    const error = await send('createScriptUsingContent', { name: 's100', ...input }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ vendorCode: 'SYSTEM_LIMIT_EXCEEDED', code: 'FAILED_PRECONDITION' });
  });
});

describe('campaigns of engage', () => {
  it('are made, shown, changed and listed, by ids and samples', async () => {
    const made = await send('createCampaign', { campaign: { externalId: 'New one', description: 'a' }, org });
    const campaign = { internalId: made.internalId };
    expect(await send('showCampaign', { campaign })).toEqual(made);
    expect(await send('showCampaign', { campaign: { externalId: 'New one', owner: org } })).toEqual(made);
    expect(await fault('showCampaign', { campaign: unknown })).toBe('OBJECT_NOT_EXISTS');
    expect(await fault('showCampaign', { campaign: {} })).toBe('ATTRIBUTE_NULL');
    expect(await fault('createCampaign', { campaign: { externalId: 'New one' }, org })).toBe('OBJECT_EXISTS');
    expect(await fault('createCampaign', { campaign: { externalId: '<' }, org })).toBe('ATTRIBUTE_INVALID_CHAR');
    const changed = await send('changeCampaign', { campaign: { ...campaign, description: 'b' } });
    expect(changed).toMatchObject({ externalId: 'New one', description: 'b' });
    expect(await fault('changeCampaign', { campaign: unknown })).toBe('OBJECT_NOT_EXISTS');
    const like = await send('listCampaignsUsingCampaign', { org, sample: { externalId: 'new' } });
    expect(like).toMatchObject([{ internalId: made.internalId, description: 'b' }]);
    expect(await send('listCampaignsUsingCampaign', { org })).toHaveLength(5);
    expect(await fault('listCampaignsUsingCampaign', { org: { ...org, type: 'User' } })).toBe('ARG_INVALID_TYPE');
  });

  it('are listed by the time they were made in', async () => {
    advance(3600);
    await send('createCampaign', { campaign: { externalId: 'Later' }, org });
    const later = await send('listCampaigns', { org, fromDate: '2026-03-02T05:00:00-05:00' });
    expect(later.map(({ externalId }) => externalId)).toEqual(['Later']);
    expect(await send('listCampaigns', { org, toDate: '2026-03-02T10:00:00Z' })).toHaveLength(4);
    expect(await send('listCampaigns', { org })).toHaveLength(5);
    expect(await fault('listCampaigns', { org: unknown })).toBe('OBJECT_NOT_EXISTS');
  });
});

describe('outreach strategies of engage', () => {
  it('are made, shown, changed, listed and deleted', async () => {
    const made = await send('createOutreachStrategy', { outreachStrategy: { externalId: 'S1' }, org });
    const outreachStrategy = { internalId: made.internalId };
    expect(await fault('createOutreachStrategy', { outreachStrategy: { externalId: 'S1' }, org })).toBe(
      'OBJECT_EXISTS',
    );
    expect(await send('showOutreachStrategy', { outreachStrategy: { externalId: 'S1', owner: org } })).toEqual(made);
    expect(await fault('showOutreachStrategy', { outreachStrategy: unknown })).toBe('OBJECT_NOT_EXISTS');
    const other = [{ name: 'retries', value: '3' }];
    const changed = await send('changeOutreachStrategy', { outreachStrategy: { ...outreachStrategy, _other: other } });
    expect(changed._other).toEqual(other);
    expect(await fault('changeOutreachStrategy', { outreachStrategy: unknown })).toBe('OBJECT_NOT_EXISTS');
    expect(await send('listOutreachStrategy', { org })).toHaveLength(2);
    expect(await send('listOutreachStrategy', { org, sample: { externalId: 'S1' } })).toHaveLength(1);
    expect(await fault('listOutreachStrategy', { org: unknown })).toBe('OBJECT_NOT_EXISTS');
    expect(await send('deleteOutreachStrategy', { outreachStrategy })).toBeNull();
    expect(await fault('deleteOutreachStrategy', { outreachStrategy })).toBe('OBJECT_NOT_EXISTS');
  });
});

describe('sub-campaigns of engage', () => {
  const parts = () => {
    const { lists, scripts, campaigns } = floor.simulator.store;
    const id = (collection: { items: { internalId: string }[] }) => ({ internalId: collection.items[0]?.internalId });
    return { list: id(lists), script: id(scripts), campaign: id(campaigns) };
  };

  it('are made, load, run, and are changed, paused, stopped and retried', async () => {
    const { list, script, campaign } = parts();
    const subCampaign = { externalId: 'Sub', campaign, passes: [{ externalId: 'P', channel: 'Voice' }] };
    const made = await send('createSubCampaign', { subCampaign, list, script, org });
    expect(made).toMatchObject({ externalId: 'Sub', campaign, passes: [{ channel: 'Voice' }] });
    expect(await fault('createSubCampaign', { subCampaign, list, script, org })).toBe('OBJECT_EXISTS');
    expect(await fault('createSubCampaign', { subCampaign, list: unknown, script, org })).toBe('OBJECT_NOT_EXISTS');
    const key = { internalId: made.internalId };
    const stateNow = async () => (await send('showSubCampaignState', { subCampaign: key })).state;
    expect(await stateNow()).toBe('Loading');
    advance(5);
    expect(await stateNow()).toBe('Running');
    expect(await send('changeSubCampaign', { subCampaign: { ...key, intensity: '3' } })).toMatchObject({
      intensity: '3',
    });
    expect(await fault('changeSubCampaign', { subCampaign: { ...key, type: 'x' } })).toBe('ATTRIBUTE_INVALID_DATA');
    expect(await fault('changeSubCampaign', { subCampaign: unknown })).toBe('OBJECT_NOT_EXISTS');
    const change = (state: string) => send('changeSubCampaignState', { subCampaignState: { subCampaign: key, state } });
    expect((await change('Paused')).state).toBe('Paused');
    expect((await change('Running')).state).toBe('Running');
    expect((await change('Done')).state).toBe('Stopping');
    advance(5);
    expect(await stateNow()).toBe('Done');
    await send('changeSubCampaign', { subCampaign: { ...key, passes: [{ externalId: 'P2' }] } });
    expect(await stateNow()).toBe('Loading');
    const lost = { subCampaignState: { subCampaign: unknown, state: 'Done' } };
    expect(await fault('changeSubCampaignState', lost)).toBe('OBJECT_NOT_EXISTS');
    expect(await fault('showSubCampaignState', { subCampaign: unknown })).toBe('OBJECT_NOT_EXISTS');
  });

  it('are listed with their states by synthetic states, parts of names and campaigns', async () => {
    const active = await send('listSubCampaignStates', { org, sample: { state: 'Active' } });
    expect(active.map(({ state }) => state)).toEqual(['Running', 'Running', 'Paused']);
    expect(active[0]?.attributes).toContainEqual({ name: 'startDate', value: '2026-03-02T09:30:00.0000000Z' });
    const completed = await send('listSubCampaignStates', { org, sample: { state: 'Completed' } });
    expect(completed).toMatchObject([{ state: 'Done', subCampaign: { externalId: 'Winter Outreach 1' } }]);
    const named = await send('listSubCampaignStates', { org, sample: { subCampaign: { externalId: 'VOICE' } } });
    expect(named).toMatchObject([{ subCampaign: { externalId: 'Voice Reminders 1' } }]);
    const { campaign } = parts();
    const theirs = await send('listSubCampaignStates', { org, sample: { subCampaign: { campaign } } });
    expect(theirs).toMatchObject([{ subCampaign: { campaign } }]);
    advance(2 * 86_400);
    expect(await send('listSubCampaignStates', { org })).toEqual([]);
    expect(await fault('listSubCampaignStates', { org: unknown })).toBe('OBJECT_NOT_EXISTS');
    expect(await send('listSubCampaigns', { campaign, includeDeleted: true })).toMatchObject([{ campaign }]);
    expect(await fault('listSubCampaigns', { campaign: unknown })).toBe('OBJECT_NOT_EXISTS');
  });

  it('are made for inbound devices and found by messages on them', async () => {
    const { script, campaign } = parts();
    const subCampaign = { externalId: 'In', campaign };
    const device = { externalId: '55555', inboundDeviceType: 'ShortCode', keywords: ['STOP'] };
    const input = { subCampaign, script, org };
    expect(await send('createSubCampaignUsingInboundDevice', { ...input, device })).toMatchObject({ externalId: 'In' });
    const two = { ...device, keywords: ['A', 'B'] };
    expect(await fault('createSubCampaignUsingInboundDevice', { ...input, device: two })).toBe('ATTRIBUTE_INVALID');
    const found = await send('showSubCampaignStateUsingContactAttempt', {
      contactAttempt: { secondaryDevice: { externalId: '55555' }, messageText: 'hello' },
    });
    expect(found).toMatchObject({ state: 'Running', subCampaign: { externalId: 'System' } });
    expect(await fault('showSubCampaignStateUsingContactAttempt', { contactAttempt: {} })).toBe('ATTRIBUTE_NULL');
  });

  it('are previewed with changes of groups and of their theirs', async () => {
    const [sub] = floor.simulator.store.subCampaigns.items;
    const entities = [
      { _type: 'subCampaign', internalId: sub?.internalId, intensity: '2' },
      { _type: 'agentGroup', internalId: '7', allocatedCount: '5' },
    ];
    const preview = await send('previewPacing', { entities });
    expect(preview).toMatchObject([{ pass: { channel: 'Text' }, attributes: [{ name: 'intensity', value: '2' }] }]);
    expect(await fault('previewPacing', { entities: [{ _type: 'subCampaign', internalId: '1' }] })).toBe(
      'OBJECT_NOT_EXISTS',
    );
    expect(await fault('previewPacing', { entities: [] })).toBe('ARG_NULL');
  });
});

describe('contacts of engage', () => {
  const contacts = [
    { externalId: 'c1', devices: [{ externalId: '+16145550001' }] },
    { externalId: 'c2', devices: [{ externalId: '00123' }] },
    { externalId: 'c3', devices: [{ externalId: 'a@b.example' }] },
  ];
  const contactBatch = { externalId: 'B1', owner: org, maxDuration: 'PT2H', agent: { internalId: '9' } };

  it.each(['createContactBatch', 'createContactBatchAsync'])('%s reaches contacts as time passes', async (name) => {
    const made = await send(name, { contactBatch, contacts });
    expect(made).toMatchObject({
      externalId: 'B1',
      maxDuration: 'PT2H',
      requestedStartTime: '2026-03-02T09:30:00.000Z',
    });
    expect(await fault(name, { contactBatch, contacts })).toBe('OBJECT_EXISTS');
    expect(await fault(name, { contactBatch: { ...contactBatch, campaign: unknown }, contacts })).toBe(
      'OBJECT_NOT_EXISTS',
    );
    const shown = () => send('showContactBatchState', { contactBatch: { externalId: 'B1' } });
    const measured = async () => (await shown()).attributes as Values[];
    expect(await shown()).toMatchObject({ state: 'Running', contactBatch: { externalId: 'B1' } });
    advance(4);
    expect(await measured()).toContainEqual({ name: 'deliveredCount', value: '2' });
    advance(2);
    expect((await shown()).state).toBe('Done');
    const cancel = { contactBatchState: { contactBatch: { internalId: made.internalId }, state: 'Cancelled' } };
    const refused = send('changeContactBatchState', cancel);
    await expect(refused).rejects.toMatchObject({ code: 'FAILED_PRECONDITION', vendorCode: 'INVALID_STATE' });
  });

  it('are cancelled, and listed by campaign and time', async () => {
    const made = await send('createContactBatch', { contactBatch, contacts });
    const key = { internalId: made.internalId };
    const cancelled = await send('changeContactBatchState', {
      contactBatchState: { contactBatch: key, state: 'Cancelled' },
    });
    expect(cancelled.state).toBe('Cancelled');
    const sample = { campaign: { internalId: (made.campaign as Values).internalId } };
    expect(await send('listContactBatchStates', { sample })).toMatchObject([{ state: 'Cancelled' }]);
    advance(86_401);
    expect(await send('listContactBatchStates', { sample })).toEqual([]);
    expect(await send('listContactBatchStates', { sample, fromTime: '2026-03-02T09:00:00Z' })).toHaveLength(1);
    expect(await fault('listContactBatchStates', { sample: { campaign: unknown } })).toBe('OBJECT_NOT_EXISTS');
    expect(await fault('showContactBatchState', { contactBatch: unknown })).toBe('OBJECT_NOT_EXISTS');
  });

  it('are tried in three channels, and tries are shown, listed in every way, and archived', async () => {
    await send('createContactBatch', { contactBatch, contacts });
    const all = await send('listContactAttempts', { org });
    const channels = all.map(({ _other }) => (_other as Values[])[0]?.value);
    expect(channels).toEqual(['Voice', 'Text', 'Email']);
    const [first] = all;
    const key = { internalId: first?.internalId };
    expect(await send('showContactAttempts', { contactAttempts: [key, key] })).toEqual([first, first]);
    expect(await fault('showContactAttempts', { contactAttempts: [unknown] })).toBe('OBJECT_NOT_EXISTS');
    const ofDevice = { contact: { devices: [{ externalId: '00123' }] } };
    const found = await send('listContactAttempts', { org, sample: ofDevice });
    expect(found).toMatchObject([{ contact: { externalId: 'c2', devices: [{ externalId: '00123' }] } }]);
    expect(await fault('listContactAttempts', { org: unknown })).toBe('OBJECT_NOT_EXISTS');
    expect(await send('listContactAttemptsUsingUser', { user: { internalId: '9' } })).toEqual(all);
    const sample = { contact: { externalId: 'c3' } };
    expect(await send('listContactAttemptsUsingUser', { user: { internalId: '9' }, sample })).toHaveLength(1);
    expect(await fault('listContactAttemptsUsingUser', { user: {} })).toBe('ATTRIBUTE_NULL');
    const byBatch = { contactBatch: { externalId: 'B1' } };
    expect(await send('listContactAttemptsUsingContactBatch', byBatch)).toEqual(all);
    expect(await fault('listContactAttemptsUsingContactBatch', { contactBatch: unknown })).toBe('OBJECT_NOT_EXISTS');
    const archived = await send('changeContactAttempt', { contactAttempt: { ...key, tags: ['archive'] } });
    expect(archived.tags).toEqual(['archive']);
    expect(await fault('changeContactAttempt', { contactAttempt: { ...key, tags: ['x'] } })).toBe('ARG_INVALID_TYPE');
  });

  it('are tried by the deprecated operation too', async () => {
    const script = { internalId: floor.simulator.store.scripts.items[0]?.internalId };
    const input = { pass: { channel: 'Voice' }, contacts, script, org };
    expect(await send('createContactAttempts', input)).toHaveLength(3);
    expect(await fault('createContactAttempts', { ...input, org: unknown })).toBe('OBJECT_NOT_EXISTS');
    expect(engageContract.operations.createContactAttempts.deprecated).toMatch(/createContactBatch/);
  });
});

describe('compliance rules of engage', () => {
  it('are made, shown, changed, listed and deleted', async () => {
    const made = await send('createComplianceRule', { complianceRule: { externalId: 'R', type: 'Date' }, org });
    const complianceRule = { internalId: made.internalId };
    expect(await send('showComplianceRule', { complianceRule })).toEqual(made);
    expect(await fault('showComplianceRule', { complianceRule: unknown })).toBe('OBJECT_NOT_EXISTS');
    expect(await fault('createComplianceRule', { complianceRule: {}, org })).toBe('ATTRIBUTE_NULL');
    const region = { complianceRule: { type: 'Region' }, org };
    expect(await fault('createComplianceRule', region)).toBe('ARG_INVALID_TYPE');
    const changed = await send('changeComplianceRule', { complianceRule: { ...complianceRule, externalId: 'R2' } });
    expect(changed).toMatchObject([{ externalId: 'R2', type: 'Date' }]);
    expect(await fault('changeComplianceRule', { complianceRule: unknown })).toBe('OBJECT_NOT_EXISTS');
    expect(await send('listComplianceRules', { org })).toHaveLength(1);
    expect(await fault('listComplianceRules', { org: unknown })).toBe('OBJECT_NOT_EXISTS');
    expect(await send('deleteComplianceRule', { complianceRule })).toBeNull();
    expect(await fault('deleteComplianceRule', { complianceRule })).toBe('OBJECT_NOT_EXISTS');
  });
});
