/** A vendor's fault as the one error class. */
import type { ErrorCode } from '../../../schema/vocabulary.ts';
import { withoutSecrets } from '../calls/secrets.ts';
import type { Contract, Fault, Operation, WireContext } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import { decodeFields } from '../xml/decode.ts';
import type { SoapFault } from './envelope.ts';

/** Finds a fault's declared name where it is not the name of the detail's element. */
export type FaultName = (fault: SoapFault) => string | undefined;

const LONGEST_MESSAGE = 500;

/** Every declared fault of a contract, by its bare name. */
export type FaultIndex = ReadonlyMap<string, Fault>;

/** Port types name a fault `…Exception` and detail elements `…Fault`; without either ending they are the same name. */
function bare(name: string): string {
  return name.replace(/(Fault|Exception)$/, '').toLowerCase();
}

/** Gathers what every operation declares, for vendors that answer a fault declared elsewhere only. */
export function indexFaults(contract: Contract): FaultIndex {
  const rows = Object.values(contract.operations);
  return new Map(rows.flatMap(({ faults }) => faults.map((fault) => [bare(fault.name), fault])));
}

/** Makes vendor text fit to be shown: one line, no control characters, no addresses, no secret, not too long. */
export function safeMessage(text: string, secrets: readonly string[]): string {
  const safe = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').replace(/\b[a-z][a-z0-9+.-]*:\/\/\S+/gi, '…');
  return withoutSecrets(safe, secrets).trim().slice(0, LONGEST_MESSAGE);
}

/** What is known around a fault. */
export interface FaultSurroundings {
  readonly row: Operation;
  readonly index: FaultIndex;
  readonly context: WireContext;
  readonly faultName: FaultName | undefined;
  /** Values that must not be echoed. */
  readonly secrets: readonly string[];
}

/** Turns a fault into an error: declared ones with their code and fields, others as BAD_RESPONSE under their own name. */
export function faultError(fault: SoapFault, around: FaultSurroundings): CrosspointError {
  const code = fault.code.replace(/^.*:/, '');
  const names = [around.faultName?.(fault), fault.detail?.name, code].filter((name) => name !== undefined);
  const declared = names.map((name) => declaredFault(name, around)).find((found) => found !== undefined);
  const message = safeMessage(fault.message, around.secrets);
  if (!declared) {
    const vendorCode = names.find((name) => name !== '') ?? 'Fault';
    const text = message || 'The vendor answered a fault that it does not document';
    return new CrosspointError('BAD_RESPONSE', text, { vendorCode });
  }
  const details = fault.detail && safeDetails(declared, fault.detail, around);
  const facts = { vendorCode: declared.name, details, retryable: declared.retryable };
  return new CrosspointError(codeFor(around.row, declared), message || declared.description, facts);
}

/** A read has no outcome that could be unknown, so a fault declared for acts only fails it. */
function codeFor({ kind }: Operation, { code }: Fault): ErrorCode {
  return kind === 'query' && code === 'OUTCOME_UNKNOWN' ? 'INTERNAL' : code;
}

function declaredFault(name: string, { row, index }: FaultSurroundings): Fault | undefined {
  return row.faults.find((fault) => bare(fault.name) === bare(name)) ?? index.get(bare(name));
}

function safeDetails(fault: Fault, detail: NonNullable<SoapFault['detail']>, around: FaultSurroundings) {
  let decoded: Record<string, unknown>;
  try {
    decoded = decodeFields(fault.fields, detail, around.context);
  } catch {
    // An unreadable field must not hide the fault itself.
    return undefined;
  }
  const shown = Object.entries(decoded).filter(([name, value]) => value !== null && !fault.fields[name]?.secret);
  const safe = (value: unknown) => (typeof value === 'string' ? safeMessage(value, around.secrets) : value);
  return Object.fromEntries(shown.map(([name, value]) => [name, safe(value)]));
}
