/** Each filter of the lists changes their rows as the API does, and the parts of the system show what the API says. */
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { ask } from '../program/process.ts';
import { chromium } from '../server/chromium.ts';
import { openConsole, startConsole } from './browser.ts';
import { openPage } from './talking.ts';

if (!chromium) console.warn('SKIPPED: the filters are not tried, since there is no Chromium on this machine');

type Condition = Readonly<Record<string, unknown>>;
interface Row {
  readonly id: string;
  readonly from: string | null;
  readonly device?: string | null;
  readonly agent: { readonly id: string } | null;
  readonly campaign?: { readonly id: string } | null;
}

const FIELDS = { calls: 'id from agent { id } campaign { id }', recordings: 'id from device agent { id }' } as const;
type List = keyof typeof FIELDS;
const INPUT = { calls: 'CallFilter', recordings: 'RecordingFilter' } as const;

describe.skipIf(!chromium)('filters of the console', { timeout: 120_000 }, () => {
  const stage = startConsole();
  let page: Page;
  const api = () => `${stage.origin}/graphql`;

  beforeAll(async () => {
    ({ page } = await openConsole(stage.browser, stage.origin));
    page.setDefaultTimeout(20_000);
  }, 60_000);

  const base = (list: List): Condition => {
    const startedAfter = new Date(Date.now() - 3_600_000).toISOString();
    return list === 'calls' ? { startedAfter, states: ['ENDED'] } : { startedAfter };
  };
  const read = async (list: List, condition: Condition): Promise<readonly Row[]> => {
    const query = `query ($filter: ${INPUT[list]}) { ${list}(first: 100, filter: $filter) { edges { node { ${FIELDS[list]} } } } }`;
    const { data, errors } = await ask(api(), query, { filter: { ...base(list), ...condition } });
    if (errors) throw new Error(JSON.stringify(errors));
    return data[list].edges.map(({ node }: { node: Row }) => node);
  };

  /** The list shows as many rows as the API, and each row in view is one of the API's. Calls end in between. */
  const agrees = async (list: List, condition: Condition) => {
    const counted = page.locator('.list-footer output');
    const seen = await untilAnswer(
      async () => {
        await page.getByRole('button', { name: 'Refresh' }).click();
        await page.locator('.list[aria-busy="false"]').waitFor();
        const rows = (await read(list, condition)).map(({ id }) => id);
        const shown = await page.evaluate<string[]>(
          "[...document.querySelectorAll('.list .table-body tr')].map((row) => row.dataset.id)",
        );
        const count = Number.parseInt((await counted.textContent()) ?? '', 10);
        return { rows, shown, count };
      },
      ({ rows, shown, count }) => count === rows.length && shown.every((id) => rows.includes(id)),
      20_000,
    );
    return seen.rows.length;
  };

  test.each(['calls', 'recordings'] as const)('of %s select the rows that the API selects', async (list) => {
    await openPage(page, list === 'calls' ? 'Past calls' : 'Recordings');
    await page.getByLabel('Period').selectOption('hour');
    const rows = await untilAnswer(
      () => read(list, {}),
      (found) => found.some(({ agent }) => agent) && (list === 'recordings' || found.some(({ campaign }) => campaign)),
      30_000,
    );
    const all = await agrees(list, {});
    const agentId = rows.find(({ agent }) => agent)?.agent?.id ?? '';
    const campaignId = rows.find(({ campaign }) => campaign)?.campaign?.id;
    const choices: readonly (readonly [label: string, value: string, condition: Condition])[] = [
      ['Direction', 'INBOUND', { directions: ['INBOUND'] }],
      ['Direction', 'OUTBOUND', { directions: ['OUTBOUND'] }],
      ['Agent', agentId, { agentId }],
      ['Account', 'wfo', { accounts: ['wfo'] }],
      ...(campaignId ? [['Campaign', campaignId, { campaignId }] as const] : []),
    ];
    expect(choices).toHaveLength(list === 'calls' ? 5 : 4);
    const counts: number[] = [];
    for (const [label, value, condition] of choices) {
      const choice = page.getByLabel(label, { exact: true });
      await choice.selectOption(value);
      counts.push(await agrees(list, condition));
      await choice.selectOption('');
    }
    expect(Math.min(...counts)).toBeLessThan(all);
    expect(Math.max(...counts)).toBeGreaterThan(0);
    const number = rows.find(({ from }) => from)?.from ?? '';
    await page.getByLabel('Number').fill(number);
    expect(await agrees(list, { number })).toBeGreaterThan(0);
    await page.getByLabel('Number').fill('');
  });

  test('of recordings search devices, annotations and campaigns', async () => {
    await openPage(page, 'Recordings');
    await page.getByLabel('Period').selectOption('hour');
    const { data } = await ask(
      api(),
      '{ recordings(first: 50, filter: { accounts: ["wfo"] }) { edges { node { device annotations { value } } } } }',
    );
    const nodes: readonly { device: string | null; annotations: readonly { value: string }[] }[] =
      data.recordings.edges.map(({ node }: { node: object }) => node);
    const device = nodes.find((node) => node.device)?.device ?? '';
    const annotation = nodes.flatMap(({ annotations }) => annotations)[0]?.value ?? '';
    await page.getByLabel('Device').fill(device);
    expect(await agrees('recordings', { device })).toBeGreaterThan(0);
    await page.getByLabel('Device').fill('');
    await page.getByLabel('Annotation').fill(annotation);
    expect(await agrees('recordings', { annotationContains: annotation })).toBeGreaterThan(0);
    await page.getByLabel('Annotation').fill('');
    const choice = page.getByLabel('Campaign', { exact: true });
    const campaignId = (await choice.locator('option').nth(1).getAttribute('value')) ?? '';
    await choice.selectOption(campaignId);
    await agrees('recordings', { campaignId });
  });

  test('of a period that has no end yet, and of one that has', async () => {
    await openPage(page, 'Past calls');
    await page.getByLabel('Period').selectOption('custom');
    const local = (ms: number) => {
      const date = new Date(Date.now() + ms);
      return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    };
    await page.getByLabel('From', { exact: true }).fill(local(-7_200_000));
    await page.getByLabel('To', { exact: true }).fill(local(-3_600_000));
    const between = async () => {
      const at = (ms: number) => new Date(new Date(local(ms)).getTime()).toISOString();
      return (await read('calls', { startedAfter: at(-7_200_000), startedBefore: at(-3_600_000) })).length;
    };
    await untilAnswer(
      async () => [
        await between(),
        Number.parseInt((await page.locator('.list-footer output').textContent()) ?? '', 10),
      ],
      ([expected, shown]) => expected === shown,
      20_000,
    );
  });

  test('system: breakers, drift and readings are those of the API', async () => {
    await openPage(page, 'System');
    const query =
      '{ accounts { key health { breakers { service } drift { kind count } } readings { question reading chosen } } }';
    const { data } = await ask(api(), query);
    for (const { key, health, readings } of data.accounts) {
      const card = page.locator(`[data-account="${key}"]`);
      await card.waitFor();
      const facts = await card.locator('dt').allInnerTexts();
      expect(facts.filter((name) => name.startsWith('Breaker'))).toHaveLength(health.breakers.length);
      expect(await card.getByText('Answers differ from the contract').count()).toBe(health.drift.length ? 1 : 0);
      const shown = await card.locator('.readings li p:first-child').allTextContents();
      const expected = readings.map(
        ({ question, reading, chosen }: { question: string; reading: string; chosen: boolean }) => {
          return `${question}: ${reading}${chosen ? ' (set for this account)' : ''}`;
        },
      );
      expect(shown.sort()).toEqual(expected.sort());
    }
  });

  test('system: a new secret of a webhook is shown once, and the previous one signs until then', async () => {
    const input = { name: 'rotated', url: 'https://partner.example/hook' };
    const created = await ask(
      api(),
      'mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { secret } }',
      {
        input,
      },
    );
    await openPage(page, 'System');
    await page.getByRole('link', { name: 'Webhooks' }).click();
    const card = page.locator('[data-webhook="rotated"]');
    await card.getByRole('button', { name: 'New secret' }).click();
    await card.getByRole('group', { name: 'New secret' }).getByRole('button', { name: 'New secret' }).click();
    const secret = await card.locator('.outcomes .code').textContent();
    expect(secret).toMatch(/^whsec_/);
    expect(secret).not.toBe(created.data.webhookCreate.secret);
    const { data } = await ask(api(), '{ webhooks { name oldSecretUntil } }');
    const stored = data.webhooks.find(({ name }: { name: string }) => name === 'rotated');
    expect(Date.parse(stored.oldSecretUntil)).toBeGreaterThan(Date.now());
    await card.locator('dt', { hasText: 'Previous secret until' }).waitFor();
    await page.reload();
    await card.waitFor();
    expect(await page.getByText(secret ?? '', { exact: true }).count()).toBe(0);
  });
});
