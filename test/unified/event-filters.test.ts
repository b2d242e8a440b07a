/** Every filter of subscriptions, over the vendors' wires: each passes its matches and nothing else. */
import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilAnswer } from '../helpers/until.ts';
import { idle, openScene, type Scene, untilEvent } from '../scenarios/stage.ts';
import { ACCOUNTS } from '../server/gateway.ts';

// biome-ignore lint/suspicious/noExplicitAny: events of many types
type Event = any;

/** A value for a filter's field, made of earlier events, and the events that it passes. */
interface Row {
  readonly value: (all: readonly Event[]) => unknown;
  readonly fits: (event: Event, value: Event) => boolean;
}

const SUBJECT = 'id source { nativeId }';
const CHANGES: Readonly<Record<string, string>> = {
  callChanged: `type call { ${SUBJECT} state direction from to device startedAt customerName agent { id } campaign { id } }`,
  recordingChanged: `type state device recording { ${SUBJECT} direction from to startedAt annotations { label value } agent { id name } } call { campaign { id } agent { id name } }`,
  agentChanged: 'type presence agent { id name }',
  campaignChanged: `type state campaign { ${SUBJECT} name direction }`,
};
const EVENTS = `kind
  ... on CallEvent { callType: type call { device agent { id } campaign { id } } }
  ... on RecordingEvent { recordingType: type device recording { agent { id } } ofCall: call { agent { id } campaign { id } } }
  ... on AgentEvent { agentType: type agent { id } }
  ... on CampaignEvent { campaignType: type campaign { id } }`;
const SHOW: Readonly<Record<string, string>> = { ...CHANGES, events: EVENTS };
const FILTERS: Readonly<Record<string, string>> = {
  callChanged: 'CallFilter',
  recordingChanged: 'RecordingFilter',
  agentChanged: 'AgentFilter',
  campaignChanged: 'CampaignFilter',
  events: 'EventFilter',
};

const subjectOf = (event: Event) =>
  event.call?.source ? event.call : (event.recording ?? event.campaign ?? event.agent);
/** A value that some events have and others have not. */
const some = (of: (event: Event) => unknown) => (all: readonly Event[]) => {
  const values = all.map(of).filter((value) => value != null && value !== '');
  return values.find((value) => all.some((event) => of(event) !== value));
};
const list = (of: (event: Event) => unknown) => (all: readonly Event[]) => [some(of)(all)];
const by = (of: (event: Event) => unknown): Row => ({ value: some(of), fits: (event, value) => of(event) === value });
const among = (of: (event: Event) => unknown): Row => ({
  value: list(of),
  fits: (event, values) => values.includes(of(event)),
});
const digits = (number: string | null) => (number ?? '').replace(/\D/g, '').slice(-10);
const numbered = (of: (event: Event) => string | null): Row => ({
  value: (all) => digits(some(of)(all) as string).replace(/^(\d{3})(\d{3})(\d{4})$/, '($1) $2-$3'),
  fits: (event, number) => of(event) !== null && digits(of(event)) === digits(number),
});
const part = (of: (event: Event) => string | null): Row => ({
  value: (all) => String(some(of)(all)).slice(1, 5).toUpperCase(),
  fits: (event, text) => (of(event) ?? '').toUpperCase().includes(text),
});
const annotationOf = ({ recording }: Event) =>
  recording?.annotations.find(({ label }: Event) => label === 'Call Id')?.value ?? null;
const time = (event: Event) => Date.parse(subjectOf(event)?.startedAt);

const COMMON: Readonly<Record<string, Row>> = {
  accounts: among((event) => event.account.key),
  vendors: among((event) => event.account.vendor),
  ids: among((event) => subjectOf(event)?.id),
};
const TALKS: Readonly<Record<string, Row>> = {
  directions: among((event) => subjectOf(event)?.direction),
  from: numbered((event) => subjectOf(event)?.from ?? null),
  to: numbered((event) => subjectOf(event)?.to ?? null),
  number: {
    value: numbered((event) => subjectOf(event)?.from ?? null).value,
    fits: (event, number) =>
      [subjectOf(event)?.from, subjectOf(event)?.to].some((one) => one && digits(one) === digits(number)),
  },
  startedAfter: {
    value: some((event) => subjectOf(event)?.startedAt),
    fits: (event, at) => time(event) > Date.parse(at),
  },
  startedBefore: {
    value: (all) => some((event) => subjectOf(event)?.startedAt)(all.toReversed()),
    fits: (event, at) => time(event) < Date.parse(at),
  },
};
const ROWS: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  callChanged: {
    ...COMMON,
    ...TALKS,
    nameContains: part(({ call }) => call.customerName),
    states: among(({ call }) => call.state),
    device: by(({ call }) => call.device),
    agentId: by(({ call }) => call.agent?.id),
    campaignId: by(({ call }) => call.campaign?.id),
  },
  recordingChanged: {
    ...COMMON,
    ...TALKS,
    nameContains: part((event) => event.recording?.agent?.name ?? event.call?.agent?.name ?? null),
    states: among(({ state }) => state),
    device: by(({ device }) => device),
    agentId: by((event) => event.recording?.agent?.id ?? event.call?.agent?.id),
    campaignId: by(({ call }) => call?.campaign?.id),
    annotationContains: {
      value: (all) => String(some(annotationOf)(all)).slice(1).toUpperCase(),
      fits: ({ recording }, part) =>
        recording?.annotations.some(({ value }: Event) => value.toUpperCase().includes(part)),
    },
    annotations: {
      value: (all) => [{ field: 'Call Id', value: some(annotationOf)(all) }],
      fits: (event, [{ value }]) => annotationOf(event) === value,
    },
  },
  agentChanged: {
    ...COMMON,
    ids: among(({ agent }) => agent?.id),
    nameContains: part(({ agent }) => agent?.name),
    states: among(({ presence }) => presence),
  },
  campaignChanged: {
    ...COMMON,
    nameContains: part(({ campaign }) => campaign.name),
    states: among(({ state }) => state),
    directions: among(({ campaign }) => campaign.direction),
  },
  events: {
    kinds: { value: () => ['CALL', 'CAMPAIGN'], fits: ({ kind }, kinds) => kinds.includes(kind) },
    types: {
      value: () => ['CONNECTED', 'RECORDING.STARTED'],
      fits: ({ callType, recordingType }) => callType === 'CONNECTED' || recordingType === 'STARTED',
    },
    accounts: COMMON.accounts as Row,
    agentIds: among((event) => (event.agent ?? event.recording?.agent ?? event.ofCall?.agent ?? event.call?.agent)?.id),
    campaignIds: among((event) => (event.campaign ?? event.ofCall?.campaign ?? event.call?.campaign)?.id),
    devices: among((event) => event.device ?? event.call?.device),
  },
};

let scene: Scene;
let start: string;
const whole = new Map<string, readonly Event[]>();
beforeAll(async () => {
  scene = await openScene({ seed: 29 });
  const person = idle(scene.world);
  start = await scene.cursorAfterEventOf(person);
  const board = scene.follow(
    'subscription { campaignChanged(snapshot: true) { snapshot account { key } campaign { name } } }',
  );
  await untilEvent(board, ({ account }) => account.key === ACCOUNTS['five9-config']);
  await untilEvent(board, ({ account }) => account.key === ACCOUNTS.engage);
  for (const name of ['Support Inbound', 'Spring Sales', 'Voice Reminders']) {
    await turn(name);
    await untilEvent(board, ({ snapshot, campaign }) => !snapshot && campaign.name === name);
  }
  const boards = Object.keys(SHOW).map((field) => [field, follow(field, null).events] as const);
  await untilAnswer(
    async () => {
      scene.pass(20);
      await scene.cursorAfterEventOf(person);
      return boards.flatMap(([field, events]) => untried(field, events));
    },
    ({ length }) => length === 0,
    40_000,
  );
  for (const [field, events] of boards) whole.set(field, await again(field, events.at(-1)?.cursor));
}, 90_000);
afterAll(() => scene.close());

/** Stops or pauses a campaign and waits until the event came. */
async function turn(name: string): Promise<void> {
  const found = await scene.ask(
    'query ($name: String) { campaigns(first: 1, filter: { nameContains: $name }) { edges { node { id state source { account { vendor } } } } } }',
    { name },
  );
  const { id, state, source } = found.campaigns.edges[0].node;
  const act = source.account.vendor === 'ENGAGE' && state === 'PAUSED' ? 'campaignResume' : 'campaignStop';
  const done = await scene.ask(`mutation ($id: ID!) { act: ${act}(input: { id: $id }) { userErrors { message } } }`, {
    id,
  });
  expect(done.act.userErrors).toEqual([]);
}

const follow = (field: string, filter: object | null) =>
  scene.follow(
    `subscription ($after: Cursor, $filter: ${FILTERS[field]}) { ${field}(after: $after, filter: $filter) { cursor account { key vendor } ${SHOW[field]} } }`,
    { after: start, filter },
  );

/** The rows with too few events yet: each has to pass some of them and to drop some. */
function untried(field: string, events: readonly Event[]): string[] {
  return Object.entries(ROWS[field] ?? {}).flatMap(([name, { value, fits }]) => {
    const wanted = value(events);
    const missing = wanted === undefined || (Array.isArray(wanted) && wanted[0] === undefined);
    const matching = missing ? 0 : events.filter((event) => fits(event, wanted)).length;
    return matching > 0 && matching < events.length ? [] : [`${field}: ${name}`];
  });
}

/** Every event from the start to a position, emitted again. */
async function again(field: string, last: string): Promise<readonly Event[]> {
  const { events, stop } = follow(field, null);
  await untilAnswer(
    async () => events.some(({ cursor }) => cursor === last),
    (reached) => reached,
  );
  await stop();
  return events.slice(0, events.findIndex(({ cursor }) => cursor === last) + 1);
}

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
const FIELDS = Object.entries(FILTERS).flatMap(([field, filter]) =>
  Object.keys((schema.getType(filter) as GraphQLInputObjectType).getFields())
    // It widens lists of agents and has no meaning for events.
    .filter((name) => name !== 'includeInactive')
    .map((name) => [field, name] as const),
);

describe('each field of each filter', () => {
  test.each(FIELDS)('of %s: %s', async (field, name) => {
    const row = ROWS[field]?.[name];
    if (!row) throw new Error(`no row tries ${name} of ${field}`);
    const all = whole.get(field) ?? [];
    const value = row.value(all);
    const known = new Set(all.map(({ cursor }) => cursor));
    // A recording may find its call after its event; then both are read again.
    let now = all;
    const [matching, expected] = await untilAnswer(
      async () => {
        const fitting = now.filter((event) => row.fits(event, value)).map(({ cursor }) => cursor);
        const { events, stop } = follow(field, { [name]: value });
        const found = () => events.map(({ cursor }) => cursor).filter((cursor) => known.has(cursor));
        await untilAnswer(
          async () => found(),
          ({ length }) => length >= fitting.length,
        );
        // A caller may hold so many subscriptions at a time.
        await stop();
        if (found().join() !== fitting.join()) now = await again(field, all.at(-1)?.cursor ?? '');
        return [found(), fitting] as const;
      },
      ([found, fitting]) => found.join() === fitting.join(),
    );
    expect(matching).toEqual(expected);
    expect(expected.length, JSON.stringify(value)).toBeGreaterThan(0);
    expect(expected.length).toBeLessThan(all.length);
  });
});
