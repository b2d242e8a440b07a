import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { IdentityRule } from '../../schema/vocabulary.ts';
import type { Vendor } from '../adapters/vendor.ts';
import { isRedisAddress } from '../storage/redis-address.ts';
import { type AuthConfiguration, authShape } from './auth.ts';
import { interpolate, readYaml } from './file.ts';
import { type ConfigurationProblem, configurationError, pathText } from './problems.ts';
import { checkNames } from './references.ts';
import { networkShape, webhookShape } from './webhooks.ts';

/** The process's environment. This file alone reads it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One configured account, its own keys already checked by its vendor. */
export interface AccountConfiguration {
  readonly id: string;
  readonly vendor: Vendor;
  readonly settings: unknown;
}

const identityShape = z.strictObject({
  /** Rules tried in this order to join identities into one agent. */
  rules: z
    .array(z.enum(Object.values(IdentityRule).filter((rule) => rule !== 'LINK')))
    .default(['EMAIL', 'USER_NAME', 'EMPLOYEE_ID']),
  /** Identities said to be one person, each as `account/nativeId`; they win over every rule. */
  links: z.array(z.array(z.string().regex(/^[^/]+\/.+$/, 'must be account/nativeId')).min(2)).default([]),
});

const limitsShape = z.strictObject({
  /** Largest HTTP body, in bytes. */
  bodyBytes: z.int().positive().default(1_048_576),
  /** Largest WebSocket message, in bytes. */
  frameBytes: z.int().positive().default(65_536),
  depth: z.int().positive().default(15),
  aliases: z.int().positive().default(60),
  tokens: z.int().positive().default(5_000),
  /** Objects one query may ask for, nested pages multiplied; an id counts as one, a list without pages as ten. */
  nodes: z.int().positive().default(10_000),
  /** Points one caller may spend in a minute at this gateway, one for each root field and each object asked for. No bound by default. */
  pointsPerMinute: z.int().positive().optional(),
  /**
   * Vendor calls that one caller may cause one by one in a minute at one account, by ids and by quota-counted operations of
   * the vendor plane. The default is half of the smallest documented vendor quota, 450 a minute.
   */
  lookupsPerMinute: z.int().positive().default(225),
  subscriptionsPerSocket: z.int().positive().default(100),
  /** Sockets one caller, a key or a token's subject, may hold open at this gateway. */
  socketsPerCaller: z.int().positive().default(5),
  /** Subscriptions over streamed HTTP answers that one caller may have open; default 100. */
  streamsPerCaller: z.int().positive().default(100),
  /** Milliseconds a whole operation may take. */
  operationMilliseconds: z.int().positive().default(30_000),
  /** Milliseconds one account may take for its part of a list over many. */
  accountMilliseconds: z.int().positive().default(5_000),
  /** Operations under way over HTTP at a time; more are answered 503. */
  operations: z.int().positive().default(2_000),
  /** Operations of one caller under way over HTTP at a time; more are answered 429. */
  operationsPerCaller: z.int().positive().default(500),
  /** The part of its heap that the process may need before it is not ready and begins no operation. */
  heapShare: z.number().positive().max(1).default(0.9),
  /** Milliseconds for which the process may not get to its work before it is not ready. */
  blockedMilliseconds: z.int().positive().default(2_000),
  /** Milliseconds a client may take to send a request's headers, and the whole request. */
  headersMilliseconds: z.int().positive().default(10_000),
  requestMilliseconds: z.int().positive().default(20_000),
  /** Milliseconds an idle connection stays open, by default longer than the 60 s of usual load balancers. */
  keepAliveMilliseconds: z.int().positive().default(75_000),
});

const eventsShape = z.strictObject({
  /** The embedded database file; a file in the working directory unless told otherwise. */
  file: z.string().min(1).default('.crosspoint/events.db'),
  retentionHours: z.number().positive().default(72),
});

const mediaShape = z.strictObject({
  /** Signs recording links; when absent, made anew at each start, so that links end with the process, or kept in Redis. */
  secret: z.string().min(32).optional(),
  /** How long a recording's link works. */
  seconds: z.int().positive().default(300),
  /** Where recordings are stored while they are downloaded; the system's folder of temporary files unless given. */
  folder: z.string().min(1).optional(),
  /** Bytes of the disk that these files may take together. */
  diskBytes: z
    .int()
    .positive()
    .default(4 * 1024 ** 3),
  /** Recordings fetched from vendors at a time; more are answered 503. */
  fetches: z.int().positive().default(8),
});

/** An origin as browsers send it; a slash at its end is left out. */
export const originShape = z.string().transform((text, context) => {
  const url = URL.canParse(text) && !text.includes('*') ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username)
    return url.origin;
  const message = text.includes('*')
    ? 'must name each origin: a wildcard would let every page call'
    : 'must be a scheme, a host and a port, such as https://desk.example';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** What a configuration file holds, the accounts' own keys aside. */
export const fileShape = z.strictObject({
  port: z.int().min(0).max(65_535).default(4000),
  host: z.string().default('0.0.0.0'),
  /** The address callers reach the gateway under, for links to recordings; http://localhost and the port unless told. */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  accounts: z
    .array(
      z.looseObject({ id: z.string().regex(/^[\w.-]+$/, 'may hold letters, digits, . _ and -'), vendor: z.string() }),
    )
    .min(1),
  /** A Redis shared by several gateways: one server, `redis+sentinel://` or `redis+cluster://`; `rediss` for TLS. */
  redis: z
    .strictObject({ url: z.string().refine(isRedisAddress, 'must be a redis:// or rediss:// address') })
    .optional(),
  auth: authShape,
  identities: identityShape.prefault({}),
  limits: limitsShape.prefault({}),
  events: eventsShape.prefault({}),
  /** Partners told of events over HTTP. */
  webhooks: z.array(webhookShape).default([]),
  /** Private networks that webhooks made over GraphQL may reach; none unless told. */
  webhookNetworks: z.array(networkShape).default([]),
  media: mediaShape.prefault({}),
  /** Who may read the schema through introspection: holders of the admin scope, or every proven caller. */
  introspection: z.enum(['admin', 'everyone']).default('admin'),
  /** A JSON file of ids and query texts, as Relay and GraphQL Code Generator write it; only these run then. */
  documents: z.string().min(1).optional(),
  /** Origins whose pages may call from a browser, beside the gateway's own. */
  origins: z.array(originShape).default([]),
});

type FileShape = z.infer<typeof fileShape>;

/** What one request may cost. */
export type LimitSettings = z.infer<typeof limitsShape>;

/** Everything the program is told. `auth` is null only for the built-in demonstration. */
export interface Configuration extends Omit<FileShape, 'accounts' | 'auth'> {
  readonly accounts: readonly AccountConfiguration[];
  readonly auth: AuthConfiguration | null;
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];

/** Where the process stands: what `src/cli.ts` needs to know of the environment. */
export function readEnvironment(environment: Environment = process.env): { port: number | null; logLevel: string } {
  const logLevel = environment.LOG_LEVEL || 'info';
  if (!LOG_LEVELS.includes(logLevel))
    throw configurationError([['LOG_LEVEL', `must be one of ${LOG_LEVELS.join(', ')}`]]);
  return { port: readPort(environment), logLevel };
}

function readPort(environment: Environment): number | null {
  if (!environment.PORT) return null;
  const port = Number(environment.PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw configurationError([['PORT', 'must be a port number']]);
  return port;
}

function problemsOf(error: z.ZodError, prefix: readonly PropertyKey[] = []): ConfigurationProblem[] {
  return error.issues.flatMap((issue): ConfigurationProblem[] => {
    const path = [...prefix, ...issue.path];
    if (issue.code !== 'unrecognized_keys') return [[pathText(path), issue.message]];
    return issue.keys.map((key): ConfigurationProblem => [pathText([...path, key]), 'unknown key']);
  });
}

function accountsOf(
  file: FileShape,
  vendors: readonly Vendor[],
  problems: ConfigurationProblem[],
): AccountConfiguration[] {
  const seen = new Set<string>();
  return file.accounts.flatMap(({ id, vendor: key, ...settings }, index) => {
    const path = ['accounts', index];
    if (seen.has(id)) problems.push([pathText([...path, 'id']), `${id} is used twice`]);
    seen.add(id);
    const vendor = vendors.find((candidate) => candidate.key === key);
    if (!vendor) {
      problems.push([pathText([...path, 'vendor']), `must be one of ${vendors.map((known) => known.key).join(', ')}`]);
      return [];
    }
    const checked = vendor.settings.safeParse(settings);
    if (!checked.success) problems.push(...problemsOf(checked.error, path));
    return checked.success ? [{ id, vendor, settings: checked.data }] : [];
  });
}

/** Recordings that fill their disk must not stop the event log. */
function checkFolders({ events, media }: FileShape): ConfigurationProblem[] {
  const isShared = media.folder !== undefined && resolve(media.folder) === dirname(resolve(events.file));
  return isShared ? [['media.folder', 'must not be the folder of events.file']] : [];
}

/**
 * Checks a configuration whose texts are already filled in.
 * Throws INVALID_ARGUMENT naming the path of every problem, never a value.
 */
export function checkConfiguration(value: unknown, vendors: readonly Vendor[]): Configuration {
  const checked = fileShape.safeParse(value);
  if (!checked.success) throw configurationError(problemsOf(checked.error));
  const problems: ConfigurationProblem[] = [];
  const accounts = accountsOf(checked.data, vendors, problems);
  problems.push(...checkNames(checked.data, vendors), ...checkFolders(checked.data));
  if (problems.length) throw configurationError(problems);
  return { ...checked.data, accounts };
}

/** Reads a configuration file; a missing variable or file, an unknown key or a bad value is refused with its path. */
export function readConfiguration(
  path: string,
  vendors: readonly Vendor[],
  environment: Environment = process.env,
): Configuration {
  const configuration = checkConfiguration(interpolate(readYaml(path), environment), vendors);
  return { ...configuration, port: readPort(environment) ?? configuration.port };
}
