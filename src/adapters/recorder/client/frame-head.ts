/** Reads the beginning of a document: its root element, and the number of the request that it answers. */
import { LESS } from '../../xml/characters.ts';
import {
  CDATA_END,
  CDATA_START,
  COMMENT_END,
  COMMENT_START,
  INSTRUCTION_END,
  INSTRUCTION_START,
  isNameEnd,
} from './frame-bytes.ts';

/** The RESULT section comes first (guide, every printed answer), so its number is looked for no further than this. */
const LONGEST_HEAD = 1024 * 1024;
const NUMBER = /^<REQUESTID>\s*(\d{1,10})\s*<\/REQUESTID>/;
const LONGEST_NUMBER = 64;
const FIRST_LETTER = 0x52;

const HIDDEN: readonly (readonly [Buffer, Buffer])[] = [
  [COMMENT_START, COMMENT_END],
  [CDATA_START, CDATA_END],
  [INSTRUCTION_START, INSTRUCTION_END],
];

/** The head of a document. */
interface FrameHead {
  /** The name of the root element. */
  readonly root: string;
  /** Null where the document has no REQUESTID. */
  readonly id: number | null;
}

/** Reads the head of a document, past comments, sections and instructions. */
export function frameHead(frame: Buffer): FrameHead {
  let root = '';
  for (let at = nextTag(frame, 0); at >= 0 && at < LONGEST_HEAD; at = nextTag(frame, at + 1)) {
    if (root === '') root = nameAt(frame, at + 1);
    if (root !== 'RESULT') break;
    if (frame[at + 1] !== FIRST_LETTER) continue;
    const found = NUMBER.exec(frame.toString('latin1', at, at + LONGEST_NUMBER));
    if (found) return { root, id: Number(found[1]) };
  }
  return { root, id: null };
}

/** The next tag from a place on, or -1. */
function nextTag(frame: Buffer, from: number): number {
  let at = frame.indexOf(LESS, from);
  for (let end = hiddenEnd(frame, at); end > at; end = hiddenEnd(frame, at)) at = frame.indexOf(LESS, end);
  return at;
}

/** Where a comment, a section or an instruction that begins here ends; -1 where none begins here. */
function hiddenEnd(frame: Buffer, at: number): number {
  if (at < 0) return -1;
  for (const [start, end] of HIDDEN) {
    if (frame.compare(start, 0, start.length, at, Math.min(at + start.length, frame.length)) !== 0) continue;
    const found = frame.indexOf(end, at + start.length);
    return found < 0 ? frame.length : found + end.length;
  }
  return -1;
}

function nameAt(frame: Buffer, from: number): string {
  let to = from;
  while (!isNameEnd(frame[to])) to += 1;
  return frame.toString('latin1', from, to);
}
