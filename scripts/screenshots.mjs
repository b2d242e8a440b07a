// Pictures of every page of the console and of GraphiQL, in light and dark:
// `npm run screenshots -- [folder] [--url URL] [--width 1440] [--pages floor,past]`. Exits with 1 when a page reports an error.
// Without a URL it starts the demonstration. Opens the first row of each list, so that the details are in the picture too. With --docs
// it makes those of the documentation: one WebP file per page and theme, after the demonstration has run for a while.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    docs: { type: 'boolean', default: false },
    url: { type: 'string' },
    width: { type: 'string', default: '1440' },
    height: { type: 'string', default: '900' },
    pages: { type: 'string' },
    settle: { type: 'string', default: '2500' },
    warm: { type: 'string' },
  },
});
const [folder = values.docs ? 'docs/images/console' : 'screenshots'] = positionals;
/** Until the figures of the day and the timers have something to show. */
const warmMs = Number(values.warm ?? (values.docs ? 120_000 : 0));
const WEBP_QUALITY = 80;
/** Milliseconds that a busy machine may take. */
const WAIT_MS = 180_000;
/** Pages whose list is shown alone in the documentation: it has the controls, and details would hide columns of live figures. */
const LISTS = ['floor', 'system-alerts'];
const GRAPHIQL = 'graphql';

/** Starts the demonstration and waits for its address. */
async function demonstration() {
  const child = spawn(process.execPath, ['dist/cli.js', 'serve', '--seed', '7'], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  for await (const chunk of child.stdout) {
    text += chunk;
    const [, port] = /http:\/\/\S+?:(\d+)/.exec(text) ?? [];
    if (port) return { child, url: `http://127.0.0.1:${port}` };
  }
  throw new Error(`The demonstration did not start: ${text}`);
}

const started = values.url ? { url: values.url } : await demonstration();
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });

async function openConsole(theme) {
  const viewport = { width: Number(values.width), height: Number(values.height) };
  const context = await browser.newContext({ viewport, colorScheme: theme, timezoneId: 'UTC' });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const report = (text) => {
    console.error(`${theme}: ${text}`);
    process.exitCode = 1;
  };
  page.on('pageerror', ({ message }) => report(message));
  page.on('console', (message) => message.type() === 'error' && report(message.text()));
  await page.goto(started.url);
  await page.locator('nav a').first().waitFor();
  return page;
}

/** A picture; Playwright itself makes no WebP. */
async function save(page, name) {
  if (!values.docs) return page.screenshot({ path: `${folder}/${name}.png` });
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: WEBP_QUALITY });
  await session.detach();
  writeFileSync(`${folder}/${name}.webp`, Buffer.from(data, 'base64'));
}

/** A rule whose alert is raised at once, so that its page has something to show. */
async function createRule(page) {
  const query =
    'mutation { alertCreate(input: { name: "Agents logged in", figure: AGENTS_LOGGED_IN, above: 5, forSeconds: 0 }) { userErrors { message } } }';
  const response = await page.request.post(`${started.url}/graphql`, { data: { query } });
  const { data } = await response.json();
  if (data?.alertCreate.userErrors.length !== 0) throw new Error(`The rule was refused: ${JSON.stringify(data)}`);
}

/** The pages of the navigation, and behind each the further parts that its tabs lead to. */
async function linksOf(page) {
  const addresses = (selector) =>
    page.locator(selector).evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const links = [];
  for (const link of await addresses('nav a')) {
    await page.goto(`${started.url}/${link}`);
    await listsRead(page);
    links.push(link, ...(await addresses('.page-head .tabs a')).slice(1));
  }
  return [...links, GRAPHIQL];
}

/** The desk shows a call once its agent is chosen: one who is on the newest inbound call. */
async function chooseAgent(page) {
  const query =
    '{ calls(first: 50, filter: { vendors: [FIVE9_CTI], states: [CONNECTED], directions: [INBOUND] }) { edges { node { agent { id } } } } }';
  const response = await page.request.post(`${started.url}/graphql`, { data: { query } });
  const { data } = await response.json();
  const call = data?.calls.edges.find(({ node }) => node.agent);
  if (!call) return;
  await page.getByLabel('Agent of this desk').selectOption(call.node.agent.id);
  await page.locator('.history-call').first().waitFor({ timeout: 10_000 });
}

async function listsRead(page) {
  await page.waitForTimeout(Number(values.settle));
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
}

/** Opens the first row of a page's list, or its form; false where it has no list. */
async function openRow(page) {
  const row = page.locator('.table-body tr').first();
  const form = page.locator('details.new-webhook > summary');
  if (await form.isVisible()) await form.click();
  if (!(await row.isVisible())) return false;
  await row.click();
  await page.mouse.move(0, 0);
  const listen = page.getByRole('button', { name: 'Listen' });
  if (await listen.isVisible().catch(() => false)) await listen.click();
  await page.waitForTimeout(1_500);
  return true;
}

async function photograph(page, link, theme) {
  await page.goto(`${started.url}/${link}`);
  if (link === GRAPHIQL) await page.locator('.graphiql-editors').waitFor();
  await listsRead(page);
  const name = link === GRAPHIQL ? 'graphiql' : link.replace(/^#\//, '').replaceAll('/', '-');
  if (name === 'desk') await chooseAgent(page);
  if (values.docs) {
    if (!LISTS.includes(name)) await openRow(page);
    return save(page, `${name}-${theme}`);
  }
  await save(page, `${name}-${theme}`);
  if (await openRow(page)) await save(page, `${name}-details-${theme}`);
}

// Without those of pages that are gone.
if (values.docs && !values.pages) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
try {
  const pages = [];
  for (const theme of ['light', 'dark']) pages.push([theme, await openConsole(theme)]);
  if (!values.url) await createRule(pages[0][1]);
  await new Promise((warm) => setTimeout(warm, warmMs));
  const asked = values.pages
    ?.split(',')
    .map((name) => (name === 'graphiql' ? GRAPHIQL : `#/${name.replace('-', '/')}`));
  const wanted = asked ?? (await linksOf(pages[0][1]));
  for (const [theme, page] of pages) for (const link of wanted) await photograph(page, link, theme);
} finally {
  await browser.close();
  started.child?.kill();
}
