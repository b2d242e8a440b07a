/** The agent remote control telephony API on its wire: HTTP GET, a token cookie, XML or JSON. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Operation } from '../../adapters/contract.ts';
import { type ChosenReadings, readingOf } from '../../adapters/readings.ts';
import { remoteControlContract } from '../../adapters/remote-control/contract/index.ts';
import { TELEPHONY, TOKEN_SERVICE } from '../../adapters/remote-control/contract/paths.ts';
import { readings } from '../../adapters/remote-control/readings.ts';
import type { RunningSimulator, SimulatorDefinition, SimulatorOptions } from '../simulator.ts';
import { FaultSchedule, injectFault } from '../soap/fault-injector.ts';
import { addressOf, failed as refused } from '../soap/http.ts';
import { Dialler, Failure } from './dialler.ts';
import { numberSettings, numberTable } from './numbers.ts';
import { type ReadCall, readPath } from './request.ts';
import { RequestLimit } from './request-limit.ts';
import { asksForJson, LOGIN, Tokens } from './tokens.ts';
import { asJson, asXml, type ResponseEnvelope, type WritingStyle } from './write.ts';

/** A running simulator, and what only this one can play. */
export interface RunningRemoteControl extends RunningSimulator {
  /** The vendor's leads and notes. */
  readonly dialler: Dialler;
  /** Plays a restart of the vendor: call ids are counted from 1,000 again. */
  restartCallIds(): void;
  /** Expires every token issued so far. */
  expireTokens(): void;
  /** How an expired token is refused: by HTTP 401, or by `Success: false` inside HTTP 200. */
  refuseTokensBy(way: 'status' | 'envelope'): void;
}

/** Starts the simulator; resolves when it listens. */
export async function startRemoteControl(options: SimulatorOptions): Promise<RunningRemoteControl> {
  const { centre, port, host = '127.0.0.1', reading: chosen } = options;
  const reading = (question: string) => readingOf(readings, chosen, question);
  const service = new Service(new Dialler(centre, reading), reading, () => centre.now());
  const server = createServer((request, response) => {
    try {
      service.serve(request, response);
    } catch (error) {
      refused(response, error);
    }
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const listening = (server.address() as AddressInfo).port;
  const userId = centre.people.find(({ carrier }) => carrier === 'remote-control')?.remoteId;
  const numbers = numberSettings(numberTable(reading('numbers')));
  const chosenReadings = settable(chosen);
  return {
    port: listening,
    settings: { url: `http://${host}:${listening}`, userId, login: LOGIN, timeZone: 'UTC', numbers, ...chosenReadings },
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

/** The readings that an account of the simulator has to be set to. */
function settable(chosen: ChosenReadings = {}): { readonly readings?: ChosenReadings } {
  const set = readings.filter(({ id, setting, default: usual }) => setting && (chosen[id] ?? usual) !== usual);
  return set.length > 0 ? { readings: Object.fromEntries(set.map(({ id }) => [id, chosen[id]])) } : {};
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

class Service {
  readonly received = new Map<string, number>();
  readonly troubles = new FaultSchedule();
  readonly tokens: Tokens;
  refusing: string;
  private readonly style: WritingStyle;
  private readonly limit: RequestLimit | null;

  constructor(
    readonly dialler: Dialler,
    reading: (question: string) => string,
    private readonly now: () => Date,
  ) {
    this.tokens = new Tokens(reading('token-answer'));
    this.refusing = reading('expired-token');
    this.limit = reading('request-rate') === 'limited' ? new RequestLimit() : null;
    this.style = { small: reading('names') === 'small', wrapped: reading('lists') === 'object', timeZone: 'UTC' };
  }

  serve(request: IncomingMessage, response: ServerResponse): void {
    const url = addressOf(request);
    const called = url.pathname.startsWith(`${TELEPHONY}/`) ? readPath(url) : null;
    if (request.method !== 'GET') response.writeHead(405, { allow: 'GET' }).end();
    else if (url.pathname.startsWith(`${TOKEN_SERVICE}/`)) this.giveToken(request, response, url);
    else if (called) this.call(called, request, response);
    else response.writeHead(404, { 'content-type': 'text/html' }).end('<html>Not found</html>');
  }

  private count(name: string): void {
    this.received.set(name, (this.received.get(name) ?? 0) + 1);
  }

  private giveToken(request: IncomingMessage, response: ServerResponse, url: URL): void {
    this.count('apitoken');
    this.tokens.serve(request, response, url);
  }

  private call({ name, input }: ReadCall, request: IncomingMessage, response: ServerResponse): void {
    this.count(name);
    if (this.limit && !this.limit.take(this.now().getTime())) return void response.writeHead(429).end();
    const token = /(?:^|;\s*)TokenKey=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];
    const known = token !== undefined && this.tokens.has(token);
    if (known || this.refusing === 'envelope') this.answer({ name, input }, known, request, response);
    else response.writeHead(401).end();
  }

  private answer({ name, input }: ReadCall, known: boolean, request: IncomingMessage, response: ServerResponse): void {
    const kind = this.troubles.take(name);
    const forced = kind === 'fault-200' || kind === 'fault-500';
    const outcome = known ? this.outcome(name, input, forced) : failed(401, 'The token is invalid or has expired');
    const row: Operation = remoteControlContract.operations[name];
    const json = asksForJson(request);
    const body = Buffer.from((json ? asJson : asXml)(outcome, outcome.Success ? row.output : undefined, this.style));
    if (injectFault(kind, response, body)) return;
    const type = json ? 'application/json; charset=utf-8' : 'application/xml; charset=utf-8';
    response.writeHead(kind === 'fault-500' ? 500 : 200, { 'content-type': type }).end(body);
  }

  private outcome(name: string, input: Readonly<Record<string, unknown>>, forced: boolean): ResponseEnvelope {
    try {
      if (forced) throw new Failure(500, 'Simulated trouble');
      return this.dialler.answer(name, input);
    } catch (error) {
      if (error instanceof Failure) return failed(error.code, error.message);
      return failed(500, 'Internal error');
    }
  }
}

function failed(code: number, detail: string): ResponseEnvelope {
  return { Success: false, Data: null, ResponseCode: code, ResponseDetail: detail };
}

/** For the list of simulators. */
export const simulator: SimulatorDefinition = {
  vendor: 'remote-control',
  usualPort: 8090,
  plays: readings.map(({ id }) => id),
  start: startRemoteControl,
};
