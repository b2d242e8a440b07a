/** The recorder's web service: exports that break off, stall, are left or refused, and acts with an unknown outcome. */
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createClient, type RecorderClient } from '../../src/adapters/recorder/client.ts';
import { settings as settingsShape } from '../../src/adapters/recorder/settings.ts';
import { until } from '../helpers/until.ts';
import { dependencies, okResult } from './dependencies.ts';

/** A web service that answers every request like this, and a client that asks it. */
async function serving(answer: (response: ServerResponse) => void, more: object = {}) {
  const responses: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    responses.push(response);
    answer(response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const urls = { url: 'tcp://127.0.0.1:9', webUrl: `http://127.0.0.1:${port}/webapi.aspx`, via: 'web' };
  const settings = settingsShape.parse({ ...urls, deadline: 30_000, ...more });
  const client = createClient(settings, { account: 'wfo', log: dependencies().log });
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await client.close();
  });
  /** The first connection is abandoned long before the deadline, though the server would continue. */
  const isLeft = () => until(() => responses[0]?.destroyed, 'the response destroyed', 3_000);
  return { client, responses, isLeft };
}

const EXPORT = { UNIQUEFIELD: 'ident', UNIQUEID: '1', MEDIA_FORMAT: 'WAV' };
const PIECE = Buffer.alloc(1_000, 0xd5);

/** Writes until the connection closes. */
function pour(response: ServerResponse, piece: Buffer | string = PIECE): void {
  const timer = setInterval(() => response.write(piece), 5);
  response.on('close', () => clearInterval(timer));
}

describe('an export', () => {
  it('ends at its deadline, also for a caller with a signal', async () => {
    const { client, isLeft } = await serving((response) => pour(response));
    const { signal } = new AbortController();
    const media = await client.stream('EXPORT', EXPORT, { deadline: 1_000, signal });
    const read = async () => {
      for await (const _ of media.body);
    };
    await expect(read()).rejects.toMatchObject({ code: 'TIMEOUT' });
    await isLeft();
  });

  it('ends with its caller', async () => {
    const { client, isLeft } = await serving((response) => pour(response));
    const leaving = new AbortController();
    const media = await client.stream('EXPORT', EXPORT, { signal: leaving.signal });
    const began = performance.now();
    leaving.abort();
    const read = async () => {
      for await (const _ of media.body);
    };
    await expect(read()).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(performance.now() - began, 'long before the deadline').toBeLessThan(15_000);
    await isLeft();
  });

  it('ends when its reader stops', async () => {
    const { client, isLeft } = await serving((response) => pour(response));
    const media = await client.stream('EXPORT', EXPORT, {});
    for await (const _ of media.body) break;
    await isLeft();
  });

  it('that breaks off in the middle is an error and no short file', async () => {
    const { client, responses } = await serving((response) => void response.write(PIECE));
    const media = await client.stream('EXPORT', EXPORT, {});
    responses[0]?.destroy();
    const read = async () => {
      for await (const _ of media.body);
    };
    await expect(read()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('comes whole', async () => {
    const { client } = await serving((response) => {
      response.write(PIECE);
      setImmediate(() => response.end('end'));
    });
    const parts: Uint8Array[] = [];
    for await (const part of (await client.stream('EXPORT', EXPORT, {})).body) parts.push(part);
    expect(Buffer.concat(parts).equals(Buffer.concat([PIECE, Buffer.from('end')]))).toBe(true);
  });

  it('comes whole where its first packet is text', async () => {
    const { client } = await serving((response) => {
      response.write('RIFF', () => setImmediate(() => setImmediate(() => response.end(PIECE))));
    });
    const parts: Uint8Array[] = [];
    for await (const part of (await client.stream('EXPORT', EXPORT, {})).body) parts.push(part);
    expect(Buffer.concat(parts).equals(Buffer.concat([Buffer.from('RIFF'), PIECE]))).toBe(true);
  });

  it.each([
    ['a page', 200, '<html><body>Sign in</body></html>', 'BAD_RESPONSE'],
    ['an endless refusal', 200, `<RESULT>${' '.repeat(8_000)}`, 'BAD_RESPONSE'],
    ['a server out of order', 503, 'later', 'UNAVAILABLE'],
    ['a want of credentials', 401, 'who?', 'PERMISSION_DENIED'],
  ])('that is answered with %s is not waited for', async (_name, status, text, code) => {
    const { client, isLeft } = await serving((response) => pour(response.writeHead(status), text));
    await expect(client.stream('EXPORT', EXPORT, {})).rejects.toMatchObject({ code });
    await isLeft();
  });

  it('is taken for no file where its status says so', async () => {
    const { client } = await serving((response) => void response.writeHead(503).end(PIECE));
    await expect(client.call('EXPORT', EXPORT, {})).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('that is refused does not show the password of the request', async () => {
    const PASSWORD = 'Tr0ub4dor&3';
    const refused = okResult(1, '', 'no file opens with Tr0ub4dor&amp;3').replace('>API_OK<', '>API_FILE_NOT_FOUND<');
    const { client } = await serving((response) => void response.end(refused), { exportEntire: true });
    const input = { ...EXPORT, MEDIA_FORMAT: 'CAV', PASSWORD };
    for (const asked of [client.call('EXPORT', input, {}), client.stream('EXPORT', input, {})]) {
      const error: unknown = await asked.catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'NOT_FOUND', vendorCode: 'API_FILE_NOT_FOUND' });
      expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('Tr0ub4dor');
    }
  });

  it.each([
    ['EXPORT', 'WAV', undefined, 'audio/wav'],
    ['EXPORT', 'MP3', 'text/html; charset=utf-8', 'audio/mpeg'],
    ['EXPORT', 'VOX', 'application/octet-stream', 'audio/x-dialogic-adpcm'],
    ['EXPORT', 'WAV', 'audio/x-wav; rate=8000', 'audio/x-wav'],
    ['MULTIEXPORT', 'WAV', 'text/html', 'application/zip'],
  ] as const)('%s as %s under the type %s is %s', async (name, MEDIA_FORMAT, header, type) => {
    const { client } = await serving((response) => {
      if (header) response.setHeader('content-type', header);
      response.end(PIECE);
    });
    const input = name === 'EXPORT' ? { ...EXPORT, MEDIA_FORMAT } : { IDENT: '1,2', MEDIA_FORMAT };
    const media = await client.stream(name, input, {});
    expect(media.contentType).toBe(type);
    media.body[Symbol.asyncIterator]().return?.();
    expect(await client.call(name, input, {})).toMatchObject({ CONTENTTYPE: type, LENGTH: PIECE.length });
  });
});

it.each([
  ['exports', (client: RecorderClient) => client.stream('EXPORT', EXPORT, {})],
  ['functions', (client: RecorderClient) => client.call('TEST', {}, {})],
])('a web service whose %s fail is not asked any more, while the recorder is', async (_name, ask) => {
  const { client, responses } = await serving((response) => void response.writeHead(503).end());
  for (let made = 0; made < 20; made += 1) await expect(ask(client)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  await expect(ask(client)).rejects.toMatchObject({ vendorCode: 'BREAKER_OPEN' });
  expect(responses).toHaveLength(20);
  expect(client.guards.map(({ service, breaker }) => [service, breaker.state])).toEqual([
    ['', 'CLOSED'],
    ['web', expect.stringMatching(/OPEN/)],
  ]);
});

describe('a function over the web service', () => {
  const acting = (client: RecorderClient, ask: object = {}) => client.call('CALLSTOP', { DEVICEID: '1' }, ask);

  it.each([
    ['a failure of the server', (response: ServerResponse) => response.writeHead(500).end('oops')],
    ['a page', (response: ServerResponse) => response.end('<html></html>')],
    ['a broken document', (response: ServerResponse) => response.end('<RESULT><A></RESULT>')],
    ['a closed connection', (response: ServerResponse) => response.destroy()],
  ])('whose act is answered with %s is OUTCOME_UNKNOWN, and is not sent again', async (_name, answer) => {
    const { client, responses } = await serving((response) => void answer(response));
    await expect(acting(client)).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(responses).toHaveLength(1);
  });

  it('is sent once for an act and again for a read while the recorder is busy', async () => {
    const busy = okResult(1).replace('>API_OK<', '>API_COMMAND_QUEUE_FULL<');
    const { client, responses } = await serving((response) => void response.end(busy));
    await expect(acting(client)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(responses).toHaveLength(1);
    await expect(client.call('TEST', {}, {})).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    expect(responses).toHaveLength(1 + 4);
  });

  it('ends at its deadline and with its caller', async () => {
    const { client, responses } = await serving(() => undefined);
    const began = performance.now();
    await expect(acting(client, { deadline: 80 })).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    const leaving = new AbortController();
    const left = acting(client, { signal: leaving.signal });
    await until(() => responses.length === 2);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(performance.now() - began).toBeLessThan(15_000);
    await until(() => responses.every(({ destroyed }) => destroyed));
  });
});
