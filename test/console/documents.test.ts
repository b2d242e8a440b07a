import { readFileSync } from 'node:fs';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type ActRequest, actDocument } from '../../console/api/acts.ts';
import {
  ACCOUNTS_DOCUMENT,
  AGENTS_DOCUMENT,
  CALL_IDS_DOCUMENT,
  callsDocument,
  figuresDocument,
  TREND_DOCUMENT,
} from '../../console/live/documents.ts';
import { actsOnCampaign } from '../../console/pages/campaigns/campaign-acts.ts';
import {
  CAMPAIGN_STATE_DOCUMENT,
  CAMPAIGNS_DOCUMENT,
  campaignDocument,
} from '../../console/pages/campaigns/documents.ts';
import * as deskActs from '../../console/pages/desk/desk-acts.ts';
import {
  callbacksDocument,
  callHistoryDocument,
  DISPOSITIONS_DOCUMENT,
  REASON_CODES_DOCUMENT,
} from '../../console/pages/desk/documents.ts';
import { pastCallsDocument } from '../../console/pages/past/documents.ts';
import { recordingsDocument } from '../../console/pages/recordings/documents.ts';
import { annotateAct } from '../../console/pages/recordings/recording.ts';
import * as alertActs from '../../console/pages/system/alert.ts';
import {
  ALERT_RULES_DOCUMENT,
  AUDIT_DOCUMENT,
  alertsDocument,
  eventDocuments,
  systemAccountsDocument,
  WEBHOOKS_DOCUMENT,
} from '../../console/pages/system/documents.ts';
import * as webhookActs from '../../console/pages/system/webhook.ts';
import { MEDIA_DOCUMENT } from '../../console/parts/audio/documents.ts';
import { actsOn, transferOf } from '../../console/parts/call/call-acts.ts';
import { CAMPAIGN_CHOICES_DOCUMENT } from '../../console/parts/filters/documents.ts';
import { RIGHTS_DOCUMENT } from '../../console/session/rights.ts';

const schema = buildSchema(readFileSync('schema/unified.graphql', 'utf8'));
const problemsOf = (document: string) => validate(schema, parse(document)).map(({ message }) => message);

const ALL = { may: () => true };
const NONE = { may: () => false };

describe('documents of the console', () => {
  test.each(
    Object.entries({
      RIGHTS_DOCUMENT,
      ACCOUNTS_DOCUMENT,
      AGENTS_DOCUMENT,
      CALL_IDS_DOCUMENT,
      MEDIA_DOCUMENT,
      TREND_DOCUMENT,
    }),
  )('%s is valid in the unified plane', (_, document) => expect(problemsOf(document)).toEqual([]));

  test.each(
    Object.entries({
      ...{
        CAMPAIGN_CHOICES_DOCUMENT,
        CAMPAIGN_STATE_DOCUMENT,
        CAMPAIGNS_DOCUMENT,
        DISPOSITIONS_DOCUMENT,
        REASON_CODES_DOCUMENT,
      },
      ...{ ALERT_RULES_DOCUMENT, AUDIT_DOCUMENT, WEBHOOKS_DOCUMENT },
    }),
  )('%s is valid in the unified plane', (_, document) => expect(problemsOf(document)).toEqual([]));

  test.each(
    Object.entries({
      ...{
        callsDocument,
        pastCallsDocument,
        recordingsDocument,
        campaignDocument,
        callHistoryDocument,
        callbacksDocument,
        figuresDocument,
      },
      ...{ alertsDocument, systemAccountsDocument },
      storedEvents: (rights: typeof ALL) => eventDocuments(rights).stored,
      followingEvents: (rights: typeof ALL) => eventDocuments(rights).following,
    }),
  )('%s is valid for a key with every scope and with none', (_, documentOf) =>
    expect([ALL, NONE].flatMap((rights) => problemsOf(documentOf(rights)))).toEqual([]),
  );

  test('the validation refuses a field that the schema does not have', () =>
    expect(problemsOf('{ accounts { colour } }')).toEqual(['Cannot query field "colour" on type "Account".']));
});

const STATES = ['RINGING', 'CONNECTED', 'HELD', 'PARKED', 'TRANSFERRING'];
const RECORDING_STATES = ['NOT_RECORDING', 'RECORDING', 'PAUSED'];

const callIn = (state: string, recordingState: string) => ({
  ...{ id: 'Y2E', callId: null, state, direction: null, channel: null, from: null, to: null, customerName: null },
  ...{ device: null, startedAt: null, connectedAt: null, heldSince: null, recordingState, agent: null },
  source: { account: { key: 'floor' } },
});

const everything = {
  ...{ id: 'floor', key: 'floor', vendor: 'FIVE9_CTI', status: 'UP', lastError: null },
  capabilities: { includes: () => true } as unknown as readonly string[],
};

describe('acts of the console', () => {
  const rights = { ...ALL, clockAheadMs: 0 };
  const calls = STATES.flatMap((state) => RECORDING_STATES.map((recording) => callIn(state, recording)));
  const acts: ActRequest[] = calls.flatMap((call) => [
    ...actsOn(call, [everything], rights),
    transferOf(call, { toNumber: '+14155550100' }, true),
  ]);
  const campaign = {
    ...{ id: 'Y2E', name: 'Win Back', description: null, direction: null, channel: null, dialingMode: null },
    ...{ state: null, source: { account: { key: 'floor' } } },
  };
  const { createAct, deleteAct, enableAct, replayAct, rotateAct, testAct } = webhookActs;
  const { dialAct, digitsAct, disposeAct, notReadyAct, readyAct } = deskActs;
  const { addCallbackAct, dismissAct, snoozeAct } = deskActs;
  acts.push(
    ...[
      createAct('crm', 'https://crm.example', ['CALL.ENDED']),
      deleteAct('d2g'),
      enableAct({ id: 'd2g', enabled: true }),
    ],
    ...[replayAct('d2g', { after: 'Y3Vyc29y' }), rotateAct('d2g'), testAct('d2g')],
    ...[dialAct('YQ', '+14155550100'), digitsAct('Y2E', '1#'), disposeAct('Y2E', 'Sale', 'Fine')],
    ...[notReadyAct('YQ', 'Lunch'), readyAct('YQ'), dismissAct('YQ'), snoozeAct('YQ', 300)],
    addCallbackAct({ agentId: 'YQ', number: '+14155550100', dueAt: '2026-06-01T12:00:00.000Z' }, 'Offer'),
  );
  const { createRuleAct, deleteRuleAct, enableRuleAct, thresholdAct } = alertActs;
  acts.push(
    createRuleAct({
      ...{ name: 'Waits', figure: 'LONGEST_WAIT', comparison: 'ABOVE', threshold: 90, forSeconds: 0, groupBy: 'QUEUE' },
    }),
    ...[deleteRuleAct('YQ'), enableRuleAct({ id: 'YQ', enabled: true })],
    thresholdAct({ id: 'YQ', figure: 'SERVICE_LEVEL', comparison: 'BELOW' }, 80),
  );
  acts.push(...actsOnCampaign(campaign, [everything], rights), annotateAct('cmU', 'USER3', 'A-4711'));
  const byMutation = new Map(acts.map((act) => [act.mutation, act]));

  test('those of every page are listed', () =>
    expect([...byMutation.keys()].sort().join(' ')).toBe(
      [
        'agentSetNotReady agentSetReady alertCreate alertDelete alertUpdate',
        'callDial callDispose callHangup callHold callPark callRetrieve callSendDtmf',
        'callTransfer callTransferCancel callTransferComplete callUnpark callbackAdd callbackDismiss callbackSnooze campaignForceStop campaignPause campaignReset',
        'campaignResume campaignStart campaignStop recordingAnnotate recordingPause recordingResume recordingStart',
        'recordingStop webhookCreate webhookDelete webhookReplay webhookRotateSecret webhookTest webhookUpdate',
      ].join(' '),
    ));

  test('the figures of alerts are those of the schema', () => {
    const figures = schema.getType('AlertFigure');
    const names = figures && 'getValues' in figures ? figures.getValues().map(({ name }) => name) : [];
    expect(Object.keys(alertActs.FIGURES).sort()).toEqual(names.sort());
  });

  test.each([...byMutation.values()])('$mutation is valid in the unified plane', (act) => {
    expect(problemsOf(actDocument(act))).toEqual([]);
    const input = schema.getType(`${act.mutation[0]?.toUpperCase()}${act.mutation.slice(1)}Input`);
    const fields = input && 'getFields' in input ? Object.keys(input.getFields()) : [];
    expect(Object.keys(act.input).filter((name) => !fields.includes(name))).toEqual([]);
  });
});
