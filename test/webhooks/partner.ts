import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One message as it came. */
export interface Got {
  readonly id: string;
  readonly call: string;
  /** Such as `call.ended`. */
  readonly type: string;
  readonly account: string | null;
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** A partner that answers as the test says and records what came. */
export async function openPartner(status: (call: string, times: number) => number = () => 200) {
  const got: Got[] = [];
  const times = new Map<string, number>();
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const headers = request.headers as Record<string, string>;
    const { type, data } = JSON.parse(body);
    const call = Buffer.from(data.callId ?? '', 'base64url').toString();
    const id = headers['webhook-id'] ?? '';
    times.set(id, (times.get(id) ?? 0) + 1);
    const code = status(call, times.get(id) ?? 0);
    got.push({ id, call, type, account: data.account?.key ?? null, body, headers });
    response.writeHead(code, code === 302 ? { location: '/elsewhere' } : {}).end('thank you');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`, close };
}
