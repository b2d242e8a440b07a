import * as z from 'zod';
import { STATION_TYPES } from './contract/types.ts';

type StationType = keyof typeof STATION_TYPES;

const login = z.strictObject({
  /** Log-in name; the desk's agent unless told otherwise. */
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
  /** Milliseconds a call may take. */
  deadline: z.int().positive().default(15_000),
  /** Milliseconds one question for the next event waits at the desk. */
  pollTimeout: z.int().positive().max(600_000).default(25_000),
  /** Milliseconds before a desk that failed is listened to again; spread, and doubled while it fails on. */
  retryAfter: z.int().positive().default(5_000),
  /** Hosts that openBrowser may show although they are no public names, such as an intranet's. */
  browserHosts: z.array(z.string().min(1)).default([]),
});

/** Settings of an account, checked. */
export type Settings = z.infer<typeof settings>;

/** Settings of one desk, checked. */
export type DeskSettings = Settings['desks'][number];
