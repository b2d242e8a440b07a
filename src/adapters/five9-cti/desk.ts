import type { CallState, Presence } from '../../../schema/vocabulary.ts';
import type { AgentReference, CallRecord, CampaignReference } from '../adapter.ts';
import type { Drift } from '../calls/drift.ts';
import { Guard } from '../calls/guard.ts';
import type { RetryBudget } from '../calls/retry-budget.ts';
import type { Client, FieldValues, SendOptions } from '../contract.ts';
import { soapClient } from '../soap/transport.ts';
import type { AdapterDependencies } from '../vendor.ts';
import type { DeskEvent } from './contract/events/index.ts';
import { type DeskOperations, NAMESPACE, wire } from './contract/index.ts';
import type { userDetails } from './contract/types.ts';
import type { DeskSettings, Settings } from './settings.ts';
import { type CallInfo, currentCalls, type DeskStatus, directionOf } from './status.ts';
import { CallTrack } from './track.ts';

/** The vendor as errors and accounts name it. */
export const VENDOR = 'FIVE9_CTI';

type Details = FieldValues<(typeof userDetails)['fields']>;

function named<Row extends { name?: string | null }>(rows: readonly (Row & { id?: string | null })[]) {
  return rows.flatMap(({ id, name }) => (id && name ? [[id, name] as const] : []));
}

/** Reasons are only given for not being ready; ids begin at one. */
export function hasReason(reason: string | null | undefined): reason is string {
  return !!reason && !/^-|^0+$/.test(reason);
}

/** One agent's service: its client, and what was learned of the agent while asking. */
export class Desk {
  readonly agent: string;
  readonly login: DeskSettings['login'];
  readonly client: Client<DeskOperations>;
  /** A desk is a machine of its own, which fails by itself. */
  readonly guard: Guard;
  readonly track = new CallTrack();
  /** Whether events come in, so that `track` is up to date. */
  listening = false;
  /** What the agent does by what events told, and since when; null until one is heard. */
  doing: { readonly presence: Presence; readonly since: string } | null = null;
  /** Where calls in hand stand by what we asked for, until an event tells. */
  readonly standings = new Map<string, CallState>();
  /** Calls parked by us, until an event tells or they are in hand again. */
  readonly parked = new Map<string, CallRecord>();
  /** Dispositions given by us, which the vendor's events do not repeat. */
  readonly outcomes = new Map<string, string>();
  private details: Details | null = null;
  private readonly campaigns = new Map<string, string>();
  private readonly dispositions = new Map<string, string>();
  private readonly reasons = new Map<string, string>();

  constructor(
    readonly account: string,
    settings: DeskSettings,
    { deadline }: Pick<Settings, 'deadline'>,
    readonly surroundings: AdapterDependencies,
    { retries, drift }: { readonly retries: RetryBudget; readonly drift: Drift },
  ) {
    this.agent = settings.agent;
    this.login = settings.login;
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

  /** Where the agent and the line stand now. */
  async status(ask: SendOptions): Promise<DeskStatus> {
    return (await this.client.send('getStatus', {}, ask)) ?? {};
  }

  /** Who works here, asked anew. */
  async identify(ask: SendOptions): Promise<Details> {
    this.details = await this.client.send('getUserDetails', {}, ask);
    return this.details ?? {};
  }

  /** The agent's campaigns by id, asked anew. */
  async readCampaigns(ask: SendOptions): Promise<ReadonlyMap<string, string>> {
    for (const [id, name] of named(await this.client.send('getAvailableCampaigns', {}, ask))) {
      this.campaigns.set(id, name);
    }
    return this.campaigns;
  }

  /** The id of a campaign of the agent's, as far as it was learnt. */
  campaignCalled(name: string): string | undefined {
    return [...this.campaigns].find(([, known]) => known.toLowerCase() === name.toLowerCase())?.[0];
  }

  /** Outcomes of a campaign's calls, asked anew. */
  async readDispositions(campaignId: string, ask: SendOptions) {
    const rows = await this.client.send('getCampaignDispositions', { campaignId }, ask);
    for (const [id, name] of named(rows)) this.dispositions.set(id, name);
    return rows;
  }

  /** Learns what call records name, once; a service that will not tell costs only the names. */
  async learn(ask: SendOptions, campaignId?: string | null): Promise<void> {
    const wanted: Promise<unknown>[] = [];
    if (!this.details) wanted.push(this.identify(ask));
    if (this.campaigns.size === 0 || (campaignId && !this.campaigns.has(campaignId)))
      wanted.push(this.readCampaigns(ask));
    await Promise.allSettled(wanted);
  }

  /** Learns the names an event is about to need. */
  async prepare(event: DeskEvent, ask: SendOptions): Promise<void> {
    if ('callinfo' in event) await this.learn(ask, event.callinfo?.campaignId);
    if (event._type === 'readyStateChanged') await this.learnReason(event.reasonCodeId, ask);
    if (event._type !== 'callEndedByACW' || !event.dispositionId || this.dispositions.has(event.dispositionId)) return;
    const campaignId = this.track.get(event.callSessionId ?? '')?.campaign?.nativeId;
    if (campaignId) await this.readDispositions(campaignId, ask).catch(() => []);
  }

  /** Learns what the reasons are called, when one is told that has no name yet. */
  private async learnReason(id: string | null | undefined, ask: SendOptions): Promise<void> {
    if (!hasReason(id) || this.reasons.has(id)) return;
    const rows = await this.client.send('getNotReadyReasonCodes', {}, ask).catch(() => []);
    for (const [known, name] of named(rows)) this.reasons.set(known, name);
  }

  /** Name of a reason, or its id where the name was never told. */
  reasonName(id: string): string {
    return this.reasons.get(id) ?? id;
  }

  /** How other things point at this desk's agent. */
  reference(): AgentReference {
    const { username, extension } = this.details ?? {};
    return { nativeId: this.agent, userName: username ?? this.agent, extension: extension ?? null };
  }

  /** How a call points at its campaign. */
  campaign(id: string | null | undefined): CampaignReference | null {
    return id ? { nativeId: id, name: this.campaigns.get(id) ?? null } : null;
  }

  /** Name of a disposition, or its id where the name was never told. */
  dispositionName(id: string): string {
    return this.dispositions.get(id) ?? id;
  }

  /** The unified key of a call at this desk. */
  nativeId(callSessionId: string): string {
    return `${this.agent}/${callSessionId}`;
  }

  /** A call of which nothing but its id is known. */
  blank(callSessionId: string): CallRecord {
    const keys = { nativeId: this.nativeId(callSessionId), callId: callSessionId };
    const { extension } = this.reference();
    const times = { startedAt: null, connectedAt: null, endedAt: null };
    return { ...keys, ...times, channel: 'VOICE', state: 'RINGING', device: extension, agent: this.reference() };
  }

  /** What a call's facts say in the words of the unified plane. */
  facts(info: CallInfo): Partial<CallRecord> {
    const campaign = this.campaign(info.campaignId);
    const numbers = { from: info.ani || null, to: info.dnis || info.number || null };
    const { extension } = this.reference();
    return { direction: directionOf(info), ...numbers, campaign, device: extension, agent: this.reference() };
  }

  /** The record of a call in hand: what events told, corrected by what the status shows. */
  record(
    info: CallInfo & { callSessionId: string },
    status: DeskStatus,
    seen: (status: DeskStatus) => CallRecord['state'],
  ): CallRecord {
    const id = info.callSessionId;
    const known = this.track.get(id);
    const base = known ?? this.blank(id);
    const shows = seen(status);
    // A status shows at once that the line was put through or dropped, which events tell later.
    const isBehind = shows === 'WRAP_UP' || (known?.state === 'RINGING' && shows !== 'RINGING');
    const isTold = this.listening && known && known.state !== 'ENDED' && !isBehind;
    const state = isTold ? known.state : shows;
    const talks = state !== 'RINGING' && state !== 'WRAP_UP';
    const shown = (talks && this.standings.get(id)) || state;
    return { ...base, ...this.facts(info), state: shown };
  }

  /** Notes where a call stands by what we asked for, unless an event told so already. */
  stand(id: string, state: CallState): void {
    if (this.listening && this.track.get(id)?.state === state) this.standings.delete(id);
    else this.standings.set(id, state);
  }

  /** An event that tells what we asked for takes its place; one that was still under way does not. */
  settle(id: string, state: CallState): void {
    const isOver = state === 'WRAP_UP' || state === 'ENDED';
    if (isOver || this.standings.get(id) === state) this.standings.delete(id);
    if (isOver || state === 'PARKED') this.parked.delete(id);
  }

  /** The call in hand with this id. */
  current(status: DeskStatus, callSessionId: string) {
    return currentCalls(status).find((info) => info.callSessionId === callSessionId);
  }
}
