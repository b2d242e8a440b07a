import type { Browser, Page } from 'playwright-core';
import type { SimulatedCampaign } from '../../src/simulators/centre/model.ts';
import { CentreWorld } from '../../src/simulators/centre/world.ts';
import type { TestGateway } from '../server/gateway.ts';
import { openConsole } from './browser.ts';

/** A world in which half of the people talk, on a campaign where one is chosen, and nothing happens but what is asked for. */
export function talking(people: number, choose?: (campaign: SimulatedCampaign) => boolean) {
  const world = new CentreWorld({ seed: 3, startsAt: new Date(Date.now() - 60_000), people });
  world.advanceTo(new Date());
  const campaign = (choose && world.campaigns.find(choose)) ?? null;
  for (const [at, person] of world.people.slice(0, people / 2).entries()) {
    const customerNumber = `+161455501${String(at).padStart(2, '0')}`;
    const direction = campaign?.direction ?? 'INBOUND';
    const place = { person, campaign, direction, customerNumber, customerName: '' } as const;
    world.answer(world.place(place));
  }
  return Object.assign(world, { run: () => () => {} });
}

/** The console, signed in with the key that may do everything. */
export async function openSignedIn(
  browser: Browser,
  gateway: TestGateway,
  prepare?: (page: Page) => Promise<unknown>,
): Promise<Page> {
  const { page } = await openConsole(browser, gateway.origin, {
    prepare: async (opened) => void (await prepare?.(opened)),
  });
  page.setDefaultTimeout(20_000);
  await page.getByLabel('API key').fill(gateway.header().authorization.replace('Bearer ', ''));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  return page;
}

/** Opens a page of the console by its link. */
export async function openPage(page: Page, title: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: title }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor({ state: 'attached' });
}
