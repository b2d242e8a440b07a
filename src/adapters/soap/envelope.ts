/** SOAP 1.1 envelopes: writing requests, reading answers and faults as they stream by. */
import type { Fields, Operation, SendOptions, Type, WireContext } from '../contract.ts';
import { rememberAsRead } from '../xml/as-read.ts';
import { readByContract, readByContractInSlices } from '../xml/decode.ts';
import { Decoder } from '../xml/decoder.ts';
import type { XmlSource } from '../xml/document.ts';
import { type EncodeContext, encodeFields } from '../xml/encode.ts';
import type { Attributes, XmlListener } from '../xml/listener.ts';
import { narrowed } from '../xml/narrowed.ts';
import { notXml } from '../xml/not-xml.ts';
import { isShort } from '../xml/read.ts';
import { type Struct, slotOf } from '../xml/shape.ts';
import { childOf, parseAnswerXml, TreeBuilder, type XmlElement } from '../xml/tree.ts';

/** How a service names the children of an operation: by argument name, or `arg1` to `argN`. */
export type Style = 'named' | 'numbered';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
const PREFIX = 'ns2';

interface RequestParts {
  readonly namespace: string;
  readonly style: Style;
  /** The operation's name on the wire. */
  readonly operation: string;
  readonly fields: Fields;
  readonly input: unknown;
  /** Ready-made XML of the header, from node-soap's security objects. */
  readonly header: string;
  readonly context: WireContext;
}

function numbered(_name: string, _field: unknown, at: number): string {
  return `arg${at}`;
}

/** A document/literal wrapped request: the operation element qualified, its children not. */
export function encodeEnvelope(parts: RequestParts): string {
  const { namespace, operation, header } = parts;
  const context: EncodeContext = { timeZone: parts.context.timeZone, typePrefix: PREFIX };
  const nameOf = parts.style === 'numbered' ? numbered : undefined;
  const children = encodeFields(parts.fields, parts.input, context, [], nameOf);
  const declared = `xmlns:soap="${SOAP}" xmlns:xsi="${XSI}" xmlns:${PREFIX}="${namespace}"`;
  const body = `<${PREFIX}:${operation}>${children}</${PREFIX}:${operation}>`;
  return `<soap:Envelope ${declared}><soap:Header>${header}</soap:Header><soap:Body>${body}</soap:Body></soap:Envelope>`;
}

/** A fault as received. */
export interface SoapFault {
  readonly code: string;
  readonly message: string;
  /** The first element of the detail: usually its local name is the fault's name. */
  readonly detail: XmlElement | undefined;
  /** Every element of the detail, which may contain stack traces in addition to the fault. */
  readonly details?: readonly XmlElement[];
}

/** An answer: the value, or a fault instead. */
export type SoapAnswer = { readonly value: unknown } | { readonly fault: SoapFault };

/** Reads an answer to an operation. Throws BAD_RESPONSE when it is neither that nor a fault. */
export function decodeAnswer(text: string, name: string, row: Operation, context: WireContext): SoapAnswer {
  return readByContract(text, context, () => new AnswerReader(`${name}Response`, row, context)).answer();
}

/** The parts of `SendOptions` by which an answer is decoded. */
type Decoding = Pick<SendOptions, 'mapItem' | 'only' | 'asRead' | 'isPassedOn'>;

/** The same in slices, where the answer is long; a short one is read at once. */
export function decodeAnswerInSlices(
  source: XmlSource,
  name: string,
  row: Operation,
  context: WireContext,
  decoding: Decoding = {},
): SoapAnswer | Promise<SoapAnswer> {
  const listen = () => new AnswerReader(`${name}Response`, row, context, decoding);
  const answerOf = (reader: AnswerReader) => withReadElements(reader.answer(), source, row, decoding);
  if (isShort(source)) return answerOf(readByContract(source, context, listen));
  return readByContractInSlices(source, context, listen).then(answerOf);
}

function withReadElements(answer: SoapAnswer, source: XmlSource, row: Operation, decoding: Decoding): SoapAnswer {
  if (decoding.asRead && row.output && 'value' in answer) {
    const body = parseAnswerXml(source).children.find((part) => part.name === 'Body');
    const returned = body?.children[0]?.children.filter((part) => part.name === (row.outputName ?? 'return'));
    rememberAsRead(row.output, answer.value, returned ?? []);
  }
  return answer;
}

const NOTHING: Struct = {
  ...{ kind: 'struct', slots: new Map(), open: false, fieldless: true },
  blank: () => [],
  build: () => ({}),
};

/** By the context of an account, that of answers whose texts may be slices. */
const passedOnContexts = new WeakMap<WireContext, WireContext>();

function contextOfSlices(account: WireContext): WireContext {
  let context = passedOnContexts.get(account);
  if (!context) {
    context = { ...account, keepsSlices: true };
    passedOnContexts.set(account, context);
  }
  return context;
}

/** The structs around the answers of an operation, by the type that is read of them. */
const roots = new WeakMap<Operation, WeakMap<Type, Struct>>();

function rootOf(row: Operation, output: Type): Struct {
  let known = roots.get(row);
  if (!known) {
    known = new WeakMap();
    roots.set(row, known);
  }
  let root = known.get(output);
  if (!root) {
    root = { ...NOTHING, slots: new Map([[row.outputName ?? 'return', slotOf('value', output)]]) };
    known.set(output, root);
  }
  return root;
}

function answerDecoder(row: Operation, account: WireContext, { mapItem, only, isPassedOn }: Decoding): Decoder {
  const context = isPassedOn || mapItem ? contextOfSlices(account) : account;
  if (!row.output) return new Decoder(NOTHING, { value: null }, context);
  const choice = typeof only === 'function' ? only() : only;
  const output = choice ? narrowed(row.output, choice) : row.output;
  const result = { value: output.kind === 'list' ? [] : null };
  return new Decoder(rootOf(row, output), result, context, true, mapItem);
}

/** Follows Envelope, Body and the operation's element; its content goes to the decoder or to a fault's tree. */
class AnswerReader implements XmlListener {
  private depth = 0;
  private inBody = false;
  private found = false;
  private readonly decoder: Decoder;
  private inner: XmlListener | undefined;
  private fault: TreeBuilder | undefined;
  readonly passesOver: boolean;

  constructor(
    private readonly expected: string,
    private readonly operation: Operation,
    context: WireContext,
    decoding: Decoding = {},
  ) {
    this.decoder = answerDecoder(operation, context, decoding);
    this.passesOver = decoding.only !== undefined;
  }

  open(name: string, attributes: Attributes, prefix: string): void {
    this.depth += 1;
    if (this.depth === 1) this.expect(name, 'Envelope');
    else if (this.depth === 2) this.inBody = name === 'Body';
    else if (this.depth === 3 && this.inBody) this.begin(name, attributes, prefix);
  }

  text(text: string): void {
    this.inner?.text(text);
  }

  close(): void {
    this.depth -= 1;
    if (this.inner === this.decoder) this.decoder.finish();
    this.inner = undefined;
  }

  content(): XmlListener | undefined {
    return this.inner;
  }

  answer(): SoapAnswer {
    if (this.fault?.root) return { fault: readFault(this.fault.root) };
    if (!this.found) throw notXml('it contains no answer');
    const { value } = this.decoder.result;
    return { value: isNoText(this.operation.output, value) ? [] : value };
  }

  private begin(name: string, attributes: Attributes, prefix: string): void {
    if (this.found) return;
    this.found = true;
    if (name === 'Fault') {
      this.fault = new TreeBuilder();
      this.fault.open(name, attributes, prefix);
      this.inner = this.fault;
    } else {
      this.expect(name, this.expected);
      this.inner = this.decoder;
    }
  }

  private expect(name: string, expected: string): void {
    if (name !== expected) throw notXml(`it is no ${expected}`);
  }
}

/** An empty list of texts is sent as one empty element. */
function isNoText(output: Type | undefined, value: unknown): boolean {
  return output?.kind === 'list' && Array.isArray(value) && value.length === 1 && value[0] === '';
}

/** Reads a SOAP 1.1 fault, and a 1.2 one where a server speaks that. */
function readFault(fault: XmlElement): SoapFault {
  const code = childOf(fault, 'faultcode') ?? childOf(childOf(fault, 'Code'), 'Value');
  const message = childOf(fault, 'faultstring') ?? childOf(childOf(fault, 'Reason'), 'Text');
  const details = (childOf(fault, 'detail') ?? childOf(fault, 'Detail'))?.children ?? [];
  return { code: code?.text.trim() ?? '', message: message?.text.trim() ?? '', detail: details[0], details };
}
