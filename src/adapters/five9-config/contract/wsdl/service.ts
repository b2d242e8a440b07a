/** Whether a WSDL describes the service that the gateway calls at all: its namespace and the form of its messages. */
import { childOf, type XmlElement } from '../../../xml/tree.ts';
import { WIRE } from '../wire.ts';

const called = (element: XmlElement | undefined, name: string) =>
  element?.children.filter((child) => child.name === name) ?? [];

/** How often each value occurs. */
function counted(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** A sentence for each value that is not the one the gateway uses. */
function others(what: string, values: readonly string[], ours: string): string[] {
  return [...counted(values)].flatMap(([value, count]) =>
    value === ours
      ? []
      : `the WSDL's ${what} is "${value}" in ${count} of ${values.length} and the gateway uses "${ours}"`,
  );
}

/** `elementFormDefault` of the schemas of the service's own namespace; unqualified where it is left out, as in XML Schema. */
function formsOf(definitions: XmlElement): string[] {
  const schemas = called(childOf(definitions, 'types'), 'schema');
  return schemas
    .filter(({ attributes }) => attributes.targetNamespace === WIRE.namespace)
    .map(({ attributes }) => attributes.elementFormDefault ?? 'unqualified');
}

/** Style, use and action of each operation of the bindings; a style is the binding's unless the operation has one. */
function operationsOf(definitions: XmlElement) {
  return called(definitions, 'binding').flatMap((binding) => {
    const usual = childOf(binding, 'binding')?.attributes.style ?? 'document';
    return called(binding, 'operation').map((operation) => {
      const soap = childOf(operation, 'operation')?.attributes;
      const body = childOf(childOf(operation, 'input'), 'body');
      return { style: soap?.style ?? usual, action: soap?.soapAction ?? '', use: body?.attributes.use ?? 'literal' };
    });
  });
}

/** The message that a WSDL is of another service, or null where the namespace is the service's. */
export function anotherService(definitions: XmlElement): string | null {
  const { targetNamespace = '' } = definitions.attributes;
  if (targetNamespace === WIRE.namespace) return null;
  return `the WSDL describes another service: its target namespace is "${targetNamespace}" and the gateway calls "${WIRE.namespace}"; name the WSDL of the account's own address`;
}

/** Differences of the WSDL in the form of all messages from what the gateway writes. */
export function differencesOfForm(definitions: XmlElement): string[] {
  const operations = operationsOf(definitions);
  const all = (word: 'style' | 'use' | 'action') => operations.map((operation) => operation[word]);
  return [
    ...others('elementFormDefault', formsOf(definitions), WIRE.elementForm),
    ...others('style', all('style'), WIRE.style),
    ...others('use', all('use'), WIRE.use),
    ...others('soapAction', all('action'), WIRE.soapAction),
  ];
}
