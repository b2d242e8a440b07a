/** A contract as a WSDL 1.1 document, for the simulators' servers and for anyone's client. */
import type { Contract, Fault, Fields, Operation } from '../../adapters/contract.ts';
import type { Style } from '../../adapters/soap/envelope.ts';
import { escapeText } from '../../adapters/xml/characters.ts';
import { SchemaWriter } from './schema.ts';

/** How a service is described. */
interface WsdlOptions {
  readonly namespace: string;
  readonly style: Style;
  /** Where the service is found. */
  readonly url: string;
}

/** Names by which node-soap's server finds the service's methods. */
export const SERVICE = 'Service';
/** The one port of the service. */
export const PORT = 'Port';

/** The operation's name on the wire. */
export function operationName(name: string, row: Operation): string {
  return row.wireName ?? name;
}

function inOrder(fields: Fields, style: Style): Fields {
  if (style === 'named') return fields;
  return Object.fromEntries(
    Object.values(fields).map((field, index) => [`arg${index + 1}`, { ...field, wire: undefined }]),
  );
}

function wrappers(name: string, row: Operation, schema: SchemaWriter, style: Style): string {
  const answer: Fields = row.output
    ? { [row.outputName ?? 'return']: { type: row.output, required: false, description: '' } }
    : {};
  return schema.element(name, inOrder(row.input, style)) + schema.element(`${name}Response`, answer);
}

function message(name: string, element: string): string {
  return `<wsdl:message name="${name}"><wsdl:part name="parameters" element="ns2:${element}"/></wsdl:message>`;
}

function allFaults(contract: Contract): ReadonlyMap<string, Fault> {
  return new Map(
    Object.values(contract.operations).flatMap(({ faults }) => faults.map((fault) => [fault.name, fault])),
  );
}

function portOperation(name: string, row: Operation): string {
  const faults = row.faults.map((fault) => `<wsdl:fault name="${fault.name}" message="ns2:${fault.name}"/>`);
  const documentation = `<wsdl:documentation>${escapeText(row.description)}</wsdl:documentation>`;
  const ways = `<wsdl:input message="ns2:${name}"/><wsdl:output message="ns2:${name}Response"/>`;
  return `<wsdl:operation name="${name}">${documentation}${ways}${faults.join('')}</wsdl:operation>`;
}

function boundOperation(name: string, row: Operation): string {
  const literal = '<soap:body use="literal"/>';
  const faults = row.faults.map(
    ({ name: fault }) => `<wsdl:fault name="${fault}"><soap:fault name="${fault}" use="literal"/></wsdl:fault>`,
  );
  const ways = `<wsdl:input>${literal}</wsdl:input><wsdl:output>${literal}</wsdl:output>`;
  return `<wsdl:operation name="${name}"><soap:operation soapAction=""/>${ways}${faults.join('')}</wsdl:operation>`;
}

function service(url: string): string {
  const address = `<soap:address location="${escapeText(url)}"/>`;
  const port = `<wsdl:port name="${PORT}" binding="ns2:Binding">${address}</wsdl:port>`;
  return `<wsdl:service name="${SERVICE}">${port}</wsdl:service>`;
}

/** The whole document: types, faults, messages, port type, binding and service, document/literal wrapped. */
export function contractWsdl(contract: Contract, { namespace, style, url }: WsdlOptions): string {
  const rows = Object.entries(contract.operations).map(([name, row]) => [operationName(name, row), row] as const);
  const faults = allFaults(contract);
  const schema = new SchemaWriter();
  const elements = [
    ...rows.map(([name, row]) => wrappers(name, row, schema, style)),
    ...[...faults].map(([name, fault]) => schema.element(name, fault.fields)),
  ];
  const messages = [
    ...rows.map(([name]) => message(name, name) + message(`${name}Response`, `${name}Response`)),
    ...[...faults.keys()].map((name) => message(name, name)),
  ];
  const binding = rows.map(([name, row]) => boundOperation(name, row));
  const transport = '<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:ns2="${namespace}" targetNamespace="${namespace}">`,
    `<wsdl:types><xs:schema targetNamespace="${namespace}" elementFormDefault="unqualified">${schema.types()}${elements.join('')}</xs:schema></wsdl:types>`,
    ...messages,
    `<wsdl:portType name="PortType">${rows.map(([name, row]) => portOperation(name, row)).join('')}</wsdl:portType>`,
    `<wsdl:binding name="Binding" type="ns2:PortType">${transport}${binding.join('')}</wsdl:binding>`,
    service(url),
    '</wsdl:definitions>',
  ].join('\n');
}
