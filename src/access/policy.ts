import { ACT_NAMES, ACTS } from '../../schema/acts/acts.ts';
import { CrosspointError } from '../adapters/errors.ts';
import type { Vendor } from '../adapters/vendor.ts';
import type { Caller } from './caller.ts';

/** The scope that lets one use a field; null where every proven caller may. */
export type Scope = string | null;

/** Scopes of the unified plane's root fields. A root field that is not here does not build. */
const ROOT_FIELDS: Readonly<Record<string, Scope>> = {
  ...Object.fromEntries(ACT_NAMES.map((name) => [name, ACTS[name].scope])),
  node: null,
  nodes: null,
  rateLimit: null,
  _service: null,
  _entities: null,
  accounts: null,
  campaigns: 'campaigns:read',
  dispositions: 'campaigns:read',
  skills: 'campaigns:read',
  agents: 'calls:read',
  calls: 'calls:read',
  recordings: 'recordings:read',
  contactLists: 'contacts:read',
  contacts: 'contacts:read',
  doNotCall: 'contacts:read',
  callHistory: null,
  callbacks: 'calls:read',
  contactImports: 'contacts:read',
  reasonCodes: 'campaigns:read',
  queues: 'campaigns:read',
  alerts: 'calls:read',
  metrics: 'calls:read',
  realtimeMetrics: 'calls:read',
  realtimeMetricsChanged: 'calls:read',
  events: null,
  callChanged: 'calls:read',
  agentChanged: 'calls:read',
  recordingChanged: 'recordings:read',
  campaignChanged: 'campaigns:read',
  callbackChanged: 'calls:read',
  alertChanged: 'calls:read',
  importProgress: 'contacts:read',
  reportProgress: 'reports:read',
  accountChanged: null,
  audit: 'audit',
  alertRules: 'admin',
  alertCreate: 'admin',
  alertUpdate: 'admin',
  alertDelete: 'admin',
  webhooks: 'admin',
  webhookCreate: 'admin',
  webhookUpdate: 'admin',
  webhookDelete: 'admin',
  webhookReplay: 'admin',
  webhookTest: 'admin',
  webhookRotateSecret: 'admin',
};

/** The scope that reading an object of a type needs, wherever it appears: in a query, payload, replay, event or link. */
const TYPE_SCOPES: Readonly<Record<string, string>> = {
  Campaign: 'campaigns:read',
  Disposition: 'campaigns:read',
  Skill: 'campaigns:read',
  Queue: 'campaigns:read',
  ReasonCode: 'campaigns:read',
  Agent: 'calls:read',
  Call: 'calls:read',
  Callback: 'calls:read',
  Alert: 'calls:read',
  Metrics: 'calls:read',
  MetricRow: 'calls:read',
  RealtimeMetrics: 'calls:read',
  RealtimeMetricRow: 'calls:read',
  Recording: 'recordings:read',
  RecordingMatch: 'recordings:read',
  SystemHealth: 'recordings:read',
  ContactList: 'contacts:read',
  Contact: 'contacts:read',
  ContactImport: 'contacts:read',
  DoNotCallAnswer: 'contacts:read',
  ImportProgress: 'contacts:read',
  ReportProgress: 'reports:read',
  Report: 'reports:read',
  ReportRow: 'reports:read',
  Audit: 'audit',
  AuditEntry: 'audit',
  AlertRule: 'admin',
  Webhook: 'admin',
  Media: 'recordings:listen',
};

/** The read scope of an object type; a connection, edge or event has that of its object. Null where every caller may read it. */
export function typeScope(type: string): Scope {
  return TYPE_SCOPES[type] ?? TYPE_SCOPES[type.replace(/(?:Connection|Edge|Event)$/, '')] ?? null;
}

/** Every scope there is. */
export function scopesOf(vendors: readonly Vendor[]): ReadonlySet<string> {
  const unified = [ROOT_FIELDS, TYPE_SCOPES].flatMap((scopes) => Object.values(scopes));
  const planes = vendors.flatMap(({ key }) => [`vendor:${key}:read`, `vendor:${key}:write`]);
  return new Set(['admin', ...unified.filter((scope) => scope !== null).sort(), ...planes]);
}

/** Whether a caller has a scope; `admin` has all of them. */
export function allows({ scopes }: Pick<Caller, 'scopes'>, scope: string): boolean {
  return scopes.has(scope) || scopes.has('admin');
}

/** Whether a caller may read what has the scope; null is read by every caller. */
export function mayRead(caller: Pick<Caller, 'scopes'>, scope: Scope): boolean {
  return scope === null || allows(caller, scope);
}

/** Throws PERMISSION_DENIED where a caller lacks a scope. */
export function requireScope(caller: Caller, scope: Scope): void {
  if (!mayRead(caller, scope)) throw new CrosspointError('PERMISSION_DENIED', `This needs the scope ${scope}`);
}

/** The scope of every root field of both planes; a field the policy does not name throws. */
export function rootScope(field: string, vendors: readonly Vendor[]): Scope {
  const scope = ROOT_FIELDS[field];
  if (scope !== undefined) return scope;
  const [prefix, operation] = [field.slice(0, field.indexOf('_')), field.slice(field.indexOf('_') + 1)];
  const vendor = vendors.find(({ contract }) => contract.prefix === prefix);
  const row = vendor?.contract.operations[operation];
  if (!vendor || !row) throw new Error(`the root field ${field} has no policy`);
  return `vendor:${vendor.key}:${row.kind === 'query' ? 'read' : 'write'}`;
}
