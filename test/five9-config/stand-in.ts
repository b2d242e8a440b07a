import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { vendor } from '../../src/adapters/five9-config/index.ts';
import { quietLog } from '../../src/server/logging.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** One request as it came. */
export interface Received {
  readonly operation: string;
  readonly body: string;
  readonly user: string;
  readonly headers: IncomingMessage['headers'];
}

/** What a stand-in answers: the content of the response element, a whole document with a status, or neither. */
export type StandInAnswer = string | { readonly status: number; readonly document: string };

type Answering = (request: Received) => StandInAnswer | Promise<StandInAnswer>;

const ENVELOPE = 'xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"';

/** A fault as the vendor writes it. */
export function faultDocument(status: number, inside: string, message = 'Refused.'): StandInAnswer {
  const fault = `<env:Fault><faultcode>env:Server</faultcode><faultstring>${message}</faultstring>${inside}</env:Fault>`;
  return { status, document: `<env:Envelope ${ENVELOPE}><env:Body>${fault}</env:Body></env:Envelope>` };
}

/** A documented fault of the vendor. */
export function fault(name: string, status = 500, message = 'Refused.'): StandInAnswer {
  const fields = `<ns1:${name} xmlns:ns1="http://service.admin.ws.five9.com/"><message>${message}</message></ns1:${name}>`;
  return faultDocument(status, `<detail>${fields}</detail>`, message);
}

function documentOf(operation: string, inner: string): string {
  const response = `<ns2:${operation}Response xmlns:ns2="http://service.admin.ws.five9.com/">${inner}</ns2:${operation}Response>`;
  return `<env:Envelope ${ENVELOPE}><env:Header/><env:Body>${response}</env:Body></env:Envelope>`;
}

function received(request: IncomingMessage, body: string): Received {
  const { headers } = request;
  const basic = (headers.authorization ?? '').replace(/^Basic /, '');
  const [user = ''] = Buffer.from(basic, 'base64').toString().split(':');
  const operation = /Body>\s*<(?:\w+:)?(\w+)/.exec(body)?.[1] ?? '';
  return { operation, body, user, headers };
}

/** A vendor written from the guide alone, and an adapter that is connected to it. */
export async function standIn(answer: Answering, more: object = {}, users: readonly string[] = ['api']) {
  const requests: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const came = received(request, Buffer.concat(chunks).toString('latin1'));
    requests.push(came);
    const answered = await answer(came);
    const whole =
      typeof answered === 'string' ? { status: 200, document: documentOf(came.operation, answered) } : answered;
    response.writeHead(whole.status, { 'content-type': 'text/xml;charset=UTF-8' }).end(whole.document);
  });
  // Longer than a large request keeps this process busy, in which both ends are.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wsadmin/v13/AdminWebService`;
  const settings = vendor.settings.parse({
    url,
    users: users.map((username) => ({ username, password: `password of ${username}` })),
    ...more,
  });
  const adapter: Adapter = vendor.connect('acme', settings, { log: quietLog, now: () => new Date() });
  open.push(
    () => adapter.close(),
    () => {
      server.close();
      server.closeAllConnections();
    },
  );
  const sent = (operation: string) => requests.filter((request) => request.operation === operation);
  return { adapter, requests, sent, url };
}

/** The texts of every element of a name. */
export function texts(body: string, element: string): string[] {
  return [...body.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, text = '']) => text);
}
