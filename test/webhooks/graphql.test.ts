import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { until } from '../helpers/until.ts';
import { type GatewayOptions, startGateway } from '../server/gateway.ts';
import {
  act,
  begin,
  CREATE,
  cleanups,
  DELETE,
  gateway,
  LIST,
  later,
  REPLAY,
  ROTATE,
  shown,
  UPDATE,
  untilSeen,
} from './webhook-acts.ts';

describe('a webhook made over GraphQL', () => {
  test('receives events, signed with the secret that is shown once', async () => {
    const { partner, webhook, secret, id } = await begin({ idempotencyKey: 'made-once' });
    expect(webhook).toMatchObject({
      name: 'Partner',
      url: partner.url,
      configured: false,
      enabled: true,
      accounts: null,
    });
    await untilSeen(() => partner.got.length >= 3, 'three calls were delivered');
    for (const { body, headers, type } of partner.got) {
      expect(new Webhook(secret).verify(body, headers)).toBeTruthy();
      expect(type).toMatch(/^(call|gap)/);
    }
    const input = { name: 'Partner', url: partner.url, filter: { kinds: ['CALL'] }, idempotencyKey: 'made-once' };
    const again = await act(CREATE, input);
    expect(again).toMatchObject({ webhook: { id }, secret: null, userErrors: [] });
    const everything = JSON.stringify([await shown(id), (await gateway.ask(LIST)).data]);
    expect(everything).not.toContain('whsec_');
    await until(async () => (await shown(id)).delivery.lastDeliveredAt, 'it is written down');
  });

  test('takes a signed test message at once, and says why one was not accepted', async () => {
    const { partner, secret, id } = await begin({ filter: { kinds: ['IMPORT'] } });
    const TEST = `mutation ($input: WebhookTestInput!) {
      webhookTest(input: $input) { webhook { id } delivered failure milliseconds userErrors { code } }
    }`;
    const accepted = await act(TEST, { id });
    expect(accepted).toMatchObject({ webhook: { id }, delivered: true, failure: null, userErrors: [] });
    const [message] = partner.got;
    expect(partner.got).toHaveLength(1);
    expect(message?.type).toBe('webhook.test');
    expect(new Webhook(secret).verify(message?.body ?? '', message?.headers ?? {})).toBeTruthy();
    partner.close();
    const refused = await act(TEST, { id });
    expect(refused).toMatchObject({ delivered: false, failure: 'The webhook cannot be reached', userErrors: [] });
    const unknown = await act(TEST, { id: Buffer.from('Webhook\n\nnone').toString('base64url') });
    expect(unknown).toMatchObject({ delivered: null, userErrors: [{ code: 'NOT_FOUND' }] });
  });

  test('changes its secret without a message that the old one or the new one does not verify', async () => {
    const { partner, secret, id } = await begin();
    const rotated = await act(ROTATE, { id });
    expect(rotated.secret).toMatch(/^whsec_/);
    expect(rotated.secret).not.toBe(secret);
    expect(Date.parse(rotated.webhook.oldSecretUntil)).toBeGreaterThan(Date.now() + 80_000_000);
    const verifies = (one: string | null = '', { body, headers }: (typeof partner.got)[number]) => {
      try {
        return Boolean(new Webhook(one ?? '').verify(body, headers));
      } catch {
        return false;
      }
    };
    await untilSeen(() => partner.got.find((got) => verifies(rotated.secret, got)), 'one by the second');
    expect(partner.got.filter((got) => !verifies(secret, got))).toEqual([]);
    const alone = await act(ROTATE, { id, keepOldSeconds: 0 });
    const last = await untilSeen(() => partner.got.find((got) => verifies(alone.secret, got)), 'one by the third');
    expect([secret, rotated.secret].map((one) => verifies(one, last))).toEqual([true, false]);
    const { userErrors } = await act(ROTATE, { id, keepOldSeconds: 10_000_000 });
    expect(userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'keepOldSeconds'] }]);
  });

  test('sends what another filter asks for as soon as it is changed, and nothing while it is off', async () => {
    const { partner, id } = await begin({ filter: { kinds: ['CALL'] } });
    await untilSeen(() => partner.got.length > 0, 'a call');
    const { webhook } = await act(UPDATE, { id, filter: { kinds: ['RECORDING'] }, name: 'Recordings' });
    expect(webhook).toMatchObject({ name: 'Recordings', filter: { kinds: ['RECORDING'] } });
    const recordings = () => partner.got.slice(-8).filter(({ type }) => type.startsWith('recording')).length;
    // What was read before the change may still be on its way.
    await untilSeen(() => recordings() === 8, 'recordings alone');
    const before = partner.got.length;
    await untilSeen(() => partner.got.length >= before + 3, 'more');
    for (const { type } of partner.got.slice(before)) expect(type).toMatch(/^recording/);
    await act(UPDATE, { id, enabled: false });
    const off = partner.got.length;
    const { recordings: recorded } = gateway.centre.centre;
    const known = recorded.length;
    await untilSeen(() => recorded.length > known + 3, 'more is recorded');
    expect(partner.got).toHaveLength(off);
    await act(UPDATE, { id, enabled: true });
    await until(() => partner.got.length > off + 2, 'what happened meanwhile is sent');
    const ids = partner.got.map(({ id: one }) => one);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('that fails is retried by its schedule, then has dead letters, and is replayed on request', async () => {
    let well = false;
    const { partner, id } = await begin({ retrySeconds: [0.02, 0.02] }, () => (well ? 204 : 503));
    await untilSeen(() => partner.got.length > 0, 'a call');
    const { deadLetters } = await until(async () => {
      const webhook = await shown(id);
      return webhook.deadLetters.totalCount > 0 && webhook;
    }, 'a dead letter');
    const [first] = deadLetters.edges;
    expect(first.node).toMatchObject({ attempts: 3, reason: 'The webhook was answered with 503' });
    expect(partner.got.filter((got) => got.id === first.node.cursor)).toHaveLength(3);
    expect((await shown(id)).delivery.lastFailure).toContain('503');
    const metrics = async (key: string) =>
      (await fetch(`${gateway.origin}/metrics`, { headers: gateway.header(key) })).text();
    const counted = await metrics('admin');
    for (const counter of [
      /attempts_total\{.*"failed"\} (\d+)/,
      /dead_lettered_total\{.*\} (\d+)/,
      /dead_letters\{.*\} (\d+)/,
    ]) {
      const counts = [...counted.matchAll(new RegExp(counter, 'g'))].map(([, count]) => Number(count));
      expect(Math.max(...counts), String(counter)).toBeGreaterThan(0);
    }
    expect(await metrics('floorAdmin')).not.toContain('crosspoint_webhook');
    well = true;
    const { totalCount } = (await shown(id)).deadLetters;
    const one = await act(REPLAY, { id, deadLetters: [first.node.cursor] });
    expect(one.deadLetters).toBe(1);
    const all = await act(REPLAY, { id });
    expect(all.deadLetters).toBeGreaterThanOrEqual(totalCount - 1);
    await until(async () => (await shown(id)).deadLetters.totalCount === 0, 'all were sent');
    await until(() => partner.got.filter((got) => got.id === first.node.cursor).length === 4, 'the first among them');
  });

  test('sends everything after an event again, in order, and begins after one where asked', async () => {
    const { partner, id } = await begin();
    await untilSeen(() => partner.got.length >= 6, 'some calls');
    await until(async () => (await shown(id)).delivery.waiting === 0, 'all were taken');
    const first = partner.got[1]?.id ?? '';
    const { data } = await gateway.ask(
      'query ($after: Cursor) { events(first: 100, after: $after, filter: { kinds: [CALL] }) { edges { cursor node { ... on CallEvent { call { id } } } } } }',
      { after: first },
    );
    const logged: { cursor: string; node: { call: { id: string } } }[] = data.events.edges;
    const rest = logged.map(({ cursor }) => cursor);
    expect(rest.length).toBeGreaterThan(2);
    const came = (got: typeof partner.got) => rest.every((one) => got.some(({ id: letterId }) => letterId === one));
    await until(() => came(partner.got), 'all of them came');
    const before = partner.got.length;
    const answer = await act(REPLAY, { id, after: first });
    expect(answer).toMatchObject({ deadLetters: null, userErrors: [] });
    await until(() => came(partner.got.slice(before)), 'the rest again');
    const again = partner.got.slice(before);
    expect(again.map((got) => got.id)).not.toContain(first);
    for (const call of new Set(logged.map(({ node }) => node.call.id))) {
      const expected = logged.filter(({ node }) => node.call.id === call).map(({ cursor }) => cursor);
      expect(again.map((got) => got.id).filter((one) => expected.includes(one))).toEqual(expected);
    }
    const other = await begin({ after: first });
    await until(() => came(other.partner.got), 'from that event on');
    for (const after of ['nothing', `${first.slice(0, -2)}AA`]) {
      const refused = await act(REPLAY, { id, after });
      expect(refused.userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'after'] }]);
    }
  });

  test('is gone when it is deleted, with its state', async () => {
    const { partner, id } = await begin();
    await untilSeen(() => partner.got.length > 0, 'a call');
    expect(await act(DELETE, { id })).toEqual({ deletedId: id, userErrors: [] });
    const after = partner.got.length;
    later(300);
    expect((await gateway.ask(LIST)).data.webhooks.map((webhook: { id: string }) => webhook.id)).not.toContain(id);
    for (const text of [UPDATE, DELETE, REPLAY, ROTATE])
      expect((await act(text, { id })).userErrors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'id'] }]);
    expect(partner.got).toHaveLength(after);
    cleanups.pop();
  });
});

test('a vendor without a stream is polled while a webhook needs it', async () => {
  const alone = await startGateway({ vendors: ['engage'], more: { webhookNetworks: ['127.0.0.1/32'] } });
  cleanups.push(() => alone.close());
  const asked = () => [...alone.simulator('engage').received.values()].reduce((sum, count) => sum + count, 0);
  expect(asked()).toBe(0);
  const { id } = await begin({ filter: { kinds: ['CALL'] } }, undefined, alone);
  await act(UPDATE, { id, filter: { kinds: ['CAMPAIGN'] } }, undefined, alone);
  await until(() => asked() > 0, 'it is asked for its campaigns');
});

test('a webhook continues after a restart with its secret and its dead letters', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-webhooks-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  const options: GatewayOptions = {
    vendors: ['recorder'],
    more: { webhookNetworks: ['127.0.0.1/32'], events: { file: join(folder, 'events.db') } },
  };
  const first = await startGateway(options);
  let well = false;
  const { partner, secret, id } = await begin(
    { filter: { kinds: ['RECORDING', 'VENDOR', 'ACCOUNT'] }, retrySeconds: [] },
    () => (well ? 200 : 500),
    first,
  );
  const { centre } = first.centre;
  await until(async () => {
    centre.advanceTo(new Date(centre.now().getTime() + 5_000));
    return (await shown(id, first)).deadLetters.totalCount > 0;
  }, 'a dead letter');
  await first.close();
  const before = partner.got.length;
  well = true;
  const second = await startGateway(options);
  cleanups.push(() => second.close());
  const { deadLetters } = await shown(id, second);
  expect(deadLetters.totalCount).toBeGreaterThan(0);
  await until(() => partner.got.length > before, 'the next message');
  await act(REPLAY, { id }, undefined, second);
  await until(async () => (await shown(id, second)).deadLetters.totalCount === 0, 'they were sent');
  for (const { body, headers } of partner.got.slice(before))
    expect(new Webhook(secret).verify(body, headers)).toBeTruthy();
  const dead = deadLetters.edges.map(({ node }: { node: { cursor: string } }) => node.cursor);
  await until(
    () => dead.every((cursor: string) => partner.got.slice(before).some((got) => got.id === cursor)),
    'all of them',
  );
});
