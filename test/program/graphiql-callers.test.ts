import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { linkTo, sharedQuery } from '../../src/server/graphiql/share.ts';
import { openBrowser, openConsole } from '../console/browser.ts';
import { untilAnswer } from '../helpers/until.ts';
import { chromium } from '../server/chromium.ts';
import { startGateway, type TestGateway } from '../server/gateway.ts';

if (!chromium) console.warn('SKIPPED: GraphiQL is not tried, since there is no Chromium on this machine');

const SHARED = { query: 'query Shared { accounts { key } } # 100 % & more', variables: '{"a": "ü"}' };

test('a link carries a query with its variables, and any other address none', () => {
  const page = 'https://gateway.example/graphql';
  expect(sharedQuery(linkTo(page, SHARED))).toEqual(SHARED);
  expect(new URL(linkTo(page, SHARED)).search).toBe('');
  expect([page, `${page}#`, `${page}#variables=%7B%7D`].map(sharedQuery)).toEqual([null, null, null]);
});

describe.skipIf(!chromium)('GraphiQL of a gateway with keys', { timeout: 60_000 }, () => {
  let gateway: TestGateway;
  let browser: Browser;
  const keyOf = (name: string) => gateway.header(name).authorization.replace('Bearer ', '');

  beforeAll(async () => {
    gateway = await startGateway({ vendors: ['engage'], grants: { partner: { scopes: ['campaigns:read'] } } });
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  const open = async (address = `${gateway.origin}/graphql`) => {
    const opened = await openConsole(browser, address);
    await opened.page.locator('.graphiql-query-editor .view-lines').waitFor();
    return opened;
  };
  /** The root types and fields that the page shows in its documentation. */
  const shownFields = async (page: Page) => {
    const explorer = page.getByRole('button', { name: 'Show Documentation Explorer' });
    if (await explorer.isVisible()) await explorer.click();
    await page.locator('.graphiql-doc-explorer-content a', { hasText: 'Query' }).first().click({ timeout: 20_000 });
    return page.locator('.graphiql-doc-explorer-field-name').allInnerTexts();
  };

  test('reads the schema of the key that signs in, which stays where that is wanted', async () => {
    const { page } = await open();
    await page.getByLabel('API key or token').fill(keyOf('partner'));
    await page.getByLabel('Stay signed in').check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    const fields = await shownFields(page);
    expect(fields).toContain('campaigns');
    expect(fields).not.toContain('calls');
    const again = await page.context().newPage();
    await again.goto(`${gateway.origin}/graphql`);
    await again.getByText('Signed in').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('API key or token').fill(keyOf('admin'));
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await shownFields(page)).toContain('calls');
    // Otherwise it ends with the tab.
    const later = await page.context().newPage();
    await later.goto(`${gateway.origin}/graphql`);
    await later.getByLabel('API key or token').waitFor();
    await page.context().close();
  });

  test('opens the query of a link in a tab of its own, and makes such a link', async () => {
    const { page } = await open(linkTo(`${gateway.origin}/graphql`, SHARED));
    const editor = page.locator('.graphiql-query-editor .view-lines');
    const tabs = page.locator('.graphiql-tab-button');
    await untilAnswer(
      async () => (await editor.textContent())?.replaceAll('\u00a0', ' '),
      (text) => text === SHARED.query,
    );
    expect(await tabs.allInnerTexts()).toEqual(['Shared', 'Now', 'Hold', 'Watch']);
    await tabs.getByText('Hold').click();
    await page.getByRole('button', { name: 'Share a link to this query' }).click();
    const made = await untilAnswer(
      async () => sharedQuery(page.url()),
      (shared) => shared?.query !== SHARED.query,
    );
    expect(made?.query).toContain('callHold');
    await page.context().close();
  });
});
