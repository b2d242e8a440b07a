import { describe, expect, it } from 'vitest';
import type { Operation } from '../../src/adapters/contract.ts';
import { engageContract } from '../../src/adapters/engage/contract/index.ts';
import { faultNameOf } from '../../src/adapters/engage/quirks.ts';
import { faultError, indexFaults } from '../../src/adapters/soap/fault.ts';
import type { FaultInjector } from '../../src/simulators/simulator.ts';
import { TRANSPORT_FAULTS } from '../helpers/transport-faults.ts';
import { adapter, floor, openFloorEachTest, org } from './floor.ts';

openFloorEachTest();

const it1 = { internalId: '1' };
const READS: Readonly<Record<string, Record<string, unknown>>> = {
  listScripts: { org },
  showCampaign: { campaign: it1 },
  listCampaigns: { org },
  listCampaignsUsingCampaign: { org },
  showOutreachStrategy: { outreachStrategy: it1 },
  listOutreachStrategy: { org },
  listSubCampaigns: { campaign: it1 },
  showSubCampaignStateUsingContactAttempt: { contactAttempt: it1 },
  showSubCampaignState: { subCampaign: it1 },
  listSubCampaignStates: { org },
  showContactBatchState: { contactBatch: it1 },
  listContactBatchStates: { sample: it1 },
  showComplianceRule: { complianceRule: it1 },
  listComplianceRules: { org },
  showContactAttempts: { contactAttempts: [it1] },
  listContactAttempts: { org },
  listContactAttemptsUsingUser: { user: it1 },
  listContactAttemptsUsingContactBatch: { contactBatch: it1 },
  previewPacing: { entities: [{ _type: 'agentGroup', internalId: '1' }] },
};
const batch = { contactBatch: { owner: org, maxDuration: 'PT1H' }, contacts: [it1] };
const ACTS: Readonly<Record<string, Record<string, unknown>>> = {
  createScript: { scriptTemplate: it1, newName: 'n', elementNames: [], elementContents: [], org },
  createScriptUsingContent: { name: 'n', contentNames: [], contentData: [], org },
  deleteScript: { script: it1 },
  createCampaign: { campaign: it1, org },
  createOutreachStrategy: { outreachStrategy: it1, org },
  deleteOutreachStrategy: { outreachStrategy: it1 },
  changeOutreachStrategy: { outreachStrategy: it1 },
  changeCampaign: { campaign: it1 },
  createSubCampaign: { subCampaign: it1, list: it1, script: it1, org },
  changeSubCampaign: { subCampaign: it1 },
  changeSubCampaignState: { subCampaignState: { subCampaign: it1, state: 'Done' } },
  createContactAttempts: { pass: it1, contacts: [it1], script: it1, org },
  createContactBatch: batch,
  createContactBatchAsync: batch,
  changeContactBatchState: { contactBatchState: { contactBatch: it1, state: 'Cancelled' } },
  createComplianceRule: { complianceRule: it1, org },
  deleteComplianceRule: { complianceRule: it1 },
  changeComplianceRule: { complianceRule: it1 },
  changeContactAttempt: { contactAttempt: it1 },
  createSubCampaignUsingInboundDevice: { subCampaign: it1, script: it1, org, device: it1 },
};

async function codes(table: typeof READS, kind: FaultInjector['kind']): Promise<unknown[]> {
  const deadline = kind === 'hang' || kind === 'drip' ? 1_000 : 15_000;
  const outcomes = await Promise.allSettled(
    Object.entries(table).map(([name, input]) => adapter.call(name, input, { deadline })),
  );
  return outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'fulfilled'));
}

describe.each(TRANSPORT_FAULTS)('an engage vendor that is %s (F3)', (kind, read, act) => {
  it('fails every read with its own code', async () => {
    floor.simulator.trouble({ kind });
    expect(new Set(await codes(READS, kind))).toEqual(new Set([read]));
  });

  it('leaves the outcome of every act unknown and never sends it twice', async () => {
    floor.simulator.trouble({ kind });
    expect(new Set(await codes(ACTS, kind))).toEqual(new Set([act]));
    const names = Object.keys(ACTS);
    expect(names.map((name) => floor.simulator.received.get(name))).toEqual(names.map(() => 1));
  });
});

describe('faults of engage', () => {
  it.each(['fault-200', 'fault-500'] as const)(
    'come as documented with %s, and acts are not sent again',
    async (kind) => {
      floor.simulator.trouble({ kind });
      for (const [name, input] of [...Object.entries(READS), ...Object.entries(ACTS)]) {
        const error = await adapter.call(name, input, {}).catch((thrown: unknown) => thrown);
        expect(error, name).toMatchObject({ code: 'INVALID_ARGUMENT', operation: name, vendor: 'ENGAGE' });
        expect((error as { vendorCode: string }).vendorCode, name).toMatch(/^(ARG|ATTRIBUTE)_[A-Z_]+$/);
        expect(floor.simulator.received.get(name), name).toBe(1);
      }
    },
  );

  // Guide, createContactBatchAsync: "INTERNAL_ERROR - Internal error while processing the request".
  it('of an internal error leave the outcome of an act unknown, and fail a read', () => {
    const message = 'INTERNAL_ERROR - Internal error while processing the request';
    const around = {
      index: indexFaults(engageContract),
      context: { timeZone: 'UTC' },
      faultName: faultNameOf(engageContract),
    };
    const codeOf = (row: Operation) =>
      faultError({ code: 'soap:Server', message, detail: undefined }, { row, secrets: [], ...around }).code;
    expect(codeOf(engageContract.operations.createContactBatchAsync)).toBe('OUTCOME_UNKNOWN');
    expect(codeOf(engageContract.operations.changeSubCampaignState)).toBe('OUTCOME_UNKNOWN');
    expect(codeOf(engageContract.operations.showContactBatchState)).toBe('UNAVAILABLE');
  });

  it('cover all operations in this table', () => {
    expect(Object.keys({ ...READS, ...ACTS })).toHaveLength(39);
  });

  it('of a wrong password show neither of the two', async () => {
    const wrong = floor.connect({ password: 'seeded-secret' });
    const error = await wrong.call('listScripts', { org }, {}).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'PERMISSION_DENIED' });
    expect(String(error) + JSON.stringify(error)).not.toMatch(/seeded-secret|gateway@/);
  });
});
