import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Centre } from '../../src/simulators/centre/model.ts';
import { CentreWorld } from '../../src/simulators/centre/world.ts';
import { chromium } from '../server/chromium.ts';
import { startGateway, type TestGateway } from '../server/gateway.ts';
import { openBrowser, openConsole } from './browser.ts';

if (!chromium) console.warn('SKIPPED: a thousand calls are not shown, since there is no Chromium on this machine');

const CALLS = 1_000;
/** Rows that a window of this height may have in the document, those above and below it included. */
const MOST_ROWS = 60;
/** Milliseconds of a frame; a longer one is seen. */
const FRAME_MS = 1_000 / 60;
const SCROLLS = 60;

/** A world in which so many people talk, and nothing else happens. */
function talking(): Centre {
  const world = new CentreWorld({ seed: 3, startsAt: new Date(Date.now() - 60_000), people: CALLS });
  world.advanceTo(new Date());
  for (const [at, person] of world.people.entries()) {
    const customerNumber = `+1614555${String(at).padStart(4, '0')}`;
    const place = { person, campaign: null, direction: 'INBOUND', customerNumber, customerName: '' } as const;
    world.answer(world.place(place));
  }
  return Object.assign(world, { run: () => () => {} });
}

/** Milliseconds between the frames while a list is scrolled to its end, as the page itself counts them. */
const SCROLL = `(async () => {
  const list = document.querySelector('.calls .table-scroll');
  const gaps = [];
  let before = performance.now();
  for (let at = 1; at <= ${SCROLLS}; at += 1) {
    list.scrollTop = (list.scrollHeight * at) / ${SCROLLS};
    const now = await new Promise(requestAnimationFrame);
    gaps.push(now - before);
    before = now;
  }
  return gaps;
})()`;

describe.skipIf(!chromium)('the floor with a thousand calls', { timeout: 60_000 }, () => {
  let gateway: TestGateway;
  let browser: Browser;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    gateway = await startGateway({ world: talking(), vendors: ['recorder'] });
    browser = await openBrowser();
    ({ page, problems } = await openConsole(browser, gateway.origin));
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  test('is shown to a key that signs in, and not before', async () => {
    await page.getByLabel('API key').fill('cpk_wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('API key').fill(gateway.header().authorization.replace('Bearer ', ''));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.calls h2 .count', { hasText: String(CALLS) }).waitFor();
  });

  test('has rows for what is in sight alone, and scrolls to the last without a pause', async () => {
    expect(await page.locator('.calls tbody tr').count()).toBeLessThan(MOST_ROWS);
    const first = await page.locator('.calls tbody tr').nth(5).textContent();
    const gaps = (await page.evaluate<number[]>(SCROLL)).sort((one, other) => one - other);
    expect(await page.locator('.calls tbody tr').count()).toBeLessThan(MOST_ROWS);
    expect(await page.locator('.calls tbody tr').last().textContent()).not.toBe(first);
    // A shared machine delays some frames; a list that draws every row delays each.
    expect(gaps[SCROLLS / 2]).toBeLessThan(FRAME_MS * 4);
  });

  test('keeps and marks the calls of an account that is down, and names it above', async () => {
    expect(await page.locator('.calls tbody tr.stale').count()).toBe(0);
    await gateway.simulator('recorder').close();
    await page.getByRole('alert').getByText('wfo is down.').waitFor({ timeout: 40_000 });
    await page.locator('.calls tbody tr.stale').first().waitFor();
    expect(await page.locator('.calls h2 .count').textContent()).toBe(String(CALLS));
    expect(problems.filter((problem) => !problem.includes('401'))).toEqual([]);
  });
});
