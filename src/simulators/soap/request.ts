/** What a simulated SOAP service makes of a request, as strictly as the vendors do. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Contract, Fields, Operation, Type } from '../../adapters/contract.ts';
import type { Style } from '../../adapters/soap/envelope.ts';
import { decodeFields } from '../../adapters/xml/decode.ts';
import { childOf, parseXml, type XmlElement } from '../../adapters/xml/tree.ts';
import { SimulatedFault } from './fault.ts';
import { operationName } from './wsdl.ts';

/** Who asks, where and how. */
export interface SimulatedRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** From HTTP Basic or a WS-Security UsernameToken. */
  readonly userName: string | undefined;
  readonly password: string | undefined;
  /** Aborts when the client leaves before it was answered. */
  readonly signal?: AbortSignal;
}

/** A request understood. */
export interface SoapRequest {
  /** The operation's name in the contract. */
  readonly name: string;
  readonly row: Operation;
  readonly input: Readonly<Record<string, unknown>>;
  readonly from: SimulatedRequest;
}

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';

/** The operation's element of a request document. */
export function operationElement(document: XmlElement): XmlElement {
  const called = document.name === 'Envelope' && document.namespace === SOAP && childOf(document, 'Body')?.children[0];
  if (!called) throw new SimulatedFault('', 'The request is no SOAP 1.1 envelope');
  return called;
}

/** Reads a request, refusing what the vendors refuse: unknown operations, wrong namespaces, elements out of order. */
export function readRequest(
  xml: string,
  contract: Contract,
  { namespace, style, timeZone = 'UTC' }: { namespace: string; style: Style; timeZone?: string },
  from: Omit<SimulatedRequest, 'userName' | 'password'>,
): SoapRequest {
  const document = parseXml(xml);
  const called = operationElement(document);
  const found = Object.entries(contract.operations).find(([name, row]) => operationName(name, row) === called.name);
  if (!found || called.namespace !== namespace)
    throw new SimulatedFault('', `Cannot find dispatch method for {${called.namespace}}${called.name}`);
  const [name, row] = found;
  const wire = style === 'named' ? row.input : numbered(row.input);
  checkOrder(called, wire);
  const decoded = decodeFields(wire, called, { timeZone });
  const names = Object.keys(row.input);
  const input = Object.fromEntries(Object.values(decoded).map((value, index) => [names[index] ?? '', value]));
  return { name, row, input, from: { ...from, ...credentials(document, from.headers) } };
}

function numbered(fields: Fields): Fields {
  return Object.fromEntries(
    Object.values(fields).map((field, index) => [`arg${index + 1}`, { ...field, wire: undefined }]),
  );
}

/** Children must follow the contract's order and stand in no namespace; unknown ones are passed over. */
function checkOrder(element: XmlElement, fields: Fields): void {
  const order = Object.entries(fields).map(([name, field]) => ({ name: field.wire ?? name, type: field.type }));
  let reached = 0;
  for (const child of element.children) {
    const at = order.findIndex(({ name }) => name === child.name);
    const member = order[at];
    if (!member) continue;
    if (child.namespace !== '' || at < reached)
      throw new SimulatedFault('', `unexpected element (uri:"${child.namespace}", local:"${child.name}")`);
    reached = at;
    checkInside(child, member.type);
  }
}

function checkInside(element: XmlElement, type: Type): void {
  if (type.kind === 'struct') checkOrder(element, type.fields);
  if (type.kind === 'list' && type.item === undefined) checkInside(element, type.of);
  if (type.kind === 'list' && type.item !== undefined) for (const item of element.children) checkInside(item, type.of);
  if (type.kind !== 'variant') return;
  const word = Object.entries(element.attributes)
    .find(([name]) => /(^|:)type$/.test(name))?.[1]
    .replace(/^.*:/, '');
  const chosen = word === undefined ? undefined : type.cases[word];
  if (!chosen) throw new SimulatedFault('', `unknown xsi:type of ${element.name}`);
  checkOrder(element, chosen.fields);
}

function credentials(document: XmlElement, headers: IncomingHttpHeaders) {
  const token = childOf(childOf(childOf(document, 'Header'), 'Security'), 'UsernameToken');
  if (token) return { userName: childOf(token, 'Username')?.text, password: childOf(token, 'Password')?.text };
  const basic = /^Basic\s+(.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (basic === undefined) return { userName: undefined, password: undefined };
  const [userName = '', ...password] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { userName, password: password.join(':') };
}
