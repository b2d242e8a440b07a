import { expect, test } from 'vitest';
import { writeId } from '../../../src/access/global-id.ts';
import type { CallRecord } from '../../../src/adapters/adapter.ts';
import { readPayload, writePayload } from '../../../src/resolvers/acts/payload-codec.ts';
import type { Context } from '../../../src/resolvers/context.ts';
import { callEvent } from '../../subscriptions/events.ts';

/** A gateway whose vendors know the calls given, and nothing else; or cannot be asked. */
function context(calls: readonly CallRecord[] | Error): Context {
  return {
    caller: { accounts: 'all' },
    requestCache: {
      accountsWith: (role: string) => (role === 'calls' ? [{ key: 'floor', adapter: {} }] : []),
      list: async () => [calls instanceof Error ? { error: calls } : { rows: calls }],
    },
    gateway: { recentCalls: { find: () => null } },
    views: { call: (account: string, record: CallRecord) => ({ account, record }) },
  } as unknown as Context;
}

function aCall(): CallRecord {
  const event = callEvent({ call: '77', state: 'HELD' });
  if (event.kind !== 'CALL') throw new Error('it is a call');
  return event.call;
}

const record = aCall();
const call = { id: writeId('Call', 'floor', '77'), account: 'floor', record };
const userErrors: never[] = [];

test('a call that its vendor no longer lists is answered as stored, ended', async () => {
  const written = writePayload({ call, userErrors });
  for (const gone of [[], new Error('Out of order')]) {
    const again = await readPayload(context(gone), written);
    expect(again).toEqual({ call: { account: 'floor', record: { ...record, state: 'ENDED' } }, userErrors });
  }
});

test('a call that its vendor lists is answered as it is now', async () => {
  const now = { ...record, state: 'CONNECTED' as const };
  const again = await readPayload(context([now]), writePayload({ call, userErrors }));
  expect(again).toEqual({ call: { account: 'floor', record: now }, userErrors });
});

test('only ids of other objects are stored, and a deleted object is null', async () => {
  const campaign = { id: writeId('Campaign', 'floor', '5'), record: { nativeId: '5', name: 'Confidential' } };
  const written = writePayload({ campaign, userErrors });
  expect(written).not.toContain('Confidential');
  expect(await readPayload(context([]), written)).toEqual({ campaign: null, userErrors });
});

test('everything else is answered as it was', async () => {
  const payload = { added: 3, file: 'UklGRg==', none: null, report: { id: 'of no object', lines: [1] }, userErrors };
  expect(await readPayload(context([]), writePayload(payload))).toEqual(payload);
});
