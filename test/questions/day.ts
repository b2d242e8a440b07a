/** A simulated day and a gateway that received its events until a moment at which callers wait. */
import { eventsOfStory, storyOf } from '../figures/story.ts';
import { fakeAdapter, gatewayOver, rows } from '../unified/world.ts';
import { GROUPS } from './truth.ts';

/** The beginning of the day, by the account's clock. */
export const MIDNIGHT = Date.UTC(2026, 4, 4);
/** Milliseconds of an hour. */
export const HOUR = 3_600_000;
/** The day as it was. */
export const STORY = storyOf(21, MIDNIGHT);
const waiting = STORY.calls.find(
  ({ offered, left }) => left !== null && left - offered > 60_000 && offered > MIDNIGHT + 14 * HOUR,
);
/** When the questions are asked. */
export const NOW = (waiting?.offered ?? 0) + 30_000;
/** A time as documents have it. */
export const time = (at: number) => new Date(at).toISOString();

const gateway = gatewayOver(
  [
    fakeAdapter('floor', 'FIVE9_CTI', {
      ...{ events: async function* () {}, reportsQueue: true, queuePerCampaign: true },
      agents: async () =>
        rows(...Object.entries(GROUPS).map(([nativeId, groups]) => ({ nativeId, name: nativeId, groups }))),
    }),
    fakeAdapter('office', 'FIVE9_CONFIG', {
      campaigns: async () => rows(...['Billing', 'Sales', 'Support'].map((name) => ({ nativeId: name, name }))),
      serviceLevels: async () => ({ seconds: 30 }),
    }),
  ],
  { now: () => new Date(NOW) },
);
for (const event of eventsOfStory(STORY)) if (Date.parse(event.occurredAt) <= NOW) gateway.figures.apply(event);

/** Asks the gateway of the day. */
export const { ask } = gateway;
