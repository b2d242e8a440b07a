import type { ErrorCode, VendorApi } from '../../schema/vocabulary.ts';

/** Details of a failure in addition to its code and message. */
export interface ErrorFacts {
  /** Key of the account. */
  account?: string;
  vendor?: VendorApi;
  /** The vendor's operation name. */
  operation?: string;
  /** The vendor's error code: fault name, result label or ResponseCode. */
  vendorCode?: string;
  /** Whether the same call may succeed later. Defaults by code. */
  retryable?: boolean;
  /** The argument or configuration path at fault. */
  path?: readonly (string | number)[];
  /** The documented fields of the vendor's fault, safe to show to the caller. */
  details?: Readonly<Record<string, unknown>>;
  /** For the log only; never shown to a caller. */
  cause?: unknown;
}

const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['RATE_LIMITED', 'TIMEOUT', 'UNAVAILABLE']);

/**
 * The error class of the gateway. `message` is written for the caller: it contains no URL, credential, stack or raw
 * vendor answer. `cause` has the details for the log.
 */
export class CrosspointError extends Error {
  override readonly name = 'CrosspointError';
  readonly code: ErrorCode;
  readonly account: string | undefined;
  readonly vendor: VendorApi | undefined;
  readonly operation: string | undefined;
  readonly vendorCode: string | undefined;
  readonly retryable: boolean;
  /** The argument at fault. Not called `path`, since graphql-js takes an error that has one for located already. */
  readonly argumentPath: readonly (string | number)[] | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, facts: ErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = code;
    this.account = facts.account;
    this.vendor = facts.vendor;
    this.operation = facts.operation;
    this.vendorCode = facts.vendorCode;
    this.retryable = facts.retryable ?? RETRYABLE.has(code);
    this.argumentPath = facts.path;
    this.details = facts.details;
  }

  /** The same error with facts added that were not yet known where it was thrown. */
  with(facts: ErrorFacts): CrosspointError {
    const { account, vendor, operation, vendorCode, retryable, argumentPath: path, details, cause } = this;
    const known = { account, vendor, operation, vendorCode, retryable, path, details, cause };
    const missing = Object.entries(facts).filter(([name]) => known[name as keyof typeof known] === undefined);
    return new CrosspointError(this.code, this.message, { ...known, ...Object.fromEntries(missing) });
  }

  /**
   * The same error to be stored, without its cause. An engine's record of a stack refers to all that was in use where an
   * error was made, such as the text that was being read; here it is text.
   */
  stored(): CrosspointError {
    const { account, vendor, operation, vendorCode, retryable, argumentPath: path, details, stack } = this;
    const facts = { account, vendor, operation, vendorCode, retryable, path, details };
    const stored = new CrosspointError(this.code, this.message, facts);
    stored.stack = stack;
    return stored;
  }
}

/** Refuses an argument, naming it. */
export function invalidArgument(message: string, ...path: (string | number)[]): CrosspointError {
  return new CrosspointError('INVALID_ARGUMENT', message, path.length ? { path } : {});
}

/**
 * Converts any thrown value into a CrosspointError; a foreign one becomes INTERNAL, with its text as cause for the
 * log.
 */
export function asCrosspointError(thrown: unknown): CrosspointError {
  if (thrown instanceof CrosspointError) return thrown;
  return new CrosspointError('INTERNAL', 'Internal error', { cause: thrown });
}
