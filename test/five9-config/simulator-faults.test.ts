import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Operation } from '../../src/adapters/contract.ts';
import { five9ConfigContract } from '../../src/adapters/five9-config/contract/index.ts';
import { readings } from '../../src/adapters/five9-config/readings.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { Domain } from '../../src/simulators/five9-config/domain.ts';
import { domainAnswers } from '../../src/simulators/five9-config/index.ts';
import { fullFields } from './full-values.ts';
import { startFive9 } from './simulator-start.ts';

const settings = {
  fieldsMapping: [{ columnNumber: 1, fieldName: 'number1', key: true }],
  skipHeaderLine: false,
  cleanListBeforeUpdate: false,
};
const unknownField = { ...settings, fieldsMapping: [{ columnNumber: 1, fieldName: 'no_such', key: true }] };
const importData = { values: [['5551208111']] };
const identifier = { identifier: 'no-such' };
const none = 'no such';

const FAULTS: [operation: string, input: Readonly<Record<string, unknown>>, fault: object][] = [
  ['getInboundCampaign', { campaignName: 'Spring Sales' }, { fault: 'WrongCampaignTypeFault', actualType: 'OUTBOUND' }],
  ['createInboundCampaign', { campaign: { name: 'Win Back' } }, { fault: 'CampaignAlreadyExistsFault' }],
  [
    'createOutboundCampaign',
    { campaign: { name: 'A', profileName: none } },
    { fault: 'DialProfileNotFoundFault', profileName: none },
  ],
  [
    'createOutboundCampaign',
    { campaign: { name: 'A', callWrapup: { dispostionName: none } } },
    { fault: 'DispositionNotFoundFault' },
  ],
  [
    'createOutboundCampaign',
    { campaign: { name: 'A', callWrapup: { reasonCodeName: none } } },
    { fault: 'ReasonCodeNotFoundFault' },
  ],
  [
    'createAutodialCampaign',
    { campaign: { name: 'A', agentSkillName: none } },
    { fault: 'SkillNotFoundFault', skillName: none },
  ],
  ['modifyInboundCampaign', { campaign: { name: 'Win Back' } }, { fault: 'WrongCampaignTypeFault' }],
  [
    'renameCampaign',
    { campaignName: 'Summer Survey', campaignNewName: 'Win Back' },
    { fault: 'CampaignAlreadyExistsFault' },
  ],
  ['renameCampaign', { campaignName: 'Win Back', campaignNewName: 'B' }, { fault: 'WrongCampaignStateFault' }],
  ['stopCampaign', { campaignName: 'Summer Survey' }, { fault: 'CampaignStateUpdateFault' }],
  ['startCampaign', { campaignName: none }, { fault: 'CampaignNotFoundFault', campaignName: none }],
  [
    'addListsToCampaign',
    { campaignName: 'Billing Inbound', lists: [{ listName: 'Win Back list' }] },
    { fault: 'WrongCampaignTypeFault' },
  ],
  [
    'addListsToCampaign',
    { campaignName: 'Win Back', lists: [{ listName: none }] },
    { fault: 'ListNotFoundFault', listName: none },
  ],
  [
    'addListsToCampaign',
    { campaignName: 'Win Back', lists: [{ listName: 'Win Back list' }] },
    { fault: 'ListAlreadyAssignedFault' },
  ],
  [
    'removeListsFromCampaign',
    { campaignName: 'Win Back', lists: ['Spring Sales list'] },
    { fault: 'ListIsNotAssignedFault' },
  ],
  [
    'modifyCampaignLists',
    { campaignName: 'Win Back', lists: [{ listName: 'Spring Sales list' }] },
    { fault: 'ListIsNotAssignedFault' },
  ],
  [
    'removeSkillsFromCampaign',
    { campaignName: 'Win Back', skills: ['Sales'] },
    { fault: 'SkillIsNotAssignedFault', skillName: 'Sales' },
  ],
  [
    'addDNISToCampaign',
    { campaignName: 'Billing Inbound', DNISList: ['1'] },
    { fault: 'DNISNotFoundFault', dnis: '1' },
  ],
  [
    'removeDNISFromCampaign',
    { campaignName: 'Billing Inbound', DNISList: ['+16145552001'] },
    { fault: 'DNISIsNotAssignedFault' },
  ],
  [
    'addDispositionsToCampaign',
    { campaignName: 'Spring Sales', dispositions: ['Sale'], isSkipPreviewDisposition: true },
    { fault: 'AllowedOnlyForPreviewCampaignFault' },
  ],
  [
    'setDefaultIVRSchedule',
    { campaignName: 'Billing Inbound', scriptName: none },
    { fault: 'IvrScriptNotFoundFault', ivrScriptName: none },
  ],
  ['resetCampaign', { campaignName: 'Billing Inbound' }, { fault: 'WrongCampaignTypeFault' }],
  [
    'resetCampaignDispositions',
    {
      campaignName: 'Summer Survey',
      dispositions: ['Sale'],
      after: '2026-03-02T00:00:00Z',
      before: '2026-03-01T00:00:00Z',
    },
    { fault: 'InvalidDateRangeFault' },
  ],
  [
    'createSkill',
    { skillInfo: { skill: { name: 'Sales' } } },
    { fault: 'SkillAlreadyExistsFault', skillName: 'Sales' },
  ],
  ['getSkill', { skillName: none }, { fault: 'SkillNotFoundFault', skillName: none }],
  ['getSkillVoicemailGreeting', { skillName: none }, { fault: 'ObjectNotFoundFault' }],
  ['addSkillAudioFile', { skillName: 'Sales', promptName: none }, { fault: 'PromptNotFoundFault', promptName: none }],
  ['deleteUser', { userName: none }, { fault: 'UserNotFoundFault', userName: none }],
  ['userSkillAdd', { userSkill: { userName: none, skillName: 'Sales', level: 1 } }, { fault: 'UserNotFoundFault' }],
  ['createDisposition', { disposition: { name: 'Sale' } }, { fault: 'DispositionAlreadyExistsFault' }],
  [
    'renameDisposition',
    { dispositionName: 'Sale', dispositionNewName: 'Resolved' },
    { fault: 'DispositionAlreadyExistsFault' },
  ],
  ['createList', { listName: 'Win Back list' }, { fault: 'ListAlreadyExistsFault', listName: 'Win Back list' }],
  ['deleteList', { listName: 'Win Back list' }, { fault: 'ListCantBeRemovedFault' }],
  ['addToList', { listName: none, listUpdateSettings: settings, importData }, { fault: 'ListNotFoundFault' }],
  [
    'addToList',
    { listName: 'Win Back list', listUpdateSettings: unknownField, importData },
    { fault: 'CrmFieldNotFoundFault', fieldName: 'no_such' },
  ],
  [
    'addToList',
    { listName: 'Win Back list', listUpdateSettings: { ...settings, callbackAuthProfileName: none }, importData },
    { fault: 'AuthProfileNotFoundFault' },
  ],
  [
    'asyncAddRecordsToList',
    {
      listName: 'Win Back list',
      listUpdateSettings: settings,
      importData,
      resetDispositionsInCampaignsImportData: [none],
    },
    { fault: 'CampaignNotFoundFault' },
  ],
  ['isImportRunning', { identifier }, { fault: 'UnknownIdentifierFault' }],
  ['getListImportResult', { identifier }, { fault: 'UnknownIdentifierFault' }],
  ['getReportResultCsv', { identifier: none }, { fault: 'UnknownIdentifierFault' }],
  [
    'createAgentGroup',
    { group: { name: 'A', agents: [none] } },
    { fault: 'ObjectNotFoundFault', objectName: none, objectType: 'User' },
  ],
  ['deleteAgentGroup', { groupName: none }, { fault: 'ObjectNotFoundFault', objectType: 'AgentGroup' }],
  [
    'createCallVariable',
    { variable: { name: 'A', group: none } },
    { fault: 'ObjectNotFoundFault', objectType: 'CallVariableGroup' },
  ],
  ['createContactField', { field: { name: 'number1' } }, { fault: 'ObjectAlreadyExistsFault', objectType: 'CrmField' }],
  [
    'createReasonCode',
    { reasonCode: { name: 'Lunch', type: 'NotReady' } },
    { fault: 'ObjectAlreadyExistsFault', objectType: 'ReasonCode' },
  ],
  [
    'modifyCampaignProfile',
    { campaignProfile: { name: none } },
    { fault: 'ObjectNotFoundFault', objectType: 'CampaignProfile' },
  ],
  ['getPrompt', { promptName: none }, { fault: 'PromptNotFoundFault', promptName: none }],
  ['createIVRScript', { name: 'Default IVR' }, { fault: 'ObjectAlreadyExistsFault', objectType: 'IvrScript' }],
  ['createUserProfile', { userProfile: { name: 'A', locale: 'xx_XX' } }, { fault: 'LocaleNotFoundFault' }],
  ['deleteWebConnector', { name: none }, { fault: 'ObjectNotFoundFault', objectType: 'Connector' }],
];

/** Faults that no state of the simulated domain leads to, and why; the simulator answers them when they are injected. */
const NEEDS_FAULT_INJECTION: Readonly<Record<string, string>> = {
  AccessDisallowedFault: 'the simulated domain has bought the service',
  CantModifyObjectFault: 'the guide calls it an error of the system',
  CommonCampaignFault: 'the guide calls it what campaign faults have in common',
  ConcurrentModificationFault: 'the simulator changes an object in one step, so that no other request comes between',
  ImportCancelledFault: 'no documented operation cancels an import',
  InternalImportFault: 'it is a failure inside the vendor',
  MissedOsLoginFault: 'the guide says that it is not used',
  NICELicencesExceededFault: 'the simulated domain has no licences of that kind to run out of',
  ParseException: 'no text that it could be about is documented',
  ScheduleNotFoundFault: 'schedules are made outside this service',
  ScheduleOperationFailedFault: 'schedules are made outside this service',
  ServerFault: 'it is a failure inside the vendor',
  ServiceUnavailableFault: 'it is a failure inside the vendor',
};

/** Every fault that the simulator's chapters answer by name, or by the kind of object. */
function answeredFaults(): Set<string> {
  const folder = new URL('../../src/simulators/five9-config/', import.meta.url);
  const text = readdirSync(folder)
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
  const named = [...text.matchAll(/'([A-Z]\w+(?:Fault|Exception|Failed))'/g)].map(([, name = '']) => name);
  const kinds = [...text.matchAll(/kindFaults\('(\w+)'/g)].map(([, kind = '']) => kind);
  const played = readings.flatMap((question) => question.readings.map(({ id }) => id));
  return new Set([
    ...named,
    ...played,
    ...kinds.flatMap((kind) => [`${kind}NotFoundFault`, `${kind}AlreadyExistsFault`]),
  ]);
}

const operations: Readonly<Record<string, Operation>> = five9ConfigContract.operations;
const isDeclaredBy = (fault: string) =>
  Object.entries(operations).find(([, { faults }]) => faults.some(({ name }) => name === fault))?.[0];

describe('documented faults', () => {
  test('are all answered for a reason in the domain, or have a stated reason for having none', () => {
    const declared = Object.values(operations).flatMap(({ faults }) => faults.map(({ name }) => name));
    const answered = answeredFaults();
    const left = [...new Set(declared)].filter((name) => !answered.has(name));
    expect(left.toSorted()).toEqual(Object.keys(NEEDS_FAULT_INJECTION).toSorted());
  });

  test.each(Object.keys(NEEDS_FAULT_INJECTION))('%s is answered when injected', async (fault) => {
    const { running, connect } = await startFive9();
    const operation = isDeclaredBy(fault) ?? '';
    running.trouble({ kind: 'fault-500', fault, operation });
    const input = fullFields(operations[operation]?.input ?? {});
    await expect(connect(1).call(operation, input, {})).rejects.toMatchObject({ vendorCode: fault, operation });
  });

  test('every one of the table is answered with its name and fields, and is documented for its operation', async () => {
    const { refusal } = await startFive9();
    for (const [operation, input, expected] of FAULTS) {
      const refused = await refusal(operation, input);
      expect.soft(refused, `${operation} ${JSON.stringify(input)}`).toMatchObject(expected);
      const row = five9ConfigContract.operations[operation as keyof typeof five9ConfigContract.operations];
      expect
        .soft(
          row.faults.map(({ name }) => name),
          operation,
        )
        .toContain(refused.fault);
    }
  });

  test('a pattern that is none is refused, though the adapter would not send it', async () => {
    const { post } = await startFive9();
    const answered = await post('getCampaigns', '<campaignNamePattern>(</campaignNamePattern>');
    expect(answered).toMatch(/InvalidRegexpPatternFault.*<pattern>\(<\/pattern>/s);
  });

  test('there is an end to users and to extensions', async () => {
    const { call } = await startFive9();
    /** Makes users until there is no room for another one. */
    const fill = async (prefix: string, more: (at: number) => object): Promise<unknown> => {
      for (let at = 0; at < 150; at += 1) {
        const generalInfo = { userName: `${prefix}${at}@acme.example`, active: true, ...more(at) };
        const made = call('createUser', { userInfo: { generalInfo, roles: {}, skills: [] } });
        const refused = await made.then(
          () => null,
          (error: unknown) => error,
        );
        if (refused) return refused;
      }
      return null;
    };
    const extended = await fill('with', (at) => ({ extension: String(8_000 + at) }));
    expect(extended).toMatchObject({ vendorCode: 'TooManyExtensionsFault', code: 'FAILED_PRECONDITION' });
    expect(await fill('without', () => ({}))).toMatchObject({ vendorCode: 'TooManyUsersFault' });
  });

  test('an argument that is missing is said to be', async () => {
    const { post } = await startFive9();
    expect(await post('startCampaign', '')).toContain('MissedArgumentFault');
    expect(await post('addSkillsToCampaign', '<campaignName>Win Back</campaignName>')).toContain('MissedArgumentFault');
  });

  test('every operation of the contract is answered by a chapter', () => {
    const centre = createCentre({ seed: 3, startsAt: new Date('2026-03-02T08:00:00Z') });
    const answered = [...Object.keys(domainAnswers(new Domain(centre))), 'getCallCountersState'];
    expect(answered.sort()).toEqual(Object.keys(five9ConfigContract.operations).sort());
  });
});
