import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WebSocket from 'ws';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is on this machine, if it is. */
export const chromium = PLACES.find((place) => existsSync(place));

/** A page in a headless Chromium that reaches nothing but this machine. */
export interface Page {
  /** Evaluates an expression in the page and answers its value. */
  evaluate(expression: string): Promise<unknown>;
  /** Addresses the page asked for, beyond what is embedded in it. */
  readonly asked: readonly string[];
  /** What went wrong in the page. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol has many shapes
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol has many shapes
  readonly result?: any;
  readonly error?: { readonly message: string };
}

async function debuggerOf(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stderr ?? []) {
    text += chunk;
    const found = /ws:\/\/(\S+?)\/devtools/.exec(text)?.[1];
    if (found) return found;
  }
  throw new Error(`Chromium did not start: ${text}`);
}

function start(profile: string): ChildProcess {
  const flags = [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
    '--no-first-run',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    'about:blank',
  ];
  return spawn(chromium ?? '', flags, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Speaks with one page over the debugging protocol. */
class Session {
  readonly asked: string[] = [];
  readonly problems: string[] = [];
  readonly #waiting = new Map<number, (message: Message) => void>();
  #count = 0;

  constructor(private readonly socket: WebSocket) {
    socket.on('message', (data) => this.#take(JSON.parse(String(data))));
  }

  #take({ id, method, params, ...rest }: Message): void {
    if (id !== undefined) this.#waiting.get(id)?.({ id, ...rest });
    if (method === 'Network.requestWillBeSent') this.asked.push(params.request.url);
    if (method === 'Runtime.exceptionThrown') this.problems.push(JSON.stringify(params.exceptionDetails).slice(0, 500));
    if (method === 'Log.entryAdded' && params.entry.level === 'error') this.problems.push(params.entry.text);
  }

  async send(method: string, params: object = {}): Promise<Message['result']> {
    this.#count += 1;
    const id = this.#count;
    const answered = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    this.socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answered;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }
}

/** A helper process of Chromium may still be writing; a temporary folder that stays behind does no harm. */
function removeLater(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  } catch {
    // Left to the system's own cleaning.
  }
}

/** Opens an address in a fresh Chromium. */
export async function openPage(url: string): Promise<Page> {
  const profile = mkdtempSync(join(tmpdir(), 'crosspoint-chromium-'));
  const child = start(profile);
  const exited = once(child, 'exit');
  const host = await debuggerOf(child);
  const targets = (await (await fetch(`http://${host}/json`)).json()) as {
    type: string;
    webSocketDebuggerUrl: string;
  }[];
  const socket = new WebSocket(targets.find(({ type }) => type === 'page')?.webSocketDebuggerUrl ?? '');
  await once(socket, 'open');
  const session = new Session(socket);
  for (const domain of ['Network', 'Runtime', 'Log', 'Page']) await session.send(`${domain}.enable`);
  await session.send('Page.navigate', { url });
  return {
    asked: session.asked,
    problems: session.problems,
    async evaluate(expression) {
      const answer = await session.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
      return answer.result.value;
    },
    async close() {
      socket.send(JSON.stringify({ id: 0, method: 'Browser.close' }));
      const killTimer = setTimeout(() => child.kill('SIGKILL'), 3_000);
      await exited;
      clearTimeout(killTimer);
      socket.close();
      removeLater(profile);
    },
  };
}
