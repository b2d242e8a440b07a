/** Whole, unmasked text frames of messages, RFC 6455 section 5.2. */

const TEXT_FRAME = 0x81;
const LONGEST_SHORT = 125;
const LONGEST_MEDIUM = 0xffff;

/** A message in two parts: its beginning, in characters of one byte, and its end, which many messages share. */
export interface MessageParts {
  readonly head: string;
  readonly body: Buffer;
}

/** The bytes of a frame with so many bytes of text. */
export function frameSize(length: number): number {
  return length + (length <= LONGEST_SHORT ? 2 : length <= LONGEST_MEDIUM ? 4 : 10);
}

/** Messages and their frames: the bytes, and where in them the text of each message begins. */
interface Frames {
  readonly messages: readonly MessageParts[];
  readonly bytes: Buffer;
  readonly starts: readonly number[];
}

/**
 * Encodes the messages of one socket after the other. Most sockets have the messages of the socket before with other
 * beginnings of the same length: they take over its bytes and write the beginnings alone.
 */
export class FrameEncoder {
  #latest: Frames | undefined;

  /** The frames of messages, of `size` bytes together. */
  encode(messages: readonly MessageParts[], size: number): Buffer {
    const bytes = Buffer.allocUnsafe(size);
    if (this.#latest && differInHeadsAlone(messages, this.#latest.messages)) {
      bytes.set(this.#latest.bytes);
      writeHeads(bytes, messages, this.#latest.starts);
    } else this.#latest = { messages, bytes, starts: writeFrames(bytes, messages) };
    return bytes;
  }

  /** Releases the frames of the last socket. */
  clear(): void {
    this.#latest = undefined;
  }
}

function differInHeadsAlone(messages: readonly MessageParts[], others: readonly MessageParts[]): boolean {
  if (messages.length !== others.length) return false;
  for (let at = 0; at < messages.length; at += 1) {
    const [one, other] = [messages[at], others[at]];
    if (one?.body !== other?.body || one?.head.length !== other?.head.length) return false;
  }
  return true;
}

function writeHeads(out: Buffer, messages: readonly MessageParts[], starts: readonly number[]): void {
  let [written, where] = ['', 0];
  for (let each = 0; each < messages.length; each += 1) {
    const [head, start] = [messages[each]?.head ?? '', starts[each] ?? 0];
    // The messages of one subscription begin alike; moving bytes is cheaper than writing a text.
    if (head === written) out.copyWithin(start, where, where + head.length);
    else out.write(head, start, 'latin1');
    [written, where] = [head, start];
  }
}

/** Writes whole frames; answers where the text of each begins. */
function writeFrames(out: Buffer, messages: readonly MessageParts[]): number[] {
  let end = 0;
  return messages.map(({ head, body }) => {
    const start = writeHeader(out, end, head.length + body.length);
    out.write(head, start, 'latin1');
    out.set(body, start + head.length);
    end = start + head.length + body.length;
    return start;
  });
}

/** Writes the header of a frame; answers where its text goes. */
function writeHeader(out: Buffer, at: number, length: number): number {
  out[at] = TEXT_FRAME;
  if (length <= LONGEST_SHORT) {
    out[at + 1] = length;
    return at + 2;
  }
  if (length <= LONGEST_MEDIUM) {
    out[at + 1] = 126;
    return out.writeUInt16BE(length, at + 2);
  }
  out[at + 1] = 127;
  return out.writeBigUInt64BE(BigInt(length), at + 2);
}
