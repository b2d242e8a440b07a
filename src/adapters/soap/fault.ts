/** A vendor's fault as the one error class. */
import type { ErrorCode } from '../../../schema/vocabulary.ts';
import { safeVendorText } from '../calls/secrets.ts';
import type { Contract, Fault, Operation, WireContext } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import { decodeFields } from '../xml/decode.ts';
import type { XmlElement } from '../xml/tree.ts';
import type { SoapFault } from './envelope.ts';

/** Finds a fault's declared name where it is not the name of the detail's element. */
export type FaultName = (fault: SoapFault) => string | undefined;

/** Local names of fault codes that SOAP itself defines; every fault carries one, so none is the name of a fault. */
const SOAP_CODES: ReadonlySet<string> = new Set([
  ...['Server', 'Client', 'VersionMismatch', 'MustUnderstand'],
  ...['Sender', 'Receiver', 'DataEncodingUnknown'],
]);
/** Elements of a detail that hold a stack trace of the vendor's server: JAX-WS writes `exception`. */
const STACKS = /^(exception|stack_?trace|stackTrace)$/i;

/** Every declared fault of a contract, by its bare name. */
export type FaultIndex = ReadonlyMap<string, Fault>;

/** Port types name a fault `…Exception` and detail elements `…Fault`; without either ending they are the same name. */
function bare(name: string): string {
  return name.replace(/(Fault|Exception)$/, '').toLowerCase();
}

/** Gathers what every operation declares, for vendors that answer a fault declared elsewhere only. */
export function indexFaults(contract: Contract): FaultIndex {
  const index = new Map<string, Fault>();
  for (const { faults } of Object.values(contract.operations))
    for (const fault of faults) if (!index.has(bare(fault.name))) index.set(bare(fault.name), fault);
  return index;
}

/** The facts of the call that a fault answers. */
interface FaultContext {
  readonly row: Operation;
  readonly index: FaultIndex;
  readonly context: WireContext;
  readonly faultName: FaultName | undefined;
  /** Values that must not be echoed. */
  readonly secrets: readonly string[];
}

/** Turns a fault into an error: declared ones with their code and fields, others as BAD_RESPONSE under their vendor's name. */
export function faultError(fault: SoapFault, around: FaultContext): CrosspointError {
  const names = namesOf(fault, around.faultName);
  const declared = names.map((name) => declaredFault(name, around)).find((found) => found !== undefined);
  const message = safeVendorText(fault.message, around.secrets);
  if (!declared) return undeclared(fault, names, message, around);
  const detail = elementsOf(fault).find(({ name }) => bare(name) === bare(declared.name)) ?? fault.detail;
  const details = detail && safeDetails(declared, detail, around);
  const facts = { vendorCode: declared.name, details, retryable: declared.retryable };
  return new CrosspointError(codeFor(around.row, declared), message || declared.description, facts);
}

function elementsOf({ detail, details }: SoapFault): readonly XmlElement[] {
  return details ?? (detail ? [detail] : []);
}

/**
 * Possible names of the fault, most reliable first: the detail's elements, a vendor code, the first word of the text.
 */
function namesOf(fault: SoapFault, faultName: FaultName | undefined): string[] {
  const inDetail = elementsOf(fault)
    .map(({ name }) => name)
    .filter((name) => !STACKS.test(name));
  const code = fault.code.replace(/^.*[:#]/, '');
  const said = /^\W*(?:\w+\.)*(\w+(?:Fault|Exception))\b/.exec(fault.message)?.[1];
  const names = [faultName?.(fault), ...inDetail, SOAP_CODES.has(code) ? '' : code, said];
  return names.filter((name): name is string => Boolean(name));
}

/** An undocumented fault has the vendor's name, or SOAP's code where it has none. */
function undeclared(fault: SoapFault, [name]: readonly string[], message: string, { secrets }: FaultContext) {
  const vendorCode = safeVendorText(name ?? fault.code.replace(/^.*:/, ''), secrets) || 'Fault';
  const text = message || `The vendor returned the fault ${vendorCode}, which is not documented`;
  return new CrosspointError('BAD_RESPONSE', text, { vendorCode });
}

/** A read has no unknown outcome, so a fault that leaves mutations unknown is a vendor failure here. */
function codeFor({ kind }: Operation, { code }: Fault): ErrorCode {
  return kind === 'query' && code === 'OUTCOME_UNKNOWN' ? 'UNAVAILABLE' : code;
}

function declaredFault(name: string, { row, index }: FaultContext): Fault | undefined {
  return row.faults.find((fault) => bare(fault.name) === bare(name)) ?? index.get(bare(name));
}

function safeDetails(fault: Fault, detail: XmlElement, around: FaultContext) {
  let decoded: Record<string, unknown>;
  try {
    decoded = decodeFields(fault.fields, detail, around.context);
  } catch {
    // An unreadable field must not hide the fault itself.
    return undefined;
  }
  const shown = Object.entries(decoded).filter(([name, value]) => value !== null && !fault.fields[name]?.secret);
  const safe = (value: unknown) => (typeof value === 'string' ? safeVendorText(value, around.secrets) : value);
  return Object.fromEntries(shown.map(([name, value]) => [name, safe(value)]));
}
