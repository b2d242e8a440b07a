import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import type { ChosenReadings } from '../../src/adapters/readings.ts';
import { settings as settingsShape } from '../../src/adapters/recorder/settings.ts';
import type { AdapterDependencies } from '../../src/adapters/vendor.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { Centre, SimulatedCall } from '../../src/simulators/centre/model.ts';
import { type RunningRecorder, simulator } from '../../src/simulators/recorder/index.ts';

/** What was logged, one line an entry. */
export interface Logged extends AdapterDependencies {
  readonly lines: { readonly level: string; readonly message: string; readonly facts: object }[];
}

/** Dependencies that record what was logged. */
export function dependencies(now: () => Date = () => new Date()): Logged {
  const lines: Logged['lines'] = [];
  const at = (level: string) => (facts: object, message: string) => void lines.push({ level, message, facts });
  return { lines, now, log: { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') } };
}

/** A centre with some hours behind it. */
export function busyCentre(seed = 7): Centre {
  const centre = createCentre({ seed, startsAt: new Date('2026-03-02T14:00:00Z') });
  centre.advanceTo(new Date('2026-03-02T15:00:00Z'));
  return centre;
}

/** Lets time pass until a call is being recorded, and answers it. */
export function recordedCall(centre: Centre): SimulatedCall {
  for (let step = 0; step < 600; step += 1) {
    const call = centre.liveCalls().find((each) => each.recording?.state === 'RECORDING' && each.state === 'CONNECTED');
    if (call) return call;
    centre.advanceTo(new Date(centre.now().getTime() + 1_000));
  }
  throw new Error('no call is ever recorded');
}

/** A simulated recorder over a busy centre, and the settings that reach it. */
export async function startRecorder(centre: Centre = busyCentre(), port = 0, reading: ChosenReadings = {}) {
  const recorder: RunningRecorder = await simulator.start({ centre, port, reading });
  return { centre, recorder, settings: settingsShape.parse(recorder.settings) };
}

/** A server that answers as a test says; `answer` gets each piece received and the socket it came on. */
export async function scripted(answer: (text: string, socket: Socket, connection: number) => void) {
  const sockets: Socket[] = [];
  const received: string[] = [];
  const server: Server = createServer((socket) => {
    const connection = sockets.push(socket) - 1;
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      received.push(chunk.toString('utf8'));
      answer(chunk.toString('utf8'), socket, connection);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  const settings = settingsShape.parse({ url: `tcp://127.0.0.1:${port}`, deadline: 3_000 });
  return { port, received, sockets, settings, close };
}

/** The numbers of the requests in a piece of text. */
export function requestIds(text: string): number[] {
  return [...text.matchAll(/<REQUESTID>(\d+)<\/REQUESTID>/g)].map((found) => Number(found[1]));
}

/** A good result, as the manual prints it. */
export function okResult(id: number, more = '', message = 'API_OK'): string {
  return `<RESULT><REQUESTTYPE>TEST</REQUESTTYPE><REQUESTID>${id}</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE><RESULTCODE>20</RESULTCODE><RESULTMSG>${message}</RESULTMSG>${more}</RESULT>`;
}
