/** The recorder's port: requests in, results out, and events to their subscribers. */
import { createServer, type Server, type Socket } from 'node:net';
import { FrameReader } from '../../adapters/recorder/client/frames.ts';
import { parseXml, type XmlElement } from '../../adapters/xml/tree.ts';
import type { FaultInjector } from '../simulator.ts';
import { answerTo } from './functions.ts';
import { fromParameters, type RecorderRequest, requestOf, resultOf } from './request.ts';
import type { RecorderWorld } from './world.ts';
import { type Content, documentOf } from './writer.ts';

/** The parts of the simulator that the port uses. */
export interface PortContext {
  readonly world: RecorderWorld;
  received(operation: string): void;
  trouble(operation: string): FaultInjector['kind'] | null;
  /** A label to answer in place of the result, or null. */
  refusal(operation: string): string | null;
}

const MOST_UNREAD_BYTES = 8 * 1024 * 1024;

/** Listens for clients. */
export function createPort(around: PortContext): { server: Server; close(): Promise<void> } {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    new Client(socket, around);
    socket.on('close', () => sockets.delete(socket));
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { server, close };
}

const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)/gi;

/** Reads a request, whose `&` may be written as the guide prints it (l. 1728 and 1788). */
function readRequest(text: string): XmlElement {
  try {
    return parseXml(text);
  } catch {
    return parseXml(text.replace(BARE_AMPERSAND, '&amp;'));
  }
}

/** All events, or one of the classes that the printed events have (guide l. 2932 and 3022). */
const EVENT_CLASSES: ReadonlySet<string> = new Set(['ALL', 'CALL', 'RECORD']);

function isOfClass(event: Content, wanted: string): boolean {
  return typeof event === 'object' && event !== null && 'EVENTCLASS' in event && event.EVENTCLASS === wanted;
}

/** Milliseconds by which events come late under the reading `event-order`: a stop overtakes its start too. */
const OVERTAKEN: ReadonlyMap<unknown, number> = new Map([
  ['RECORDINGSTARTED', 100],
  [' RECORDINGPAUSED', 50],
  ['RECORDINGSTOPPED', 50],
]);

function typeOf(event: Content): unknown {
  return typeof event === 'object' && event !== null && 'EVENTTYPE' in event ? event.EVENTTYPE : null;
}

class Client {
  private readonly frames = new FrameReader();
  private isBusy = false;
  private unsubscribe: (() => void) | null = null;

  constructor(
    private readonly socket: Socket,
    private readonly around: PortContext,
  ) {
    socket.on('error', () => undefined);
    socket.on('close', () => this.unsubscribe?.());
    socket.on('data', (chunk) => this.onData(chunk));
  }

  private onData(chunk: Buffer): void {
    try {
      for (const frame of this.frames.push(chunk)) this.take(this.read(frame));
    } catch {
      this.socket.destroy();
    }
  }

  /** A server that takes one request at a time loses those that come before it has answered. */
  private take(request: RecorderRequest): void {
    const isSerial = this.around.world.readings.is('requests', 'serial');
    if (!isSerial) this.answer(request);
    else if (!this.isBusy) {
      this.isBusy = true;
      setImmediate(() => this.answerAlone(request));
    }
  }

  private answerAlone(request: RecorderRequest): void {
    this.isBusy = false;
    if (!this.socket.destroyed) this.answer(request);
  }

  private send(document: string): void {
    this.socket.write(this.around.world.readings.encode(document));
  }

  private read(frame: Buffer): RecorderRequest {
    try {
      return requestOf(readRequest(this.around.world.readings.decode(frame)));
    } catch {
      return fromParameters(new Map([['TYPE', 'UNREADABLE']]));
    }
  }

  private answer(request: RecorderRequest): void {
    const { around } = this;
    around.received(request.type);
    const trouble = around.trouble(request.type);
    const label = around.refusal(request.type);
    if (request.type === 'UNREADABLE') this.refuse(request, 'API_INVALID_MESSAGE_FORMAT');
    else if (trouble === 'down') this.socket.destroy();
    else if (label) this.refuse(request, label);
    else if (request.type === 'EVENTS' && trouble === null) this.subscribe(request);
    else if (trouble !== 'hang') this.write(answerTo(around.world, request, 'document'), trouble, request);
  }

  private refuse(request: RecorderRequest, label: string): void {
    this.send(documentOf('RESULT', resultOf(request, { label })));
  }

  private subscribe(request: RecorderRequest): void {
    const wanted = request.get('EVENTCLASS').toUpperCase() || 'ALL';
    if (!EVENT_CLASSES.has(wanted)) {
      this.refuse(request, 'API_EVENT_TYPE_INVALID');
      return;
    }
    const more = { EVENTXREF: '0', EVENTCLASS: wanted, EVENTTYPE: '' };
    this.send(documentOf('RESULT', resultOf(request, { more })));
    this.unsubscribe ??= this.around.world.on((event) => {
      if (wanted === 'ALL' || isOfClass(event, wanted)) this.sendEvent(event);
    });
  }

  private sendEvent(event: Content): void {
    const pause = this.around.world.readings.is('event-order', 'overtaken') ? (OVERTAKEN.get(typeOf(event)) ?? 0) : 0;
    if (pause > 0) setTimeout(() => this.sendNow(event), pause);
    else this.sendNow(event);
  }

  private sendNow(event: Content): void {
    if (this.socket.writableLength > MOST_UNREAD_BYTES) this.socket.destroy();
    else this.send(documentOf('CALLCOPYEVENT', event));
  }

  private write(document: string, trouble: FaultInjector['kind'] | null, request: RecorderRequest): void {
    switch (trouble) {
      case 'drip':
        drip(this.socket, Buffer.from(document));
        return;
      case 'half':
        this.socket.end(document.slice(0, document.length >> 1));
        return;
      case 'html':
        this.socket.write('<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>\r\n');
        return;
      case 'empty':
        this.socket.write('\r\n');
        return;
      case 'unavailable':
        this.refuse(request, 'API_ERROR_RECORDER_NOT_RUNNING');
        return;
      case 'fault-200':
      case 'fault-500':
        this.refuse(request, 'API_ERROR_PROCESSING_MESSAGE');
        return;
      default:
        this.send(document);
    }
  }
}

function drip(socket: Socket, body: Buffer): void {
  let at = 0;
  const timer = setInterval(() => {
    socket.write(body.subarray(at, at + 1));
    at += 1;
    if (at >= body.length) clearInterval(timer);
  }, 20);
  socket.on('close', () => clearInterval(timer));
}
