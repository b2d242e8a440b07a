/** The acts of the unified plane. Each is sent once. */
import type { Acts, CallRecord, RecordingOutcome, RecordingTarget } from '../adapter.ts';
import type { Client, SendOptions } from '../contract.ts';
import { CrosspointError, invalidArgument } from '../errors.ts';
import { readingOf } from '../readings.ts';
import { dialledNumber } from './acts/number.ts';
import type { RemoteControlOperations } from './contract/index.ts';
import { isEmptyResult, recordingStateOf } from './quirks.ts';
import { readings } from './readings.ts';
import { contactOf } from './reads/contacts.ts';
import type { Phones } from './reads/phones.ts';
import { type PhoneCall, parseCallNativeId, parseUserId } from './reads/records.ts';
import type { Settings } from './settings.ts';

/** Milliseconds for reading a phone after an act of unknown outcome. */
const LOOKING = 5_000;

type CallAct = 'hangup' | 'hold' | 'retrieve' | 'startrecord' | 'stoprecord';
/** The adapter's act methods. */
export function createActs(client: Client<RemoteControlOperations>, phones: Phones, settings: Settings) {
  const acts = new PhoneActs(client, phones, settings);
  return {
    agentSetReady: async (agent, _input, ask) => acts.setReady(parseUserId(agent), ask),
    callDial: async (agent, input, ask) => acts.dial(parseUserId(agent), input, ask),
    callHangup: async (call, _input, ask) => acts.act('hangup', call, ask),
    callHold: async (call, _input, ask) => acts.act('hold', call, ask),
    callRetrieve: async (call, _input, ask) => acts.act('retrieve', call, ask),
    callDispose: async (call, input, ask) => acts.dispose(call, input, ask),
    callBridge: async (call, input, ask) => acts.bridge(call, input, ask),
    recordingStart: (target, ask) => acts.record('startrecord', target, ask),
    recordingStop: (target, ask) => acts.record('stoprecord', target, ask),
    // The guide has no pause: its stop is meant for sensitive information, and its start starts or continues.
    recordingPause: (target, ask) => acts.record('stoprecord', target, ask),
    recordingResume: (target, ask) => acts.record('startrecord', target, ask),
  } satisfies Partial<Acts>;
}

class PhoneActs {
  constructor(
    private readonly client: Client<RemoteControlOperations>,
    private readonly phones: Phones,
    private readonly settings: Settings,
  ) {}

  async setReady(user: number, ask: SendOptions): Promise<void> {
    await this.withPhone(user, this.client.send('goready', { UserID: user }, ask));
  }

  async dial(user: number, input: Parameters<Acts['callDial']>[1], ask: SendOptions) {
    if (input.campaign)
      throw invalidArgument(
        'The vendor dials for the campaign that the agent is logged in to; omit this field',
        'campaign',
      );
    const number = dialledNumber(input.number, this.settings);
    const LeadID = input.contact == null ? null : await this.knownLead(input.contact, ask);
    const answer = await this.withPhone(
      user,
      this.client.send('dial', { UserID: user, PhoneNum: number, LeadID }, ask),
    );
    const call = answer && this.phones.record(user, answer);
    return { call: call && { ...call, direction: 'OUTBOUND' as const, from: null, to: number } };
  }

  /** The vendor may dial for a lead that it does not know, so the lead is read first. */
  private async knownLead(lead: string, ask: SendOptions): Promise<string> {
    const [found] = await contactOf(this.client, this.settings.userId, lead, ask);
    if (!found) throw new CrosspointError('NOT_FOUND', 'The vendor has no such lead', { path: ['contact'] });
    return found.nativeId;
  }

  async dispose(call: string, input: Parameters<Acts['callDispose']>[1], ask: SendOptions): Promise<void> {
    if (input.comments) throw invalidArgument('The vendor accepts no comments here; omit them', 'comments');
    const isListed = await this.isDisposable(call, ask);
    const { user, call: id } = parseCallNativeId(call);
    const sent = this.client.send('dispose', { UserID: user, CallID: id, ResultCode: input.disposition }, ask);
    const disposed = this.withPhone(user, sent);
    await (isListed ? disposed.catch(refusedResult) : disposed);
  }

  /**
   * Whether the phone shows the call. Where it does not show calls that were hung up (readings.ts, `wrap-up-calls`), one
   * that was read is disposed of nevertheless, unless a later call with its id was read. Throws as `present` does.
   */
  private async isDisposable(nativeId: string, ask: SendOptions): Promise<boolean> {
    const isHidden = readingOf(readings, this.settings.readings, 'wrap-up-calls') === 'not-listed';
    const found = await this.present(nativeId, ask).catch((thrown: unknown) => {
      const { user, call, startedAt } = parseCallNativeId(nativeId);
      const isAbsent = thrown instanceof CrosspointError && isEmptyResult(thrown);
      if (!isHidden || !isAbsent || !this.phones.isNewest(user, call, startedAt)) throw thrown;
      return null;
    });
    return found !== null;
  }

  /** The agent leaves both calls, so the vendor requires a result code of each. */
  async bridge(call: string, input: Parameters<Acts['callBridge']>[1], ask: SendOptions): Promise<void> {
    const ResultCode1 = needed(input.disposition, 'disposition');
    const ResultCode2 = needed(input.otherDisposition, 'otherDisposition');
    const [first, second] = [parseCallNativeId(call), parseCallNativeId(input.other)];
    if (first.user !== second.user)
      throw invalidArgument('The calls belong to two agents; name two calls of one', 'otherId');
    await this.present(call, ask);
    await this.present(input.other, ask);
    const calls = { UserID: first.user, Call1ID: first.call, Call2ID: second.call };
    const results = { ResultCode1, ResultCode2, Notes1: input.comments ?? null, Notes2: input.otherComments ?? null };
    await this.withPhone(first.user, this.client.send('connectcalls', { ...calls, ...results }, ask));
  }

  async act(name: CallAct, call: string, ask: SendOptions): Promise<void> {
    await this.present(call, ask);
    const { user, call: id } = parseCallNativeId(call);
    await this.withPhone(user, this.client.send(name, { UserID: user, CallID: id }, ask));
  }

  /** The answer to a recording act only acknowledges it; the state is read from the call. */
  async record(name: CallAct, { call }: RecordingTarget, ask: SendOptions): Promise<RecordingOutcome> {
    if (!call) throw invalidArgument('The vendor records by call; name the call', 'call');
    await this.act(name, call, ask);
    try {
      const { RecordingState } = await this.present(call, ask);
      return outcome(name, recordingStateOf(RecordingState, this.settings.numbers));
    } catch {
      return unconfirmed('the state of the call could not be read');
    }
  }

  /** An act of unknown outcome is not sent again; what is on the phone after it goes into the error's details. */
  private async withPhone<Value>(user: number, act: Promise<Value>): Promise<Value> {
    try {
      return await act;
    } catch (error) {
      if (!(error instanceof CrosspointError) || error.code !== 'OUTCOME_UNKNOWN') throw error;
      const calls = await this.phones.callRecords(user, { deadline: LOOKING }).catch(() => null);
      throw calls === null ? error : error.with({ details: { calls: calls.map(summary) } });
    }
  }

  /** Call ids are reused after a start of the vendor: an act on an old id must not reach another call. */
  private async present(nativeId: string, ask: SendOptions): Promise<PhoneCall> {
    const { user, call, startedAt } = parseCallNativeId(nativeId);
    if (startedAt === '')
      throw new CrosspointError(
        'FAILED_PRECONDITION',
        'The call has no start time, so its id may belong to another call',
      );
    const calls = await this.phones.callsOf(user, ask);
    const found = calls.find(({ CallId, CallStartTime }) => CallId === call && CallStartTime === startedAt);
    if (!found) throw new CrosspointError('NOT_FOUND', 'The call is no longer on the phone of the agent');
    return found;
  }
}

/** The call was present just before, so what the vendor does not know is the result code. */
function refusedResult(thrown: unknown): never {
  if (!(thrown instanceof CrosspointError) || thrown.code !== 'NOT_FOUND') throw thrown;
  const { message, operation, vendorCode, details } = thrown;
  throw new CrosspointError('INVALID_ARGUMENT', message, { operation, vendorCode, details, path: ['disposition'] });
}

function needed(result: string | null | undefined, argument: string): string {
  if (!result) throw invalidArgument('The vendor requires a result code for both calls; pass one', argument);
  return result;
}

function summary({ nativeId, state, to, from, startedAt, recordingState }: CallRecord) {
  return { nativeId, state, number: to ?? from, startedAt, recordingState };
}

function unconfirmed(why: string): RecordingOutcome {
  return {
    state: 'UNKNOWN',
    trouble: `The vendor accepted the request; its effect is not confirmed: ${why}`,
    code: 'OUTCOME_UNKNOWN',
  };
}

function outcome(name: CallAct, state: RecordingOutcome['state']): RecordingOutcome {
  if (state === 'UNKNOWN') return unconfirmed('the account does not map its RecordingState (numbers.recordingState)');
  const asWanted = (state === 'RECORDING') === (name === 'startrecord');
  return asWanted
    ? { state }
    : { state, trouble: 'The vendor accepted the request, but the call does not show its effect' };
}
