import * as z from 'zod';
import { callingCodeSetting } from '../numbers.ts';
import { readingsShape } from '../readings.ts';
import { zoneSetting } from '../zone.ts';
import { STATION_TYPES } from './contract/types.ts';
import { readings } from './readings.ts';

type StationType = keyof typeof STATION_TYPES;

const login = z.strictObject({
  userName: z.string().min(1).optional().describe("Login name. Default: the desk's `agent`."),
  password: z.string().min(1).describe('Password of the agent.'),
  stationId: z.string().min(1).describe('Number of the station.'),
  stationType: z.enum(Object.keys(STATION_TYPES) as [StationType, ...StationType[]]).describe('Type of the station.'),
});

const desk = z.strictObject({
  agent: z.string().min(1).describe("Name of the desk, usually the agent's login name; unique without case."),
  url: z.url({ protocol: /^https?$/ }).describe("URL of the service on the agent's machine, http or https."),
  login: login.optional().describe('Lets the gateway log the agent in. Default: none.'),
});

function distinct(desks: readonly { agent: string }[]): boolean {
  return new Set(desks.map(({ agent }) => agent.toLowerCase())).size === desks.length;
}

/** Settings of a Five9 CTI account: a service runs on each agent's machine, so an account lists its desks. */
export const settings = z.strictObject({
  desks: z.array(desk).min(1).refine(distinct, 'names an agent twice').describe('The desks, at least one.'),
  timeZone: zoneSetting
    .default('UTC')
    .describe("IANA zone whose midnight ends the day of the account's figures. Default: UTC."),
  callingCode: callingCodeSetting.describe(
    'Calling code of the country of numbers without one, such as 44. Default: none; such numbers have no E.164 form.',
  ),
  deadline: z.int().positive().default(15_000).describe('Maximum duration of a call in milliseconds. Default: 15,000.'),
  pollTimeout: z
    .int()
    .positive()
    .max(600_000)
    .default(25_000)
    .describe('Duration of one `checkEvent` in milliseconds, at most 600,000. Default: 25,000.'),
  retryAfter: z
    .int()
    .positive()
    .default(5_000)
    .describe(
      'Delay before a failed listener is registered again in milliseconds, with jitter, doubled after each failure. Default: 5,000.',
    ),
  browserHosts: z
    .array(z.string().min(1))
    .default([])
    .describe('Hosts without a public name that `openBrowser` may show. Default: none.'),
  readings: readingsShape(readings).describe(
    "Chosen readings of what the guide leaves open, by id; see the page of the vendor. Default: the guide's.",
  ),
});

/** Settings of an account, checked. */
export type Settings = z.infer<typeof settings>;

/** Settings of one desk, checked. */
export type DeskSettings = Settings['desks'][number];
