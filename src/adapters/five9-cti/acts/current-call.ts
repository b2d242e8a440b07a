/**
 * The call that an operation without a call id reaches. The service's operations act on "the current call" (guide, CALL)
 * and nothing selects it, so an act is sent only where the named call alone can be meant, right after the status showed it.
 */
import type { CallState } from '../../../../schema/vocabulary.ts';
import type { SendOptions } from '../../contract.ts';
import type { CrosspointError } from '../../errors.ts';
import type { Desk } from '../client/desk.ts';
import type { Desks } from '../client/desks.ts';
import type { AwaitedReport } from '../events/state-reports.ts';
import { type CurrentCall, currentCalls, type DeskStatus, sessionIdOf } from '../quirks.ts';

/** An active call that an act names. */
export interface CallTarget {
  readonly desk: Desk;
  readonly id: string;
  readonly info: CurrentCall;
}

/** One act on the current call. */
export interface CurrentAct<Prepared> {
  /** The effect of the act on the line: the call leaves it, remains, or another one may join. */
  readonly effect: 'ends' | 'changes' | 'adds';
  /** Ends the consultation of a warm transfer or conference, whose second call may be active beside the named one. */
  readonly consultation?: boolean;
  /** The call is named by its id on the wire, so that other active calls are out of reach. */
  readonly named?: boolean;
  /** The state in which an event names the call after the act, which confirms it; absent where no event does. */
  readonly reports?: CallState;
  /** Throws for a call that the status shows in a state that the act cannot be meant for. */
  readonly refuse?: ((target: CallTarget, status: DeskStatus) => void) | undefined;
  /** Reads what the act needs; the status is read again afterwards. */
  readonly prepare?: ((target: CallTarget) => Promise<Prepared>) | undefined;
  send(target: CallTarget, prepared: Prepared | undefined): Promise<unknown>;
}

/** Acts on a call once the status shows that nothing else can be reached; throws FAILED_PRECONDITION before anything is sent. */
export function actOnCurrent<Prepared>(
  desks: Desks,
  nativeId: string,
  act: CurrentAct<Prepared>,
  ask: SendOptions,
): Promise<CallTarget> {
  const { desk, id } = desks.ofCall(nativeId);
  return desk.exclusively(async () => {
    const look = async () => {
      const status = await desk.status(ask);
      desk.reconcile(status);
      const target = targetIn(desks, { desk, id }, status, act);
      act.refuse?.(target, status);
      return { status, target };
    };
    let { status, target } = await look();
    const prepared = await act.prepare?.(target);
    if (act.prepare) ({ status, target } = await look());
    const before = new Set([...desk.calls.known(), ...currentCalls(status).map(sessionIdOf)]);
    const report = awaitedReport(target, act.reports);
    try {
      await act.send(target, prepared);
      if (act.effect === 'adds') return target;
      if (await isReported(desk, report, before)) desk.confirmBy(status);
      else await confirm(desks, target, { before, effect: act.effect }, ask);
    } finally {
      report?.forget();
    }
    return target;
  });
}

/** The event that confirms an act; null where none is to be expected. */
function awaitedReport({ desk, id }: CallTarget, state: CallState | undefined): AwaitedReport | null {
  const isExpected = state !== undefined && desk.listening && desk.stateOf(id) !== state;
  return isExpected ? desk.reports.expect(id, state) : null;
}

/** Whether an event names the call in the requested state and none reported a further call, which the act may have reached. */
async function isReported(desk: Desk, report: AwaitedReport | null, before: ReadonlySet<string>): Promise<boolean> {
  const isNamed = (await report?.came()) === true;
  return isNamed && [...desk.calls.known()].every((id) => before.has(id));
}

function targetIn(
  desks: Desks,
  { desk, id }: { desk: Desk; id: string },
  status: DeskStatus,
  { named, consultation }: Pick<CurrentAct<unknown>, 'named' | 'consultation'>,
): CallTarget {
  const info = desk.current(status, id);
  if (!info || desk.isParked(id)) throw notActive(desks, desk, id);
  // The status may not list a consultation, which may be the current call (readings.ts, `consultation-line`).
  if (desk.consulting.has(id) && !named && !consultation) throw isConsulting(desks);
  const others = otherActiveCalls(desk, id, status);
  const isAlone = others.length === 0 || named || (consultation && isConsulted(desk, info, others));
  if (!isAlone) throw severalActive(desks, others.length + 1);
  return { desk, id, info };
}

/** Why a call cannot be acted on: it is parked, over, or not this desk's. */
function notActive(desks: Desks, desk: Desk, id: string): CrosspointError {
  if (desk.stateOf(id) === 'PARKED') return desks.error('FAILED_PRECONDITION', 'The call is parked; unpark it first');
  if (desk.parties.has(id)) return desks.error('FAILED_PRECONDITION', 'The call is a party of a conference');
  if (desk.calls.get(id)) return desks.error('FAILED_PRECONDITION', 'The call has ended');
  return desks.error('NOT_FOUND', "The call is not on this agent's line");
}

function isConsulting(desks: Desks): CrosspointError {
  const rule = "A consultation of this call is in progress, and the vendor's operation may reach it instead";
  return desks.error('FAILED_PRECONDITION', `${rule}; complete or cancel it, then retry`);
}

function severalActive(desks: Desks, count: number): CrosspointError {
  const rule = `This desk has ${count} active calls, and the vendor's operation reaches one that it does not name`;
  return desks.error('FAILED_PRECONDITION', `${rule}; end or park the other call, or end its consultation, then retry`);
}

/**
 * The other active calls: not the parties of its conference, and not parked ones where the status lists those. Without
 * events a parked call may have been retrieved at the phone, which such a status does not show.
 */
export function otherActiveCalls(desk: Desk, id: string, status: DeskStatus): readonly CurrentCall[] {
  const isListedParked = (other: string) => desk.listening && desk.listsParked && desk.stateOf(other) === 'PARKED';
  return currentCalls(status).filter(
    ({ callSessionId: other }) => other !== id && desk.parties.get(other) !== id && !isListedParked(other),
  );
}

/** Whether the other calls are the consultation of this one: by the vendor's mark, or as the only one being prepared. */
function isConsulted(desk: Desk, info: CurrentCall, others: readonly CurrentCall[]): boolean {
  if (info.consult) return false;
  if (others.every(({ consult }) => consult)) return true;
  const isOnly = desk.consulting.size === 1 && desk.consulting.has(info.callSessionId) && others.length === 1;
  return isOnly && others.every(({ consult }) => consult !== false);
}

interface Sent {
  readonly before: ReadonlySet<string>;
  readonly effect: 'ends' | 'changes';
}

/**
 * Checks whether a call arrived between the status and the act, which may then have reached that call. An act that
 * ends a call did not reach one that is still on the line.
 */
async function confirm(desks: Desks, { desk }: CallTarget, { before, effect }: Sent, ask: SendOptions): Promise<void> {
  const status = await desk.status(ask).catch(() => null);
  if (status) desk.confirmBy(status);
  const here = status ? currentCalls(status).map(sessionIdOf) : [];
  const newCalls = [...new Set([...desk.calls.known(), ...here])].filter((id) => !before.has(id));
  const isUp = !!status && (status.onCall || status.callConnected);
  const reached = effect === 'changes' ? newCalls : newCalls.filter((id) => !isUp || !here.includes(id));
  if (reached.length === 0) return;
  const reason = 'Another call arrived while the act was sent and may have been reached instead; read the calls';
  throw desks.error('OUTCOME_UNKNOWN', reason);
}
