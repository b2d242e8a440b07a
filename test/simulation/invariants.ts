/** What must be true of a world after any faults. */
import { Figures } from '../../src/figures/figures.ts';
import type { StoredAudit } from '../../src/storage/audit-store.ts';
import type { LoggedEvent } from '../../src/subscriptions/log/log.ts';
import type { Emitted, Listener, Unknowable } from './vendor.ts';
import type { World } from './world.ts';

/** What is read of a world at its end. */
export interface Ending {
  readonly log: readonly LoggedEvent[];
  readonly audit: readonly StoredAudit[];
  /** Whether the hashes of the trail follow from each other. */
  readonly isChained: boolean;
  /** The figures of each gateway that is up, by account, as text. */
  readonly figures: ReadonlyMap<string, string>;
  /** The place of a message's event, by the message's id. */
  placeOf(id: string): string;
}

type Check = (world: World, ending: Ending) => string[];

/** Milliseconds that a broken connection takes to be noticed. */
const NOTICED_AFTER_MS = 250;

const timeOf = (text: string) => Date.parse(text);

/** Each event is in the log once, or a gap of its account covers it. */
const nothingLost: Check = ({ sites, worstSkew, start }, { log }) => {
  const counts = new Map<string, number>();
  for (const { event } of log) counts.set(event.fingerprint, (counts.get(event.fingerprint) ?? 0) + 1);
  const gaps = log.flatMap(({ event }) => (event.kind === 'GAP' ? [event] : []));
  const slack = NOTICED_AFTER_MS + worstSkew * 2;
  const isCovered = (account: string, { at, heldUntil }: Emitted) =>
    gaps.some(
      (gap) => gap.account === account && timeOf(gap.from) - slack <= heldUntil && at <= timeOf(gap.to) + slack,
    );
  return [...sites.values()].flatMap(({ account, emitted, unknowable }) =>
    emitted.flatMap((sent) => {
      const { event } = sent;
      const { fingerprint } = event;
      const count = counts.get(fingerprint) ?? 0;
      if (count > 1) return [`${fingerprint} is in the log ${count} times`];
      if (count === 1 || isCovered(account, sent)) return [];
      if (couldNotBeKnown(sent, unknowable)) return [];
      const seconds = gaps.flatMap((gap) =>
        gap.account === account ? [`${(timeOf(gap.from) - start) / 1_000}-${(timeOf(gap.to) - start) / 1_000}`] : [],
      );
      const gone = `${fingerprint}, sent at ${((sent.at - start) / 1_000).toFixed(3)} s, is lost`;
      return [`${gone}, and no gap covers it: ${seconds.join(', ') || 'there is none'}`];
    }),
  );
};

/**
 * Whether no gateway could have received an event: a cut network delayed it for the gateway that then handed its stream over,
 * and each other listener had ended by then or was cut off in the same way.
 */
function couldNotBeKnown({ at, listeners }: Emitted, unknowable: readonly Unknowable[]): boolean {
  const heldBack = ({ connection }: Listener) =>
    unknowable.filter(({ gateway, from, to }) => gateway === connection.ends[0].node && from <= at && at <= to);
  const last = Math.max(...listeners.flatMap(heldBack).map(({ handedOverAt }) => handedOverAt));
  return (
    Number.isFinite(last) && listeners.every((listener) => heldBack(listener).length > 0 || listener.endedAt <= last)
  );
}

/** The events of a call are in the order in which the vendor sent them. */
const inOrder: Check = (_world, { log }) => {
  const last = new Map<string, number>();
  return log.flatMap(({ event, position }) => {
    if (event.kind !== 'CALL') return [];
    const index = Number(event.fingerprint.split('/')[1]);
    const before = last.get(event.subject) ?? -1;
    last.set(event.subject, index);
    const place = `${position}, received ${event.receivedAt}`;
    return index > before ? [] : [`${event.fingerprint} comes after event ${before} of its call (${place})`];
  });
};

/** Each subscriber received each event of its filter once, in the order of the log. */
const subscribersComplete: Check = ({ subscribers }, { log }) =>
  subscribers.flatMap(({ name, wanted, received, refusals }) => {
    const isWanted = ({ event }: LoggedEvent) =>
      (wanted?.accounts?.includes(event.account) ?? true) && (wanted?.kinds?.includes(event.kind) ?? true);
    const kinds = wanted?.kinds;
    const expected = log.filter(isWanted).map(({ position, event }) => `${position} ${event.kind}`);
    const seen = received.filter((place) => !kinds || kinds.some((kind) => place.endsWith(kind)));
    const at = expected.findIndex((place, index) => seen[index] !== place);
    const problems = refusals.map((message) => `the subscriber "${name}" was refused: ${message}`);
    if (at >= 0) problems.push(`the subscriber "${name}" received ${seen[at] ?? 'nothing'} instead of ${expected[at]}`);
    else if (seen.length > expected.length)
      problems.push(`the subscriber "${name}" received ${seen[expected.length]} too`);
    return problems;
  });

/** The partner took every event of a call, those of one call in their order, and each message says the same always. */
const webhookComplete: Check = ({ partner, plan }, { log, placeOf }) => {
  const taken = partner.received.filter(({ status }) => status < 300);
  const bodies = new Map<string, string>();
  const places: string[] = [];
  const problems: string[] = [];
  for (const { id, body } of taken) {
    const before = bodies.get(id);
    if (before === undefined) places.push(placeOf(id));
    else if (before !== body) problems.push(`the message ${placeOf(id)} was sent with another body`);
    else if (plan.seed % 16 === 15) problems.push(`the message ${placeOf(id)} was sent twice without a fault`);
    bodies.set(id, body);
  }
  const found = new Set(places);
  const subjects = new Map(log.map(({ position, event }) => [position, event] as const));
  for (const { position, event } of log)
    if (event.kind === 'CALL' && !found.has(position)) problems.push(`the webhook lacks ${event.fingerprint}`);
  const last = new Map<string, string>();
  for (const place of places) {
    const subject = subjects.get(place)?.subject;
    if (subject === undefined) problems.push(`the webhook was sent ${place}, which is not in the log`);
    else if ((last.get(subject) ?? '') >= place) problems.push(`the webhook was sent ${place} too late for its call`);
    else last.set(subject, place);
  }
  return problems;
};

/** No act was sent twice, and what its caller was answered is true. */
const actsTrue: Check = ({ acts, sites, plan }) =>
  acts.flatMap(({ key, account, answers }) => {
    const count = sites.get(account)?.started.get(key) ?? 0;
    const problems = count > 1 ? [`${key} was sent ${count} times`] : [];
    if (answers.includes('OK') && count === 0) problems.push(`${key} was never done and was answered as done`);
    const isSilent = answers.includes('no answer');
    if (answers.includes('OUTCOME_UNKNOWN') && plan.seed % 16 === 15)
      problems.push(`${key} is unknown without a fault`);
    const isRefused = answers.length > 0 && answers.every((code) => code === 'UNAVAILABLE' || code === 'RATE_LIMITED');
    if (isRefused && !isSilent && count > 0) problems.push(`${key} was done and was answered as not done`);
    const strange = answers.find((code) => !KNOWN.has(code));
    if (strange) problems.push(`${key} was answered with ${strange}`);
    if (answers.length === 0 || answers.at(-1) === 'no answer') problems.push(`${key} was never answered`);
    return problems;
  });

const KNOWN = new Set(['OK', 'no answer', 'OUTCOME_UNKNOWN', 'UNAVAILABLE', 'TIMEOUT', 'RATE_LIMITED']);

/** Every act that was answered is in the audit trail, and every entry is true. */
const auditComplete: Check = ({ acts, sites }, { audit, isChained }) => {
  const entries = audit.map(({ text }) => JSON.parse(text) as { idempotencyKey?: string; outcome: string });
  const problems = isChained ? [] : ['the hashes of the audit trail do not follow from each other'];
  for (const { key, answers } of acts) {
    const outcomes = entries.filter((entry) => entry.idempotencyKey === key).map(({ outcome }) => outcome);
    if (answers.includes('OK') && !outcomes.includes('OK'))
      problems.push(`${key} was answered and is not in the audit trail`);
    if (outcomes.filter((outcome) => outcome === 'OK').length > 1) problems.push(`${key} is in the audit trail twice`);
    const count = [...sites.values()].reduce((sum, { started }) => sum + (started.get(key) ?? 0), 0);
    if (outcomes.includes('OK') && count === 0) problems.push(`${key} is in the audit trail and was never done`);
  }
  return problems;
};

/** The figures of every gateway equal a recount of the log. */
const figuresEqual: Check = ({ clock }, { log, figures }) => {
  const recount = new Figures(() => ({ zone: 'UTC', reportsQueue: true, queuePerCampaign: false, isPolled: false }));
  for (const { event, position } of log) recount.apply(event, position);
  return [...figures].flatMap(([name, counted]) => {
    const account = name.split(' ')[1] ?? '';
    const expected = figuresText(recount, account, clock.now).split('\n');
    const found = counted.split('\n');
    const missing = expected.find((cell) => !found.includes(cell));
    const other = found.find((cell) => !expected.includes(cell));
    if (missing === undefined && other === undefined) return [];
    return [`the figures of ${name} are ${other ?? 'nothing'} instead of ${missing ?? 'nothing'}`];
  });
};

/** The figures of an account's day as a text that is equal for equal figures. */
export function figuresText(figures: Figures, account: string, now: number): string {
  const day = figures.day(account, now);
  const cells = figures.history(account, day, now).map(({ quarter, dimensions, measures }) => {
    const set = Object.entries(measures).filter(([, value]) => value !== 0);
    return JSON.stringify([quarter, Object.entries(dimensions).sort(), set.sort()]);
  });
  return cells
    .filter((cell) => !cell.endsWith(',[]]'))
    .sort()
    .join('\n');
}

/** Nothing that was thrown remained without a catcher. */
const CHECKS: Readonly<Record<string, Check>> = {
  'nothing lost': nothingLost,
  'order of calls': inOrder,
  subscribers: subscribersComplete,
  webhook: webhookComplete,
  acts: actsTrue,
  audit: auditComplete,
  figures: figuresEqual,
};

/** What is not true that must be, each with the name of its invariant. */
export function violations(world: World, ending: Ending): string[] {
  return Object.entries(CHECKS).flatMap(([name, check]) =>
    check(world, ending).map((problem) => `${name}: ${problem}`),
  );
}
