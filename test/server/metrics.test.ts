/** Labels of /metrics are bounded for every configuration. */
import { expect, test } from 'vitest';
import { Guard } from '../../src/adapters/calls/guard.ts';
import type { AccountHandle } from '../../src/gateway/account-handle.ts';
import { type LiveCounts, metricsText } from '../../src/server/metrics.ts';

const QUIET: LiveCounts = {
  ...{ sockets: 0, streams: 0, executions: 0, readers: 0, behind: 0, waiting: false },
  webhooks: new Map(),
};

function account(key: string, guards: readonly Guard[]): AccountHandle {
  return { key, adapter: { guards }, health: { status: 'UP' } } as unknown as AccountHandle;
}

const series = (text: string, name: string) =>
  text.split('\n').filter((line) => line.startsWith(`crosspoint_${name}{`));

test('5,000 desks of an account are counted in one series for each state of a breaker', () => {
  const desks = Array.from({ length: 5_000 }, (_, at) => new Guard('floor', { service: `desk agent${at}` }));
  const text = metricsText([account('floor', [...desks, new Guard('floor', { service: 'web' })])], QUIET, true);
  expect(series(text, 'breaker_state')).toContain(
    'crosspoint_breaker_state{account="floor",service="desk",state="closed"} 5000',
  );
  expect(series(text, 'breaker_state')).toHaveLength(6);
  expect(text.split('\n').length).toBeLessThan(100);
});

test('5,000 accounts and 5,000 webhooks have 100 values of their labels, and one for all others', () => {
  const accounts = Array.from({ length: 5_000 }, (_, at) => account(`account${at}`, [new Guard(`account${at}`)]));
  const counts = { delivered: 2, failed: 0, deadLettered: 0, waiting: 0, dead: 0 };
  const webhooks = new Map(Array.from({ length: 5_000 }, (_, at) => [`webhook${at}`, counts]));
  const text = metricsText(accounts, { ...QUIET, webhooks: webhooks as LiveCounts['webhooks'] }, true);
  expect(series(text, 'account_up')).toHaveLength(101);
  expect(series(text, 'account_up')).toContain('crosspoint_account_up{account="other"} 4900');
  expect(series(text, 'webhook_attempts_total')).toContain(
    'crosspoint_webhook_attempts_total{webhook="other",outcome="delivered"} 9800',
  );
  expect(text.split('\n').length).toBeLessThan(1_500);
});
