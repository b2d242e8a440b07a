import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { type Answer, ask, openSocket, type Program, startProgram } from './process.ts';

let program: Program;
let url: string;

beforeAll(async () => {
  program = startProgram(['serve', '--seed', '7', '--origin', 'https://desk.example/'], { PORT: '0' });
  url = (await program.says(/(http:\/\/\S+\/graphql)/))[1] ?? '';
}, 30_000);
afterAll(async () => {
  await program.stop();
});

const EVERYTHING = `{
  accounts { key vendor status capabilities }
  campaigns(first: 50) { edges { node { id name direction state source { account { key } nativeId } } } sources { account { key } count error { code } } }
  agents(first: 100) { edges { node { id name presence identities { account { key vendor } nativeId userName extension matchedBy } } } sources { account { key } count error { code } } }
  calls(first: 50) {
    edges { node { id state from to device recordingState agent { id name } recordings { method confidence recording { id call { id } } } } }
    sources { account { key } count error { code } }
  }
  recordings(first: 20) { edges { node { id startedAt durationSeconds device agent { name } call { id } annotations { field value } media(format: WAV) { url contentType } } } sources { account { key } count error { code } } }
}`;

// biome-ignore lint/suspicious/noExplicitAny: tests read answers of many shapes
const nodes = (connection: any) => connection.edges.map((edge: any) => edge.node);

test('pages of an origin given by --origin may read answers, others not', async () => {
  const allowed = async (origin: string) =>
    (await fetch(url, { method: 'OPTIONS', headers: { origin } })).headers.get('access-control-allow-origin');
  expect(await allowed('https://desk.example')).toBe('https://desk.example');
  expect(await allowed('https://other.example')).toBeNull();
});

describe('one query over all five accounts', () => {
  let answer: Answer;
  beforeAll(async () => {
    answer = await ask(url, EVERYTHING);
  });

  test('is answered whole, every account saying what it gave', () => {
    expect(answer.errors).toBeUndefined();
    const { accounts, campaigns, agents } = answer.data;
    expect(accounts.map((account: { vendor: string }) => account.vendor).sort()).toEqual(
      ['ENGAGE', 'FIVE9_CONFIG', 'FIVE9_CTI', 'RECORDER', 'REMOTE_CONTROL'].sort(),
    );
    for (const source of [...campaigns.sources, ...agents.sources]) expect(source).toMatchObject({ error: null });
  });

  test('campaigns come from three vendors, at least twelve', () => {
    const campaigns = nodes(answer.data.campaigns);
    expect(campaigns.length).toBeGreaterThanOrEqual(12);
    expect(
      new Set(campaigns.map((campaign: { source: { account: { key: string } } }) => campaign.source.account.key)).size,
    ).toBe(3);
  });

  test('agents are joined over accounts, at least forty', () => {
    const agents = nodes(answer.data.agents);
    expect(agents.length).toBeGreaterThanOrEqual(40);
    const joined = agents.filter((agent: { identities: unknown[] }) => agent.identities.length >= 2);
    expect(joined.length).toBeGreaterThan(30);
    expect(new Set(agents.map((agent: { id: string }) => agent.id)).size).toBe(agents.length);
  });

  test('recordings and calls lead to each other, once a call has ended and is saved', { timeout: 60_000 }, async () => {
    const found = await untilAnswer(
      async () =>
        nodes((await ask(url, EVERYTHING)).data.calls).filter(
          (call: { recordings: unknown[] }) => call.recordings.length > 0,
        ),
      (calls) => calls.length > 0,
      50_000,
    );
    for (const call of found) {
      expect(call.agent?.name).toBeTruthy();
      for (const match of call.recordings) expect(match.recording.call?.id).toBe(call.id);
    }
  });
});

describe('the live side', () => {
  test('a call put on hold is seen as an event and in the vendor itself', async () => {
    const socket = openSocket(url);
    const events = socket.iterate({
      query: 'subscription { callChanged(snapshot: true) { cursor type call { id state } } }',
    });
    await events.next();
    const connected = async (): Promise<{ id: string }[]> => {
      const which = 'first: 50, filter: { states: [CONNECTED], vendors: [FIVE9_CTI] }';
      return nodes((await ask(url, `{ calls(${which}) { edges { node { id } } } }`)).data.calls);
    };
    const hold = async (id: string) => {
      const text =
        'mutation ($id: ID!) { callHold(input: { id: $id }) { call { id state } userErrors { code message } } }';
      return (await ask(url, text, { id })).data.callHold;
    };
    // A call on hold before the first subscription looks like others: the service's status does not say so.
    const wasHeld = ({ userErrors }: { userErrors: { message: string }[] }) =>
      userErrors.some(({ message }) => message === 'The call is already on hold');
    const tried = new Set<string>();
    const done = await untilAnswer(
      async () => {
        const call = (await connected()).find(({ id }) => !tried.has(id));
        if (!call) return null;
        tried.add(call.id);
        const answer = await hold(call.id);
        return wasHeld(answer) ? null : { call, answer };
      },
      (found) => found !== null,
    );
    const { call, answer } = done ?? { call: { id: '' }, answer: null };
    expect(answer).toMatchObject({ call: { id: call.id, state: 'HELD' }, userErrors: [] });
    for await (const event of events) {
      const changed = (event.data as unknown as { callChanged: { type: string; call: { id: string } } }).callChanged;
      if (changed.call.id === call.id && changed.type === 'HELD') break;
    }
    await socket.dispose();
  });
});

describe('a request whose Host is a foreign name', () => {
  const UPGRADE = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'sec-websocket-protocol': 'graphql-transport-ws',
  };
  const statusOf = async (path: string, headers: Record<string, string>) => {
    const asked = request(new URL(path, url), { headers });
    asked.end();
    const [answer] = (await Promise.race([once(asked, 'response'), once(asked, 'upgrade')])) as [IncomingMessage];
    answer.destroy();
    return answer.statusCode;
  };

  test.each([
    ['/graphql?query={__typename}', {}, 200],
    ['/readyz', {}, 200],
    ['/graphql', UPGRADE, 101],
  ])('is misdirected at %s, and one to localhost is answered', async (path, headers, status) => {
    const host = new URL(url).host;
    const accept = 'application/graphql-response+json';
    const { port } = new URL(url);
    expect(await statusOf(path, { accept, ...headers, host: `rebound.example:${port}` })).toBe(421);
    expect(await statusOf(path, { accept, ...headers, host })).toBe(status);
    expect(await statusOf(path, { accept, ...headers, host: `localhost:${port}` })).toBe(status);
  });
});
