import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, type Program, startProgram } from '../program/process.ts';
import { chromium } from '../server/chromium.ts';
import { openBrowser, openConsole, seriousFindings } from './browser.ts';

if (!chromium) console.warn('SKIPPED: the pages are not tried, since there is no Chromium on this machine');

describe.skipIf(!chromium)('pages of the console', { timeout: 40_000 }, () => {
  let program: Program;
  let browser: Browser;
  let origin: string;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    program = startProgram(['serve', '--seed', '7'], { PORT: '0' });
    const [, port] = await program.says(/http:\/\/\S+:(\d+)/);
    origin = `http://127.0.0.1:${port}`;
    browser = await openBrowser();
    ({ page, problems } = await openConsole(browser, origin));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await program.stop();
  });

  const listsRead = () => page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });

  /** Opens a page by its link and waits until its lists are read. */
  const open = async (title: string) => {
    await page.getByRole('navigation').getByRole('link', { name: title }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await listsRead();
  };

  /** axe finds nothing serious, and nothing is wider than the screen, from phone to wall and in both themes. */
  const expectUsable = async () => {
    for (const [width, colorScheme] of [
      [360, 'dark'],
      [1_920, 'light'],
      [1_440, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      expect(await seriousFindings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    }
    expect(problems).toEqual([]);
  };

  test('past calls: the rows, the totals and the exported file are those of the API', async () => {
    await open('Past calls');
    await page.getByLabel('Account', { exact: true }).selectOption('wfo');
    await page.getByLabel('Period').selectOption('hour');
    await listsRead();
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export CSV' }).click();
    const lines = readFileSync(await (await saved).path(), 'utf8')
      .trim()
      .split('\r\n');
    const shown = Number(await page.locator('[data-tile="Calls"] dd').textContent());
    expect(lines).toHaveLength(shown + 1);
    const [, first = ''] = lines;
    const [started] = first.split(',');
    const startedAfter = new Date(Date.parse(started ?? '') - 1_000).toISOString();
    const filter = `{ accounts: ["wfo"], states: [ENDED], startedAfter: "${startedAfter}" }`;
    const { data } = await ask(`${origin}/graphql`, `{ calls(filter: ${filter}) { edges { node { startedAt } } } }`);
    const listed = data.calls.edges.map(({ node }: { node: { startedAt: string } }) => node.startedAt);
    expect(listed.map((at: string) => Date.parse(at))).toContain(Date.parse(started ?? ''));
    await page.locator('.list tbody tr').first().click();
    await page.getByRole('complementary', { name: 'Call' }).getByText('Account').waitFor();
    await expectUsable();
  });
});
