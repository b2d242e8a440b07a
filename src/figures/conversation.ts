/** The reducer of a conversation: the legs of one call id at one account, and what they add to cells. */
import type { Direction } from '../../schema/vocabulary.ts';
import type { QueueReference } from '../adapters/records.ts';
import { type Dimensions, type Measures, type QuarterCell, quarterOf, waitBucket } from './cells.ts';
import {
  beginLeg,
  type CallChange,
  type Durations,
  type DurationValue,
  durationsOf,
  type Leg,
  stepLeg,
  UNKNOWN,
} from './leg.ts';

/** A conversation as its events show it. */
export interface Conversation {
  readonly key: string;
  readonly account: string;
  /** Place of its first event in the log; null where it came from no log. */
  readonly first: string | null;
  readonly legs: Leg[];
  /** The cells it has added so far. */
  counted: readonly QuarterCell[];
}

interface CallPlace {
  readonly account: string;
  readonly call: { readonly nativeId: string; readonly callId?: string | null };
}

/** The key of the conversation that a call belongs to. */
export function conversationKey({ account, call }: CallPlace): string {
  return `${account} ${call.callId ?? call.nativeId}`;
}

/** Takes an event of a conversation. */
export function stepConversation({ legs }: Conversation, event: CallChange): void {
  const known = legs.find(({ nativeId }) => nativeId === event.call.nativeId);
  if (known) stepLeg(known, event);
  else legs.push(beginLeg(event));
}

/** Whether it is over at every place. */
export function isOver({ legs }: Conversation): boolean {
  return legs.every(({ ended }) => ended !== null);
}

/** Milliseconds in queues so far; null where a part of it is unknown or the vendor does not report queues. */
function queued({ legs }: Conversation, reportsQueue: boolean, now: number): number | null {
  const waits = legs.filter(({ isQueued }) => isQueued).map((leg) => durationsOf(leg, now).queue.seconds);
  if (waits.length > 0)
    return waits.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one * 1_000), 0);
  return reportsQueue && legs[0]?.begun != null && !legs[0].byTransfer ? 0 : null;
}

/** The durations of a leg; the time in queues is that of its whole conversation. */
export function legDurations(conversation: Conversation, leg: Leg, reportsQueue: boolean, now: number): Durations {
  const waited = queued(conversation, reportsQueue, now);
  const queue: DurationValue = waited === null ? UNKNOWN : { seconds: Math.round(waited) / 1_000, basis: 'MEASURED' };
  return { ...durationsOf(leg, now), queue };
}

/** The cells of the conversation as it stands. */
export function contributionOf(conversation: Conversation, queues: QueueFacts): QuarterCell[] {
  const { legs } = conversation;
  const desks = legs.filter(({ isQueued }) => !isQueued);
  return [
    ...offerCells(conversation, queues),
    ...desks.flatMap((leg) => deskCells(leg, queueOfLeg(legs, leg, queues))),
  ];
}

/** The queue that a call at a desk came from: the latest before it, else that of its campaign where each has one. */
export function queueOfLeg(legs: readonly Leg[], leg: Leg, { queuePerCampaign }: QueueFacts): QueueReference | null {
  const earlier = legs.slice(0, legs.indexOf(leg) + 1).findLast(({ queue }) => queue);
  const queue = (earlier ?? legs.find((one) => one.queue))?.queue ?? null;
  return queue ?? (queuePerCampaign && leg.direction === 'INBOUND' ? leg.campaign : null);
}

/** The facts about the queues of an account. */
export interface QueueFacts {
  /** Its vendor reports which calls wait, so a call that it never reported as waiting did not wait. */
  readonly reportsQueue: boolean;
  /** Each of its campaigns has one queue, in which every inbound call of the campaign is offered. */
  readonly queuePerCampaign?: boolean;
}

/** The cells of the conversation as a whole, in the quarter in which it was offered. */
function offerCells(conversation: Conversation, queues: QueueFacts): QuarterCell[] {
  const { reportsQueue } = queues;
  const { account, legs } = conversation;
  const [first] = legs;
  const direction = directionOf(legs);
  if (!first || first.begun === null || first.byTransfer || direction === 'OUTBOUND') return [];
  const desk = legs.findLast(({ isQueued }) => !isQueued) ?? first;
  const wasQueued = legs.some(({ isQueued }) => isQueued);
  if (direction === null && !wasQueued) return [];
  const queue = legs.find((leg) => leg.queue)?.queue ?? queueOfLeg(legs, desk, queues);
  const campaign = desk.campaign ?? first.campaign;
  const channel = desk.channel ?? first.channel;
  const dimensions = { account, campaign, queue, direction: direction ?? ('INBOUND' as const), channel };
  const measures = {
    offered: 1,
    ...queueMeasures(conversation, reportsQueue),
    ...endMeasures(conversation, first.begun, reportsQueue),
  };
  return [{ quarter: quarterOf(first.begun), dimensions, measures }];
}

function directionOf(legs: readonly Leg[]): Direction | null {
  return legs.find(({ direction }) => direction)?.direction ?? null;
}

/** The wait in queues, once no queue has it any more. */
function queueMeasures(conversation: Conversation, reportsQueue: boolean): Measures {
  const isWaiting = conversation.legs.some(({ state }) => state === 'QUEUED');
  const waited = isWaiting ? null : queued(conversation, reportsQueue, 0);
  return waited === null ? {} : { queue: Math.round(waited), queues: 1, 'max.queue': Math.round(waited) };
}

function endMeasures(conversation: Conversation, begun: number, reportsQueue: boolean): Measures {
  const { legs } = conversation;
  const answers = legs.filter(({ wasAnswered }) => wasAnswered);
  if (answers.length > 0) return answerMeasures(answers, begun, reportsQueue);
  if (!isOver(conversation)) return {};
  const last = legs.reduce((latest, leg) => ((leg.ended ?? 0) >= (latest.ended ?? 0) ? leg : latest));
  const isAbandoned = last.isQueued ? last.left === 'ABANDONED' : last.spent.ring !== null;
  return isAbandoned ? { abandoned: 1, abandonWait: Math.max(0, (last.ended ?? begun) - begun), abandonWaits: 1 } : {};
}

/** Without a report of the queue, the time from the offer to the answer is unknown. */
function answerMeasures(answers: readonly Leg[], begun: number, reportsQueue: boolean): Measures {
  const times = answers.map(({ answered }) => answered);
  if (!reportsQueue || times.includes(null)) return { answered: 1 };
  const wait = Math.max(0, Math.min(...(times as number[])) - begun);
  return { answered: 1, wait, waits: 1, [waitBucket(wait)]: 1, 'max.wait': wait };
}

/** The cells of one desk: the ring in the quarter it began, the handling in the quarter it ended. */
function deskCells(leg: Leg, queue: QueueReference | null): QuarterCell[] {
  const { account, campaign, agent, direction, channel } = leg;
  const dimensions: Dimensions = { account, campaign, queue, agent, direction, channel };
  const isOut = direction === 'OUTBOUND';
  const taken = leg.wasAnswered ? 1 : 0;
  const tried: Measures = isOut ? { attempted: 1, contacted: taken } : { rung: 1, taken };
  const cells: QuarterCell[] =
    leg.begun === null ? [] : [{ quarter: quarterOf(leg.begun), dimensions, measures: tried }];
  if (leg.ended !== null && leg.wasAnswered)
    cells.push({ quarter: quarterOf(leg.ended), dimensions, measures: handledMeasures(leg, leg.ended) });
  return cells;
}

const SUMMED = ['ring', 'talk', 'hold', 'wrapUp', 'handle'] as const;

function handledMeasures(leg: Leg, ended: number): Measures {
  const durations = durationsOf(leg, ended);
  const measures: Measures = { handled: 1, transferred: leg.transferred ? 1 : 0 };
  for (const name of SUMMED) {
    const { seconds } = durations[name];
    if (seconds === null) continue;
    const milliseconds = Math.round(seconds * 1_000);
    measures[name] = milliseconds;
    measures[`${name}s`] = 1;
    measures[`max.${name}`] = milliseconds;
  }
  return measures;
}
