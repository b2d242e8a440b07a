/** Contact batches and attempts, moving with the centre's clock. */
import { fail, textOf, told, type Values } from './collection.ts';
import { ATTEMPT, type Attempt, type Batch, type Store } from './store.ts';

type Answers = Readonly<Record<string, (input: Values) => unknown>>;

const DAY = 86_400_000;
const CHANNELS = ['Voice', 'Text', 'Email'] as const;

/** The time a search is for: 24 hours before or after the one bound that is told, or until now. */
function windowOf({ fromTime, toTime }: Values, now: number): { from: number; to: number } {
  const from = fromTime ? Date.parse(String(fromTime)) : null;
  const to = toTime ? Date.parse(String(toTime)) : null;
  if (from !== null && to !== null && from >= to) fail('ARG_INVALID_TYPE', 'fromTime');
  const end = to ?? (from === null ? now : from + DAY);
  return { from: from ?? end - DAY, to: end };
}

/** The operations about contacts being reached. */
export class Contacts {
  constructor(private readonly store: Store) {}

  /** What each operation answers. */
  readonly answers: Answers = {
    createContactAttempts: ({ contacts, org }) => {
      this.store.org(org);
      const now = this.store.centre.now().getTime();
      return (contacts as Values[]).map((contact) => this.shownAttempt(this.attempt(contact, now + ATTEMPT, null)));
    },
    createContactBatch: (input) => this.create(input),
    createContactBatchAsync: (input) => this.create(input),
    showContactBatchState: ({ contactBatch }) => this.shownState(this.store.batches.find(contactBatch)),
    listContactBatchStates: (input) => this.listBatches(input),
    changeContactBatchState: ({ contactBatchState }) => {
      const { contactBatch, state } = contactBatchState as Values;
      const batch = this.store.batches.find(contactBatch);
      if (state !== 'Cancelled') fail('ARG_INVALID_TYPE', 'state');
      if (['Done', 'Cancelled'].includes(this.store.batchState(batch)))
        fail('INVALID_STATE', this.store.batchState(batch));
      batch.cancelledAt = this.store.centre.now();
      return this.shownState(batch);
    },
    showContactAttempts: ({ contactAttempts }) => {
      if ((contactAttempts as unknown[]).length > 100) fail('ARG_TOO_LARGE', 'contactAttempts');
      return (contactAttempts as Values[]).map((key) => this.shownAttempt(this.store.attempts.find(key)));
    },
    listContactAttempts: (input) => {
      this.store.org(input.org);
      return this.search(input, (each) => this.isOfSample(each, input.sample));
    },
    listContactAttemptsUsingUser: (input) => {
      const id = textOf(input.user, 'internalId') ?? textOf(input.user, 'externalId') ?? fail('ATTRIBUTE_NULL', 'user');
      const isTheirs = ({ agent }: Attempt) => [textOf(agent, 'internalId'), textOf(agent, 'externalId')].includes(id);
      return this.search(input, (each) => isTheirs(each) && this.isOfSample(each, input.sample));
    },
    listContactAttemptsUsingContactBatch: (input) => {
      const batch = this.store.batches.find(input.contactBatch);
      return this.search(input, (each) => batch.attempts.includes(each));
    },
    changeContactAttempt: ({ contactAttempt }) => {
      const found = this.store.attempts.find(contactAttempt);
      const tags = ((contactAttempt as Values).tags as string[] | undefined) ?? [];
      if (!tags.includes('archive')) fail('ARG_INVALID_TYPE', 'tags');
      found.value = { ...found.value, tags };
      return this.shownAttempt(found);
    },
  };

  private attempt(contact: Values, at: number, agent: Values | null): Attempt {
    const number = this.store.attempts.items.length;
    const value = {
      contact: told(contact),
      secondaryDevice: { externalId: '+16145550100' },
      _other: [{ name: 'channel', value: CHANNELS[number % CHANNELS.length] ?? '' }],
    };
    const dueAt = new Date(at);
    return this.store.attempts.add({
      internalId: this.store.attempts.newId(),
      value,
      createdAt: this.store.centre.now(),
      contact,
      agent,
      dueAt,
    });
  }

  private create({ contactBatch, contacts, override }: Values): Values {
    const batch = contactBatch as Values;
    if (override) fail('ARG_INVALID_TYPE', 'override');
    if ((contacts as unknown[]).length > 100) fail('ARG_TOO_LARGE', 'contacts');
    if (!batch.owner || textOf(batch, 'maxDuration') === null) fail('ARG_NULL', 'owner and maxDuration');
    this.store.org(batch.owner);
    const campaign = batch.campaign ? this.store.campaigns.find(batch.campaign) : this.store.campaigns.items[0];
    if (batch.outreachStrategy) this.store.strategies.find(batch.outreachStrategy);
    if (batch.script) this.store.scripts.find(batch.script);
    const campaignId = campaign?.internalId ?? '';
    this.store.batches.unused(textOf(batch, 'externalId'), (other) => other.campaignId === campaignId);
    return this.shown(this.begin(batch, contacts as Values[], campaignId));
  }

  private begin(value: Values, contacts: readonly Values[], campaignId: string): Batch {
    const now = this.store.centre.now();
    const asked = textOf(value, 'requestedStartTime');
    const start = Math.max(now.getTime(), asked === null ? 0 : Date.parse(asked));
    const agent = (value.agent ?? null) as Values | null;
    const tries = contacts.map((contact, index) => this.attempt(contact, start + (index + 1) * ATTEMPT, agent));
    const facts = { campaignId, createdAt: now, startsAt: new Date(start), attempts: tries, cancelledAt: null };
    return this.store.batches.add({ internalId: this.store.batches.newId(), value: told(value), ...facts });
  }

  private shown({ internalId, value, startsAt, campaignId }: Batch): Values {
    const campaign = this.store.campaigns.items.find((each) => each.internalId === campaignId);
    const requestedStartTime = startsAt.toISOString();
    return { ...value, internalId, requestedStartTime, ...(campaign && { campaign: this.store.shown(campaign) }) };
  }

  private shownState(batch: Batch): Values {
    const done = this.store.finished(batch);
    const left = batch.attempts.length - done;
    const measures = { attemptedCount: done, deliveredCount: done, pendingCount: batch.cancelledAt ? 0 : left };
    const attributes = Object.entries(measures).map(([name, count]) => ({ name, value: String(count) }));
    return { contactBatch: this.shown(batch), state: this.store.batchState(batch), attributes };
  }

  private shownAttempt({ internalId, value }: Attempt): Values {
    return { ...value, internalId };
  }

  private search(input: Values, fits: (attempt: Attempt) => boolean): Values[] {
    const { from, to } = windowOf(input, this.store.centre.now().getTime());
    const within = ({ createdAt }: Attempt) => createdAt.getTime() >= from && createdAt.getTime() <= to;
    return this.store.attempts.items
      .filter((each) => within(each) && fits(each))
      .slice(0, 500)
      .map((each) => this.shownAttempt(each));
  }

  private isOfSample({ contact }: Attempt, sample: unknown): boolean {
    const wanted = (sample as Values | null)?.contact as Values | null | undefined;
    const client = textOf(wanted, 'externalId');
    const device = textOf((wanted?.devices as Values[] | undefined)?.[0], 'externalId');
    if (client !== null) return textOf(contact, 'externalId') === client;
    return device === null || (contact.devices as Values[]).some((each) => textOf(each, 'externalId') === device);
  }

  private listBatches(input: Values): Values[] {
    const { from, to } = windowOf(input, this.store.centre.now().getTime());
    const asked = (input.sample as Values).campaign;
    const campaign = asked ? this.store.campaigns.find(asked) : undefined;
    return this.store.batches.items
      .filter(({ createdAt }) => createdAt.getTime() >= from && createdAt.getTime() <= to)
      .filter(({ campaignId }) => !campaign || campaignId === campaign.internalId)
      .slice(0, 1000)
      .map((each) => this.shownState(each));
  }
}
