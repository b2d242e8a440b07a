import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly body?: string | Buffer;
}

/** A request as the vendor gets it. */
interface Asked {
  readonly method: string | undefined;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** A vendor on loopback until the end of the test, that answers each request as the function says; null for no answer. */
export async function vendorAnswering(answer: (asked: Asked, at: number) => Reply | null) {
  const asked: Asked[] = [];
  const server = createServer(({ method, url = '', headers }, response) => {
    const request = { method, url, headers };
    const reply = answer(request, asked.push(request));
    if (reply) response.writeHead(reply.status ?? 200, { 'content-type': reply.type ?? 'text/xml' }).end(reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
