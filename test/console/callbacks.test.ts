import { describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { ask } from '../program/process.ts';
import { chromium } from '../server/chromium.ts';
import { expectUsable, openConsole, startConsole } from './browser.ts';

if (!chromium) console.warn('SKIPPED: the callbacks are not tried, since there is no Chromium on this machine');

const AGENTS =
  '{ calls(first: 50, filter: { accounts: ["floor"], states: [CONNECTED, HELD, WRAP_UP] }) { edges { node { agent { id } } } } }';
const CALLBACKS = '{ callbacks(first: 100) { edges { node { number comments dueAt agent { id } } } } }';
const ADD =
  'mutation ($input: CallbackAddInput!) { callbackAdd(input: $input) { callback { id } userErrors { message } } }';

interface Listed {
  readonly number: string;
  readonly comments: string | null;
  readonly agent: { readonly id: string } | null;
}

describe.skipIf(!chromium)('callbacks at the desk', { timeout: 60_000 }, () => {
  const stage = startConsole();
  const api = () => `${stage.origin}/graphql`;

  const listed = async (): Promise<readonly Listed[]> =>
    (await ask(api(), CALLBACKS)).data.callbacks.edges.map(({ node }: { node: Listed }) => node);

  /** An agent of the floor, and another one. */
  const agents = () =>
    untilAnswer(
      async () => {
        const { data } = await ask(api(), AGENTS);
        const ids: string[] = data.calls.edges.map(({ node }: { node: { agent: { id: string } } }) => node.agent.id);
        return [...new Set(ids)];
      },
      ({ length }) => length >= 2,
    );

  test('one is added for the agent of the desk, snoozed and dismissed, and those of others are not shown', async () => {
    const [agentId = '', other] = await agents();
    const dueAt = new Date(Date.now() + 7_200_000).toISOString();
    const elsewhere = { agentId: other, number: '4155550199', dueAt };
    expect((await ask(api(), ADD, { input: elsewhere })).data.callbackAdd.userErrors).toEqual([]);
    const { page, problems } = await openConsole(stage.browser, `${stage.origin}/#/desk`);
    await page.getByLabel('Agent of this desk').selectOption(agentId);
    const panel = page.getByRole('region', { name: 'Callbacks' });
    await panel.getByText('New callback').click();
    await panel.getByLabel('Number to call back').fill('415 555 0123');
    await panel.getByLabel('Notes for the callback').fill('Ask about the invoice');
    await panel.getByRole('button', { name: 'Add' }).click();
    const line = panel.locator('li', { hasText: 'Ask about the invoice' });
    await line.waitFor({ timeout: 20_000 });
    const stored = (await listed()).filter(({ agent }) => agent?.id === agentId);
    expect(stored).toContainEqual(expect.objectContaining({ comments: 'Ask about the invoice' }));
    const shown = await page.evaluate<string[]>(
      `[...document.querySelectorAll('[data-callback]')].map((line) => line.dataset.callback)`,
    );
    expect(shown.sort()).toEqual(stored.map(({ number }) => number).sort());
    expect(shown).not.toContain(elsewhere.number);
    await line.getByRole('button', { name: 'Snooze' }).click();
    await page.locator('.outcomes .good', { hasText: 'Snooze' }).waitFor();
    await line.getByRole('button', { name: 'Dismiss' }).click();
    await page.locator('.outcomes .good', { hasText: 'Dismiss' }).waitFor();
    await expectUsable(page, problems);
  });
});
