/** The acts of the floor beyond hold and retrieve: each is pressed, and the call shows the state that was read back. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Centre } from '../../src/simulators/centre/model.ts';
import { CentreWorld } from '../../src/simulators/centre/world.ts';
import { chromium } from '../server/chromium.ts';
import { startGateway, type TestGateway } from '../server/gateway.ts';
import { openBrowser, openConsole } from './browser.ts';

if (!chromium) console.warn('SKIPPED: the acts of the floor are not tried, since there is no Chromium on this machine');

const PEOPLE = 12;

/** A world in which half of the people talk, and nothing happens but what is asked for. */
function talking(): Centre {
  const world = new CentreWorld({ seed: 3, startsAt: new Date(Date.now() - 60_000), people: PEOPLE });
  world.advanceTo(new Date());
  for (const [at, person] of world.people.slice(0, PEOPLE / 2).entries()) {
    const customerNumber = `+1614555010${at}`;
    const place = { person, campaign: null, direction: 'INBOUND', customerNumber, customerName: '' } as const;
    world.answer(world.place(place));
  }
  return Object.assign(world, { run: () => () => {} });
}

describe.skipIf(!chromium)('the acts of the floor', { timeout: 60_000 }, () => {
  let gateway: TestGateway;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    gateway = await startGateway({ world: talking(), vendors: ['five9-cti', 'recorder'] });
    browser = await openBrowser();
    ({ page } = await openConsole(browser, gateway.origin));
    page.setDefaultTimeout(15_000);
    await page.getByLabel('API key').fill(gateway.header().authorization.replace('Bearer ', ''));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.calls tbody tr').first().waitFor();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  const details = () => page.getByRole('complementary', { name: 'Call' });
  /** Opens the nth call. */
  const open = async (at: number) => {
    await page
      .locator('.calls tbody tr', { hasText: `010${at}` })
      .first()
      .click();
    await details().getByRole('button', { name: 'Hang up' }).waitFor();
  };
  const press = (name: string) => details().getByRole('button', { name, exact: true }).first().click();
  const outcome = (text: RegExp) => details().locator('.outcomes .good', { hasText: text }).waitFor();
  const pill = (state: string) => details().locator('.pill', { hasText: state }).waitFor();

  test('park a call and take it back', async () => {
    await open(0);
    await press('Park');
    await outcome(/Park\s+Parked/);
    await pill('Parked');
    await press('Unpark');
    await outcome(/Unpark\s+Connected/);
    await pill('Connected');
  });

  test('consult a number before a transfer, and cancel it', async () => {
    await open(1);
    await press('Transfer');
    await details().getByLabel('To a number').fill('+16145550999');
    await details().getByLabel('Consult first').check();
    await details().locator('form').getByRole('button', { name: 'Transfer' }).click();
    await outcome(/Transfer\s+Transferring/);
    await pill('Transferring');
    await press('Cancel transfer');
    await outcome(/Cancel transfer\s+Connected/);
  });

  test('pause, resume, stop and begin a recording, and the call shows its state', async () => {
    await open(2);
    const recording = (state: string) =>
      details().locator('dt', { hasText: 'Recording' }).locator('..').locator('dd', { hasText: state }).waitFor();
    await press('Pause recording');
    await outcome(/Pause recording\s+Paused/);
    await recording('Paused');
    await press('Resume recording');
    await outcome(/Resume recording\s+Recording/);
    await recording('Recording');
    await press('Stop recording');
    await outcome(/Stop recording\s+Not recording/);
    await recording('Not recording');
    await press('Record');
    await outcome(/Record\s+Recording/);
  });

  test('hang up a call, which has no acts afterwards', async () => {
    await open(0);
    await press('Hang up');
    await outcome(/Hang up\s+(Ended|Wrap up)/);
    await details()
      .locator('.pill', { hasText: /Ended|Wrap up/ })
      .waitFor();
    expect(await details().getByRole('button', { name: 'Hold', exact: true }).count()).toBe(0);
  });
});
