/** The controls of campaigns and of a desk: each is pressed, and the simulated centre is in the state that is shown. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { chromium } from '../server/chromium.ts';
import { startGateway, type TestGateway } from '../server/gateway.ts';
import { openBrowser } from './browser.ts';
import { openPage, openSignedIn, talking } from './talking.ts';

if (!chromium) console.warn('SKIPPED: the controls are not pressed, since there is no Chromium on this machine');

const CAMPAIGN = 'Spring Sales';
const INBOUND = 'Billing Inbound';
const AGENTS = '{ agents(first: 100) { edges { node { id name identities { account { key } userName } } } } }';

interface Listed {
  readonly node: {
    readonly id: string;
    readonly identities: readonly { readonly account: { readonly key: string }; readonly userName: string | null }[];
  };
}

describe.skipIf(!chromium)('the controls of campaigns and desks', { timeout: 90_000 }, () => {
  const world = talking(12, ({ name }) => name === CAMPAIGN);
  let gateway: TestGateway;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    gateway = await startGateway({ world, vendors: ['five9-config', 'five9-cti'] });
    browser = await openBrowser();
    page = await openSignedIn(browser, gateway);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  const outcome = (text: RegExp) => page.locator('.outcomes .good', { hasText: text }).first().waitFor();
  const campaign = () => world.campaigns.find(({ name }) => name === CAMPAIGN);

  test('an inbound campaign, which dials no list, is not reset', async () => {
    await openPage(page, 'Campaigns');
    await page.locator('.list tbody tr', { hasText: INBOUND }).click();
    const details = page.getByRole('complementary', { name: 'Campaign' });
    await details.getByRole('button', { name: 'Stop at once' }).click();
    await details.getByRole('group', { name: 'Stop at once' }).getByRole('button', { name: 'Stop at once' }).click();
    await details.getByRole('button', { name: 'Start', exact: true }).waitFor();
    expect(await details.getByRole('button', { name: 'Reset' }).count()).toBe(0);
    await details.getByRole('button', { name: 'Close' }).click();
  });

  test('a campaign is stopped, drains, is reset, started, and stopped at once', async () => {
    await openPage(page, 'Campaigns');
    const row = page.locator('.list tbody tr', { hasText: CAMPAIGN });
    await row.click();
    const details = page.getByRole('complementary', { name: 'Campaign' });
    const press = async (label: string, confirmed: boolean) => {
      await details.getByRole('button', { name: label, exact: true }).click();
      const asked = details.getByRole('group', { name: label, exact: true });
      if (confirmed) await asked.getByRole('button', { name: label, exact: true }).click();
    };
    const state = (name: string) => row.locator('.pill', { hasText: name }).waitFor();
    await press('Stop', true);
    await outcome(/Stop Stopping/);
    await state('Stopping');
    expect(campaign()?.state).toBe('STOPPING');
    const calls = world.liveCalls().filter((call) => call.campaign === campaign()).length;
    const onPage = await row.locator('.cell-calls').textContent();
    await details.getByText(`Draining: no new calls; ${onPage} calls in progress to be finished.`).waitFor();
    const { data } = await gateway.ask('{ calls(first: 50) { edges { node { campaign { name } } } } }');
    const listed = data.calls.edges.filter(({ node }: { node: { campaign: { name: string } | null } }) => {
      return node.campaign?.name === CAMPAIGN;
    });
    expect([Number(onPage), calls > 0]).toEqual([listed.length, true]);

    world.advanceTo(new Date(world.now().getTime() + 26_000));
    expect(campaign()?.state).toBe('STOPPING');
    for (const call of world.liveCalls()) if (call.campaign === campaign()) world.dispose(call, 'Sale');
    world.advanceTo(new Date(world.now().getTime() + 2_000));
    expect(campaign()?.state).toBe('NOT_RUNNING');
    await state('Not running');

    await press('Reset', true);
    await outcome(/Reset Resetting/);
    await state('Resetting');
    world.advanceTo(new Date(world.now().getTime() + 4_000));
    await state('Not running');
    await press('Start', false);
    await outcome(/Start (Starting|Running)/);
    await state('Running');
    expect(campaign()?.state).toBe('RUNNING');
    await press('Stop at once', true);
    await outcome(/Stop at once Not running/);
    await state('Not running');
    expect(campaign()?.state).toBe('NOT_RUNNING');
    expect([...gateway.simulator('five9-config').received.keys()]).toContain('resetCampaign');
  });

  /** A person of the floor, and the agent that the desk offers for them. */
  const agentWith = async (isFree: boolean) => {
    const { data } = await gateway.ask(AGENTS);
    for (const { node } of data.agents.edges as readonly Listed[]) {
      const identity = node.identities.find(({ account }) => account.key === 'floor');
      const person = identity && world.people.find(({ userName }) => userName === identity.userName);
      if (person && person.presence !== 'LOGGED_OUT' && (world.liveCalls(person).length === 0) === isFree)
        return { id: node.id, person };
    }
    throw new Error('no such agent');
  };

  test('an agent is not ready for a reason, ready again, and dials', async () => {
    const { id, person } = await agentWith(true);
    await openPage(page, 'Desk');
    await page.getByLabel('Agent of this desk').selectOption(id);
    const bar = page.getByRole('region', { name: 'Agent' });
    const ready = bar.getByRole('button', { name: 'Ready', exact: true });
    if (await ready.isVisible()) {
      await ready.click();
      await outcome(/Ready\s+Ready/);
    }
    await bar.getByLabel('Reason').selectOption({ index: 1 });
    await bar.getByRole('button', { name: 'Not ready', exact: true }).click();
    await outcome(/Not ready\s+Not ready/);
    await bar.locator('.pill', { hasText: 'Not ready' }).waitFor();
    expect(person.presence).toBe('NOT_READY');
    await ready.click();
    await bar.locator('.pill', { hasText: 'Ready' }).waitFor();
    await untilAnswer(
      async () => person.presence,
      (presence) => presence === 'READY',
    );
    await bar.getByLabel('Number to dial').fill('+16145550177');
    await bar.getByRole('button', { name: 'Dial', exact: true }).click();
    await outcome(/Dial/);
    await page.getByRole('region', { name: 'Call' }).first().waitFor();
    expect(world.liveCalls(person).map(({ dnis }) => dnis.slice(-10))).toEqual(['6145550177']);
  });

  test('digits are sent in a call, and its disposition ends it', async () => {
    const call = world.place({
      ...{ person: (await agentWith(true)).person, campaign: campaign() ?? null, direction: 'INBOUND' },
      ...{ customerNumber: '+16145550166', customerName: '' },
    });
    world.answer(call);
    const { id } = (await untilAnswer(
      async () => {
        const { data } = await gateway.ask(AGENTS);
        return (data.agents.edges as readonly Listed[])
          .map(({ node }) => node)
          .find(({ identities }) => identities.some(({ userName }) => userName === call.person.userName));
      },
      (found): found is Listed['node'] => found !== undefined,
    )) as Listed['node'];
    await page.getByLabel('Agent of this desk').selectOption(id);
    const card = page.getByRole('region', { name: 'Call' }).first();
    await card.getByLabel('Digits').fill('12#');
    await card.getByRole('button', { name: 'Send' }).click();
    await outcome(/Digits/);
    expect(gateway.simulator('five9-cti').received.get('sendDTMF')).toBe(1);
    const choice = card.getByLabel('Disposition');
    const [, disposition = ''] = await choice.locator('option').allInnerTexts();
    await choice.selectOption(disposition);
    await card.getByLabel('Notes').fill('Paid');
    await card.getByRole('button', { name: 'End and dispose' }).click();
    await outcome(/Dispose\s+Ended/);
    expect([call.state, call.disposition]).toEqual(['ENDED', disposition]);
    await page.getByText('No call at this desk.').waitFor();
  });
});
