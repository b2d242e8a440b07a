import { afterEach, expect, test } from 'vitest';
import type { Contract } from '../../src/adapters/contract.ts';
import { five9ConfigContract } from '../../src/adapters/five9-config/contract/index.ts';
import { vendor } from '../../src/adapters/five9-config/index.ts';
import { quietLog } from '../../src/server/logging.ts';
import { startSoapSimulator } from '../../src/simulators/soap.ts';

type Values = Readonly<Record<string, unknown>>;

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A Five9 that answers what a test says, and what it was sent. The usual simulator keeps what a write leaves out; this one shows it. */
async function scripted(answers: Readonly<Record<string, unknown>>) {
  const sent: [string, Values][] = [];
  const service = await startSoapSimulator(
    {
      contract: five9ConfigContract as Contract,
      namespace: 'http://service.admin.ws.five9.com/',
      style: 'named',
      path: '/ws',
      answer: (operation, input) => {
        sent.push([operation, input]);
        return answers[operation];
      },
    },
    { port: 0 },
  );
  const users = [{ username: 'api', password: 'of-the-api' }];
  const settings = vendor.settings.parse({ url: `${service.origin}/ws`, users, deadline: 5_000 });
  const adapter = vendor.connect('acme', settings, { log: quietLog, now: () => new Date() });
  open.push(
    () => adapter.close(),
    () => service.close(),
  );
  /** What a write really sent, without what was left out. */
  const written = (operation: string, argument: string) =>
    bare(sent.find(([name]) => name === operation)?.[1]?.[argument]);
  return { adapter, sent, written };
}

/** Without nulls and empty lists, which are what is not on the wire. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(
    ([, member]) => member !== null && !(Array.isArray(member) && !member.length),
  );
  return Object.fromEntries(given.map(([name, member]) => [name, bare(member)]));
}

const WRAPUP = {
  agentNotReady: true,
  dispostionName: 'Sale',
  enabled: true,
  timeout: { days: 0, hours: 0, minutes: 1, seconds: 30 },
};

test('a campaign is written back whole: its state, empty names and the schedule’s name are not sent', async () => {
  const standing = {
    ...{ name: 'Help', type: 'INBOUND', state: 'RUNNING', description: 'Before', mode: 'BASIC', profileName: '' },
    ...{ autoRecord: true, callWrapup: { ...WRAPUP, reasonCodeName: '' }, maxNumOfLines: 7 },
    defaultIvrSchedule: {
      ivrSchedule: { name: 'Default', scriptName: 'Main', scriptParameters: [{ name: 'queue', value: 'A' }] },
      visualModeSettings: { chatEnabled: true, visualModeEnabled: true },
    },
  };
  const { adapter, written } = await scripted({ getCampaigns: [standing], getInboundCampaign: standing });
  await adapter.campaignUpdate?.('Help', { description: 'After', ivrScript: 'Other' }, {});
  expect(written('modifyInboundCampaign', 'campaign')).toEqual({
    ...{ name: 'Help', type: 'INBOUND', description: 'After', mode: 'BASIC' },
    ...{ autoRecord: true, callWrapup: WRAPUP, maxNumOfLines: 7 },
    defaultIvrSchedule: {
      ivrSchedule: { scriptName: 'Other', scriptParameters: [{ name: 'queue', value: 'A' }] },
      visualModeSettings: { chatEnabled: true, visualModeEnabled: true },
    },
  });
});

test('a campaign keeps the FTP server that the vendor reported, which a caller may not name', async () => {
  const ftp = { ftpHost: '10.1.2.3', ftpUser: 'rec' };
  const standing = { name: 'Help', type: 'INBOUND', state: 'RUNNING', mode: 'BASIC', ...ftp };
  const { adapter, sent, written } = await scripted({ getCampaigns: [standing], getInboundCampaign: standing });
  await adapter.campaignUpdate?.('Help', { description: 'After' }, {});
  expect(written('modifyInboundCampaign', 'campaign')).toMatchObject({ ...ftp, description: 'After' });
  const count = sent.length;
  const named = adapter.call('modifyInboundCampaign', { campaign: standing }, {});
  await expect(named).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', argumentPath: ['campaign', 'ftpHost'] });
  expect(sent).toHaveLength(count);
});

test('a campaign gets a profile with the mode that heeds it, and loses it with the other', async () => {
  const standing = { name: 'Sales', type: 'OUTBOUND', mode: 'ADVANCED', profileName: 'Gold', dialingMode: 'POWER' };
  const answers = { getCampaigns: [standing], getOutboundCampaign: standing };
  const given = await scripted(answers);
  await given.adapter.campaignUpdate?.('Sales', { profile: 'Silver' }, {});
  expect(given.written('modifyOutboundCampaign', 'campaign')).toEqual({ ...standing, profileName: 'Silver' });
  const taken = await scripted(answers);
  await taken.adapter.campaignUpdate?.('Sales', { profile: '' }, {});
  expect(taken.written('modifyOutboundCampaign', 'campaign')).toEqual({
    ...{ name: 'Sales', type: 'OUTBOUND', mode: 'BASIC', dialingMode: 'POWER' },
  });
});

test('a user is written back whole, by the exact name, without an unset password', async () => {
  const info = {
    ...{ userName: 'ann.a+b', firstName: 'Ann', lastName: 'Adams', fullName: 'Ann Adams', EMail: 'ann@a.example' },
    ...{ active: true, extension: '4001', id: '77', locale: '', phoneNumber: '+15550100' },
    mediaTypeConfig: { mediaTypes: [{ enabled: true, intlligentRouting: false, maxAlowed: 3, type: 'CHAT' }] },
  };
  const other = { userName: 'ann.a+b.2', firstName: 'Other' };
  const answers = { getUsersGeneralInfo: [other, { ...info, osLogin: 'x', IEXScheduled: true }], modifyUser: {} };
  const { adapter, sent, written } = await scripted(answers);
  await adapter.agentUpdate?.('ann.a+b', { lastName: 'Brown', extension: '' }, {});
  expect(sent[0]).toEqual(['getUsersGeneralInfo', { userNamePattern: 'ann.a\\+b' }]);
  const { locale: _, ...stored } = info;
  expect(written('modifyUser', 'userGeneralInfo')).toEqual({
    ...stored,
    lastName: 'Brown',
    fullName: 'Ann Brown',
    extension: '',
  });
  expect(sent.map(([operation]) => operation)).toEqual(['getUsersGeneralInfo', 'modifyUser']);
});

// Valid by the WSDL (an int), beyond the bounds that the guide gives callers.
test.each(['Inbound', 'Outbound', 'Autodial'])(
  'what the vendor itself stores beyond the bounds of the guide is written back in an %s campaign',
  async (kind) => {
    const callWrapup = { ...WRAPUP, timeout: { ...WRAPUP.timeout, hours: 101 } };
    const standing = { name: 'Help', type: kind.toUpperCase(), mode: 'BASIC', callWrapup };
    const { adapter, sent, written } = await scripted({
      getCampaigns: [standing],
      [`get${kind}Campaign`]: standing,
    });
    await adapter.campaignUpdate?.('Help', { description: 'After' }, {});
    expect(written(`modify${kind}Campaign`, 'campaign')).toMatchObject({ callWrapup, description: 'After' });
    const count = sent.length;
    const named = adapter.call(`modify${kind}Campaign`, { campaign: standing }, {});
    await expect(named).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(sent).toHaveLength(count);
  },
);
