import * as z from 'zod';
import { readingsShape } from '../readings.ts';
import { isZone } from '../zone.ts';
import { STATION_TYPES } from './contract/types.ts';
import { readings } from './readings.ts';

type StationType = keyof typeof STATION_TYPES;

const login = z.strictObject({
  /** Log-in name; the desk's `agent` by default. */
  userName: z.string().min(1).optional(),
  password: z.string().min(1),
  stationId: z.string().min(1),
  stationType: z.enum(Object.keys(STATION_TYPES) as [StationType, ...StationType[]]),
});

const desk = z.strictObject({
  /** The operator's name of the desk, usually the agent's log-in name. */
  agent: z.string().min(1),
  url: z.url({ protocol: /^https?$/ }),
  /** Lets the gateway log the agent in when asked to make a logged-out agent ready. */
  login: login.optional(),
});

function distinct(desks: readonly { agent: string }[]): boolean {
  return new Set(desks.map(({ agent }) => agent.toLowerCase())).size === desks.length;
}

/** An account's own keys: every agent's machine runs a service of its own, so an account names its desks. */
export const settings = z.strictObject({
  desks: z.array(desk).min(1).refine(distinct, 'names an agent twice'),
  /** IANA zone whose midnight ends the account's day; UTC by default. */
  timeZone: z.string().refine(isZone, 'must be an IANA time zone such as America/New_York').default('UTC'),
  /** Milliseconds a call may take; 15,000 by default. */
  deadline: z.int().positive().default(15_000),
  /** Milliseconds one `checkEvent` waits at the desk; 25,000 by default. */
  pollTimeout: z.int().positive().max(600_000).default(25_000),
  /** Milliseconds before a failed listener is registered again; jittered, doubled per failure; 5,000 by default. */
  retryAfter: z.int().positive().default(5_000),
  /** Hosts without a public name, such as an intranet's, that `openBrowser` may show; none by default. */
  browserHosts: z.array(z.string().min(1)).default([]),
  /** How to read what the vendor's documents leave open; see `readings.ts`. */
  readings: readingsShape(readings),
});

/** Settings of an account, checked. */
export type Settings = z.infer<typeof settings>;

/** Settings of one desk, checked. */
export type DeskSettings = Settings['desks'][number];
