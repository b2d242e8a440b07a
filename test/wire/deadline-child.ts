/** Waits for answers that never come while the garbage collector runs again and again; prints by how much each is late. */
import { createServer } from 'node:net';
import { deadline, linkedSignal, withDeadline } from '../../src/adapters/calls/deadline.ts';
import { TcpTransport } from '../../src/adapters/recorder/client/tcp.ts';
import { WebApi } from '../../src/adapters/recorder/client/webapi.ts';
import { recorderContract } from '../../src/adapters/recorder/contract/index.ts';

const MILLISECONDS = 300;
const collect = globalThis.gc as () => void;
const collecting = setInterval(collect, 10);

const silent = createServer((socket) => socket.resume().on('error', () => undefined));
await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
const { port } = silent.address() as { port: number };

/** Milliseconds from when a plain timer of the same length fires to when the work ends, and the code it ends with. */
async function lateness(work: Promise<unknown>): Promise<{ late: number; code: string }> {
  const due = new Promise<number>((done) => setTimeout(() => done(performance.now()), MILLISECONDS));
  const ended = work.then(
    () => ({ at: performance.now(), code: 'none' }),
    (error: { code?: string }) => ({ at: performance.now(), code: String(error.code) }),
  );
  const [{ at, code }, dueAt] = await Promise.all([ended, due]);
  return { late: Math.round(at - dueAt), code };
}

const caller = new AbortController();
const endpoint = { host: '127.0.0.1', port, tls: false };
const tcp = new TcpTransport({ endpoint, deadline: MILLISECONDS } as never);
const web = new WebApi('a', {
  webUrl: `http://127.0.0.1:${port}/webapi.aspx`,
  timeZone: 'UTC',
  deadline: MILLISECONDS,
} as never);
const { signal } = caller;
const results = await Promise.all([
  lateness(withDeadline(MILLISECONDS, signal, () => new Promise(() => undefined))),
  lateness(
    new Promise((_, reject) => {
      const linked = linkedSignal(deadline(MILLISECONDS, signal).signal, new AbortController().signal);
      linked.signal.addEventListener('abort', () => reject(linked.signal.reason));
    }),
  ),
  lateness(tcp.exchange({ act: false, signal, document: (id) => `<COMMAND><REQUESTID>${id}</REQUESTID></COMMAND>` })),
  lateness(web.stream('EXPORT', recorderContract.operations.EXPORT, { IDENT: '1' }, { signal })),
]);
clearInterval(collecting);
process.stdout.write(JSON.stringify(results));
process.exit();
