/** The agent remote control telephony API on its wire: HTTP GET, a token cookie, XML or JSON. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Operation } from '../../adapters/contract.ts';
import { remoteControl } from '../../adapters/remote-control/contract.ts';
import { TELEPHONY, TOKEN_SERVICE } from '../../adapters/remote-control/paths.ts';
import type { RunningSimulator, SimulatorDefinition, SimulatorOptions } from '../simulator.ts';
import { spoil, Troublemaker } from '../soap/fault-injector.ts';
import { Dialler, Failure } from './answers.ts';
import { type ReadCall, readPath } from './request.ts';
import { asJson, asXml, type RefusedOutcome } from './write.ts';

/** A running simulator, and what only this one can be made to do. */
export interface RunningRemoteControl extends RunningSimulator {
  /** What the vendor holds of leads and notes. */
  readonly dialler: Dialler;
  /** As if the vendor had been started anew: call ids are counted from 1,000 again. */
  restartCallIds(): void;
  /** No token given out until now is taken any more. */
  expireTokens(): void;
  /** How a token that is not taken is refused: by HTTP 401, or by `Success: false` inside HTTP 200. */
  refuseTokensBy(way: 'status' | 'envelope'): void;
}

const LOGIN = { userName: 'gateway', password: 'Sim!Pass:1' };
const UTC = { timeZone: 'UTC' };

/** Starts the simulator and answers when it listens. */
export async function startRemoteControl(options: SimulatorOptions): Promise<RunningRemoteControl> {
  const { centre, port, host = '127.0.0.1' } = options;
  const service = new Service(new Dialler(centre));
  const server = createServer((request, response) => service.serve(request, response));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const listening = (server.address() as AddressInfo).port;
  const userId = centre.people.find(({ carrier }) => carrier === 'remote-control')?.remoteId;
  return {
    port: listening,
    settings: { url: `http://${host}:${listening}`, userId, login: LOGIN, timeZone: 'UTC' },
    received: service.received,
    dialler: service.dialler,
    trouble: (trouble) => service.troubles.want(trouble),
    restartCallIds: () => service.dialler.restart(),
    expireTokens: () => service.tokens.clear(),
    refuseTokensBy: (way) => {
      service.refusing = way;
    },
    close: () => closed(server),
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

class Service {
  readonly received = new Map<string, number>();
  readonly troubles = new Troublemaker();
  readonly tokens = new Set<string>();
  refusing: 'status' | 'envelope' = 'status';

  constructor(readonly dialler: Dialler) {}

  serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const called = url.pathname.startsWith(`${TELEPHONY}/`) ? readPath(url) : null;
    if (request.method !== 'GET') response.writeHead(405, { allow: 'GET' }).end();
    else if (url.pathname.startsWith(`${TOKEN_SERVICE}/`)) this.giveToken(request, response, url);
    else if (called) this.call(called, request, response);
    else response.writeHead(404, { 'content-type': 'text/html' }).end('<html>Not found</html>');
  }

  private count(name: string): void {
    this.received.set(name, (this.received.get(name) ?? 0) + 1);
  }

  private giveToken({ headers }: IncomingMessage, response: ServerResponse, url: URL): void {
    this.count('apitoken');
    const userName = decodeURIComponent(url.pathname.slice(TOKEN_SERVICE.length + 1));
    const password = Buffer.from(headers.authorization ?? '', 'base64').toString('utf8');
    if (userName === LOGIN.userName && password === LOGIN.password) this.answerToken(response);
    else response.writeHead(401).end();
  }

  private answerToken(response: ServerResponse): void {
    const token = randomUUID();
    this.tokens.add(token);
    response.writeHead(200, { 'content-type': 'application/xml; charset=utf-8' });
    response.end(`<string xmlns="http://schemas.microsoft.com/2003/10/Serialization/">${token}</string>`);
  }

  private call({ name, input }: ReadCall, request: IncomingMessage, response: ServerResponse): void {
    this.count(name);
    const token = /(?:^|;\s*)TokenKey=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
    const known = token !== undefined && this.tokens.has(token);
    if (known || this.refusing === 'envelope') this.answer({ name, input }, known, request, response);
    else response.writeHead(401).end();
  }

  private answer({ name, input }: ReadCall, known: boolean, request: IncomingMessage, response: ServerResponse): void {
    const kind = this.troubles.take(name);
    const forced = kind === 'fault-200' || kind === 'fault-500';
    const outcome = known ? this.outcome(name, input, forced) : failed(401, 'The token is invalid or has expired');
    const row: Operation = remoteControl.operations[name];
    const json = /^application\/json\b/i.test(request.headers['content-type'] ?? '');
    const body = Buffer.from((json ? asJson : asXml)(outcome, outcome.Success ? row.output : undefined, UTC));
    if (spoil(kind, response, body)) return;
    const type = json ? 'application/json; charset=utf-8' : 'application/xml; charset=utf-8';
    response.writeHead(kind === 'fault-500' ? 500 : 200, { 'content-type': type }).end(body);
  }

  private outcome(name: string, input: Readonly<Record<string, unknown>>, forced: boolean): RefusedOutcome {
    try {
      if (forced) throw new Failure(500, 'Simulated trouble');
      return this.dialler.answer(name, input);
    } catch (error) {
      if (error instanceof Failure) return failed(error.code, error.message);
      return failed(500, 'Internal error');
    }
  }
}

function failed(code: number, detail: string): RefusedOutcome {
  return { Success: false, Data: null, ResponseCode: code, ResponseDetail: detail };
}

/** For the list of simulators. */
export const simulator: SimulatorDefinition = { vendor: 'remote-control', usualPort: 8090, start: startRemoteControl };
