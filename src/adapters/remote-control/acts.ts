/** The acts of the unified plane. None is ever made twice. */
import type { Acts, CallRecord, RecordingOutcome, RecordingTarget } from '../adapter.ts';
import type { Client, SendOptions } from '../contract.ts';
import { CrosspointError, invalidArgument } from '../errors.ts';
import type { RemoteControlOperations } from './contract.ts';
import { recordingStateOf } from './quirks.ts';
import type { RemoteControlReads } from './reads.ts';
import { parseCallNativeId, parseUserId, type VendorCall } from './records.ts';

/** Milliseconds for looking at a phone after an act in doubt. */
const LOOKING = 5_000;

type CallAct = 'hangup' | 'hold' | 'retrieve' | 'startrecord' | 'stoprecord';

/** What the vendor can be told to do. */
export class RemoteControlActs {
  constructor(
    private readonly client: Client<RemoteControlOperations>,
    private readonly reads: RemoteControlReads,
  ) {}

  agentSetReady: Acts['agentSetReady'] = async (agent, _input, ask) => {
    const user = parseUserId(agent);
    await this.told(user, this.client.send('goready', { UserID: user }, ask));
  };

  callDial: Acts['callDial'] = async (agent, { number, campaign }, ask) => {
    if (campaign) throw invalidArgument('This vendor dials for the campaign the agent is logged into', 'campaign');
    const user = parseUserId(agent);
    const told = await this.told(user, this.client.send('dial', { UserID: user, PhoneNum: number }, ask));
    return { call: told && { ...this.reads.record(user, told), direction: 'OUTBOUND', from: null, to: number } };
  };

  callHangup: Acts['callHangup'] = (call, _input, ask) => this.act('hangup', call, ask);
  callHold: Acts['callHold'] = (call, _input, ask) => this.act('hold', call, ask);
  callRetrieve: Acts['callRetrieve'] = (call, _input, ask) => this.act('retrieve', call, ask);

  callDispose: Acts['callDispose'] = async (call, { disposition, comments }, ask) => {
    if (comments) throw invalidArgument('This vendor takes no comments with a disposition', 'comments');
    await this.present(call, ask);
    const { user, call: id } = parseCallNativeId(call);
    const input = { UserID: user, CallID: id, ResultCode: disposition };
    await this.told(user, this.client.send('dispose', input, ask)).catch(refusedResult);
  };

  /** The agent needs no call of the two any more, so the vendor wants the results of both. */
  callBridge: Acts['callBridge'] = async (call, input, ask) => {
    const { other, comments, otherComments } = input;
    const ResultCode1 = needed(input.disposition, 'disposition');
    const ResultCode2 = needed(input.otherDisposition, 'otherDisposition');
    const [first, second] = [parseCallNativeId(call), parseCallNativeId(other)];
    if (first.user !== second.user) throw invalidArgument('The calls are of two agents', 'otherId');
    await this.present(call, ask);
    await this.present(other, ask);
    const calls = { UserID: first.user, Call1ID: first.call, Call2ID: second.call };
    const results = { ResultCode1, ResultCode2, Notes1: comments ?? null, Notes2: otherComments ?? null };
    await this.told(first.user, this.client.send('connectcalls', { ...calls, ...results }, ask));
  };

  recordingStart: Acts['recordingStart'] = (target, ask) => this.record('startrecord', target, ask);
  recordingStop: Acts['recordingStop'] = (target, ask) => this.record('stoprecord', target, ask);

  private async act(name: CallAct, call: string, ask: SendOptions): Promise<void> {
    await this.present(call, ask);
    const { user, call: id } = parseCallNativeId(call);
    await this.told(user, this.client.send(name, { UserID: user, CallID: id }, ask));
  }

  /** An act in doubt is never made again; what stands on the phone after it goes along with the doubt. */
  private async told<Value>(user: number, act: Promise<Value>): Promise<Value> {
    try {
      return await act;
    } catch (error) {
      if (!(error instanceof CrosspointError) || error.code !== 'OUTCOME_UNKNOWN') throw error;
      const calls = await this.reads.callRecords(user, { deadline: LOOKING }).catch(() => null);
      throw calls === null ? error : error.with({ details: { calls: calls.map(shownInDoubt) } });
    }
  }

  /** Call ids are counted anew at each start of the vendor: an old id must not end somebody else's call. */
  private async present(nativeId: string, ask: SendOptions): Promise<VendorCall> {
    const key = parseCallNativeId(nativeId);
    const calls = await this.reads.callsOf(key.user, ask);
    const found = calls.find(({ CallId, CallStartTime }) => CallId === key.call && CallStartTime === key.startedAt);
    if (!found) throw new CrosspointError('NOT_FOUND', 'The call is no longer on the phone of the agent');
    return found;
  }

  /** The answer to a recording act says only that it was taken; what is recorded now is read from the call itself. */
  private async record(name: CallAct, { call }: RecordingTarget, ask: SendOptions): Promise<RecordingOutcome> {
    if (!call) throw invalidArgument('This vendor records by call, so the call is needed', 'call');
    await this.act(name, call, ask);
    try {
      const { RecordingState } = await this.present(call, ask);
      return outcome(name, recordingStateOf(RecordingState));
    } catch {
      return { state: 'UNKNOWN', trouble: 'The vendor took the request, but the state of the call could not be read' };
    }
  }
}

/** The call was seen just before, so that what the vendor does not know is the result. */
function refusedResult(thrown: unknown): never {
  if (!(thrown instanceof CrosspointError) || thrown.code !== 'NOT_FOUND') throw thrown;
  const { message, operation, vendorCode, details } = thrown;
  throw new CrosspointError('INVALID_ARGUMENT', message, { operation, vendorCode, details, path: ['disposition'] });
}

function needed(result: string | null | undefined, argument: string): string {
  if (!result) throw invalidArgument('This vendor needs an outcome of both calls', argument);
  return result;
}

function shownInDoubt({ nativeId, state, to, from, startedAt, recordingState }: CallRecord) {
  return { nativeId, state, number: to ?? from, startedAt, recordingState };
}

function outcome(name: CallAct, state: RecordingOutcome['state']): RecordingOutcome {
  const asWanted = (state === 'RECORDING') === (name === 'startrecord');
  if (asWanted && state !== 'UNKNOWN') return { state };
  return { state, trouble: 'The vendor took the request, but does not show it on the call' };
}
