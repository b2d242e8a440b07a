/** A quality review: yesterday's recordings of one agent are found, played and annotated. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import type { SimulatedCampaign, SimulatedPerson } from '../../src/simulators/centre/model.ts';
import { untilAnswer } from '../helpers/until.ts';
import { ACCOUNTS } from '../server/gateway.ts';
import { nameOf, type Scene, type Stage, sceneOver, untilEvent } from './stage.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TODAY = new Date(Math.floor(Date.now() / DAY) * DAY);
const YESTERDAY = new Date(TODAY.getTime() - DAY);

let scene: Scene;
let person: SimulatedPerson;
beforeAll(async () => {
  const world = createCentre({ seed: 17, startsAt: new Date(YESTERDAY.getTime() + 14 * HOUR) }) as Stage;
  world.advanceTo(new Date(YESTERDAY.getTime() + 16 * HOUR));
  goHome(world);
  world.advanceTo(TODAY);
  for (const campaign of world.campaigns)
    if (campaign.state === 'PAUSED' && isLine(campaign)) world.resumeCampaign(campaign);
  for (const one of world.people) world.logIn(one);
  for (const one of world.people) world.setReady(one);
  world.advanceTo(new Date(TODAY.getTime() + HOUR));
  person = busiest(world);
  scene = await sceneOver(world);
}, 30_000);
afterAll(() => scene.close());

const isLine = ({ owner, direction }: SimulatedCampaign) => owner === 'five9-config' && direction === 'INBOUND';

function openLines(world: Stage): SimulatedCampaign[] {
  return world.campaigns.filter((campaign) => isLine(campaign) && campaign.state === 'RUNNING');
}

/** The lines close, and all agents leave once their calls are over. */
function goHome(world: Stage): void {
  for (const campaign of openLines(world)) world.pauseCampaign(campaign);
  for (let minutes = 0; world.people.some(({ presence }) => presence !== 'LOGGED_OUT'); minutes += 1) {
    if (minutes > 60) throw new Error('an agent never leaves');
    for (const one of world.people)
      if (!world.liveCalls(one).length && one.presence !== 'LOGGED_OUT') world.logOut(one);
    world.advanceTo(new Date(world.now().getTime() + 60_000));
  }
}

/** Recordings of one person's calls on a day. */
function truth(world: Stage, whose: SimulatedPerson, from: Date) {
  const to = from.getTime() + DAY;
  return world.recordings.filter(
    ({ call, startedAt, state }) =>
      call.person === whose && state === 'STOPPED' && startedAt >= from && startedAt.getTime() < to,
  );
}

/** The agent who was recorded most yesterday and today. */
function busiest(world: Stage): SimulatedPerson {
  const both = world.people.filter((one) => truth(world, one, TODAY).length > 0 && one.carrier === 'five9-cti');
  const [first] = both.sort(
    (one, other) => truth(world, other, YESTERDAY).length - truth(world, one, YESTERDAY).length,
  );
  if (!first) throw new Error('no agent worked on both days');
  return first;
}

const FIND = `query ($filter: RecordingFilter, $after: Cursor) {
  recordings(first: 2, after: $after, filter: $filter) {
    totalCount pageInfo { hasNextPage endCursor }
    sources { account { key } notAsked count error { code } }
    edges { node {
      id source { nativeId } startedAt durationSeconds from to device agent { name }
      annotations { field label value } mp3: media { url contentType expiresAt } wav: media(format: WAV) { url contentType }
    } }
  }
}`;

test('finds them all and no other, plays one and annotates it', async () => {
  const agents = await scene.ask(
    'query ($name: String) { agents(first: 2, filter: { nameContains: $name }) { edges { node { id } } } }',
    { name: nameOf(person) },
  );
  const agentId = agents.agents.edges[0].node.id;
  const filter = { agentId, startedAfter: YESTERDAY.toISOString(), startedBefore: TODAY.toISOString() };
  const expected = truth(scene.world, person, YESTERDAY);
  expect(expected.length).toBeGreaterThan(2);

  // biome-ignore lint/suspicious/noExplicitAny: a recording as it was asked for
  const found: any[] = [];
  for (let after: string | null = null, more = true; more; ) {
    const { recordings } = await scene.ask(FIND, { filter, after });
    found.push(...recordings.edges.map(({ node }: { node: object }) => node));
    expect(recordings.sources).toContainEqual(
      expect.objectContaining({ account: { key: ACCOUNTS.recorder }, notAsked: null, error: null }),
    );
    ({ hasNextPage: more, endCursor: after } = recordings.pageInfo);
  }
  const ids = (all: readonly { recordId: number }[]) => all.map(({ recordId }) => String(recordId)).toReversed();
  expect(found.map(({ source }) => source.nativeId)).toEqual(ids(expected));
  for (const one of found) {
    expect(one).toMatchObject({ device: person.extension, agent: { name: nameOf(person) } });
    const began = Date.parse(one.startedAt);
    expect(began).toBeGreaterThan(YESTERDAY.getTime());
    expect(began).toBeLessThan(TODAY.getTime());
  }

  const [review] = found;
  const wav = await fetch(review.wav.url);
  expect([wav.status, wav.headers.get('content-type')]).toEqual([200, review.wav.contentType]);
  const bytes = Buffer.from(await wav.arrayBuffer());
  expect(bytes.subarray(0, 4).toString('latin1')).toBe('RIFF');
  expect(bytes.subarray(8, 12).toString('latin1')).toBe('WAVE');
  const seconds = bytes.readUInt32LE(40) / bytes.readUInt32LE(28);
  expect(Math.abs(seconds - review.durationSeconds)).toBeLessThanOrEqual(1);
  const mp3 = await fetch(review.mp3.url, { headers: { range: 'bytes=0-15' } });
  expect(mp3.status).toBe(206);
  const start = Buffer.from(await mp3.arrayBuffer());
  expect(start.subarray(0, 3).toString('latin1') === 'ID3' || (start.readUInt16BE(0) & 0xffe0) === 0xffe0).toBe(true);
  expect((await fetch(review.wav.url.replace(/.$/, (last: string) => (last === 'A' ? 'B' : 'A')))).status).toBe(403);

  const changes = scene.follow(
    'subscription ($device: String) { recordingChanged(filter: { device: $device }) { type recording { id annotations { field value } } } }',
    { device: person.extension },
  );
  const annotate = () =>
    scene.ask(
      `mutation ($input: RecordingAnnotateInput!) {
        recordingAnnotate(input: $input) { recording { id annotations { field label value } } userErrors { code message path } }
      }`,
      { input: { recordingId: review.id, annotations: [{ field: 'USER4', value: 'Greeting: 5 of 5' }] } },
    );
  const { recordingAnnotate } = await annotate();
  expect(recordingAnnotate.userErrors).toEqual([]);
  expect(recordingAnnotate.recording.annotations).toContainEqual({
    ...{ field: 'USER4', label: expect.any(String), value: 'Greeting: 5 of 5' },
  });
  expect(expected.at(-1)?.fields.USER4).toBe('Greeting: 5 of 5');
  const events = await untilAnswer(
    async () => {
      if (!changes.events.length) await annotate();
      return changes.events;
    },
    ({ length }) => length > 0,
  );
  expect(events[0]).toMatchObject({ type: 'UPDATED', recording: { id: review.id } });
  await untilEvent(changes, ({ type }) => type === 'UPDATED');
  const again = await scene.ask(
    'query ($id: ID!) { node(id: $id) { ... on Recording { annotations { field value } } } }',
    {
      id: review.id,
    },
  );
  expect(again.node.annotations).toContainEqual({ field: 'USER4', value: 'Greeting: 5 of 5' });
});
