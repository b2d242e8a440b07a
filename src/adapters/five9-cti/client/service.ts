import type { AgentReference, CampaignReference } from '../../adapter.ts';
import type { Drift } from '../../calls/drift.ts';
import { Guard } from '../../calls/guard.ts';
import type { RetryBudget } from '../../calls/retry-budget.ts';
import type { Client, FieldValues, SendOptions } from '../../contract.ts';
import { soapClient } from '../../soap/transport.ts';
import type { AdapterDependencies } from '../../vendor.ts';
import { type DeskOperations, NAMESPACE, wire } from '../contract/index.ts';
import type { userDetails } from '../contract/types.ts';
import { type DeskStatus, hasReason } from '../quirks.ts';
import type { DeskSettings, Settings } from '../settings.ts';

/** The vendor as errors and accounts name it. */
export const VENDOR = 'FIVE9_CTI';

type Details = FieldValues<(typeof userDetails)['fields']>;

function named<Row extends { name?: string | null }>(rows: readonly (Row & { id?: string | null })[]) {
  return rows.flatMap(({ id, name }) => (id && name ? [[id, name] as const] : []));
}

/** One agent's service: its client, and the names it answered. */
export class DeskService {
  readonly agent: string;
  readonly login: DeskSettings['login'];
  readonly client: Client<DeskOperations>;
  /** A desk is a separate machine and fails independently. */
  readonly guard: Guard;
  readonly readings: Settings['readings'];
  private details: Details | null = null;
  private readonly campaigns = new Map<string, string>();
  private readonly dispositions = new Map<string, string>();
  private readonly reasons = new Map<string, string>();

  constructor(
    readonly account: string,
    settings: DeskSettings,
    { deadline, readings }: Pick<Settings, 'deadline' | 'readings'>,
    readonly dependencies: AdapterDependencies,
    { retries, drift }: { readonly retries: RetryBudget; readonly drift: Drift },
  ) {
    this.agent = settings.agent;
    this.login = settings.login;
    this.readings = readings;
    this.guard = new Guard(account, { service: `desk ${settings.agent}`, retries });
    this.client = soapClient<DeskOperations>({
      contract: wire,
      url: settings.url,
      namespace: NAMESPACE,
      style: 'named',
      account,
      vendor: VENDOR,
      deadline,
      guard: this.guard,
      drift,
      secrets: settings.login ? [settings.login.password] : [],
      faultName: ({ code }) => code.replace(/^.*[:#]/, ''),
    });
  }

  /** The state of the agent and the line now. */
  async status(ask: SendOptions): Promise<DeskStatus> {
    return (await this.client.send('getStatus', {}, ask)) ?? {};
  }

  /** The agent's details, read from the service. */
  async identify(ask: SendOptions): Promise<Details> {
    this.details = await this.client.send('getUserDetails', {}, ask);
    return this.details ?? {};
  }

  /** The agent's campaigns by id, read from the service. */
  async readCampaigns(ask: SendOptions): Promise<ReadonlyMap<string, string>> {
    for (const [id, name] of named(await this.client.send('getAvailableCampaigns', {}, ask))) {
      this.campaigns.set(id, name);
    }
    return this.campaigns;
  }

  /** The id of one of the agent's campaigns; undefined where it was not read yet. */
  campaignCalled(name: string): string | undefined {
    return [...this.campaigns].find(([, known]) => known.toLowerCase() === name.toLowerCase())?.[0];
  }

  /** The dispositions of a campaign's calls, read from the service. */
  async readDispositions(campaignId: string, ask: SendOptions) {
    const rows = await this.client.send('getCampaignDispositions', { campaignId }, ask);
    for (const [id, name] of named(rows)) this.dispositions.set(id, name);
    return rows;
  }

  /** Reads the names that call records carry, once; a failure costs only the names. */
  async learn(ask: SendOptions, campaignId?: string | null): Promise<void> {
    const wanted: Promise<unknown>[] = [];
    if (!this.details) wanted.push(this.identify(ask));
    if (this.campaigns.size === 0 || (campaignId && !this.campaigns.has(campaignId)))
      wanted.push(this.readCampaigns(ask));
    await Promise.allSettled(wanted);
  }

  /** Reads the names of the reasons where one is not known yet. */
  async learnReason(id: string | null | undefined, ask: SendOptions): Promise<void> {
    if (!hasReason(id) || this.reasons.has(id)) return;
    const rows = await this.client.send('getNotReadyReasonCodes', {}, ask).catch(() => []);
    for (const [known, name] of named(rows)) this.reasons.set(known, name);
  }

  /** Name of a reason, or its id where the name is not known. */
  reasonName(id: string): string {
    return this.reasons.get(id) ?? id;
  }

  /** A reference to this desk's agent. */
  reference(): AgentReference {
    const { username, extension } = this.details ?? {};
    return { nativeId: this.agent, userName: username ?? this.agent, extension: extension ?? null };
  }

  /** A reference to a campaign. */
  campaign(id: string | null | undefined): CampaignReference | null {
    return id ? { nativeId: id, name: this.campaigns.get(id) ?? null } : null;
  }

  /** Name of a disposition, or its id where the name is not known. */
  dispositionName(id: string): string {
    return this.dispositions.get(id) ?? id;
  }

  /** Whether a disposition's name is known. */
  knowsDisposition(id: string): boolean {
    return this.dispositions.has(id);
  }
}
