/** Compares an account's WSDL with the contract, so that a change at the vendor is seen before calls fail. */
import type { Contract } from '../../../contract.ts';
import { readContract } from './contract-facts.ts';
import { type FieldFact, parseWsdl, readWsdl, type ServiceFacts } from './facts.ts';
import { anotherService, differencesOfForm } from './service.ts';

/** The kind of difference. */
type DifferenceKind =
  | 'service'
  | 'form'
  | 'operation'
  | 'argument'
  | 'answer'
  | 'fault'
  | 'type'
  | 'field'
  | 'word'
  | 'order';

/** One difference that matters to a call. */
interface Difference {
  readonly kind: DifferenceKind;
  /** The operation, type or enum it was found in. */
  readonly where: string;
  /** The difference as a sentence. */
  readonly message: string;
}

type Report = (kind: DifferenceKind, where: string, message: string) => void;

/** Reports names that are on one side only; true where there are none. */
function compareNames(ours: readonly string[], theirs: readonly string[], report: (message: string) => void): boolean {
  const missing = theirs.filter((name) => !ours.includes(name));
  const added = ours.filter((name) => !theirs.includes(name));
  for (const name of missing) report(`${name} is in the WSDL and not in the contract`);
  for (const name of added) report(`${name} is in the contract and not in the WSDL`);
  return missing.length === 0 && added.length === 0;
}

function compareFields(
  kind: DifferenceKind,
  where: string,
  ours: readonly FieldFact[],
  theirs: readonly FieldFact[],
  report: Report,
): void {
  const names = theirs.map(({ name }) => name);
  const same = compareNames(
    ours.map(({ name }) => name),
    names,
    (message) => report(kind, where, message),
  );
  if (same && ours.some(({ name }, index) => name !== names[index]))
    report('order', where, `the WSDL's order is ${names.join(', ')}`);
  for (const their of theirs) {
    const our = ours.find(({ name }) => name === their.name);
    if (our) compareField(kind, where, our, their, report);
  }
}

function compareField(kind: DifferenceKind, where: string, our: FieldFact, their: FieldFact, report: Report): void {
  if (our.type !== their.type) report(kind, where, `${our.name} is ${their.type} in the WSDL and ${our.type} here`);
  // The guide may require an optional field of the WSDL, so only the other way round is a difference.
  if (their.required && !our.required && kind !== 'answer') report(kind, where, `${our.name} is required in the WSDL`);
}

function compareOperations(ours: ServiceFacts, theirs: ServiceFacts, report: Report): void {
  compareNames([...ours.operations.keys()], [...theirs.operations.keys()], (message) =>
    report('operation', 'the service', message),
  );
  for (const [name, their] of theirs.operations) {
    const our = ours.operations.get(name);
    if (!our) continue;
    compareFields('argument', name, our.input, their.input, report);
    compareFields('answer', name, our.output, their.output, report);
    compareNames(our.faults, their.faults, (message) => report('fault', name, message));
  }
}

function compareTypes(ours: ServiceFacts, theirs: ServiceFacts, report: Report): void {
  compareNames([...ours.types.keys()], [...theirs.types.keys()], (message) => report('type', 'the service', message));
  for (const [name, their] of theirs.types) {
    const our = ours.types.get(name);
    if (our) compareFields('field', name, our, their, report);
  }
}

function compareEnums(ours: ServiceFacts, theirs: ServiceFacts, report: Report): void {
  compareNames([...ours.enums.keys()], [...theirs.enums.keys()], (message) => report('type', 'the service', message));
  for (const [name, their] of theirs.enums) {
    const our = ours.enums.get(name);
    if (our) compareNames(our, their, (message) => report('word', name, message));
  }
}

/**
 * Every difference between a WSDL and a contract: the form of messages, operations, arguments and their order, answers, types and their
 * fields, words and faults; of a WSDL of another service that alone. Throws BAD_RESPONSE when the text is no XML.
 */
export function compareWsdl(wsdlText: string, contract: Pick<Contract, 'operations'>): Difference[] {
  const differences: Difference[] = [];
  const report: Report = (kind, where, message) => differences.push({ kind, where, message });
  const definitions = parseWsdl(wsdlText);
  const other = anotherService(definitions);
  if (other !== null) return [{ kind: 'service', where: 'the service', message: other }];
  for (const message of differencesOfForm(definitions)) report('form', 'the service', message);
  const ours = readContract(contract);
  const theirs = readWsdl(definitions);
  compareOperations(ours, theirs, report);
  compareTypes(ours, theirs, report);
  compareEnums(ours, theirs, report);
  return differences;
}
