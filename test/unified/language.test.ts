import { type GraphQLNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { vendors } from '../../src/adapters/vendors.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';

const schema = buildGatewaySchema(vendors);

function fieldsOf(name: string): Record<string, { type: unknown; args: readonly { name: string }[] }> {
  const type = schema.getType(name);
  if (!isObjectType(type) && !isInterfaceType(type)) throw new Error(`no type ${name}`);
  return type.getFields();
}

/** Names other people's queries rely on; they are never renamed. */
const FIXED: Readonly<Record<string, string>> = {
  Account: 'id key vendor status capabilities quotas lastError',
  Source: 'account nativeId',
  SourceReport: 'account count truncated fetchedAt stale error',
  SourceError: 'code message vendorCode retryable',
  PageInfo: 'hasNextPage hasPreviousPage startCursor endCursor',
  Campaign: 'id source name description direction channel dialingMode state dispositions skills lists calls recordings',
  Agent: 'id name email identities presence presenceSince skills groups currentCalls recordings',
  AgentIdentity: 'account nativeId userName extension active matchedBy',
  Call: 'id source direction state from to customerName device startedAt connectedAt endedAt agent campaign disposition recordingState recordings',
  RecordingMatch: 'recording method confidence',
  Recording: 'id source startedAt durationSeconds direction from to device agent call annotations media',
  Media: 'url contentType',
  Query: 'node nodes accounts campaigns agents calls recordings dispositions skills contactLists contacts events',
  Subscription:
    'events callChanged recordingChanged agentChanged campaignChanged callbackChanged importProgress reportProgress accountChanged',
  Event: 'cursor occurredAt receivedAt account',
  CallEvent: 'type call',
  RecordingEvent: 'type recording call device',
  AgentEvent: 'type agent presence reasonCode',
  CampaignEvent: 'type campaign state previousState',
  CallbackEvent: 'type callback',
  AccountEvent: 'status',
  Gap: 'account from to reason',
  VendorEvent: 'name payload',
};

/** The acts offered so far. */
const ACTS = `campaignCreate campaignUpdate campaignDelete campaignRename
  campaignStart campaignStop campaignForceStop campaignPause campaignResume campaignReset
  campaignResetListPosition campaignUpdateList campaignAddNumbers campaignRemoveNumbers
  campaignAddLists campaignRemoveLists campaignAddSkills campaignRemoveSkills campaignAddDispositions campaignRemoveDispositions
  agentCreate agentUpdate agentDelete agentSetReady agentSetNotReady agentLogin agentLogout agentAddSkills agentRemoveSkills
  callDial callAnswer callHangup callHold callRetrieve callPark callUnpark callSendDtmf callDispose
  callTransfer callTransferComplete callTransferCancel callConference callConferenceComplete callConferenceCancel callConferenceLeave callBridge
  callPartyRemove callPartyPark
  callbackAdd callbackSnooze callbackDismiss
  recordingStart recordingStop recordingPause recordingResume recordingAnnotate recordingEmail
  contactsAdd contactsImport contactImportCancel contactsRemove doNotCallAdd doNotCallRemove reportRun
  webhookCreate webhookUpdate webhookDelete webhookReplay webhookRotateSecret
  alertCreate alertUpdate alertDelete`;

const VENDOR_TYPE = /^(Five9Config|Five9Cti|RemoteControl|Recorder|Engage)_/;

describe('names that are fixed', () => {
  test.each(Object.entries(FIXED))('%s', (type, names) => {
    expect(Object.keys(fieldsOf(type))).toEqual(expect.arrayContaining(names.split(' ')));
  });

  test.each(ACTS.split(/\s+/))('%s takes one input and answers a payload with userErrors', (name) => {
    const act = fieldsOf('Mutation')[name];
    const input = `${name[0]?.toUpperCase()}${name.slice(1)}`;
    expect(act?.args.map((argument) => argument.name)).toEqual(['input']);
    expect(String(act?.type)).toBe(`${input}Payload!`);
    expect(Object.keys(fieldsOf(`${input}Payload`))).toContain('userErrors');
    expect(schema.getType(`${input}Input`)).toBeDefined();
  });

  test.each([
    ['VendorApi', 'FIVE9_CONFIG FIVE9_CTI REMOTE_CONTROL RECORDER ENGAGE'],
    ['AccountStatus', 'UP DEGRADED DOWN UNKNOWN'],
    ['CampaignState', 'NOT_RUNNING STARTING RUNNING PAUSED STOPPING RESETTING COMPLETED CANCELLED'],
    ['Presence', 'LOGGED_OUT NOT_READY READY RINGING ON_CALL WRAP_UP'],
    ['CallState', 'QUEUED RINGING CONNECTED HELD PARKED CONFERENCED TRANSFERRING WRAP_UP ENDED UNKNOWN'],
    ['RecordingState', 'NOT_RECORDING RECORDING PAUSED UNKNOWN'],
    ['MatchMethod', 'CALL_ID DEVICE_AND_TIME NUMBERS_AND_TIME'],
    [
      'ErrorCode',
      'NOT_FOUND ALREADY_EXISTS INVALID_ARGUMENT FAILED_PRECONDITION PERMISSION_DENIED UNAUTHENTICATED RATE_LIMITED UNSUPPORTED TIMEOUT UNAVAILABLE BAD_RESPONSE OUTCOME_UNKNOWN INTERNAL',
    ],
  ])('the words of %s', (name, words) => {
    const type = schema.getType(name);
    expect(isEnumType(type) && type.getValues().map((value) => value.name)).toEqual(words.split(' '));
  });

  test('connections have edges, pageInfo, totalCount and sources', () => {
    for (const type of ['Campaign', 'Agent', 'Call', 'Recording', 'ContactList', 'Contact', 'Disposition', 'Skill']) {
      expect(Object.keys(fieldsOf(`${type}Connection`))).toEqual(['edges', 'pageInfo', 'totalCount', 'sources']);
      expect(Object.keys(fieldsOf(`${type}Edge`))).toEqual(['cursor', 'node']);
    }
  });
});

test('everything is described: types, fields, arguments, input fields and words', () => {
  const builtIn = /^(String|Int|Float|Boolean|ID|__\w+)$/;
  const undescribed = Object.values(schema.getTypeMap()).flatMap((type: GraphQLNamedType) => {
    if (builtIn.test(type.name)) return [];
    const fields =
      isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? Object.values(type.getFields()) : [];
    const parts = [
      ...fields.flatMap((field) => [field, ...('args' in field ? field.args : [])]),
      ...(isEnumType(type) && !VENDOR_TYPE.test(type.name) ? type.getValues() : []),
    ];
    const lacking = parts.filter(({ description }) => !description).map(({ name }) => `${type.name}.${name}`);
    return type.description ? lacking : [type.name, ...lacking];
  });
  expect(undescribed).toEqual([]);
});

test('what is said to serve the unified plane exists on both sides', () => {
  for (const { key, contract, covers } of vendors) {
    for (const [operation, fields] of Object.entries(covers)) {
      expect(Object.keys(contract.operations), key).toContain(operation);
      for (const field of fields) {
        const [type, name] = field.includes('.') ? field.split('.') : [null, field];
        const places = type ? [type] : ['Query', 'Mutation', 'Subscription'];
        expect(
          places.some((place) => name && name in fieldsOf(place)),
          field,
        ).toBe(true);
      }
    }
  }
});
