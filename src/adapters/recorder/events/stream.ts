/** A connection subscribed to the recorder's events, read at the pace of its consumer. */
import { CrosspointError } from '../../errors.ts';
import { type Encoding, readAnswer } from '../client/answer.ts';
import { openConnection, type RecorderConnection, type RecorderEndpoint } from '../client/connection.ts';
import { encodeRequest } from '../client/request.ts';
import { recorderContract } from '../contract/index.ts';

/** More unread documents than this stop the reading. */
const MOST_UNREAD = 256;
/** Characters of unread events, as one may be as long as `maxBytes` allows. */
const MOST_UNREAD_CHARACTERS = 8_000_000;
const FEW_UNREAD = 64;
const SUBSCRIBE_ID = 1;

/** How a stream is opened. */
interface StreamOptions {
  readonly endpoint: RecorderEndpoint;
  readonly milliseconds: number;
  readonly maxBytes: number;
  readonly encoding?: Encoding;
  readonly signal: AbortSignal;
}

/** Opens a connection and subscribes it to everything. */
export async function openStream(options: StreamOptions): Promise<EventStream> {
  const stream = new EventStream();
  const { endpoint, milliseconds, maxBytes, encoding, signal } = options;
  const connection = await openConnection(endpoint, stream, { milliseconds, maxBytes, encoding });
  stream.attach(connection, signal);
  try {
    await subscribe(connection, milliseconds);
  } catch (error) {
    connection.close(error);
    throw error;
  }
  return stream;
}

function subscribe(connection: RecorderConnection, milliseconds: number): Promise<void> {
  const row = recorderContract.operations.EVENTS;
  const request = encodeRequest('EVENTS', row, { EVENTCLASS: 'ALL', EVENTVALUE: '' }, SUBSCRIBE_ID, {
    timeZone: 'UTC',
  });
  return new Promise((resolve, reject) => {
    const late = () => reject(new CrosspointError('TIMEOUT', 'The recorder did not grant events in time'));
    const timer = setTimeout(late, milliseconds);
    connection.send(SUBSCRIBE_ID, request, {
      answered: (text) => {
        clearTimeout(timer);
        try {
          readAnswer(row, text, { timeZone: 'UTC' });
          resolve();
        } catch (error) {
          reject(error);
        }
      },
      lost: (cause) => {
        clearTimeout(timer);
        reject(new CrosspointError('UNAVAILABLE', 'The recorder closed the connection for events', { cause }));
      },
    });
  });
}

/** The documents of events as they come: `take` answers the next, and `wait` what to do when there is none. */
export class EventStream {
  private readonly unread: string[] = [];
  private characters = 0;
  private connection: RecorderConnection | undefined;
  private ended = false;
  private wake: (() => void) | undefined;
  private stopFollowing: (() => void) | undefined;

  /** Binds the stream to its connection, which ends with the signal. */
  attach(connection: RecorderConnection, signal: AbortSignal): void {
    this.connection = connection;
    const leave = () => connection.close();
    signal.addEventListener('abort', leave, { once: true });
    this.stopFollowing = () => signal.removeEventListener('abort', leave);
    if (signal.aborted) leave();
  }

  /** A document arrived that answers no request; an answer whose request has ended is no event. */
  unasked(text: string, root: string): void {
    if (root !== 'CALLCOPYEVENT') return;
    this.unread.push(text);
    this.characters += text.length;
    if (this.unread.length > MOST_UNREAD || this.characters > MOST_UNREAD_CHARACTERS) this.connection?.pause();
    this.wake?.();
  }

  /** The connection ended. */
  closed(): void {
    this.ended = true;
    this.stopFollowing?.();
    this.wake?.();
  }

  /** The next document that has come. */
  take(): string | undefined {
    const text = this.unread.shift();
    this.characters -= text?.length ?? 0;
    if (this.unread.length === FEW_UNREAD || this.unread.length === 0) this.connection?.resume();
    return text;
  }

  /** Waits at most so long for a document: `quiet` when none came, `closed` when none will. */
  async wait(milliseconds: number): Promise<'more' | 'quiet' | 'closed'> {
    if (this.unread.length === 0 && !this.ended) await this.arrival(milliseconds);
    if (this.unread.length > 0) return 'more';
    return this.ended ? 'closed' : 'quiet';
  }

  /** Ends a wait as if its time had passed. */
  stopWaiting(): void {
    this.wake?.();
  }

  /** Whether nothing comes any more. */
  get isOver(): boolean {
    return this.ended && this.unread.length === 0;
  }

  /** Ends it. */
  close(): void {
    this.connection?.close();
  }

  private arrival(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const arrived = () => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
      const timer = setTimeout(arrived, milliseconds);
      this.wake = arrived;
    });
  }
}
