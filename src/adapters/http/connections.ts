/** The connections to vendors: of one kind for all, unless an origin needs a certificate, an authority or a proxy. */
import { Agent, type Dispatcher, ProxyAgent } from 'undici';

/** How vendors of one origin are reached; texts are in PEM. */
interface VendorConnection {
  readonly origin: string;
  /** Authorities that are trusted in place of the public ones. */
  readonly ca?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly proxy?: string | undefined;
}

/** `pooled` keeps connections alive, `fresh` opens one for each request. */
interface Dispatchers {
  readonly pooled: Dispatcher;
  readonly fresh: Dispatcher;
}

const CONNECT_MILLISECONDS = 10_000;
const WITHOUT_TIMES = { headersTimeout: 0, bodyTimeout: 0 };

function dispatcherFor({ ca, certificate, key, proxy }: Partial<VendorConnection>, pipelining: number): Dispatcher {
  const tls = { timeout: CONNECT_MILLISECONDS, ca, cert: certificate, key };
  const options = { ...WITHOUT_TIMES, pipelining };
  return proxy === undefined
    ? new Agent({ ...options, connect: tls })
    : new ProxyAgent({ ...options, uri: proxy, requestTls: tls });
}

function dispatchersFor(connection: Partial<VendorConnection>): Dispatchers {
  return { pooled: dispatcherFor(connection, 1), fresh: dispatcherFor(connection, 0) };
}

let usual: Dispatchers | undefined;
let special: ReadonlyMap<string, Dispatchers> = new Map();

/** The dispatchers of an origin. */
export function dispatchersOf(origin: string): Dispatchers {
  const found = special.get(origin);
  if (found) return found;
  usual ??= dispatchersFor({});
  return usual;
}

/** Connects to these origins of the process in their own way from now on; exchanges under way end on their connections. */
export function setConnections(connections: readonly VendorConnection[]): void {
  const before = special;
  special = new Map(connections.map((connection) => [connection.origin, dispatchersFor(connection)]));
  for (const { pooled, fresh } of before.values())
    for (const one of [pooled, fresh]) void one.close().catch(() => undefined);
}
