import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { ask } from '../program/process.ts';
import { chromium } from '../server/chromium.ts';
import { openConsole, seriousFindings, startConsole } from './browser.ts';

if (!chromium) console.warn('SKIPPED: the console is not tried, since there is no Chromium on this machine');

/** The label of the act, and the state that was read back. */
const ON_HOLD = 'Hold Held';
const STATES = 'QUEUED RINGING CONNECTED HELD PARKED CONFERENCED TRANSFERRING WRAP_UP UNKNOWN';
const CALLS = `{ calls(first: 100, filter: { states: [${STATES}] }) { edges { node { id } } } }`;

describe.skipIf(!chromium)('the floor of the console', { timeout: 40_000 }, () => {
  const stage = startConsole();

  const callIds = async () =>
    (await ask(`${stage.origin}/graphql`, CALLS)).data.calls.edges.map(({ node }: { node: { id: string } }) => node.id);

  test('shows the calls that the API lists, and as many', async () => {
    const { page, problems } = await openConsole(stage.browser, stage.origin);
    await page.waitForSelector('.calls tbody tr');
    const shown = () => page.locator('.calls h2 .count').textContent();
    // Calls begin and end in between: the figures agree at a moment.
    const [listed] = await untilAnswer(
      async () => [(await callIds()).length, Number(await shown())] as const,
      ([api, figure]) => api > 0 && api === figure,
      20_000,
    );
    const tiles = await page.locator('.tile dd').allInnerTexts();
    expect(tiles).toHaveLength(8);
    expect(listed).toBeGreaterThan(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  test('puts a call on hold, retrieves it, and shows the state that was read back', async () => {
    const { page } = await openConsole(stage.browser, stage.origin);
    const connected = page.locator('.calls tbody tr', { hasText: 'Connected' }).filter({ hasText: 'floor' });
    // A call may end before it is on hold; the next one is tried.
    await untilAnswer(
      async () => {
        await connected.first().click();
        await page.locator('.details').getByRole('button', { name: 'Hold', exact: true }).click({ timeout: 2_000 });
        const result = page.locator('.outcomes li:not(.pending)').first();
        await result.waitFor({ timeout: 5_000 });
        return result.textContent();
      },
      (result) => result?.includes(ON_HOLD) ?? false,
      25_000,
    );
    await page.locator('.details .pill', { hasText: 'Held' }).waitFor();
    await page.locator('.details').getByRole('button', { name: 'Retrieve' }).click();
    await page.locator('.outcomes li', { hasText: /Retrieve\s+Connected/ }).waitFor();
    await page.context().close();
  });

  test('ticks its timers without a query', async () => {
    const { page } = await openConsole(stage.browser, stage.origin);
    const timer = page.locator('.calls tbody time').first();
    await timer.waitFor();
    const asked: string[] = [];
    page.on('request', (request) => {
      const body = request.postData() ?? '';
      if (!body.includes('query Accounts')) asked.push(body);
    });
    const before = await timer.textContent();
    await untilAnswer(
      () => timer.textContent(),
      (now) => now !== before,
      5_000,
    );
    expect(asked).toEqual([]);
    await page.context().close();
  });

  test('resumes after its last cursor when the connection is broken, and says so', async () => {
    const subscribed: string[] = [];
    let broken = false;
    let breakNow = () => undefined as unknown;
    const prepare = (page: Page) =>
      page.routeWebSocket(/graphql$/, (socket) => {
        if (broken) return void socket.close();
        const server = socket.connectToServer();
        breakNow = () => Promise.all([socket.close(), server.close()]);
        socket.onMessage((message) => {
          if (String(message).includes('callChanged')) subscribed.push(String(message));
          server.send(message);
        });
      });
    const { page } = await openConsole(stage.browser, `${stage.origin}/#/floor`, { prepare });
    await page.locator('.calls[aria-busy="false"] tbody tr').first().waitFor();
    broken = true;
    await breakNow();
    await page.locator('.banner', { hasText: 'Not connected' }).waitFor();
    expect(await page.locator('tr.stale').count()).toBeGreaterThan(0);
    broken = false;
    await page.locator('.notice', { hasText: 'Reconnected after' }).waitFor();
    const variables = subscribed.map((message) => JSON.parse(message).payload.variables);
    expect(variables).toEqual([
      { after: null, snapshot: true },
      { after: expect.any(String), snapshot: false },
    ]);
    await page.context().close();
  });

  test.each([
    ['light', 1_440],
    ['dark', 390],
  ] as const)('has no serious finding of axe in %s at a width of %i', async (theme, width) => {
    const { page } = await openConsole(stage.browser, stage.origin, { theme, width });
    await page.locator('.calls tbody tr').first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    await page.context().close();
  });
});
