import type { AgentReference, CallRecord, CampaignReference, EventRecord } from '../adapters/adapter.ts';

/** Tells whether an event is wanted. */
export type Matches = (event: EventRecord) => boolean;

/** How an account knows an agent. */
export interface KnownAgent extends AgentReference {
  readonly account: string;
}

/** How an account knows a campaign. */
export interface KnownCampaign extends CampaignReference {
  readonly account: string;
}

/** Looks up what the opaque ids of a filter stand for. Throws NOT_FOUND where the caller may not know of it. */
export interface Lookup {
  agent(id: string): Promise<readonly KnownAgent[]>;
  campaign(id: string): Promise<KnownCampaign>;
  /** Any other thing: its account and the vendor's own key. */
  source(id: string): Promise<{ readonly account: string; readonly nativeId: string }>;
  /** The accounts of a vendor. */
  accountsOf(vendor: string): readonly string[];
}

/** What any filter of the subscriptions may ask for; each filter has some of these. */
export interface Wanted {
  kinds?: readonly string[] | null;
  types?: readonly string[] | null;
  accounts?: readonly string[] | null;
  vendors?: readonly string[] | null;
  ids?: readonly string[] | null;
  nameContains?: string | null;
  states?: readonly string[] | null;
  directions?: readonly string[] | null;
  agentId?: string | null;
  agentIds?: readonly string[] | null;
  campaignId?: string | null;
  campaignIds?: readonly string[] | null;
  device?: string | null;
  devices?: readonly string[] | null;
  from?: string | null;
  to?: string | null;
  startedAfter?: string | null;
  startedBefore?: string | null;
}

/** Makes the test of a filter; ids are looked up once, here. */
export async function matcher(wanted: Wanted, lookup: Lookup): Promise<Matches> {
  const tests = [
    ...membership(wanted, lookup),
    ...content(wanted),
    ...(await people(wanted, lookup)),
    ...(await places(wanted, lookup)),
  ];
  return (event) => tests.every((test) => test(event));
}

function membership({ kinds, types, accounts, vendors }: Wanted, lookup: Lookup): Matches[] {
  const tests: Matches[] = [];
  if (kinds) tests.push((event) => event.kind === 'GAP' || kinds.includes(event.kind));
  if (types) tests.push((event) => event.kind === 'GAP' || isOfType(event, types));
  if (accounts) tests.push((event) => accounts.includes(event.account));
  if (vendors) {
    const known = new Set(vendors.flatMap((vendor) => lookup.accountsOf(vendor)));
    tests.push((event) => known.has(event.account));
  }
  return tests;
}

function isOfType(event: EventRecord, types: readonly string[]): boolean {
  return 'type' in event && (types.includes(event.type) || types.includes(`${event.kind}.${event.type}`));
}

function content(wanted: Wanted): Matches[] {
  const { nameContains, states, directions, from, to, startedAfter, startedBefore } = wanted;
  const devices = wanted.devices ?? (wanted.device ? [wanted.device] : null);
  const tests: Matches[] = [];
  const test = (passes: (facts: Facts) => boolean) => {
    tests.push((event) => event.kind === 'GAP' || passes(factsOf(event)));
  };
  if (devices) test(({ device }) => device != null && devices.includes(device));
  if (states) test(({ state }) => state != null && states.includes(state));
  if (directions) test(({ direction }) => direction != null && directions.includes(direction));
  if (nameContains) test(({ name }) => (name ?? '').toLowerCase().includes(nameContains.toLowerCase()));
  if (from) test((facts) => facts.from === from);
  if (to) test((facts) => facts.to === to);
  if (startedAfter) test(({ startedAt }) => startedAt != null && Date.parse(startedAt) > Date.parse(startedAfter));
  if (startedBefore) test(({ startedAt }) => startedAt != null && Date.parse(startedAt) < Date.parse(startedBefore));
  return tests;
}

interface Facts {
  readonly nativeId?: string | null;
  readonly name?: string | null;
  readonly state?: string | null;
  readonly direction?: string | null;
  readonly device?: string | null;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly startedAt?: string | null;
  readonly agent?: AgentReference | null;
  readonly campaign?: CampaignReference | null;
}

let latest: { readonly event: EventRecord; readonly facts: Facts } | undefined;

/** What an event tells of the thing it is about, in the words of the filters; all filters ask of the same one in turn. */
function factsOf(event: EventRecord): Facts {
  if (latest?.event !== event) latest = { event, facts: readFacts(event) };
  return latest.facts;
}

function readFacts(event: EventRecord): Facts {
  switch (event.kind) {
    case 'CALL':
      return callFacts(event.call);
    case 'RECORDING':
      return { ...event.recording, device: event.device ?? event.recording?.device, state: event.state };
    case 'AGENT':
      return { agent: event.agent, nativeId: event.agent.nativeId, name: event.agent.userName, state: event.presence };
    case 'CAMPAIGN':
      return { ...event.campaign, campaign: event.campaign, state: event.state ?? event.campaign.state };
    default:
      return {};
  }
}

function callFacts(call: CallRecord): Facts {
  return { ...call, name: call.customerName };
}

async function people(wanted: Wanted, lookup: Lookup): Promise<Matches[]> {
  const ids = wanted.agentIds ?? (wanted.agentId ? [wanted.agentId] : null);
  if (!ids) return [];
  const known = (await Promise.all(ids.map((id) => lookup.agent(id)))).flat();
  return [
    (event) => {
      if (event.kind === 'GAP') return known.some(({ account }) => account === event.account);
      const { agent, device } = factsOf(event);
      return known.some((one) => one.account === event.account && isSameAgent(one, agent, device));
    },
  ];
}

function isSameAgent(known: KnownAgent, told: AgentReference | null | undefined, device?: string | null): boolean {
  if (told?.nativeId != null && known.nativeId != null) return told.nativeId === known.nativeId;
  if (told?.userName != null && known.userName != null) return told.userName === known.userName;
  const extension = told?.extension ?? device;
  return extension != null && extension === known.extension;
}

async function places(wanted: Wanted, lookup: Lookup): Promise<Matches[]> {
  const tests: Matches[] = [];
  const ids = wanted.campaignIds ?? (wanted.campaignId ? [wanted.campaignId] : null);
  if (ids) {
    const known = await Promise.all(ids.map((id) => lookup.campaign(id)));
    tests.push((event) =>
      known.some((one) => one.account === event.account && (event.kind === 'GAP' || isSameCampaign(one, event))),
    );
  }
  if (wanted.ids) {
    const known = await Promise.all(wanted.ids.map((id) => lookup.source(id)));
    tests.push((event) => known.some((one) => one.account === event.account && isAbout(one.nativeId, event)));
  }
  return tests;
}

function isSameCampaign(known: KnownCampaign, event: EventRecord): boolean {
  const { campaign } = factsOf(event);
  if (campaign?.nativeId != null && known.nativeId != null) return campaign.nativeId === known.nativeId;
  return campaign?.name != null && campaign.name === known.name;
}

function isAbout(nativeId: string, event: EventRecord): boolean {
  return event.kind === 'GAP' || factsOf(event).nativeId === nativeId;
}
