/** The hooks for calls, in a page: what they show follows the gateway. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { ask, type Program, startProgram } from '../program/process.ts';
import { chromium, openPage } from '../server/chromium.ts';
import { bundle, servePage } from './snippets.ts';

if (!chromium) console.warn('SKIPPED: the hooks are not tried, since there is no Chromium on this machine');

/** A page that lists the calls on hold, and shows one call by the id in its address. */
const PAGE = `
import { createClient } from '@crosspoint/client';
import { CrosspointProvider, useCall, useCalls } from '@crosspoint/client/react';
import { createRoot } from 'react-dom/client';

const client = createClient({ url: 'http://localhost:4000/graphql' });
const id = decodeURIComponent(location.search.slice(1));

function Shown() {
  const onHold = useCalls({ accounts: ['floor'], states: ['HELD'] });
  const { call, status } = useCall(id);
  return <output>{JSON.stringify({ onHold: onHold.items.map((one) => one.id), status, state: call?.state ?? null })}</output>;
}

createRoot(document.getElementById('root')!).render(<CrosspointProvider client={client}><Shown /></CrosspointProvider>);
`;

interface Shown {
  readonly onHold: readonly string[];
  readonly status: string;
  readonly state: string | null;
}

const CONNECTED = `{ calls(first: 100, filter: { accounts: ["floor"], states: [CONNECTED] }) { edges { node { id } } } }`;
const act = (name: string) =>
  `mutation ($id: ID!) { ${name}(input: { id: $id }) { call { state } userErrors { code } } }`;

describe.skipIf(!chromium)('the hooks of the client', { timeout: 60_000 }, () => {
  let program: Program;
  let gateway: string;
  beforeAll(async () => {
    program = startProgram(['serve', '--seed', '6'], { PORT: '0' });
    gateway = (await program.says(/(http:\/\/\S+\/graphql)/))[1] ?? '';
  }, 30_000);
  afterAll(() => program.stop());

  /** A call that this test has put on hold: one that ends by itself is no longer connected. */
  const holdOne = async (): Promise<string> => {
    const { data } = await ask(gateway, CONNECTED);
    for (const { node } of data.calls.edges) {
      const answer = await ask(gateway, act('callHold'), { id: node.id });
      if (answer.data.callHold.call?.state === 'HELD') return node.id;
    }
    throw new Error('no call could be put on hold');
  };

  test('useCalls has the calls of a state as long as they are in it, and useCall one call until it ends', async () => {
    const id = await holdOne();
    const served = await servePage(await bundle(PAGE, gateway, 'browser'));
    const page = await openPage(`${served.url}?${encodeURIComponent(id)}`);
    const shown = (fits: (shown: Shown) => boolean) =>
      untilAnswer(
        async () => JSON.parse(String(await page.evaluate('document.querySelector("output")?.textContent ?? "null"'))),
        (found: Shown | null) => found !== null && fits(found),
        20_000,
      );
    try {
      const before = await shown(({ onHold, state }) => onHold.includes(id) && state === 'HELD');
      expect(before?.status).toBe('live');
      await ask(gateway, act('callRetrieve'), { id });
      await shown(({ onHold, state }) => !onHold.includes(id) && state === 'CONNECTED');
      await ask(gateway, act('callHangup'), { id });
      await shown(({ onHold, state }) => !onHold.includes(id) && (state === 'WRAP_UP' || state === null));
      expect(page.problems).toEqual([]);
    } finally {
      await page.close();
      served.close();
    }
  });
});
