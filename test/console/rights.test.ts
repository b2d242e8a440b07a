/** What a key or a token may not see stands nowhere on the pages: no column, figure, filter or act of it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromium } from '../server/chromium.ts';
import { startGateway, type TestGateway } from '../server/gateway.ts';
import { openBrowser, openConsole } from './browser.ts';

if (!chromium) console.warn('SKIPPED: the rights of a key are not shown, since there is no Chromium on this machine');

const ISSUER = 'https://issuer.example';
const AUDIENCE = 'crosspoint';

describe.skipIf(!chromium)('the console of a key with few scopes', { timeout: 60_000 }, () => {
  let gateway: TestGateway;
  let browser: Browser;
  let issuer: Server;
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;

  beforeAll(async () => {
    keys = await generateKeyPair('ES256', { extractable: true });
    const published: JWK = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
    issuer = createServer((_, response) =>
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [published] })),
    );
    await new Promise<void>((done) => issuer.listen(0, '127.0.0.1', done));
    gateway = await startGateway({
      vendors: ['five9-config', 'five9-cti', 'recorder'],
      grants: {
        calls: { scopes: ['calls:read'] },
        recordings: { scopes: ['recordings:read'] },
        campaigns: { scopes: ['campaigns:read'] },
      },
      jwt: {
        ...{ issuer: ISSUER, audience: AUDIENCE, algorithms: ['ES256'] },
        jwks: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks.json`,
      },
    });
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
    issuer?.close();
  });

  const tokenFor = (lifetime: string) =>
    new SignJWT({ sub: 'ann', scope: 'calls:read' })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime(lifetime)
      .sign(keys.privateKey);

  const signIn = async (credential: string) => {
    const { page } = await openConsole(browser, gateway.origin);
    await page.getByLabel('API key or token').fill(credential);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    return page;
  };
  const withKey = (name: string) => signIn(gateway.header(name).authorization.replace('Bearer ', ''));

  const open = async (page: Page, title: string) => {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: title }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor({ state: 'attached' });
  };
  const pages = (page: Page) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link').allInnerTexts();
  const columns = async (page: Page) => {
    await page.locator('thead.table-head th').first().waitFor();
    const titles = await page.locator('thead.table-head th').allInnerTexts();
    return titles.map((title) => title.replace(/ [↑↓]$/, ''));
  };
  const filters = async (page: Page) => {
    await page.locator('search select').first().waitFor();
    const choices = await page.locator('search select').all();
    return Promise.all(choices.map((choice) => choice.getAttribute('aria-label')));
  };

  test('for calls has no campaign, no disposition and nothing of recordings', async () => {
    const page = await withKey('calls');
    expect(await pages(page)).toEqual(['Floor', 'Desk', 'Past calls', 'System']);
    expect(await columns(page)).toEqual(['Customer', 'State', 'Time', 'Agent', 'Recording', 'Account']);
    expect(await page.locator('.figure-panel .switch button').allInnerTexts()).toEqual(['Accounts']);
    await page.locator('.calls tbody tr').first().click();
    await page.getByRole('complementary', { name: 'Call' }).getByText('Account').waitFor();
    expect(await page.locator('.details .acts button').count()).toBe(0);
    await open(page, 'Past calls');
    expect(await columns(page)).toEqual(['Customer', 'Started', 'Agent', 'Waited', 'Handled', 'Account']);
    expect(await filters(page)).toEqual(['Period', 'Direction', 'Agent', 'Account']);
    expect(await page.locator('.tile dt').allInnerTexts()).not.toContain('Recorded');
    await page.context().close();
  });

  test.each(['calls', 'recordings', 'campaigns'])(
    'for %s filters the events by the kinds that it may read',
    async (name) => {
      const page = await withKey(name);
      await open(page, 'System');
      await page.getByRole('link', { name: 'Events' }).click();
      const choices = page.getByLabel('Kind').locator('option');
      // The page of events is loaded when it is opened: `all` would take a list that is not there yet for an empty one.
      await choices.first().waitFor({ state: 'attached' });
      const offered = await choices.all();
      const kinds = await Promise.all(offered.map((option) => option.getAttribute('value')));
      const { data } = await gateway.ask('{ __type(name: "EventKind") { enumValues { name } } }', {}, name);
      const readable: string[] = data.__type.enumValues.map((value: { name: string }) => value.name);
      expect(readable).not.toContain(name === 'campaigns' ? 'CALL' : 'CAMPAIGN');
      expect(kinds.filter(Boolean).sort()).toEqual(readable.sort());
      await page.context().close();
    },
  );

  test('for recordings has no agent and no way to listen', async () => {
    const page = await withKey('recordings');
    expect(await pages(page)).toEqual(['Recordings', 'System']);
    expect(await columns(page)).toEqual(['Customer', 'Started', 'Length', 'Device', 'Annotations', 'Account']);
    expect(await filters(page)).toEqual(['Period', 'Direction', 'Account']);
    await page.locator('.list tbody tr').first().click();
    await page.getByText('This key may not listen to recordings.').waitFor();
    expect(await page.getByRole('complementary', { name: 'Recording' }).locator('form').count()).toBe(0);
    await page.context().close();
  });

  test('for campaigns has no live calls and no controls', async () => {
    const page = await withKey('campaigns');
    expect(await pages(page)).toEqual(['Campaigns', 'System']);
    expect(await columns(page)).toEqual(['Campaign', 'State', 'Direction', 'Channel', 'Dialling', 'Account']);
    await page.locator('.list tbody tr').first().click();
    await page.getByRole('complementary', { name: 'Campaign' }).getByText('Account').waitFor();
    expect(await page.locator('.details .acts button').count()).toBe(0);
    await page.context().close();
  });

  test('is opened with a token too, and shows what the scopes of the token allow', async () => {
    const page = await signIn(await tokenFor('5m'));
    expect(await pages(page)).toEqual(['Floor', 'Desk', 'Past calls', 'System']);
    await page.locator('.calls tbody tr').first().waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await page.context().close();
  });

  test('asks for a new token when the present one expires, and forgets it', async () => {
    const page = await signIn(await tokenFor('8s'));
    await page.getByRole('alert').getByText('Sign in again.').waitFor({ timeout: 30_000 });
    await page.getByLabel('API key or token').fill(await tokenFor('5m'));
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    await page.context().close();
  });
});
