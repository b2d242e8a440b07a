/** How a simulated SOAP service reads a request. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Contract, Fields, Operation, Type, VariantType } from '../../adapters/contract.ts';
import type { Style } from '../../adapters/soap/envelope.ts';
import { decodeFields } from '../../adapters/xml/decode.ts';
import { childOf, type XmlElement } from '../../adapters/xml/tree.ts';
import { SimulatedFault } from './fault.ts';
import { operationName } from './wsdl.ts';

/** A request: its path, headers and credentials. */
export interface SimulatedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** From HTTP Basic or a WS-Security UsernameToken. */
  readonly userName: string | undefined;
  readonly password: string | undefined;
  /** Aborts when the client leaves before it was answered. */
  readonly signal?: AbortSignal;
  /** Files attached to the envelope, by their Content-ID. */
  readonly attachments?: ReadonlyMap<string, Buffer>;
}

/** A request that was understood. */
export interface SoapRequest {
  /** The operation's name in the contract. */
  readonly name: string;
  readonly row: Operation;
  readonly input: Readonly<Record<string, unknown>>;
  readonly from: SimulatedRequest;
}

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

function operationElement(document: XmlElement): XmlElement {
  const called = document.name === 'Envelope' && document.namespace === SOAP && childOf(document, 'Body')?.children[0];
  if (!called) throw new SimulatedFault('', 'The request is no SOAP 1.1 envelope');
  return called;
}

/** How a service is addressed and how strictly it reads. */
interface RequestRules {
  readonly namespace: string;
  readonly style: Style;
  readonly timeZone?: string;
  readonly strictOrder?: boolean;
}

/** Understands a request; throws a fault for unknown operations and wrong namespaces, and for disorder where the rules are strict. */
export function understandRequest(
  document: XmlElement,
  contract: Contract,
  { namespace, style, timeZone = 'UTC', strictOrder = false }: RequestRules,
  from: Omit<SimulatedRequest, 'userName' | 'password'>,
): SoapRequest {
  const called = operationElement(document);
  const found = Object.entries(contract.operations).find(([name, row]) => operationName(name, row) === called.name);
  if (!found || called.namespace !== namespace)
    throw new SimulatedFault('', `Cannot find dispatch method for {${called.namespace}}${called.name}`);
  const [name, row] = found;
  const wire = style === 'named' ? row.input : numbered(row.input);
  checkChildren(called, wire, strictOrder);
  const decoded = decodeFields(wire, { ...called, attributes: {} }, { timeZone });
  const names = Object.keys(row.input);
  const input = Object.fromEntries(Object.values(decoded).map((value, index) => [names[index] ?? '', value]));
  return { name, row, input, from: { ...from, ...credentials(document, from.headers) } };
}

function numbered(fields: Fields): Fields {
  return Object.fromEntries(
    Object.values(fields).map((field, index) => [`arg${index + 1}`, { ...field, wire: undefined }]),
  );
}

/** Children have no namespace, and the contract's order where the service is strict; unknown ones are ignored. */
function checkChildren(element: XmlElement, fields: Fields, strict: boolean): void {
  const order = Object.entries(fields).map(([name, field]) => ({ name: field.wire ?? name, type: field.type }));
  let reached = 0;
  for (const child of element.children) {
    const at = order.findIndex(({ name }) => name === child.name);
    const member = order[at];
    if (!member) continue;
    if (child.namespace !== '' || (strict && at < reached))
      throw new SimulatedFault('', `unexpected element (uri:"${child.namespace}", local:"${child.name}")`);
    reached = at;
    checkInside(child, member.type, strict);
  }
}

function checkInside(element: XmlElement, type: Type, strict: boolean): void {
  if (type.kind === 'struct') checkChildren(element, type.fields, strict);
  if (type.kind === 'variant') checkChildren(element, caseOf(element, type).fields, strict);
  if (type.kind !== 'list') return;
  const items = type.item === undefined ? [element] : element.children;
  for (const item of items) checkInside(item, type.of, strict);
}

/** Without `xsi:type` an element has its declared type; an abstract one is refused. */
function caseOf(element: XmlElement, { name, cases }: VariantType) {
  const written = Object.entries(element.attributes).find(([attribute]) => /(^|:)type$/.test(attribute))?.[1];
  const word = written?.replace(/^.*:/, '').trim() ?? name;
  const chosen = Object.hasOwn(cases, word) ? cases[word] : undefined;
  if (chosen) return chosen;
  const known = Object.keys(cases).join(', ');
  throw new SimulatedFault('Client', `${word} is no type of ${element.name}; its xsi:type is one of ${known}`);
}

/** User name and password by WS-Security, else by HTTP Basic. */
export function credentials(document: XmlElement | undefined, headers: IncomingHttpHeaders) {
  const token = childOf(childOf(childOf(document, 'Header'), 'Security'), 'UsernameToken');
  if (token) return { userName: childOf(token, 'Username')?.text, password: childOf(token, 'Password')?.text };
  const basic = /^Basic\s+(.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (basic === undefined) return { userName: undefined, password: undefined };
  const [userName = '', ...password] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { userName, password: password.join(':') };
}
