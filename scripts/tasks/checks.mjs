// Ten tasks of people who have nothing but the documentation: the page of each, the sections they follow, the time they may take,
// and what is seen at the end. A check that returns nothing has not found what it waits for.
import { chromium } from 'playwright-core';

/** Lines of code in a file of a page. */
const linesOf = (steps, file) =>
  steps
    .find((step) => step.file === file)
    .code.trimEnd()
    .split('\n').length;

const outputOf = ({ running }, word) => running.find(({ line }) => line.includes(word)).output;

function expect(holds, what) {
  if (!holds) throw new Error(`does not hold: ${what}`);
}

/** Opens a page in Chromium until its text is as expected. */
async function seen(reader, address, expected) {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  try {
    const page = await browser.newPage();
    await page.goto(address);
    await reader.until(async () => expected.test(await page.locator('body').textContent()), `${expected} in the page`);
  } finally {
    await browser.close();
  }
}

async function isForgeryRefused(reader) {
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(Date.now() / 1_000)),
    'webhook-signature': 'v1,AAAA',
  };
  const { status } = await fetch(reader.address('/', '8080'), {
    method: 'POST',
    headers,
    body: '{"type":"CALL.STARTED","data":{}}',
  });
  return status === 401;
}

/** The cursors that the program of the page printed, over all of its starts. */
const cursorsIn = (text) =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' ')[0])
    .filter((word) => word && !word.includes(':'));

async function continuesAfterKill(reader) {
  const first = reader.running.find(({ line }) => line === 'node follow.mjs');
  await reader.until(() => cursorsIn(first.output).length > 3, 'events before the kill');
  await reader.kill(first, 'SIGKILL');
  const before = cursorsIn(first.output);
  // Events without a subscriber.
  const stored = () =>
    reader.ask('query ($after: Cursor) { events(first: 100, after: $after) { edges { cursor } } }', {
      after: before.at(-1),
    });
  const missed = await reader.until(async () => {
    const { data } = await stored();
    return data.events.edges.length > 3 && data.events.edges.map(({ cursor }) => cursor);
  }, 'events after the kill');
  const second = await reader.start('node follow.mjs', /\n/);
  await reader.until(() => cursorsIn(second.output).includes(missed.at(-1)), 'the events that were missed');
  const after = cursorsIn(second.output);
  expect(
    missed.every((cursor, at) => after[at] === cursor),
    'every missed event comes, in order',
  );
  expect(new Set([...before, ...after]).size === before.length + after.length, 'none comes twice');
}

async function showsAnAgentsCall(reader) {
  const query =
    '{ calls(first: 50, filter: { vendors: [FIVE9_CTI], states: [CONNECTED], directions: [INBOUND] }) { edges { node { agent { name } } } } }';
  const name = await reader.until(async () => {
    const { data } = await reader.ask(query);
    return data.calls.edges.findLast(({ node }) => node.agent)?.node.agent.name;
  }, 'an agent on a call');
  await seen(
    reader,
    `${reader.address('/', '5173')}?agent=${encodeURIComponent(name)}`,
    /(CONNECTED|HELD|WRAP_UP): [\s\S]*Earlier calls\s+\S/,
  );
}

async function answersFromBoth(reader) {
  const query = '{ calls(first: 3) { edges { node { id from customer { name } } } } }';
  const body = JSON.stringify({ query });
  const nodes = await reader.until(async () => {
    const response = await fetch(reader.address('/graphql', '4002'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const { data } = await response.json();
    return data?.calls.edges.length && data.calls.edges.map(({ node }) => node);
  }, 'calls of the supergraph');
  expect(
    nodes.some(({ from, customer }) => from && customer.name === `Customer of ${from}`),
    'calls have their customers',
  );
}

export const TASKS = [
  {
    name: 'first-answer',
    title: 'first answer',
    page: 'docs/start.md',
    sections: ['Start in a minute', 'A first query'],
    seconds: 60,
    check: ({ output }) => expect(/"key":"floor","vendor":"FIVE9_CTI"/.test(output), 'the accounts are answered'),
  },
  {
    name: 'wallboard',
    title: 'wallboard in 30 lines',
    page: 'docs/tasks/wallboard.md',
    seconds: 300,
    async check(reader, steps) {
      expect(linesOf(steps, 'src/main.tsx') <= 30, 'it has 30 lines');
      await seen(
        reader,
        reader.address('/', '5173'),
        /Connection: live[\s\S]*On call: [1-9][\s\S]*(CONNECTED|HELD|RINGING) /,
      );
    },
  },
  {
    name: 'webhook',
    title: 'verified webhook',
    page: 'docs/tasks/webhook.md',
    seconds: 300,
    async check(reader) {
      await reader.until(() => /^(call|recording)\.\w+ \{/m.test(outputOf(reader, 'receiver')), 'a verified message');
      expect(await isForgeryRefused(reader), 'a forged message is refused');
    },
  },
  {
    name: 'codegen',
    title: 'own key and generated types',
    page: 'docs/tasks/codegen.md',
    seconds: 180,
    check: (reader) =>
      reader.run(
        'npx tsc --noEmit --skipLibCheck --strict --module esnext --moduleResolution bundler --target es2022 --types node src/recordings.ts',
      ),
  },
  {
    name: 'resume',
    title: 'continued after kill -9',
    page: 'docs/tasks/resume.md',
    sections: ['Without code of your own'],
    seconds: 300,
    check: continuesAfterKill,
  },
  {
    name: 'screen-pop',
    title: 'screen pop',
    page: 'docs/tasks/screen-pop.md',
    sections: ['The whole program'],
    seconds: 300,
    check: showsAnAgentsCall,
  },
  { name: 'supergraph', title: 'supergraph', page: 'docs/tasks/supergraph.md', seconds: 300, check: answersFromBoth },
  {
    name: 'ai-agent',
    title: 'depth of the queues by MCP',
    page: 'docs/tasks/ai-agent.md',
    sections: ['How deep is the queue?'],
    seconds: 300,
    check: ({ output }) => expect(/^Support Inbound: \d+$/m.test(output), 'each queue has its depth'),
  },
  {
    name: 'check',
    title: "a vendor's configuration checked",
    page: 'docs/own-accounts.md',
    sections: ['Your own accounts', 'Test it'],
    seconds: 180,
    /** The vendor of the page, on this machine. */
    prepare: (reader) => reader.start('npx crosspoint simulate recorder --port 5620'),
    check: ({ output }) => expect(/"result":"ok","subject":"wfo"/.test(output), 'the account is checked'),
  },
  {
    name: 'add-vendor',
    title: 'sixth vendor begun',
    page: 'docs/tasks/add-vendor.md',
    repository: true,
    seconds: 600,
    check: ({ output }) => expect(/"key":"acme-phone","vendor":"ACME_PHONE"/.test(output), 'the new vendor answers'),
  },
];
