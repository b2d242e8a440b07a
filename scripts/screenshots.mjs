// Pictures of every page of the console, in light and dark: `npm run screenshots -- [folder] [--url URL] [--width 1440] [--pages floor,past]`.
// Without a URL it starts the demonstration. Opens the first row of each list, so that the details are in the picture too.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string' },
    width: { type: 'string', default: '1440' },
    height: { type: 'string', default: '900' },
    pages: { type: 'string' },
    settle: { type: 'string', default: '2500' },
  },
});
const [folder = 'screenshots'] = positionals;

/** Starts the demonstration and waits for its address. */
async function demonstration() {
  const child = spawn(process.execPath, ['dist/cli.js', 'serve', '--seed', '7'], {
    env: { ...process.env, PORT: '0' },
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

async function photograph(theme) {
  const viewport = { width: Number(values.width), height: Number(values.height) };
  const context = await browser.newContext({ viewport, colorScheme: theme });
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => console.error(`${theme}: ${message}`));
  page.on('console', (message) => message.type() === 'error' && console.error(`${theme}: ${message.text()}`));
  await page.goto(started.url);
  await page.locator('nav a').first().waitFor();
  const links = await page.locator('nav a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  const wanted = values.pages?.split(',').map((name) => `#/${name}`) ?? links;
  for (const link of wanted) {
    await page.goto(`${started.url}/${link}`);
    await page.waitForTimeout(Number(values.settle));
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
    const name = link.replace(/^#\//, '').replaceAll('/', '-');
    await page.screenshot({ path: `${folder}/${name}-${theme}.png` });
    const row = page.locator('.table-body tr').first();
    if (!(await row.isVisible())) continue;
    await row.click();
    await page.waitForTimeout(1_000);
    await page.screenshot({ path: `${folder}/${name}-details-${theme}.png` });
  }
  await context.close();
}

mkdirSync(folder, { recursive: true });
try {
  for (const theme of ['light', 'dark']) await photograph(theme);
} finally {
  await browser.close();
  started.child?.kill();
}
