import type { Drift } from '../../calls/drift.ts';
import type { WireContext } from '../../contract.ts';
import { decodeXml } from '../../xml/decode.ts';
import { readRepaired } from '../client/balance.ts';
import { wireContextOf } from '../client/request.ts';
import { CALLCOPYEVENT } from '../contract/events.ts';
import type { Settings } from '../settings.ts';
import type { RecorderEvent } from './translate.ts';

/** Characters from which a document is more than the texts in it, which are copied then: a slice keeps all of it in memory. */
const LONG = 8_192;

/** Reads the documents of a recorder's events. */
export class EventReader {
  readonly #context: WireContext;
  readonly #shortContext: WireContext;

  constructor(settings: Settings, drift: Drift) {
    this.#context = { ...wireContextOf(settings), drift };
    this.#shortContext = { ...this.#context, keepsSlices: true };
  }

  /** The event of a document, or null for an empty one. Throws BAD_RESPONSE where it cannot be read. */
  read(text: string): RecorderEvent | null {
    const context = text.length < LONG ? this.#shortContext : this.#context;
    return readRepaired(text, (document) => decodeXml(CALLCOPYEVENT, document, context), context.drift);
  }
}
