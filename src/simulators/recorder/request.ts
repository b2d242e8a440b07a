/** A request as the recorder reads it: a function's name, a number, and parameters in any case. */
import { RESULT_LABELS } from '../../adapters/recorder/contract/faults.ts';
import type { XmlElement } from '../../adapters/xml/tree.ts';
import type { Content } from './writer.ts';

/** A request of a client. */
export class RecorderRequest {
  constructor(
    readonly type: string,
    readonly id: string,
    private readonly parameters: ReadonlyMap<string, string>,
  ) {}

  /** The value of the first of these parameters that is there and not blank, or the empty string. */
  get(...names: readonly string[]): string {
    for (const name of names) {
      const value = this.parameters.get(name)?.trim();
      if (value) return value;
    }
    return '';
  }

  /** The value, which must be there. */
  need(...names: readonly string[]): string {
    const value = this.get(...names);
    if (value === '') throw new Refused('API_INVALID_MESSAGE_FORMAT', `${names[0]} is missing`);
    return value;
  }

  /** The whole number given, or null. */
  number(...names: readonly string[]): number | null {
    const text = this.get(...names);
    if (text === '') return null;
    if (!/^-?\d+$/.test(text)) throw new Refused('API_INVALID_MESSAGE_FORMAT', `${names[0]} is no number`);
    return Number(text);
  }

  /** Those of the parameters that were given. */
  given(names: readonly string[]): Record<string, string> {
    const found = names.map((name) => [name, this.parameters.get(name)] as const);
    return Object.fromEntries(found.filter((pair): pair is [string, string] => pair[1] !== undefined));
  }
}

/** Reads a request document. */
export function requestOf(document: XmlElement): RecorderRequest {
  const parameters = new Map(document.children.map(({ name, text }) => [name.toUpperCase(), text]));
  return fromParameters(parameters);
}

/** Reads parameters, of which some printed examples call the function REQUESTTYPE. */
export function fromParameters(parameters: ReadonlyMap<string, string>): RecorderRequest {
  const type = (parameters.get('TYPE') ?? parameters.get('REQUESTTYPE') ?? '').trim().toUpperCase();
  return new RecorderRequest(type, (parameters.get('REQUESTID') ?? '').trim(), parameters);
}

const CODES = new Map(Object.entries(RESULT_LABELS).map(([code, label]) => [label, Number(code)]));

/** The code beside a label; of the two that API_INVALID_MESSAGE_FORMAT has, the second. */
const codeOf = (label: string): number => CODES.get(label) ?? 4;

/** An answer of the recorder: a label, a message, and further content. */
export interface RecorderAnswer {
  readonly label?: string;
  readonly message?: string;
  readonly more?: { readonly [name: string]: Content };
}

/** The recorder says no. */
export class Refused extends Error {
  constructor(
    readonly label: string,
    message: string,
  ) {
    super(message);
  }
}

/** The RESULT of an answer. */
export function resultOf(
  request: RecorderRequest,
  { label = 'API_OK', message = label, more = {} }: RecorderAnswer,
): Content {
  return {
    REQUESTTYPE: request.type,
    REQUESTID: request.id,
    RESULTTYPE: label,
    RESULTCODE: codeOf(label),
    RESULTMSG: message,
    ...more,
  };
}
