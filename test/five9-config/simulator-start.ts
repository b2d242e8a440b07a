import { afterEach } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { vendor } from '../../src/adapters/five9-config/index.ts';
import { quietLog } from '../../src/server/logging.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { type Five9ConfigOptions, five9ConfigSimulator } from '../../src/simulators/five9-config/index.ts';

/** Midnight in California, when numbers may be added to the do-not-call list. */
const START = new Date('2026-03-02T08:00:00Z');

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A simulated Five9 on its wire with an adapter of one user; the test advances its clock. */
export async function startFive9(options: Five9ConfigOptions = {}) {
  const centre = createCentre({ seed: 3, startsAt: START });
  const running = await five9ConfigSimulator(options).start({ centre, port: 0 });
  open.push(() => running.close());
  const { url, users } = running.settings as { url: string; users: { username: string; password: string }[] };
  const connect = (count: number, from = 0): Adapter => {
    const settings = vendor.settings.parse({ url, users: users.slice(from, from + count), deadline: 5_000 });
    const adapter = vendor.connect('acme', settings, { log: quietLog, now: () => new Date() });
    open.push(() => adapter.close());
    return adapter;
  };
  const adapter = connect(2);
  const call = (operation: string, input: Readonly<Record<string, unknown>> = {}) => adapter.call(operation, input, {});
  /** Lets this many seconds pass in the centre. */
  const pass = (seconds: number) => centre.advanceTo(new Date(centre.now().getTime() + seconds * 1_000));
  /** The vendor's fault that a call is refused with, and its fields. */
  const refusal = async (operation: string, input: Readonly<Record<string, unknown>> = {}) => {
    const error = await call(operation, input).then(
      (answer) => new Error(`answered ${JSON.stringify(answer)}`),
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof CrosspointError)) throw error;
    return { fault: error.vendorCode, ...error.details };
  };
  /** Sends what the adapter would refuse to send, and answers the document that came back. */
  const post = async (operation: string, inside: string, signal?: AbortSignal) => {
    const [user] = users.slice(2);
    const authorization = `Basic ${Buffer.from(`${user?.username}:${user?.password}`).toString('base64')}`;
    const called = `<s:${operation} xmlns:s="http://service.admin.ws.five9.com/">${inside}</s:${operation}>`;
    const body = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${called}</e:Body></e:Envelope>`;
    const response = await fetch(url, {
      method: 'POST',
      headers: { authorization },
      body,
      ...(signal ? { signal } : {}),
    });
    return await response.text();
  };
  return { centre, running, adapter, post, call, pass, refusal, url, users, connect };
}
