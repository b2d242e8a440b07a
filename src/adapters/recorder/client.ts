/** The typed client: the contract's rules before sending, one wire or the other, the contract's errors after. */
import { setTimeout as wait } from 'node:timers/promises';
import type { MediaStream } from '../adapter.ts';
import { enterChain, type ValidCall } from '../calls/chain.ts';
import { Drift } from '../calls/drift.ts';
import { Guard } from '../calls/guard.ts';
import { RetryBudget } from '../calls/retry-budget.ts';
import { secretsOf } from '../calls/secrets.ts';
import type { Client, InputOf, Operation, OutputOf, SendOptions } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import { readingOf } from '../readings.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { readAnswerInSlices, wrongCounts } from './client/answer.ts';
import { endpointOf } from './client/connection.ts';
import { encodingOf } from './client/encoding.ts';
import { checkRelease } from './client/release.ts';
import { encodeRequest, type Input, isActing, nameParameter, wireContextOf } from './client/request.ts';
import { recorderPause, TcpTransport, type TransportRequest } from './client/tcp.ts';
import { WebApi } from './client/webapi.ts';
import { type RecorderOperations, recorderContract } from './contract/index.ts';
import { checkRequirements } from './contract/requirements.ts';
import { readings } from './readings.ts';
import type { Settings } from './settings.ts';

/** Labels of a refusal for a passing reason. */
const BUSY: ReadonlySet<string | undefined> = new Set(['API_TOO_MANY_CLIENTS', 'API_COMMAND_QUEUE_FULL']);
const MOST_ATTEMPTS = 4;
const EXPORTS: ReadonlySet<string> = new Set(Object.keys(recorderContract.chapters.WebAPI));

interface ClientDependencies extends Pick<AdapterDependencies, 'log'> {
  readonly account: string;
  /** REQUESTID of the first request on TCP. Default: 1. */
  readonly firstId?: number;
}

/** A valid call that may be sent again. */
interface PendingCall {
  readonly name: string;
  readonly row: Operation;
  readonly input: Input;
  readonly ask: SendOptions;
  readonly valid: ValidCall;
}

/** The typed client of an account. */
export function createClient(settings: Settings, dependencies: ClientDependencies): RecorderClient {
  return new RecorderClient(settings, dependencies);
}

/** Asks one recorder; every method of the contract by its name. */
export class RecorderClient implements Client<RecorderOperations> {
  private readonly tcp: TcpTransport;
  private readonly web: WebApi;
  readonly drift = new Drift();
  /** Whether a status of this recorder showed a blackout, so that from then on its absence means that there is none. */
  showsBlackouts = false;
  private readonly retries = new RetryBudget();
  /** The recorder and its web service fail independently: without export a pause must still work. */
  private readonly tcpGuard: Guard;
  private readonly webGuard: Guard;

  constructor(
    private readonly settings: Settings,
    private readonly dependencies: ClientDependencies,
  ) {
    const { account, log, firstId } = dependencies;
    const endpoint = endpointOf(settings.url);
    const unasked = () => log.debug({ account }, 'the recorder sent a document that answers no pending request');
    this.tcp = new TcpTransport({
      endpoint,
      deadline: settings.deadline,
      maxBytes: settings.maxBytes,
      encoding: encodingOf(settings),
      serial: this.reading('requests') === 'serial',
      firstId,
      unasked,
    });
    this.web = new WebApi(account, settings);
    this.tcpGuard = new Guard(account, { retries: this.retries });
    this.webGuard = new Guard(account, { service: 'web', retries: this.retries });
  }

  /** The guards of the calls. */
  get guards(): readonly Guard[] {
    return this.settings.webUrl === undefined ? [this.tcpGuard] : [this.tcpGuard, this.webGuard];
  }

  /** Calls an operation by contract. */
  async send<Name extends keyof RecorderOperations & string>(
    name: Name,
    input: InputOf<RecorderOperations[Name]>,
    ask: SendOptions = {},
  ): Promise<OutputOf<RecorderOperations[Name]>> {
    return (await this.call(name, input as Input, ask)) as OutputOf<RecorderOperations[Name]>;
  }

  /** Calls an operation whose name is only known when running. */
  call(name: string, input: Input, ask: SendOptions): Promise<unknown> {
    const guard = this.webGuard;
    return this.validated(name, input, ask, (row, valid) =>
      EXPORTS.has(name)
        ? valid.exchange({ guard, transport: (signal) => this.web.export(name, row, input, { ...ask, signal }) })
        : this.retryWhileBusy({ name, row, input, ask, valid }),
    );
  }

  /** Exports a file as a stream. */
  stream(name: 'EXPORT' | 'COMBINEDEXPORT' | 'MULTIEXPORT', input: Input, ask: SendOptions): Promise<MediaStream> {
    const guard = this.webGuard;
    return this.validated(name, input, ask, (row, valid) =>
      valid.exchange({ guard, transport: () => this.web.stream(name, row, input, ask) }),
    );
  }

  /** Ends the connection. */
  async close(): Promise<void> {
    this.tcp.close();
  }

  private async validated<Value>(
    name: string,
    input: Input,
    ask: SendOptions,
    run: (row: Operation, valid: ValidCall) => Promise<Value>,
  ): Promise<Value> {
    const facts = { account: this.dependencies.account, vendor: 'RECORDER', operation: name } as const;
    const row = this.rowOf(name);
    try {
      if (!row) throw new CrosspointError('UNSUPPORTED', 'The recorder has no such function');
      const check = () => {
        checkRequirements(name, input);
        checkRelease(name, input, this.settings);
      };
      return await run(row, enterChain({ name, row, input, ask, check }));
    } catch (error) {
      throw error instanceof CrosspointError ? error.with(facts) : error;
    }
  }

  /** Asks again, after a while, where the recorder only had too much to do; never for an act. */
  private async retryWhileBusy({ name, row, input, ask, valid }: PendingCall): Promise<unknown> {
    const act = isActing(name, row, input);
    const guard = this.settings.via === 'tcp' || name === 'EVENTS' ? this.tcpGuard : this.webGuard;
    const until = performance.now() + (ask.deadline ?? this.settings.deadline);
    for (let attempt = 0; ; attempt += 1) {
      try {
        const sending = { ...ask, deadline: until - performance.now() };
        const transport = (signal?: AbortSignal) => this.once(name, row, input, { ...sending, signal });
        return await valid.exchange({ guard, transport });
      } catch (error) {
        const busy = error instanceof CrosspointError && BUSY.has(error.vendorCode);
        const pause = recorderPause(attempt);
        if (act || !busy || attempt + 1 >= MOST_ATTEMPTS || performance.now() + pause >= until) throw error;
        if (!this.retries.take()) throw error;
        await wait(pause, undefined, ask.signal ? { signal: ask.signal } : {}).catch(() => Promise.reject(error));
      }
    }
  }

  private async once(name: string, row: Operation, input: Input, ask: SendOptions): Promise<unknown> {
    const { via } = this.settings;
    const context = wireContextOf(this.settings);
    const act = isActing(name, row, input);
    const named = nameParameter(name, this.reading('role-requests'));
    const sending = {
      ...ask,
      act,
      document: (id: number) => this.document(encodeRequest(name, row, input, id, { ...context, named })),
    };
    const text =
      name === 'EVENTS'
        ? await this.subscribe(sending)
        : via === 'tcp'
          ? await this.tcp.exchange(sending)
          : await this.web.exchange(name, row, input, ask);
    return await this.read(name, row, input, text);
  }

  /** Subscribing turns a connection into a stream of events, so it is never the shared one. */
  private async subscribe(sending: TransportRequest): Promise<string> {
    const { url, eventsUrl, deadline, maxBytes } = this.settings;
    const transport = new TcpTransport({ endpoint: endpointOf(eventsUrl ?? url), deadline, maxBytes });
    try {
      return await transport.exchange(sending);
    } finally {
      transport.close();
    }
  }

  private async read(name: string, row: Operation, input: Input, text: string): Promise<Input> {
    try {
      const context = { ...wireContextOf(this.settings), drift: this.drift };
      const value = await readAnswerInSlices(row, text, context, secretsOf(row.input, input));
      const { account, log } = this.dependencies;
      for (const counts of wrongCounts(value))
        log.warn({ account, operation: name, ...counts }, 'a list and the COUNT beside it differ');
      return value;
    } catch (error) {
      if (!isActing(name, row, input) || !(error instanceof CrosspointError) || !leavesUnknown(error)) throw error;
      const { vendorCode, details } = error;
      const message = `The recorder’s answer does not say whether it acted: ${error.message}`;
      const facts = { cause: error, retryable: false, ...(vendorCode && { vendorCode }), ...(details && { details }) };
      throw new CrosspointError('OUTCOME_UNKNOWN', message, facts);
    }
  }

  /** The account's reading of a question that the guide leaves open. */
  reading(id: string): string {
    return readingOf(readings, this.settings.readings, id);
  }

  /** Character references are the same in every encoding. */
  private document(text: string): string {
    if (encodingOf(this.settings) === 'utf-8') return text;
    return text.replace(/[\u0080-\u{10ffff}]/gu, (character) => `&#${character.codePointAt(0)};`);
  }

  private rowOf(name: string): Operation | undefined {
    const row = rowOf(name);
    return row && name === 'IMPORTUSER' && this.reading('import-names') === 'list' ? withListedNames(row) : row;
  }
}

/** Labels of failures in whose course the recorder may have acted. */
const UNSPECIFIC: ReadonlySet<string> = new Set(['API_ERROR_UNKNOWN', 'API_ERROR_PROCESSING_MESSAGE']);

/** An answer that cannot be read, has a label that the guide lacks, or says no more than that something failed. */
function leavesUnknown({ code, vendorCode }: CrosspointError): boolean {
  return code === 'BAD_RESPONSE' || (vendorCode !== undefined && UNSPECIFIC.has(vendorCode));
}

/** The parameters as the guide lists them, without the underscores of its example. */
function withListedNames(row: Operation): Operation {
  const fields = Object.entries(row.input).map(([name, { wire: _wire, ...field }]) => [name, field] as const);
  return { ...row, input: Object.fromEntries(fields) };
}

function rowOf(name: string): Operation | undefined {
  const operations: Readonly<Record<string, Operation>> = recorderContract.operations;
  return Object.hasOwn(operations, name) ? operations[name] : undefined;
}
