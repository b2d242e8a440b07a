import type { Account, Source, SourceError, SourceReport } from '../../schema/account.ts';
import { capabilityWord } from '../../schema/acts/acts.ts';
import type { Agent, AgentIdentity } from '../../schema/agent.ts';
import type { Call } from '../../schema/call.ts';
import type { Campaign } from '../../schema/campaign.ts';
import type { Contact, ContactList } from '../../schema/contact.ts';
import type { Disposition } from '../../schema/disposition.ts';
import type { Queue } from '../../schema/queue.ts';
import type { Recording } from '../../schema/recording.ts';
import type { Skill } from '../../schema/skill.ts';
import type { CallState, NotAsked } from '../../schema/vocabulary.ts';
import { type NodeType, writeId } from '../access/global-id.ts';
import type {
  CallRecord,
  CampaignRecord,
  ContactRecord,
  QueueReference,
  RecordingRecord,
} from '../adapters/adapter.ts';
import type { CrosspointError } from '../adapters/errors.ts';
import { Merged } from '../adapters/merged.ts';
import type { AccountHandle } from '../gateway/account-handle.ts';
import type { Contribution } from '../gateway/contribution.ts';
import type { Gateway } from '../gateway/gateway.ts';
import type { Match } from '../gateway/matching.ts';
import { e164Of } from '../gateway/numbers.ts';
import type { Identity, PeopleIndex, Person } from '../gateway/people.ts';
import type { PresenceState } from '../gateway/presence.ts';
import { guideReadings, healthView } from './account-health.ts';
import { type RowView, RowViews } from './row-views.ts';

/** The row that a field is resolved on, and its account. */
interface ResolverParent<Row> {
  readonly account: string;
  readonly record: Row;
}

/** A campaign as GraphQL sees it, with what its fields are resolved from. */
export type CampaignView = Omit<
  Campaign,
  'dialingMode' | 'dispositions' | 'skills' | 'lists' | 'calls' | 'recordings'
> &
  ResolverParent<CampaignRecord>;
/** The report of another account about a call. */
export interface OtherView {
  readonly account: string;
  readonly nativeId: string;
  readonly state: CallState;
  readonly match: Match;
}
/** A call as GraphQL sees it. */
export type CallView = Omit<
  Call,
  'agent' | 'campaign' | 'disposition' | 'recordingState' | 'recordings' | 'queue' | 'durations' | 'heldSince' | 'views'
> &
  ResolverParent<CallRecord> & {
    /** The reports of other accounts, where the list has joined them. */
    readonly otherViews?: readonly OtherView[];
  };
/** A recording as GraphQL sees it. */
export type RecordingView = Omit<Recording, 'agent' | 'call' | 'media'> & ResolverParent<RecordingRecord>;
/** An agent as GraphQL sees it. */
export type AgentView = Omit<Agent, 'skills' | 'currentCalls' | 'recordings' | 'presence' | 'presenceSince'> & {
  readonly person: Person;
  /** The presence in an event; absent where presence is derived. */
  readonly presenceState?: PresenceState | null;
};

/** An error as a value beside a result. */
function sourceError({ code, message, vendorCode, retryable }: CrosspointError): SourceError {
  return { code, message, vendorCode: vendorCode ?? null, retryable };
}

function accountView(handle: AccountHandle): Account {
  const { key, vendor, adapter, roles, health } = handle;
  const view = {
    __typename: 'Account',
    id: writeId('Account', key, ''),
    key,
    vendor,
    get status() {
      return health.status;
    },
    capabilities: roles.map(capabilityWord),
    get quotas() {
      return adapter.quotas?.() ?? [];
    },
    get lastError() {
      return health.lastError && sourceError(health.lastError);
    },
    get health() {
      return healthView(handle);
    },
    get readings() {
      return guideReadings(handle);
    },
  };
  // Getters stay getters; the rest of an account is the same for as long as its handle.
  return Object.freeze(view) as Account;
}

/** Makes what GraphQL resolves fields on from what adapters answer. */
export class Views {
  readonly #accounts = new Map<string, { readonly handle: AccountHandle; readonly view: Account }>();
  readonly #rows = new RowViews();
  readonly #agents = new WeakMap<PeopleIndex, WeakMap<Person, AgentView>>();

  constructor(private readonly gateway: Gateway) {}

  /** The account of an operator's key; an account that was just removed is shown as it was. */
  account(key: string): Account {
    const known = this.#accounts.get(key);
    const handle = this.gateway.account(key) ?? known?.handle;
    if (known && known.handle === handle) return known.view;
    if (!handle) throw new Error(`no account ${key}`);
    const view = accountView(handle);
    this.#accounts.set(key, { handle, view });
    return view;
  }

  /** The contribution of an account to a list, of which `count` rows pass the filter. */
  report({ account, truncated, fetchedAt, stale, error }: Contribution<unknown>, count: number): SourceReport {
    return {
      account: this.account(account),
      notAsked: null,
      count,
      truncated,
      fetchedAt,
      stale,
      error: error && sourceError(error),
    };
  }

  /** An account that was not read for a list, with the error where the caller named it. */
  unasked(account: string, notAsked: NotAsked, error: CrosspointError | null): SourceReport {
    const nothing = { count: 0, truncated: false, fetchedAt: null, stale: false };
    return { account: this.account(account), notAsked, ...nothing, error: error && sourceError(error) };
  }

  campaign(account: string, record: CampaignRecord): CampaignView {
    return this.#view('Campaign', account, record, () => ({ account, record }));
  }

  /** A number in E.164, national ones in the account's country; null where the country is not known. */
  e164(account: string, number: string | null | undefined): string | null {
    return e164Of(number, this.gateway.account(account)?.adapter.callingCode);
  }

  call(account: string, record: CallRecord, otherViews?: readonly OtherView[]): CallView {
    const more = { ...this.#numbers(account, record), account, record, otherViews };
    return new Merged(this.#node('Call', account, record.nativeId), record, more) as unknown as CallView;
  }

  recording(account: string, record: RecordingRecord): RecordingView {
    return this.#view('Recording', account, record, () => ({ ...this.#numbers(account, record), account, record }));
  }

  #numbers(account: string, { from, to }: Pick<CallRecord, 'from' | 'to'>) {
    return { fromE164: this.e164(account, from), toE164: this.e164(account, to) };
  }

  /** Dispositions, skills and lists have only the fields that their vendor reports. */
  named<Row extends { readonly nativeId: string; readonly name: string }>(
    type: 'Disposition' | 'Skill' | 'ContactList',
    account: string,
    record: Row,
  ): Row & (Disposition | Skill | ContactList) {
    return this.#view(type, account, record);
  }

  /** A queue, named as its vendor names it, else by its key. */
  queue(account: string, { nativeId, name }: QueueReference): Queue {
    const key = nativeId ?? name ?? '';
    return new Merged(this.#node('Queue', account, key), { name: name ?? key }) as unknown as Queue;
  }

  contact(account: string, record: ContactRecord): Contact {
    return this.#view('Contact', account, record);
  }

  /** A person, by the accounts visible to the caller. */
  agent(
    index: PeopleIndex,
    person: Person,
    visible: (account: string) => boolean,
    presenceState?: PresenceState | null,
  ): AgentView | null {
    const identities = person.identities.filter(({ account }) => visible(account));
    if (identities.length === 0) return null;
    if (presenceState !== undefined || identities.length < person.identities.length)
      return this.#agent(index, identities, presenceState);
    return this.#wholeAgent(index, person);
  }

  /** A person with all identities, made once for each reading of the people. */
  #wholeAgent(index: PeopleIndex, person: Person): AgentView {
    let views = this.#agents.get(index);
    if (!views) {
      views = new WeakMap();
      this.#agents.set(index, views);
    }
    const known = views.get(person);
    if (known?.identities.every(({ account }) => account === this.account(account.key))) return known;
    const view = Object.freeze(this.#agent(index, person.identities));
    views.set(person, view);
    return view;
  }

  #agent(index: PeopleIndex, identities: readonly Identity[], presenceState?: PresenceState | null): AgentView {
    const canonical = index.canonicalIdentity({ identities });
    return {
      __typename: 'Agent',
      id: writeId('Agent', canonical.account, canonical.record.nativeId),
      name: canonical.record.name,
      email: identities.find(({ record }) => record.email)?.record.email ?? null,
      identities: identities.map((identity) => this.#identity(identity)),
      groups: [...new Set(identities.flatMap(({ record }) => record.groups ?? []))],
      person: { identities },
      ...(presenceState !== undefined && { presenceState }),
    } as AgentView;
  }

  #identity({ account, record, matchedBy }: Identity): AgentIdentity {
    const { nativeId, userName = null, extensions = [], active = null, skillLevels = [] } = record;
    return {
      account: this.account(account),
      nativeId,
      userName,
      extension: extensions[0] ?? null,
      active,
      skillLevels,
      matchedBy,
    };
  }

  /** A row with what the schema adds; `more` follows from the row and its account. */
  #view<View>(type: NodeType, account: string, record: { readonly nativeId: string }, more = (): object => ({})): View {
    const make = () => new Merged(this.#node(type, account, record.nativeId), record, more());
    return this.#rows.of(record, type, this.account(account), make as () => View & RowView);
  }

  #node(type: NodeType, account: string, nativeId: string) {
    const source: Source = Object.freeze({ account: this.account(account), nativeId });
    return { __typename: type, id: writeId(type, account, nativeId), source };
  }
}
