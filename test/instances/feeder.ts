import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** How the feeder treats subscriptions. */
export type Mood = 'open' | 'refuse';

const FIELDS = ['DEVICEALIAS', 'SYS_USER', 'GATE', 'ANI', 'DNIS', 'USER1', 'USER2', 'USER3', 'GROUP', 'STATION'];

/** A numbered event as the recorder writes it: a call that started, its number in GLOBALCALLID. */
export function numbered(number: number): string {
  const blank = FIELDS.map((name) => `<${name}></${name}>`).join('\n');
  return `<CALLCOPYEVENT>
<EVENTCLASS>CALL</EVENTCLASS>
<EVENTTYPE>CALLSTART</EVENTTYPE>
<MODULE>Api</MODULE>
<EVENTXREF>0</EVENTXREF>
<EVENTDATA>
<GLOBALCALLID>${number}</GLOBALCALLID>
<DEVICEID>${1000 + (number % 50)}</DEVICEID>
${blank}
<CALLINSTANCE>1</CALLINSTANCE>
<CALLDIRECTION>I</CALLDIRECTION>
<STARTTIME>1/31/2011 2:39:49 PM</STARTTIME>
<COREIDENT>1</COREIDENT>
</EVENTDATA>
</CALLCOPYEVENT>\r\n`;
}

const RECORDED = '<DEVICEID>4711</DEVICEID>';
const FILE = '<FILENAME>C:\\Recordings\\1.cca</FILENAME>';

/** An event that the recorder says again in the very same words: a recording was paused or went on. */
export function unnumbered(type: 'RECORDINGPAUSED' | 'RECORDINGRESUMED'): string {
  return `<CALLCOPYEVENT><EVENTCLASS>RECORD</EVENTCLASS><EVENTTYPE> ${type}</EVENTTYPE><MODULE>Api</MODULE><EVENTXREF>0</EVENTXREF><EVENTDATA>${RECORDED}${FILE}</EVENTDATA></CALLCOPYEVENT>\r\n`;
}

/** The lists that show the recording of those events, or none. */
function listOf(type: string, isRecording: boolean): string {
  if (type === 'DEVICERECORDINGSTATUS' && isRecording)
    return `<DEVICE>${RECORDED}<RECORDING><ISRECORDING>Y</ISRECORDING>${FILE}<STATUS>recording</STATUS></RECORDING></DEVICE>`;
  if (type !== 'DEVICELIST') return '';
  const device = `<DEVICE>${RECORDED}<RECORDING><ISRECORDING>Y</ISRECORDING></RECORDING></DEVICE>`;
  return `<DEVICES><COUNT>${isRecording ? 1 : 0}</COUNT>${isRecording ? device : ''}</DEVICES>`;
}

/** A recorder that only sends numbered events, to every subscription, as fast as wanted. */
export class Feeder {
  mood: Mood = 'open';
  /** What it refuses with. */
  refusal: readonly [code: number, label: string] = [48, 'API_TOO_MANY_CLIENTS'];
  /** The request at which the line it comes on breaks next. */
  breaksAt: string | null = null;
  /** Its lists show the recording of the events without a number, as those of a recorder that says them do. */
  isRecording = false;
  /** The number of the last event sent. */
  last = 0;
  /** How many subscriptions there were. */
  subscribed = 0;
  /** How many subscriptions were refused. */
  refused = 0;
  readonly #sockets = new Set<Socket>();
  readonly #listening = new Set<Socket>();
  #server: Server | undefined;
  #timer: NodeJS.Timeout | undefined;
  #port = 0;

  get url(): string {
    return `tcp://127.0.0.1:${this.#port}`;
  }

  /** How many are subscribed. */
  get listeners(): number {
    return this.#listening.size;
  }

  /** Bytes sent that subscribers have not read yet. */
  get untaken(): number {
    return [...this.#listening].reduce((sum, { writableLength }) => sum + writableLength, 0);
  }

  /** Listens, on the same port as before when it did already. */
  async open(): Promise<void> {
    this.#server = createServer((socket) => this.#accept(socket));
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Breaks every connection and listens no more. */
  async close(): Promise<void> {
    this.rest();
    const closed = this.#server && once(this.#server, 'close');
    this.#server?.close();
    this.breakAll();
    await closed;
  }

  /** Breaks every connection, after half an event when wanted. */
  breakAll(half = ''): void {
    for (const socket of this.#sockets) {
      if (half) socket.end(half.slice(0, half.length >> 1));
      else socket.destroy();
    }
  }

  /** Sends the next events. */
  publish(count: number): void {
    let text = '';
    for (let each = 0; each < count; each += 1) {
      this.last += 1;
      text += numbered(this.last);
    }
    for (const socket of this.#listening) socket.write(text);
  }

  /** Sends events without a number. */
  say(text: string): void {
    for (const socket of this.#listening) socket.write(text);
  }

  /** Sends so many events a second from now on. */
  feed(perSecond: number): void {
    this.rest();
    const begun = performance.now();
    let published = 0;
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - begun) / 1000) * perSecond) - published;
      published += due;
      if (due > 0) this.publish(due);
    }, 10);
  }

  /** Sends nothing more. */
  rest(): void {
    clearInterval(this.#timer);
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#listening.delete(socket);
    });
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
      for (let end = text.indexOf('</REQUEST>'); end >= 0; end = text.indexOf('</REQUEST>')) {
        this.#answer(socket, text.slice(0, end));
        text = text.slice(end + '</REQUEST>'.length);
      }
    });
  }

  #answer(socket: Socket, request: string): void {
    const type = /<TYPE>(\w+)<\/TYPE>/.exec(request)?.[1] ?? '';
    const id = /<REQUESTID>(\d+)<\/REQUESTID>/.exec(request)?.[1] ?? '0';
    if (type === this.breaksAt) {
      this.breaksAt = null;
      socket.destroy();
      return;
    }
    const [code, label] = this.mood === 'refuse' ? this.refusal : [20, 'API_OK'];
    const more = listOf(type, this.isRecording);
    socket.write(
      `<RESULT><REQUESTTYPE>${type}</REQUESTTYPE><REQUESTID>${id}</REQUESTID><RESULTTYPE>${label}</RESULTTYPE>` +
        `<RESULTCODE>${code}</RESULTCODE><RESULTMSG>${label}</RESULTMSG>${more}</RESULT>\r\n`,
    );
    if (this.mood === 'refuse') this.refused += 1;
    else if (type === 'EVENTS') {
      this.#listening.add(socket);
      this.subscribed += 1;
    }
  }
}
