import 'reflect-metadata';
import { execute, parse, subscribe, validate } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { afterAll, beforeAll, expect } from 'vitest';
import {
  AccountEvent,
  AgentEvent,
  CallEvent,
  CampaignEvent,
  Gap,
  RecordingEvent,
  VendorEvent,
} from '../../schema/event.ts';
import { ImportProgress, ReportProgress } from '../../schema/progress-events.ts';
import type { EventRecord } from '../../src/adapters/adapter.ts';
import { Hub } from '../../src/subscriptions/deliver/hub.ts';
import { createCursors } from '../../src/subscriptions/log/cursor.ts';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { SubscriptionResolver } from '../../src/subscriptions/resolvers.ts';
import { type SubscriptionContext, SubscriptionService } from '../../src/subscriptions/service.ts';
import { callEvent } from './events.ts';

/** The schema of events over the accounts that the test follows. */
export const schema = buildSchemaSync({
  resolvers: [SubscriptionResolver],
  orphanedTypes: [
    CallEvent,
    RecordingEvent,
    AgentEvent,
    CampaignEvent,
    ImportProgress,
    ReportProgress,
    AccountEvent,
    Gap,
    VendorEvent,
  ],
  pubSub: { publish: () => undefined, subscribe: () => ({ [Symbol.asyncIterator]: () => nothing() }) as never },
  validate: false,
  skipCheck: false,
});

async function* nothing() {}

/** The event log; it has an event of each kind. */
export let log: EventLog;

/** The hub over the log. */
export let hub: Hub;

/** The subscription service over the hub. */
export let live: SubscriptionService;

/** The kinds that the service asked to watch, in order. */
export const watched: string[] = [];

/** A subscription service over a hub. */
export function liveOver(hub: Hub): SubscriptionService {
  return new SubscriptionService({
    hub,
    cursors: createCursors(hub.log.identity),
    accounts: () => ['floor', 'wfo'],
    vendorOf: (account) => (account === 'wfo' ? 'recorder' : 'five9-cti'),
    lookup: () => ({
      agent: async (id) => [{ account: 'floor', nativeId: id, userName: 'jdoe', extension: '4711' }],
      campaign: async () => ({ account: 'floor', nativeId: null, name: 'Spring' }),
      source: async (id) => ({ account: 'floor', nativeId: id }),
      accountsOf: (vendor) => (vendor === 'RECORDER' ? ['wfo'] : ['floor']),
    }),
    views: {
      account: (key) => ({ id: key, key }) as never,
      call: (_, record) => ({ id: record.nativeId, ...record }) as never,
      recording: (_, record) => ({ id: record.nativeId, ...record }) as never,
      campaign: (_, record) => ({ id: record.nativeId, ...record }) as never,
      callback: (_, record) => ({ id: record.nativeId, ...record }) as never,
      alert: (_, record) => record as never,
      agent: async (_, { userName }) => (userName ? ({ id: userName, name: userName } as never) : null),
    },
    followed: (_, kind, nativeId) => ({ kind, account: 'floor', nativeId }),
    watch: (kinds, accounts) => {
      watched.push(`${kinds.join('+')} ${accounts === 'all' ? 'all' : [...accounts].join('+')}`);
      return () => watched.push('end');
    },
  });
}

beforeAll(async () => {
  log = await openSqliteLog({ file: ':memory:' });
  await log.append(records);
  hub = new Hub(log);
  live = liveOver(hub);
});

afterAll(async () => {
  await hub.close();
  await log.close();
});

/** The context of a caller. */
export function context(
  scopes: string[] = ['admin'],
  accounts: SubscriptionContext['caller']['accounts'] = 'all',
): SubscriptionContext {
  return { subscriptions: live, caller: { id: 'someone', scopes: new Set(scopes), accounts } };
}

/** What all events have. */
export const base = (facts: { account?: string; subject?: string }) => {
  const { account, subject, fingerprint, occurredAt, receivedAt } = callEvent({ account: facts.account });
  return { account, subject: facts.subject ?? subject, fingerprint, occurredAt, receivedAt };
};

/** An event of each kind. */
export const records: EventRecord[] = [
  callEvent({ call: 'c1', type: 'RINGING', state: 'RINGING' }),
  { ...base({ account: 'wfo' }), kind: 'RECORDING', type: 'STARTED', state: 'RECORDING', device: '4711' },
  {
    ...base({}),
    kind: 'AGENT',
    type: 'PRESENCE_CHANGED',
    agent: { userName: 'jdoe' },
    presence: 'NOT_READY',
    reasonCode: 'Lunch',
  },
  {
    ...base({}),
    kind: 'CAMPAIGN',
    type: 'STATE_CHANGED',
    campaign: { nativeId: '9', name: 'Spring' },
    state: 'RUNNING',
    previousState: 'STARTING',
  },
  {
    ...base({}),
    kind: 'CALLBACK',
    type: 'OVERDUE',
    callback: { nativeId: 'jdoe/7', number: '+16145550133', dueAt: '2026-01-01T00:00:00Z' },
  },
  { ...base({}), kind: 'IMPORT', importId: 'i1', running: false, done: 9, failed: 1 },
  { ...base({}), kind: 'REPORT', reportId: 'r1', running: false },
  { ...base({}), kind: 'ACCOUNT', status: 'DOWN' },
  { ...base({}), kind: 'GAP', from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:05Z', reason: 'The line is cut' },
  {
    ...base({ account: 'wfo' }),
    kind: 'VENDOR',
    name: 'SCREEN',
    payload: { DEVICE: '0711', inner: { a: 1, b: null } },
  },
];

/** A subscription that selects everything. */
export const EVERYTHING = `
  __typename cursor kind name occurredAt receivedAt account { key }
  ... on ChangeEvent { snapshot missed { from } }
  ... on CallEvent { callType: type call { id callState: state from to } }
  ... on RecordingEvent { recordingType: type state recording { id } device }
  ... on AgentEvent { agentType: type agent { name } presence reasonCode }
  ... on CampaignEvent { campaignType: type campaign { id name } campaignState: state previousState }
  ... on CallbackEvent { callbackType: type callback { id number dueAt comments } }
  ... on ImportProgress { importId running done failed }
  ... on ReportProgress { reportId reportRunning: running }
  ... on AccountEvent { status }
  ... on Gap { from to reason }
  ... on VendorEvent { payload { name value } }`;

/** Subscribes. */
export async function follow(text: string, variables: Record<string, unknown> = {}, contextValue = context()) {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  const stream = await subscribe({ schema, document, variableValues: variables, contextValue });
  if (!(Symbol.asyncIterator in stream)) throw stream.errors?.[0] ?? new Error('no stream');
  const iterator = stream[Symbol.asyncIterator]();
  return {
    async take(count: number) {
      const got = [];
      while (got.length < count) {
        const { value, done } = await iterator.next();
        if (done) break;
        expect(value.errors).toBeUndefined();
        got.push(JSON.parse(JSON.stringify(value.data)));
      }
      return got;
    },
    stop: () => iterator.return?.(),
  };
}

/** Runs a query. */
export async function ask(text: string, variables: Record<string, unknown> = {}, contextValue = context()) {
  const document = parse(text);
  expect(validate(schema, document)).toEqual([]);
  return JSON.parse(JSON.stringify(await execute({ schema, document, variableValues: variables, contextValue })));
}
