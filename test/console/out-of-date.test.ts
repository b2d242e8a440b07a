/** Data older than it should be is marked, on each page that shows live data, and only that. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Centre } from '../../src/simulators/centre/model.ts';
import { CentreWorld } from '../../src/simulators/centre/world.ts';
import { untilAnswer } from '../helpers/until.ts';
import { chromium } from '../server/chromium.ts';
import { startGateway, type TestGateway } from '../server/gateway.ts';
import { openBrowser, openConsole, seriousFindings } from './browser.ts';

if (!chromium) console.warn('SKIPPED: old data is not shown, since there is no Chromium on this machine');

const PEOPLE = 8;
const AGENT =
  '{ calls(first: 50, filter: { accounts: ["floor"] }) { edges { node { queue { name } agent { id } } } } }';
const IDENTITIES = '{ agents(first: 100) { edges { node { id identities { account { key } } } } } }';
const OLD_AGENTS = "[...document.querySelectorAll('.agent.stale')].map((row) => row.dataset.id)";

interface Listed {
  readonly node: {
    readonly id: string;
    readonly identities: readonly { readonly account: { readonly key: string } }[];
  };
}

/** A world in which half of the people talk, and nothing happens but what is asked for. */
function talking(): Centre {
  const world = new CentreWorld({ seed: 3, startsAt: new Date(Date.now() - 60_000), people: PEOPLE });
  world.advanceTo(new Date());
  const campaign = world.campaigns.find(({ direction }) => direction === 'INBOUND') ?? null;
  for (const [at, person] of world.people.slice(0, PEOPLE / 2).entries()) {
    const customerNumber = `+1614555010${at}`;
    const place = { person, campaign, direction: 'INBOUND', customerNumber, customerName: '' } as const;
    world.answer(world.place(place));
  }
  return Object.assign(world, { run: () => () => {} });
}

describe.skipIf(!chromium)('data that is out of date', { timeout: 90_000 }, () => {
  let gateway: TestGateway;
  let browser: Browser;
  let agentId: string;

  beforeAll(async () => {
    gateway = await startGateway({ world: talking(), vendors: ['five9-config', 'five9-cti', 'recorder'] });
    browser = await openBrowser();
    agentId = await untilAnswer(
      async () => (await gateway.ask(AGENT)).data.calls.edges[0]?.node.agent?.id,
      (id) => typeof id === 'string',
    );
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  const open = async (prepare?: (page: Page) => Promise<unknown>) => {
    const { page } = await openConsole(browser, gateway.origin, {
      prepare: async (opened) => void (await prepare?.(opened)),
    });
    page.setDefaultTimeout(40_000);
    await page.getByLabel('API key').fill(gateway.header().authorization.replace('Bearer ', ''));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.calls tbody tr').first().waitFor();
    await page.locator('.agent').first().waitFor();
    await page.locator('[data-figure]').first().waitFor();
    return page;
  };
  const go = (page: Page, title: string) =>
    page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: title }).click();
  const marked = (page: Page, selector: string) => page.locator(`${selector}.stale`).count();

  test.concurrent('is marked when the figures stall while the connection lives, and no longer when they arrive', async ({
    expect,
  }) => {
    const figures = new Set<string>();
    let stalled = false;
    const page = await open((opened) =>
      opened.routeWebSocket(/graphql$/, (socket) => {
        const server = socket.connectToServer();
        socket.onMessage((message) => {
          if (String(message).includes('subscription Figures')) figures.add(JSON.parse(String(message)).id);
          server.send(message);
        });
        server.onMessage((message) => {
          if (!(stalled && figures.has(JSON.parse(String(message)).id))) socket.send(message);
        });
      }),
    );
    expect(await page.locator('.stale, .old').count()).toBe(0);
    stalled = true;
    await page.locator('[data-tile="Service level"].stale, [data-tile="Lowest service level"].stale').waitFor();
    await page.locator('.figure-scroll .old').waitFor();
    expect(await marked(page, '[data-figure]')).toBe(await page.locator('[data-figure]').count());
    expect(await marked(page, '[data-tile="Talking"]')).toBe(0);
    expect(await marked(page, '.calls tbody tr')).toBe(0);
    expect(await page.getByText('Live', { exact: true }).count()).toBe(1);
    stalled = false;
    await page.locator('.figure-scroll .old').waitFor({ state: 'detached' });
    await page.context().close();
  });

  test.concurrent('is everything when the state of the accounts cannot be read', async ({ expect }) => {
    let silent = false;
    const page = await open((opened) =>
      opened.route(/graphql$/, (route) => {
        if (!silent || !route.request().postData()?.includes('query Accounts')) return route.continue();
      }),
    );
    silent = true;
    await page.locator('.calls tbody tr.stale').first().waitFor();
    expect(await marked(page, '.agent')).toBe(await page.locator('.agent').count());
    await page.context().close();
  });

  test('is what an account reported that is down, on the floor, at the desk and among the campaigns', async () => {
    const page = await open();
    const people: readonly Listed[] = (await gateway.ask(IDENTITIES)).data.agents.edges;
    const ofFloor = people.filter(({ node }) => node.identities.some(({ account }) => account.key === 'floor'));
    await page.locator('.figure-panel .switch').getByRole('button', { name: 'Queues' }).click();
    const queue = page.locator('[data-figure]:not([data-figure="No queue"])').first();
    await queue.waitFor();
    const desk = await open();
    await go(desk, 'Desk');
    await desk.getByLabel('Agent of this desk').selectOption(agentId);
    await desk.locator('.callback').first().waitFor();
    await desk.locator('.history-call').first().waitFor();
    expect(await desk.locator('.stale, .old').count()).toBe(0);
    expect(await page.locator('.stale, .old').count()).toBe(0);
    await gateway.simulator('five9-cti').close();
    await page.getByRole('alert').getByText('floor is down.').waitFor();
    await page.locator('.agent.stale').first().waitFor();
    expect(await page.locator('.agent').count()).toBe(PEOPLE);
    expect((await page.evaluate<string[]>(OLD_AGENTS)).sort()).toEqual(ofFloor.map(({ node }) => node.id).sort());
    expect(await marked(page, '[data-figure]')).toBe(await page.locator('[data-figure]').count());
    expect(await marked(page, '.tile')).toBe(await page.locator('.tile').count());
    await page.locator('.figure-panel .switch').getByRole('button', { name: 'Accounts' }).click();
    await page.locator('[data-figure="floor"].stale').waitFor();
    expect(await marked(page, '[data-figure="wfo"]')).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);

    for (const part of ['.agent-bar .old', '.live-call .old', '.callback.stale', '.history-call.stale'])
      await desk.locator(part).first().waitFor();
    expect(await seriousFindings(desk)).toEqual([]);

    await go(page, 'Campaigns');
    await page.locator('.list tbody tr').first().waitFor();
    expect(await marked(page, '.list tbody tr')).toBe(0);
    await gateway.simulator('five9-config').close();
    await page.getByRole('alert').getByText('acme-five9 is down.').waitFor();
    await page.locator('.list tbody tr.stale').first().waitFor();
    expect(await marked(page, '.list tbody tr')).toBe(await page.locator('.list tbody tr').count());
    await page.locator('.list tbody tr').first().click();
    await page.getByRole('complementary', { name: 'Campaign' }).locator('.old').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await Promise.all([page.context().close(), desk.context().close()]);
  });
});
