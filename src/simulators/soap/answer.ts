/** Answers as the vendors write them, put into node-soap's envelope as ready XML. */
import type { Fault, Operation, Type, WireContext } from '../../adapters/contract.ts';
import { escapeText } from '../../adapters/xml/characters.ts';
import { type EncodeContext, encodeElement, encodeFields } from '../../adapters/xml/encode.ts';
import { SimulatedFault } from './fault.ts';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

const STANDARD: ReadonlySet<string> = new Set(['Client', 'Server']);

/** How a service writes. */
export interface AnswerStyle extends WireContext {
  readonly namespace: string;
  /** Prefix of `xsi:type` values; five9-cti's clients need `ns4`. */
  readonly typePrefix: string;
  /** Writes a list without items as one empty child, which some servers do. */
  readonly emptyChild?: boolean | undefined;
  /** Place of the fault's element. Default: alone in the detail. */
  readonly faultDetail?: FaultDetail | undefined;
}

/**
 * Content of a fault's detail: the fault, a stack trace before it, or nothing, with its name at the start of the
 * text.
 */
export type FaultDetail = 'fault' | 'after-stack' | 'absent';

const STACK =
  '<ns2:exception xmlns:ns2="http://jax-ws.dev.java.net/" class="java.lang.Exception"><message>stack</message></ns2:exception>';

function contextOf({ namespace, typePrefix, timeZone }: AnswerStyle): EncodeContext {
  return { timeZone, typePrefix, typeDeclarations: ` xmlns:xsi="${XSI}" xmlns:${typePrefix}="${namespace}"` };
}

/** The operation's response element; a list without items has no child, a missing struct is one empty element (WIRE.md, [rec]). */
export function encodeResult(name: string, row: Operation, value: unknown, style: AnswerStyle): string {
  const tag = row.outputName ?? 'return';
  const inner = row.output ? encodeOutput(tag, row, value, style) : '';
  const open = `<ns2:${name}Response xmlns:ns2="${style.namespace}"`;
  return inner === '' ? `${open}/>` : `${open}>${inner}</ns2:${name}Response>`;
}

function encodeOutput(tag: string, row: Operation, value: unknown, style: AnswerStyle): string {
  if (!row.output) return '';
  const isEmpty = value === null || value === undefined || (Array.isArray(value) && !value.length);
  if (isEmpty && isRepeated(row.output)) return style.emptyChild ? `<${tag}/>` : '';
  if (value === null || value === undefined) return `<${tag}/>`;
  return encodeElement(tag, row.output, value, contextOf(style), []);
}

/** Whether a list's items are separate elements; other lists have one wrapper. */
function isRepeated(type: Type): boolean {
  return type.kind === 'list' && type.item === undefined;
}

/** Encodes a fault as node-soap's server answers it. */
export function encodeFault(thrown: unknown, row: Operation | undefined, faults: readonly Fault[], style: AnswerStyle) {
  const fault = thrown instanceof SimulatedFault ? thrown : new SimulatedFault('', 'Internal error');
  // SOAP's codes replace a fault's name where a vendor documents none.
  if (fault.fault === '' || STANDARD.has(fault.fault)) return soapFault(fault.fault || 'Server', fault);
  const declared = [...(row?.faults ?? []), ...faults].find(({ name }) => name === fault.fault);
  const inside = declared ? encodeFields(declared.fields, fault.fields, contextOf(style)) : '';
  if (style.faultDetail === 'absent') return soapFault('Server', named(fault));
  const stack = style.faultDetail === 'after-stack' ? STACK : '';
  const detail = `${stack}<ns1:${fault.fault} xmlns:ns1="${style.namespace}">${inside}</ns1:${fault.fault}>`;
  return soapFault('Server', fault, { detail: { $xml: detail } });
}

function named({ fault, message, status }: SimulatedFault): SimulatedFault {
  return new SimulatedFault('', `${fault}: ${message}`, {}, status);
}

function soapFault(code: string, { message, status }: SimulatedFault, more: { detail?: { $xml: string } } = {}) {
  return { Fault: { faultcode: `env:${code}`, faultstring: message, ...more, statusCode: status } };
}

/** A fault as a whole document, where no call carries it. */
export function faultDocument({ Fault: fault }: ReturnType<typeof encodeFault>): string {
  const { faultcode, faultstring, detail } = fault;
  const words = `<faultcode>${faultcode}</faultcode><faultstring>${escapeText(faultstring)}</faultstring>`;
  const inside = `<env:Fault>${words}${detail ? `<detail>${detail.$xml}</detail>` : ''}</env:Fault>`;
  return `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>${inside}</env:Body></env:Envelope>`;
}
