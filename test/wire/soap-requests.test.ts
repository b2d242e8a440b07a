/** What the SOAP client sends, how long it waits, and what it reads of an answer, with a server that the test answers for. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { contract, int, list, optional, query, string } from '../../src/adapters/contract.ts';
import { soapClient } from '../../src/adapters/soap/transport.ts';

const api = contract({
  vendor: 'five9-config',
  prefix: 'sample',
  chapters: {
    Names: {
      name: query('A name.', { input: { text: optional(string, 'A text.') }, output: string }),
      names: query('Names.', { input: {}, output: list(string) }),
      whenChanged: query('Waits.', {
        input: { seconds: optional(int, 'How long.') },
        output: string,
        waits: 'seconds',
      }),
    },
  },
});

/** A server that answers with this body, or not at all, and what was sent to it. */
async function served(answer: string | null) {
  const requests: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      requests.push({ headers: request.headers, body });
      if (answer !== null) response.setHeader('content-type', 'text/xml').end(answer);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/service`;
  const client = (more: object = {}) =>
    soapClient({
      ...{ contract: api, url, namespace: 'urn:things', style: 'named', account: 'acme', vendor: 'FIVE9_CONFIG' },
      ...{ deadline: 2_000, ...more },
    });
  return { requests, client };
}

const envelope = (body: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><x>1</x></s:Header>${body}</s:Envelope>`;
const named = (value: string) => envelope(`<s:Body><nameResponse>${value}</nameResponse></s:Body>`);

test('a request without security has an empty header', async () => {
  const { requests, client } = await served(named('<return>a</return>'));
  expect(await client().send('name', { text: 'b' })).toBe('a');
  expect(requests[0]?.body).toContain('<soap:Header></soap:Header><soap:Body>');
});

test('a request that is packaged is sent in its form, with its headers', async () => {
  const { requests, client } = await served(named('<return>a</return>'));
  const packaging = (_: unknown, __: unknown, plain: string) => ({
    body: `packed ${plain.length > 0}`,
    headers: { 'content-type': 'multipart/related' },
  });
  expect(await client({ packaging }).send('name', {})).toBe('a');
  expect(requests).toMatchObject([{ body: 'packed true', headers: { 'content-type': 'multipart/related' } }]);
  await client({ packaging: () => null }).send('name', {});
  expect(requests[1]?.headers['content-type']).toContain('text/xml');
});

test('a call waits for its deadline, and longer only as its caller has the vendor wait', async () => {
  const { client } = await served(null);
  const hanging = client({ deadline: 100 });
  const waited = async (work: Promise<unknown>) => {
    const begun = performance.now();
    await expect(work).rejects.toMatchObject({ code: 'TIMEOUT' });
    return performance.now() - begun;
  };
  const times = await Promise.all([
    waited(hanging.send('name', {})),
    waited(hanging.send('whenChanged', {})),
    waited(hanging.send('whenChanged', { seconds: 0 })),
    waited(hanging.send('whenChanged', { seconds: 1 })),
  ]);
  for (const time of times.slice(0, 3)) expect(time).toBeLessThan(1_000);
  expect(times[3]).toBeGreaterThan(1_050);
});

test('an answer is the content of the operation in the body, and not of the header', async () => {
  const inHeader = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
    <s:Header><nameResponse><return>header</return></nameResponse></s:Header>
    <s:Body><nameResponse><return>body</return></nameResponse></s:Body></s:Envelope>`;
  const { client } = await served(inHeader);
  expect(await client().send('name', {})).toBe('body');
});

test('an answer without the operation in its body is no answer', async () => {
  for (const body of ['', '<s:Body/>', '<s:Other><nameResponse><return>a</return></nameResponse></s:Other>']) {
    const { client } = await served(envelope(body));
    await expect(client().send('name', {}), body).rejects.toMatchObject({ code: 'BAD_RESPONSE' });
  }
});

test('an answer of lists has all of its items, and none where there are none', async () => {
  const answers = { '<return>a</return><return>b</return>': ['a', 'b'], '<return>a</return>': ['a'], '': [] };
  for (const [body, names] of Object.entries(answers)) {
    const { client } = await served(envelope(`<s:Body><namesResponse>${body}</namesResponse></s:Body>`));
    expect(await client().send('names', {})).toEqual(names);
  }
});

test('a list is read item by item as the caller maps them', async () => {
  const { client } = await served(
    envelope('<s:Body><namesResponse><return>a</return><return>b</return></namesResponse></s:Body>'),
  );
  const mapItem = (item: unknown) => `${item}!`;
  expect(await client().send('names', {}, { mapItem } as never)).toEqual(['a!', 'b!']);
});
