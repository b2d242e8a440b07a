/** A stand-in for undici that posts to the simulated partner. */
import { currentHost } from '../clock.ts';
import { world } from '../current.ts';

export class Agent {
  async destroy(): Promise<void> {}
  async close(): Promise<void> {}
  on(): this {
    return this;
  }
}
export class ProxyAgent extends Agent {}
export class Pool extends Agent {}
export class Client extends Agent {}
export const Dispatcher = Agent;
export const setGlobalDispatcher = () => undefined;
export const buildConnector = () => () => undefined;
export const fetch = () => Promise.reject(new Error('No fetch is simulated'));

interface Options {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal?: AbortSignal;
}

export async function request(_url: string, { headers, body, signal }: Options) {
  const statusCode = await world().partner.post(currentHost(), headers['webhook-id'] ?? '', body, signal);
  return { statusCode, headers: {}, body: { dump: async () => undefined } };
}

export default { Agent, request };
