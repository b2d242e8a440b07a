import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { ask } from '../program/process.ts';
import { chromium } from '../server/chromium.ts';
import { expectUsable, openConsole, startConsole } from './browser.ts';

if (!chromium) console.warn('SKIPPED: the pages are not tried, since there is no Chromium on this machine');

interface FigureAnswer {
  readonly queue: { readonly name: string } | null;
  readonly offered: number;
  readonly answered: number;
  readonly abandoned: number;
}

interface PastAnswer {
  readonly startedAt: string;
  readonly from: string;
}

describe.skipIf(!chromium)('pages of the console', { timeout: 120_000 }, () => {
  const stage = startConsole();
  let page: Page;
  let problems: string[];
  beforeAll(async () => {
    ({ page, problems } = await openConsole(stage.browser, stage.origin));
  }, 60_000);

  const listsRead = () => page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });

  /** Opens a page by its link and waits until its lists are read. */
  const open = async (title: string) => {
    await page.setViewportSize({ width: 1_440, height: 900 });
    await page.getByRole('navigation').getByRole('link', { name: title }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor({ state: 'attached' });
    await listsRead();
  };

  const usable = () => expectUsable(page, problems);

  test('floor: the figures by queue are those of the API, and a ringing agent is not on a call', async () => {
    const query = '{ realtimeMetrics(groupBy: [QUEUE]) { rows { queue { name } offered answered abandoned } } }';
    const shown = `Object.fromEntries([...document.querySelectorAll('[data-figure]')].map((row) =>
      [row.dataset.figure, [...row.children].slice(4, 7).map((cell) => Number(cell.textContent))]))`;
    // Calls arrive in between: the figures agree at a moment.
    await untilAnswer(
      async () => {
        const { data } = await ask(`${stage.origin}/graphql`, query);
        const named = data.realtimeMetrics.rows.filter(({ queue, offered }: FigureAnswer) => queue && offered > 0);
        const figures = named.map((row: FigureAnswer) => [row.queue?.name, [row.offered, row.answered, row.abandoned]]);
        const rows = await page.evaluate<Record<string, number[]>>(shown);
        return figures.map(([name, expected]: [string, number[]]) => String(rows[name]) === String(expected));
      },
      (agree: boolean[]) => agree.length > 0 && agree.every(Boolean),
      30_000,
    );
    await usable();
  });

  test('past calls: the rows, the totals and the exported file are those of the API', async () => {
    await open('Past calls');
    const startedAfter = new Date(Date.now() - 3_600_000).toISOString();
    const past = async (condition: string) => {
      const filter = `{ states: [ENDED], startedAfter: "${startedAfter}", accounts: ["wfo"]${condition} }`;
      const query = `{ calls(first: 100, filter: ${filter}) { edges { node { id startedAt from } } } }`;
      return (await ask(`${stage.origin}/graphql`, query)).data.calls.edges.map(
        ({ node }: { node: PastAnswer }) => node,
      );
    };
    const [{ from }] = await past(', directions: [INBOUND]');
    await page.getByLabel('Account', { exact: true }).selectOption('wfo');
    await page.getByLabel('Period').selectOption('hour');
    await page.getByLabel('Number').fill(from);
    // Calls end in between: the lists agree at a moment.
    const { listed } = await untilAnswer(
      async () => ({
        listed: await past(`, number: "${from}"`),
        shown: await page.locator('[data-tile="Calls"] dd').textContent(),
      }),
      (answer) => answer.shown === String(answer.listed.length),
      30_000,
    );
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const [head, ...lines] = readFileSync(await (await saved).path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(head).toMatch(/^Started,Answered,Ended,Direction,Customer,/);
    expect(lines.map((line) => line.split(',')[0])).toEqual(listed.map(({ startedAt }: PastAnswer) => startedAt));
    await page.locator('.list tbody tr').first().click();
    await page.getByRole('complementary', { name: 'Call' }).getByText('Account').waitFor();
    await usable();
  });

  test('recordings: one is played with its waveform, and an annotation is written to the recorder', async () => {
    await open('Recordings');
    await page.locator('.list tbody tr').first().click();
    const details = page.getByRole('complementary', { name: 'Recording' });
    await details.getByRole('button', { name: 'Listen' }).click();
    await details.getByRole('button', { name: 'Play' }).click();
    await details.getByRole('button', { name: 'Pause' }).click();
    const length = details.locator('dt', { hasText: 'Length' }).locator('..').locator('dd');
    const shown = (await details.locator('.player output').textContent())?.split(' / ')[1];
    expect(shown).toBe(await length.textContent());
    await details.getByLabel('Account Number').fill('A-4711');
    await details.getByRole('button', { name: 'Save Account Number' }).click();
    await details.locator('.outcomes .good').waitFor();
    const id = await page.locator('.list tr.selected').getAttribute('data-id');
    const query = `{ node(id: "${id}") { ... on Recording { annotations { label value } } } }`;
    const { data } = await ask(`${stage.origin}/graphql`, query);
    expect(data.node.annotations).toContainEqual({ label: 'Account Number', value: 'A-4711' });
    await usable();
  });

  test('campaigns: the states are those of the API, and one is paused and resumed', async () => {
    await open('Campaigns');
    const row = page.locator('.list tbody tr', { hasText: 'Appointment Texts' });
    await row.click();
    const details = page.getByRole('complementary', { name: 'Campaign' });
    for (const [act, state] of [
      ['Pause', 'Paused'],
      ['Resume', 'Running'],
    ] as const) {
      await details.getByRole('button', { name: act }).click();
      await details.locator('.outcomes .good', { hasText: `${act} ${state}` }).waitFor();
      await row.locator('.pill', { hasText: state }).waitFor();
    }
    const { data } = await ask(
      `${stage.origin}/graphql`,
      '{ campaigns(first: 100) { edges { node { name state } } } }',
    );
    const listed = data.campaigns.edges.map(({ node }: { node: { name: string } }) => node.name).sort();
    expect((await page.locator('.list tbody .cell-name button').allInnerTexts()).sort()).toEqual(listed);
    await details.getByRole('button', { name: 'Stop' }).click();
    await details.getByRole('group', { name: 'Stop' }).getByRole('button', { name: 'Cancel' }).click();
    await usable();
  });

  test('desk: the call of the chosen agent pops up with the history of its number, and is put on hold', async () => {
    const calls =
      '{ calls(first: 100, filter: { states: [CONNECTED], accounts: ["floor"] }) { edges { node { agent { id } } } } }';
    const { data } = await ask(`${stage.origin}/graphql`, calls);
    const agents = data.calls.edges.map(({ node }: { node: { agent: { id: string } } }) => node.agent.id);
    await open('Desk');
    // The calls that began last are still connected when the page shows them.
    for (const id of agents.slice(0, 4)) {
      await page.getByLabel('Agent of this desk').selectOption(id);
      const hold = page.getByRole('region', { name: 'Call' }).getByRole('button', { name: 'Hold' });
      await hold.click({ timeout: 3_000 }).catch(() => undefined);
      if (await page.locator('.outcomes .good').isVisible()) break;
      await page
        .locator('.outcomes .good')
        .waitFor({ timeout: 5_000 })
        .catch(() => undefined);
    }
    await page.locator('.outcomes .good', { hasText: 'Hold Held' }).waitFor();
    await page.locator('.history-call', { hasText: 'This call' }).waitFor();
    await usable();
  });

  test('system: the parts show health, events from a cursor on, a webhook with its dead letters, and the acts', async () => {
    await open('System');
    const { data } = await ask(`${stage.origin}/graphql`, '{ accounts { key } }');
    const keys = data.accounts.map(({ key }: { key: string }) => key);
    expect(await page.locator('.account-card h2').allInnerTexts()).toEqual(keys);
    await usable();
    await page.setViewportSize({ width: 1_440, height: 900 });

    await page.getByRole('link', { name: 'Events' }).click();
    // Read at the last moment: only the rows in view are drawn, the newest first.
    const stored = await ask(`${stage.origin}/graphql`, '{ events(last: 5) { edges { cursor } } }');
    const [first, next] = stored.data.events.edges.map(({ cursor }: { cursor: string }) => cursor);
    await page.getByLabel('Begin after cursor').fill(first);
    await page.getByRole('button', { name: 'Begin there' }).click();
    await page.locator(`tr[data-id="${next}"]`).waitFor();
    expect(await page.locator(`tr[data-id="${first}"]`).count()).toBe(0);
    await usable();
    await page.setViewportSize({ width: 1_440, height: 900 });

    await page.getByRole('link', { name: 'Webhooks' }).click();
    await page.getByText('New webhook').click();
    await page.getByLabel('Name', { exact: true }).fill('partner');
    await page.getByLabel('URL').fill('https://partner.example/hook');
    await page.getByRole('button', { name: 'Create' }).click();
    expect(await page.locator('.outcomes .code').textContent()).toMatch(/^whsec_/);
    const card = page.locator('[data-webhook="partner"]');
    await card.getByRole('button', { name: 'Test' }).click();
    await card.locator('.outcomes .bad', { hasText: 'Not delivered' }).waitFor();
    await card.getByRole('button', { name: 'Delete' }).click();
    await card.getByRole('group', { name: 'Delete' }).getByRole('button', { name: 'Delete' }).click();
    await card.waitFor({ state: 'detached' });
    await usable();
    await page.setViewportSize({ width: 1_440, height: 900 });

    await page.getByRole('link', { name: 'Audit' }).click();
    await page.locator('.list tbody tr', { hasText: 'webhookDelete' }).click();
    await page.getByRole('complementary', { name: 'Entry' }).getByText('Hash of the chain').waitFor();
    await usable();
  });

  test('system: a dead letter is sent again, and what becomes of it is shown', async () => {
    const api = (query: string, variables = {}) => ask(`${stage.origin}/graphql`, query, variables);
    const { data } = await api('{ events(first: 1) { edges { cursor } } }');
    const input = {
      ...{
        name: 'refusing',
        url: 'https://refusing.example/hook',
        retrySeconds: [],
        after: data.events.edges[0].cursor,
      },
      filter: { kinds: ['CALL'], types: ['CALL.STARTED'] },
    };
    await api('mutation ($input: WebhookCreateInput!) { webhookCreate(input: $input) { webhook { id } } }', { input });
    const letters = () => page.locator('[data-webhook="refusing"] .letter');
    await open('System');
    await page.getByRole('link', { name: 'Webhooks' }).click();
    await letters().first().waitFor({ timeout: 30_000 });
    const stored = async () => {
      const { data } = await api('{ webhooks { name deadLetters(first: 1) { edges { node { cursor givenUpAt } } } } }');
      return data.webhooks.find(({ name }: { name: string }) => name === 'refusing').deadLetters.edges[0]?.node;
    };
    const before = await stored();
    await letters().first().getByRole('button', { name: 'Send again' }).click();
    const after = await untilAnswer(
      stored,
      (letter) => letter?.cursor === before.cursor && letter.givenUpAt > before.givenUpAt,
    );
    expect(after.givenUpAt > before.givenUpAt).toBe(true);
    await page.locator('[data-webhook="refusing"] .outcomes', { hasText: '1 dead letter is sent again.' }).waitFor();
  });

  test('a row is reached, opened and closed with the keyboard alone, and has the focus again', async () => {
    await open('Past calls');
    await page.getByRole('region', { name: 'Past calls: rows' }).focus();
    const focusedRow = page.locator('.table-body tr:focus');
    const focused = async () => ((await focusedRow.count()) > 0 ? focusedRow.getAttribute('data-id') : null);
    const idOf = (index: number) => page.locator('.table-body tr').nth(index).getAttribute('data-id');
    const third = await idOf(2);
    for (let presses = 0; presses < 20 && !(await focused()); presses += 1) await page.keyboard.press('Tab');
    expect(await focused()).toBe(await idOf(0));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe(third);
    await page.keyboard.press('End');
    await page.locator(`.table-body tr:focus:not([data-id="${third}"])`).waitFor();
    const last = await focused();
    expect(last).toBeTruthy();
    await page.keyboard.press('Enter');
    const details = page.getByRole('complementary', { name: 'Call' });
    await details.waitFor();
    await page.keyboard.press('Escape');
    await details.waitFor({ state: 'detached' });
    expect(await focused()).toBe(last);
  });

  test('a page without its root field is absent, and so is a part of the system', async () => {
    const prepare = async (limited: Page) => {
      await limited.route(/graphql$/, async (route) => {
        if (!route.request().postData()?.includes('query Rights')) return route.continue();
        const answer = await (await route.fetch()).text();
        await route.fulfill({ body: answer.replaceAll(/"(recordings|campaignChanged|webhooks|audit)"/g, '"hidden"') });
      });
    };
    const { page: limited } = await openConsole(stage.browser, `${stage.origin}/#/system`, { prepare });
    await limited.locator('.account-card').first().waitFor();
    const links = (name: string) => limited.getByRole('navigation', { name }).getByRole('link').allInnerTexts();
    expect(await links('Pages')).toEqual(['Floor', 'Desk', 'Past calls', 'System']);
    expect(await links('System')).toEqual(['Accounts', 'Events', 'Alerts']);
    await limited.context().close();
  });
});
