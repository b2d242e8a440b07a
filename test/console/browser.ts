import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium as engine, type Page } from 'playwright-core';
import { chromium } from '../server/chromium.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A finding of axe-core that keeps people from using the page. */
interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Opens the machine's Chromium; every host but this machine is unreachable. */
export function openBrowser(): Promise<Browser> {
  const rules = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost';
  return engine.launch({ executablePath: chromium ?? '', args: ['--no-sandbox', '--disable-dev-shm-usage', rules] });
}

/** A page of its own browser profile, and what went wrong in it: errors, violations of its Content-Security-Policy. */
export async function openConsole(
  browser: Browser,
  url: string,
  options: {
    readonly width?: number;
    readonly theme?: 'light' | 'dark';
    /** Prepares the page before it is loaded. */
    prepare?(page: Page): Promise<void>;
  } = {},
): Promise<{ readonly page: Page; readonly problems: string[] }> {
  const { width = 1_440, theme = 'light' } = options;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: theme });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await options.prepare?.(page);
  await page.goto(url);
  return { page, problems };
}

/** The serious and critical findings of axe-core. It is evaluated, not added to the page: the policy refuses its script. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const violations = await page.evaluate<readonly Violation[]>(
    'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)',
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
}
