import { once } from 'node:events';
import { type ClientRequest, createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { quietLog } from '../../src/server/logging.ts';
import { type MediaOptions, MediaServer } from '../../src/server/media.ts';

/** A media server on a port of its own, for as long as the test runs. */
export async function served(
  recordingMedia: NonNullable<Adapter['recordingMedia']>,
  options: Partial<MediaOptions> = {},
) {
  const adapter = () => ({ recordingMedia }) as Partial<Adapter> as Adapter;
  const media = new MediaServer({ secret: undefined, seconds: 60, log: quietLog, adapter, ...options });
  const counts = { begun: 0, left: 0 };
  const server = createServer((request, response) => {
    counts.begun += 1;
    response.on('close', () => {
      if (!response.writableFinished) counts.left += 1;
    });
    void media.handle(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await media.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const link = (recording: string, caller: Parameters<MediaServer['sign']>[3] = { id: 'someone' }) =>
    origin + media.sign('wfo', recording, 'WAV', caller).path;
  return { media, link, counts };
}

/** A download that has begun. */
export interface Download {
  readonly request: ClientRequest;
  readonly response: Promise<IncomingMessage>;
}

/** Begins a download on a connection of its own. */
export function download(url: string): Download {
  const request = httpRequest(url, { agent: false });
  const response = once(request, 'response').then(([response]) => response as IncomingMessage);
  response.catch(() => undefined);
  request.end();
  return { request, response };
}

/** Reads an answer to its end; `cut` where it was broken off. */
export async function finished({ response }: Download) {
  let bytes = 0;
  try {
    const answer = await response;
    for await (const part of answer) bytes += (part as Buffer).length;
    return { status: answer.statusCode, headers: answer.headers, bytes, cut: false };
  } catch {
    return { status: undefined, headers: {}, bytes, cut: true };
  }
}
