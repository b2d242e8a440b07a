/** The readings of the guide that a simulated recorder plays. */
import { type ChosenReadings, readingOf } from '../../adapters/readings.ts';
import { SUCCESS } from '../../adapters/recorder/contract/faults.ts';
import { readings } from '../../adapters/recorder/readings.ts';
import { unixSeconds } from './writer.ts';
import { clockAhead } from './zone.ts';

/** The recorder's behaviour where its guide leaves a question open. */
export class PlayedReadings {
  readonly #chosen: ChosenReadings;

  constructor(chosen: ChosenReadings = {}) {
    this.#chosen = chosen;
  }

  /** Whether a question has this reading. */
  is(id: string, reading: string): boolean {
    return readingOf(readings, this.#chosen, id) === reading;
  }

  /** A UNIX time, of UTC or of the machine's clock. */
  seconds(time: Date): number {
    return unixSeconds(time) + (this.is('unix-time', 'wall-clock') ? clockAhead(time) : 0);
  }

  /** A document in the words of the recorder's machine. */
  write(document: string): string {
    const labelled = this.is('result-type', 'error') ? withoutLabels(document) : document;
    return this.is('output', 'as-typed') ? asTyped(labelled) : labelled;
  }

  /** A document as it is sent over TCP. */
  encode(document: string): Buffer {
    const text = this.write(document);
    if (this.is('encoding', 'utf-8')) return Buffer.from(text, 'utf8');
    return Buffer.from(
      text.replace(/[\u{100}-\u{10ffff}]/gu, (each) => `&#${each.codePointAt(0)};`),
      'latin1',
    );
  }

  /** The text of a frame that came over TCP. */
  decode(frame: Buffer): string {
    return frame.toString(this.is('encoding', 'utf-8') ? 'utf8' : 'latin1');
  }
}

/** Refusals whose type is ERROR, as the chapter on results has it (guide l. 2238). */
function withoutLabels(document: string): string {
  return document.replaceAll(/<(RESULTTYPE|RESULTMSG)>(API_\w+)</g, (whole, name: string, label: string) => {
    if (SUCCESS.has(label)) return whole;
    return name === 'RESULTTYPE' ? '<RESULTTYPE>ERROR<' : '<RESULTMSG><';
  });
}

/** Raw `&` as the guide prints it (l. 1728), flags in other words, and dates of a machine that writes the day first. */
function asTyped(document: string): string {
  return document
    .replaceAll('&amp;', '&')
    .replaceAll('<ISTRUNK></ISTRUNK>', '<ISTRUNK>Maybe</ISTRUNK>')
    .replaceAll(/<KEEPDAYS>\d+</g, '<KEEPDAYS>forever<')
    .replaceAll(/<(LASTSTATECHANGE|STOPTIME|MOD_TIME)>[^<]+</g, '<$1>31.12.2026 11:00:00<');
}
