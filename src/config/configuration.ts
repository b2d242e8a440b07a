import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import { IdentityRule } from '../../schema/vocabulary.ts';
import type { Vendor } from '../adapters/vendor.ts';
import { isRedisAddress } from '../storage/redis-address.ts';
import { DEFAULT_RETENTION_HOURS } from '../storage/retention.ts';
import { alertsShape } from './alerts.ts';
import { type AuthConfiguration, authShape } from './auth.ts';
import { interpolate, readYaml } from './file.ts';
import { limitsShape } from './limits.ts';
import { mediaShape } from './media.ts';
import { settingMessage } from './messages.ts';
import { originShape } from './origin.ts';
import { type ConfigurationProblem, configurationError, pathText } from './problems.ts';
import { checkReferences } from './references.ts';
import { tlsShape } from './tls.ts';
import { tracingShape } from './tracing.ts';
import { trustedProxiesShape } from './trusted-proxies.ts';
import { vendorConnectionShape } from './vendor-connections.ts';
import { networkShape, webhookShape } from './webhooks.ts';

/** The process's environment, which only this folder reads. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One configured account, its own keys already checked by its vendor. */
export interface AccountConfiguration {
  readonly id: string;
  readonly vendor: Vendor;
  readonly settings: unknown;
  /** Whether it is polled also while nothing subscribes; default `watched`, only then. */
  readonly record?: 'watched' | 'always';
}

const identityShape = z.strictObject({
  rules: z
    .array(z.enum(Object.values(IdentityRule).filter((rule) => rule !== 'LINK')))
    .default(['EMAIL', 'USER_NAME', 'EMPLOYEE_ID'])
    .describe(
      'Rules that join user records into one agent, in order of precedence. Default: EMAIL, USER_NAME, EMPLOYEE_ID.',
    ),
  links: z
    .array(z.array(z.string().regex(/^[^/]+\/.+$/, 'must be account/nativeId')).min(2))
    .default([])
    .describe('User records of one person, each as `account/nativeId`; take precedence over the rules. Default: none.'),
});

const eventsShape = z.strictObject({
  file: z
    .string()
    .min(1)
    .default('.crosspoint/events.db')
    .describe('SQLite file of the event log, relative to the working directory. Default: .crosspoint/events.db.'),
  retentionHours: z
    .number()
    .positive()
    .default(DEFAULT_RETENTION_HOURS)
    .describe(`Hours for which events are stored. Default: ${DEFAULT_RETENTION_HOURS}.`),
  callRetentionDays: z
    .number()
    .positive()
    .default(90)
    .describe('Days for which ended calls are stored, beside the event log. Default: 90.'),
  metricRetentionDays: z
    .number()
    .positive()
    .default(90)
    .describe('Days for which figures are stored by quarters of an hour, beside the event log. Default: 90.'),
});

/** The configuration file, without the settings of the accounts. */
export const fileShape = z.strictObject({
  port: z.int().min(0).max(65_535).default(4000).describe('Port of the HTTP server, 0 for a free one. Default: 4000.'),
  host: z.string().default('0.0.0.0').describe('Address of the HTTP server. Default: 0.0.0.0.'),
  tls: tlsShape
    .optional()
    .describe('Certificate of the HTTP server, which then serves HTTPS and secure WebSockets only. Default: none.'),
  tracing: tracingShape.optional().describe('Export of traces. Default: none.'),
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'Base URL under which clients reach the gateway, for links to recordings. Default: http://localhost and the port.',
    ),
  accounts: z
    .array(
      z.looseObject({
        id: z
          .string()
          .regex(/^[\w.-]+$/, 'may hold letters, digits, . _ and -')
          .describe('Key of the account: letters, digits, `.`, `_` and `-`; unique.'),
        vendor: z.string().describe('Vendor API of the account.'),
        record: z
          .enum(['watched', 'always'])
          .default('watched')
          .describe(
            'Whether the vendor is polled for what no stream of it reports while something subscribes (`watched`), or `always`, so that the event log and past calls have it too. `crosspoint check` says how many requests that makes. Default: watched.',
          ),
      }),
    )
    .min(1)
    .describe('Accounts, at least one; `id` is unique, `vendor` the key of a vendor.'),
  vendorConnections: z
    .array(vendorConnectionShape)
    .default([])
    .describe("Certificates, authorities and proxies for vendors, by the origin of the accounts' URLs. Default: none."),
  redis: z
    .strictObject({
      url: z
        .string()
        .refine(isRedisAddress, 'must be a redis:// or rediss:// address')
        .describe('Address of Redis, such as rediss://:password@redis.example:6379.'),
    })
    .optional()
    .describe(
      'Redis shared by several gateways: one server, `redis+sentinel://` or `redis+cluster://`, `rediss` for TLS. Default: none.',
    ),
  auth: authShape.describe('Authentication of callers.'),
  identities: identityShape.prefault({}).describe('Joining of user records into agents.'),
  limits: limitsShape.prefault({}).describe('Limits of callers and of the process.'),
  events: eventsShape.prefault({}).describe('The event log.'),
  alerts: alertsShape,
  webhooks: z.array(webhookShape).default([]).describe('Webhooks of partners. Default: none.'),
  webhookNetworks: z
    .array(networkShape)
    .default([])
    .describe('Private networks that webhooks created over GraphQL may reach. Default: none.'),
  media: mediaShape.prefault({}).describe('Links to recordings.'),
  introspection: z
    .enum(['scopes', 'admin', 'everyone'])
    .default('scopes')
    .describe(
      'The schema in introspection: `scopes` the part that the caller may use, `admin` the whole to holders of that scope and nothing to others, `everyone` the whole to every caller. Default: scopes.',
    ),
  trustedProxies: trustedProxiesShape,
  documents: z
    .string()
    .min(1)
    .optional()
    .describe(
      'JSON file of ids and documents, as Relay and GraphQL Code Generator write it; only these run. Default: none.',
    ),
  origins: z
    .array(originShape)
    .default([])
    .describe("Origins that browsers may call from, in addition to the gateway's own. Default: none."),
});

type FileShape = z.infer<typeof fileShape>;

/** The whole configuration. `auth` is null only for the built-in demonstration. */
export interface Configuration extends Omit<FileShape, 'accounts' | 'auth'> {
  readonly accounts: readonly AccountConfiguration[];
  readonly auth: AuthConfiguration | null;
}

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'];

/** Reads the environment variables that `src/cli.ts` needs. */
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

const AUTH_REQUIRED =
  'is required: auth.keys or auth.jwt; "crosspoint key" generates a key and prints the hash for auth.keys';

/** Whether a configuration lacks the section that says who may call. */
function isWithoutAuth(path: readonly PropertyKey[], { code, message }: z.core.$ZodIssue): boolean {
  return path.length === 1 && path[0] === 'auth' && code === 'invalid_type' && message.startsWith('is required');
}

function problemsOf(error: z.ZodError, prefix: readonly PropertyKey[] = []): ConfigurationProblem[] {
  return error.issues.flatMap((issue): ConfigurationProblem[] => {
    const path = [...prefix, ...issue.path];
    if (isWithoutAuth(path, issue)) return [['auth', AUTH_REQUIRED]];
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
  return file.accounts.flatMap(({ id, vendor: key, record, ...settings }, index) => {
    const path = ['accounts', index];
    if (seen.has(id)) problems.push([pathText([...path, 'id']), `${id} is used twice`]);
    seen.add(id);
    const vendor = vendors.find((candidate) => candidate.key === key);
    if (!vendor) {
      problems.push([pathText([...path, 'vendor']), `must be one of ${vendors.map((known) => known.key).join(', ')}`]);
      return [];
    }
    const checked = vendor.settings.safeParse(settings, { error: settingMessage });
    if (!checked.success) problems.push(...problemsOf(checked.error, path));
    return checked.success ? [{ id, vendor, settings: checked.data, record }] : [];
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
  const checked = fileShape.safeParse(value, { error: settingMessage });
  if (!checked.success) throw configurationError(problemsOf(checked.error));
  const problems: ConfigurationProblem[] = [];
  const accounts = accountsOf(checked.data, vendors, problems);
  problems.push(...checkReferences(checked.data, vendors), ...checkFolders(checked.data));
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
