/** The rows of reports of calls: the settled calls of the centre, and callers who gave up. */
import { DateTime } from 'luxon';
import type { Centre, QueuedCall, SimulatedCall, SimulatedCampaign, SimulatedPerson } from '../centre/model.ts';

const STANDARD = 'UTC-8';
const PACIFIC = 'America/Los_Angeles';

/** A settled call, or a part of one, as reports state it. */
export interface LoggedCall {
  readonly id: string;
  readonly startedAt: Date;
  /** When the line dropped. */
  readonly overAt: Date;
  readonly campaign: SimulatedCampaign | null;
  readonly person: SimulatedPerson | null;
  readonly type: 'Inbound' | 'Outbound' | 'Manual';
  readonly ani: string;
  readonly dnis: string;
  readonly customerName: string;
  readonly disposition: string | null;
  readonly isAbandoned: boolean;
  /** Milliseconds of each phase; null where the call had none. */
  readonly spent: Readonly<Record<'queue' | 'ring' | 'talk' | 'hold' | 'wrapUp', number | null>>;
}

/** How the guide is read where it leaves open what reports state. */
type Reads = (id: string) => string;

/** A column of a report. */
type Column = (call: LoggedCall) => string | null | undefined;

/** The columns of a report, in their order. */
export function columnsOf(reads: Reads): Readonly<Record<string, Column>> {
  const isEnd = reads('call-log-times') === 'end';
  return {
    'CALL ID': ({ id }) => (reads('call-log-id') === 'own' ? ownId(id) : id),
    TIMESTAMP: ({ startedAt, overAt }) => written(isEnd ? overAt : startedAt, reads),
    CAMPAIGN: ({ campaign }) => campaign?.name,
    'CALL TYPE': ({ type }) => type,
    AGENT: ({ person }) => person?.userName ?? '[None]',
    'AGENT NAME': ({ person }) => person && `${person.firstName} ${person.lastName}`,
    DISPOSITION: ({ disposition }) => disposition,
    ANI: ({ ani }) => ani,
    'CUSTOMER NAME': ({ customerName }) => customerName,
    DNIS: ({ dnis }) => dnis,
    'CALL TIME': ({ startedAt, overAt }) => lengthOf(overAt.getTime() - startedAt.getTime()),
    'QUEUE WAIT TIME': ({ spent }) => lengthOf(spent.queue, 3),
    'RING TIME': ({ spent }) => lengthOf(spent.ring),
    'TALK TIME': ({ spent }) => lengthOf(spent.talk),
    'HOLD TIME': ({ spent }) => lengthOf(spent.hold),
    'AFTER CALL WORK TIME': ({ spent }) => lengthOf(spent.wrapUp),
    ABANDONED: ({ isAbandoned, type }) => (type === 'Inbound' ? String(Number(isAbandoned)) : ''),
  };
}

/** An id that no desk and no recorder has. */
function ownId(id: string): string {
  return `3${String(BigInt(`0x${id}`) % 10n ** 14n).padStart(14, '0')}`;
}

function written(date: Date, reads: Reads): string {
  const zone = reads('call-log-zone') === 'standard' ? STANDARD : PACIFIC;
  const format = reads('report-times') === 'named' ? 'ccc, dd LLL yyyy HH:mm:ss' : 'yyyy-MM-dd HH:mm:ss.SSS';
  return DateTime.fromJSDate(date, { zone }).toFormat(format, { locale: 'en-US' });
}

function lengthOf(milliseconds: number | null, digits = 0): string {
  if (milliseconds === null) return '';
  const seconds = Math.max(0, milliseconds) / 1_000;
  const two = (number: number) => String(Math.floor(number)).padStart(2, '0');
  const rest = digits > 0 ? (seconds % 60).toFixed(digits).padStart(3 + digits, '0') : two(seconds % 60);
  return `${two(seconds / 3_600)}:${two((seconds / 60) % 60)}:${rest}`;
}

/** The calls that are over, with their disposition where an agent had them, in the order in which they began. */
export function loggedCalls(centre: Centre, reads: Reads): LoggedCall[] {
  const callers = new Map(centre.callers.map((caller) => [caller.id, caller]));
  const ended = centre.calls.filter(({ carrier, endedAt }) => carrier === 'five9-cti' && endedAt !== null);
  const settled = ended.map((call) => settledCall(call, callers.get(call.id)));
  const lost = centre.callers.filter(({ state }) => state === 'ABANDONED').map(lostCall);
  const calls = [...settled, ...lost].sort((one, other) => one.startedAt.getTime() - other.startedAt.getTime());
  return reads('call-log-rows') === 'parts' ? calls.flatMap(partsOf) : calls;
}

function settledCall(call: SimulatedCall, caller: QueuedCall | undefined): LoggedCall {
  const { id, person, campaign, direction, ani, dnis, customerName, disposition, connectedAt, endedAt } = call;
  const overAt = call.disconnectedAt ?? endedAt ?? call.startedAt;
  const talked = connectedAt ? overAt.getTime() - connectedAt.getTime() : null;
  const outbound = campaign ? 'Outbound' : 'Manual';
  return {
    ...{ id, person, campaign, ani, dnis, customerName, disposition, overAt, isAbandoned: false },
    startedAt: caller?.arrivedAt ?? call.startedAt,
    type: direction === 'INBOUND' ? 'Inbound' : outbound,
    spent: {
      queue: caller ? call.startedAt.getTime() - caller.arrivedAt.getTime() : 0,
      ring: (connectedAt ?? overAt).getTime() - call.startedAt.getTime(),
      talk: talked === null ? null : talked - call.heldMilliseconds,
      hold: talked === null ? null : call.heldMilliseconds,
      wrapUp: endedAt ? endedAt.getTime() - overAt.getTime() : 0,
    },
  };
}

function lostCall({ id, campaign, number, name, arrivedAt, leftAt }: QueuedCall): LoggedCall {
  const overAt = leftAt ?? arrivedAt;
  const queue = overAt.getTime() - arrivedAt.getTime();
  return {
    ...{ id, campaign, person: null, type: 'Inbound', ani: number, dnis: campaign.number, customerName: name, overAt },
    ...{ startedAt: arrivedAt, disposition: 'Abandon', isAbandoned: true },
    spent: { queue, ring: null, talk: null, hold: null, wrapUp: null },
  };
}

/** The wait and the rest of a call that waited, each with a row. */
function partsOf(call: LoggedCall): LoggedCall[] {
  const { startedAt, spent, person } = call;
  if (!spent.queue || !person) return [call];
  const routedAt = new Date(startedAt.getTime() + spent.queue);
  const none = { ring: null, talk: null, hold: null, wrapUp: null };
  return [
    { ...call, person: null, disposition: null, overAt: routedAt, spent: { ...none, queue: spent.queue } },
    { ...call, startedAt: routedAt, spent: { ...spent, queue: 0 } },
  ];
}
