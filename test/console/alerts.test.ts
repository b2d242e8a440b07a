import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { ask } from '../program/process.ts';
import { chromium } from '../server/chromium.ts';
import { expectUsable, openConsole, startConsole } from './browser.ts';

if (!chromium) console.warn('SKIPPED: the alerts are not tried, since there is no Chromium on this machine');

const RULES = '{ alertRules { name enabled figure comparison threshold forSeconds } alerts { value threshold } }';

describe.skipIf(!chromium)('alerts in the console', { timeout: 60_000 }, () => {
  const stage = startConsole();

  const api = async () => (await ask(`${stage.origin}/graphql`, RULES)).data;

  async function createRule(page: Page, name: string) {
    const form = page.locator('.new-rule');
    await form.getByText('New rule').click();
    await form.getByLabel('Name').fill(name);
    await form.getByLabel('Figure').selectOption('AGENTS_LOGGED_IN');
    await form.getByLabel('Threshold').fill('1');
    await form.getByLabel('For seconds').fill('0');
    await form.getByRole('button', { name: 'Create' }).click();
    return page.locator(`[data-rule="${name}"]`);
  }

  test('a rule is created, raises an alert, and is changed, paused and deleted', async () => {
    const { page, problems } = await openConsole(stage.browser, `${stage.origin}/#/system/alerts`);
    const rule = await createRule(page, 'Agents');
    await rule.getByText('Agents logged in above 1 for 0:00').waitFor();
    const raised = page.getByRole('article', { name: 'Raised alerts' });
    await raised.locator('li').first().waitFor({ timeout: 20_000 });
    const [alert] = (await api()).alerts;
    await raised.getByText(`Agents logged in ${alert.value}, above 1`).waitFor();
    await expectUsable(page, problems);

    await rule.getByLabel('Threshold of Agents').fill('100000');
    await rule.getByRole('button', { name: 'Set threshold' }).click();
    await raised.getByText('No alert is raised.').waitFor({ timeout: 20_000 });
    expect(await api()).toMatchObject({ alertRules: [{ threshold: 100_000, enabled: true }], alerts: [] });
    await rule.getByRole('button', { name: 'Pause' }).click();
    await rule.locator('.pill', { hasText: 'Paused' }).waitFor();
    expect((await api()).alertRules).toMatchObject([{ name: 'Agents', enabled: false }]);
    await rule.getByRole('button', { name: 'Delete' }).click();
    await rule.getByRole('group', { name: 'Delete' }).getByRole('button', { name: 'Delete' }).click();
    await rule.waitFor({ state: 'detached' });
    expect((await api()).alertRules).toEqual([]);

    await page.getByRole('link', { name: 'Events' }).click();
    await page.getByLabel('Kind').selectOption('ALERT');
    await page
      .locator('tr', { hasText: 'ALERT.RAISED' })
      .getByText(`Agents logged in ${alert.value}, above 1`)
      .waitFor();
    await page.context().close();
  });

  test('a share is typed in percent, and a refused rule says why', async () => {
    const { page } = await openConsole(stage.browser, `${stage.origin}/#/system/alerts`);
    const rule = await createRule(page, 'Level');
    await rule.waitFor();
    const form = page.locator('.new-rule');
    await form.getByLabel('Figure').selectOption('SERVICE_LEVEL');
    await form.getByLabel('Side').selectOption('BELOW');
    await form.getByLabel('Threshold in percent').fill('80');
    await form.getByLabel('One alert for each').selectOption('AGENT_GROUP');
    await form.getByRole('button', { name: 'Create' }).click();
    await form.locator('.outcomes .bad').waitFor();
    await form.getByLabel('One alert for each').selectOption('QUEUE');
    await form.getByLabel('Name').fill('By queue');
    await form.getByRole('button', { name: 'Create' }).click();
    await page.locator('[data-rule="By queue"]').getByText('Service level below 80 % for 0:00').waitFor();
    const { alertRules } = await api();
    expect(alertRules).toContainEqual(
      expect.objectContaining({ name: 'By queue', figure: 'SERVICE_LEVEL', comparison: 'BELOW', threshold: 0.8 }),
    );
    await page.context().close();
  });

  test('a key that may not see the rules sees the raised alerts alone', async () => {
    const prepare = async (limited: Page) => {
      await limited.route(/graphql$/, async (route) => {
        if (!route.request().postData()?.includes('query Rights')) return route.continue();
        const answer = await (await route.fetch()).text();
        await route.fulfill({ body: answer.replaceAll(/"alert(Rules|Create|Update|Delete)"/g, '"hidden"') });
      });
    };
    const { page } = await openConsole(stage.browser, `${stage.origin}/#/system/alerts`, { prepare });
    await page.getByRole('article', { name: 'Raised alerts' }).locator('.count').waitFor();
    expect(
      await untilAnswer(
        () => page.locator('.new-rule, .rule').count(),
        (count) => count === 0,
      ),
    ).toBe(0);
    await page.context().close();
  });
});
