/** What must be true after a chaos run. */
import { type Act, type Actors, type Answered, ask, isFinal, type Readers } from './callers.ts';
import { isCoded } from './codes.ts';
import { type Follower, numberOf, type Received } from './followers.ts';
import { NUMBERS, type World } from './world.ts';

/** One promise: how much it was tried, and where it was broken. */
export interface Promised {
  readonly promise: string;
  readonly figure: string;
  readonly broken: readonly string[];
  /** False where the run was too short to say anything. Default: true. */
  readonly isJudged?: boolean;
}

/** Milliseconds that a broken connection takes to be noticed. */
const NOTICED_AFTER_MS = 1_000;
/** Milliseconds after the answer of an act in which a vendor that is killed may have forgotten it. */
const FORGOTTEN_MS = 3_000;

/** Each number is in the log once, or a gap covers the time at which it was sent. */
export function nothingLost({ sentAt, feeder }: World, log: readonly Received[]): Promised {
  const counts = new Map<number, number>();
  for (const event of log) {
    const number = event.account.key === NUMBERS ? numberOf(event) : null;
    if (number) counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  const gaps = log.filter(({ kind, account }) => kind === 'GAP' && account.key === NUMBERS);
  const isCovered = (at: number) =>
    gaps.some(
      ({ from = '', to = '' }) => Date.parse(from) - NOTICED_AFTER_MS <= at && at <= Date.parse(to) + NOTICED_AFTER_MS,
    );
  const [first = 1] = [...counts.keys()].sort((one, other) => one - other);
  let inGaps = 0;
  const broken: string[] = [];
  for (let number = first; number <= feeder.last; number += 1) {
    const count = counts.get(number) ?? 0;
    const at = sentAt[number] ?? 0;
    if (count > 1) broken.push(`event ${number} is in the log ${count} times`);
    else if (count === 0 && isCovered(at)) inGaps += 1;
    else if (count === 0)
      broken.push(`event ${number}, sent at ${new Date(at).toISOString()}, is lost, and no gap covers it`);
  }
  const figure = `${feeder.last - first + 1} numbered events sent, ${inGaps} of them in ${gaps.length} gaps`;
  return { promise: 'An event of a vendor is in the log once, or a gap covers it', figure, broken };
}

/** Each subscriber received what the log has, in its order, from its first event on. */
export function subscribersComplete(log: readonly Received[], followers: readonly Follower[]): Promised {
  const broken: string[] = [];
  let events = 0;
  let connections = 0;
  for (const { name, kinds, received, ...follower } of followers) {
    const wanted = log
      .filter(({ kind }) => !kinds || kind === 'GAP' || kinds.includes(kind))
      .map(({ cursor }) => cursor);
    const places = new Map(wanted.map((cursor, index) => [cursor, index] as const));
    // The log is read from the first event of another subscriber on.
    const first = received.findIndex(({ cursor }) => places.has(cursor));
    const expected = wanted.slice(places.get(received[first]?.cursor ?? ''));
    const at = expected.findIndex((cursor, index) => received[first + index]?.cursor !== cursor);
    if (first < 0) broken.push(`${name}: its first event is not in the log`);
    else if (at >= 0) broken.push(`${name}: event ${at} of ${expected.length} differs from the log`);
    events += received.length;
    connections += follower.connections;
  }
  const figure = `${events} events at ${followers.length} subscribers with ${connections} connections`;
  return { promise: 'A subscriber that continues at its cursor receives each event once, in order', figure, broken };
}

/** The partner took each event of a call, those of one call in order, and each message says the same always. */
export function webhookComplete({ partner }: World, log: readonly Received[], taken: ReadonlySet<string>): Promised {
  const places = new Map(log.map(({ cursor }, index) => [cursor, index] as const));
  const broken: string[] = [];
  for (const { cursor, kind } of log)
    if (kind === 'CALL' && !taken.has(cursor)) broken.push(`the event at ${cursor} never came`);
  const bodies = new Map<string, string>();
  const last = new Map<string, number>();
  for (const { id, call, body } of partner.got) {
    const before = bodies.get(id);
    if (before !== undefined && before !== body) broken.push(`message ${id} came with another body`);
    bodies.set(id, body);
    const place = places.get(cursorOf(body));
    // Gaps are of no call.
    if (before !== undefined || place === undefined || call === '') continue;
    if ((last.get(call) ?? -1) > place) broken.push(`message ${id} came after a later event of its call ${call}`);
    last.set(call, place);
  }
  const figure = `${bodies.size} messages, ${partner.got.length - bodies.size} of them sent again`;
  return { promise: 'A webhook receives each event of its filter, those of a call in order', figure, broken };
}

/** The position of the event that a message reports. */
export const cursorOf = (body: string): string => (JSON.parse(body) as { data: { cursor: string } }).data.cursor;

/** No act was sent twice, and what its caller was answered is true of the vendor. */
export async function actsTrue({ sent, troubles }: World, { acts }: Actors, url: string): Promise<Promised> {
  const created = new Set((await nodesOf(url, 'campaigns', 'name')).map(({ name }) => name));
  const broken = acts.flatMap((act): string[] => {
    const { mark, account, answers, answeredAt } = act;
    const count = sent.get(mark) ?? 0;
    const last = answers.at(-1);
    if (!isFinal(act)) return [`${mark} was never answered: ${answers.join(', ')}`];
    if (count > 1) return [`${mark} was sent ${count} times: ${answers.join(', ')}`];
    if (last === 'OK' && count === 0) return [`${mark} is answered as done and was never sent`];
    const isForgotten = troubles.all.some(
      ({ what, target, to }) =>
        what === 'SIGKILL' && target === account && (to ?? Date.now()) > answeredAt - FORGOTTEN_MS,
    );
    if (last === 'OK' && !isForgotten && !created.has(mark)) return [`${mark} is answered as done and does not exist`];
    if (last !== 'OK' && last !== 'OUTCOME_UNKNOWN' && count > 0 && created.has(mark) && !answers.includes('no answer'))
      return [`${mark} is answered with ${last} and was done`];
    return last && (last === 'OK' || isCoded(last)) ? [] : [`${mark} is answered with ${last}`];
  });
  const share = (code: string) => acts.filter(({ answers }) => answers.at(-1) === code).length;
  const figure = `${acts.length} acts: ${share('OK')} done, ${share('OUTCOME_UNKNOWN')} unknown, ${[...sent.values()].filter((count) => count > 1).length} sent twice`;
  return { promise: 'An act is sent once, and its answer is true of the vendor', figure, broken };
}

type Nodes = readonly Readonly<Record<string, string>>[];

/** Every node of a list, page by page. */
async function nodesOf(url: string, list: string, fields: string): Promise<Nodes> {
  const query = `query ($after: Cursor) {
    list: ${list}(first: 100, after: $after) { edges { node { ${fields} } } pageInfo { hasNextPage endCursor } }
  }`;
  const nodes: Readonly<Record<string, string>>[] = [];
  let after: string | null = null;
  do {
    const answered: Answered | null = await ask(url, query, { after });
    for (const { node } of answered?.data?.list.edges ?? []) nodes.push(node);
    const { hasNextPage, endCursor } = answered?.data?.list.pageInfo ?? {};
    after = hasNextPage ? endCursor : null;
  } while (after !== null);
  return nodes;
}

/** Each act that was answered as done is in the audit trail once. */
export async function auditComplete(url: string, acts: readonly Act[]): Promise<Promised> {
  const done = new Map<string, number>();
  for (const { outcome, idempotencyKey = '' } of await nodesOf(url, 'audit', 'outcome idempotencyKey'))
    if (outcome === 'OK') done.set(idempotencyKey, (done.get(idempotencyKey) ?? 0) + 1);
  const answered = acts.filter(({ answers }) => answers.at(-1) === 'OK');
  const broken = answered.flatMap(({ mark }) =>
    done.get(mark) === 1 ? [] : [`${mark} is in the trail ${done.get(mark) ?? 0} times`],
  );
  return {
    promise: 'An act that is answered as done is in the audit trail once',
    figure: `${answered.length} acts`,
    broken,
  };
}

/** Every error had a code, and a gateway that nothing failed at answered. */
export function errorsCoded(readers: Readers, actors: Actors, followers: readonly Follower[]): Promised {
  const codes = new Map(readers.codes);
  const more = [...actors.acts.flatMap(({ answers }) => answers), ...followers.flatMap((follower) => follower.codes)];
  for (const code of more) if (code !== 'OK' && code !== 'no answer') codes.set(code, (codes.get(code) ?? 0) + 1);
  const shown = [...codes].filter(([code]) => isCoded(code)).map(([code, count]) => `${count} ${code}`);
  const broken = [...codes].flatMap(([code, count]) => (isCoded(code) ? [] : [`${count} × ${code}`]));
  const figure = `${readers.reads} reads, errors: ${shown.join(', ') || 'none'}`;
  return {
    promise: 'Every error has a code, and every gateway that works answers',
    figure,
    broken: [...broken, ...readers.unanswered],
  };
}

/** No process ended that was not ended by the run. */
export function noCrash({ gateways, vendors }: World): Promised {
  const broken = [...gateways, ...vendors].flatMap(({ member }) => member.crashes);
  return { promise: 'No process ends that the run does not end', figure: `${gateways.length} gateways`, broken };
}
