/** Contact batches and attempts, moving with the centre's clock. */
import { SimulatedFault } from '../soap/fault.ts';
import { attributesGiven, type EngageValues, engageFault, engageText } from './collection.ts';
import { ATTEMPT, type Attempt, type ContactBatch, type EngageStore } from './store.ts';

type Answers = Readonly<Record<string, (input: EngageValues) => unknown>>;

const DAY = 86_400_000;
const CHANNELS = ['Voice', 'Text', 'Email'] as const;

/** The time of a search: 24 hours before or after the one bound that is given, or until now. */
function windowOf({ fromTime, toTime }: EngageValues, now: number): { from: number; to: number } {
  const from = fromTime ? Date.parse(String(fromTime)) : null;
  const to = toTime ? Date.parse(String(toTime)) : null;
  if (from !== null && to !== null && from >= to) engageFault('ARG_INVALID_TYPE', 'fromTime');
  const end = to ?? (from === null ? now : from + DAY);
  return { from: from ?? end - DAY, to: end };
}

const DURATIONS: Readonly<Record<string, RegExp>> = {
  duration: /^PT?\d/,
  moment: /^\d{4}-\d{2}-\d{2}T/,
  minutes: /^\d+$/,
};

function checkDuration(text: string, reading: string): void {
  if (!DURATIONS[reading]?.test(text)) engageFault('ARG_INVALID_TYPE', 'maxDuration');
}

/** A contact whose first number ends in 0000 is never reached. */
function isUnreachable({ contact }: Attempt): boolean {
  const [device] = (contact.devices as EngageValues[] | undefined) ?? [];
  return /0000$/.test(engageText(device, 'externalId') ?? '');
}

/** The operations about contacts being reached. */
export class Contacts {
  constructor(private readonly store: EngageStore) {}

  /** The answer of each operation. */
  readonly answers: Answers = {
    createContactAttempts: ({ contacts, org }) => {
      this.store.org(org);
      const now = this.store.centre.now().getTime();
      return (contacts as EngageValues[]).map((contact) =>
        this.listedAttempt(this.attempt(contact, now + ATTEMPT, null)),
      );
    },
    createContactBatch: (input) => this.create(input),
    createContactBatchAsync: (input) => this.create(input),
    showContactBatchState: ({ contactBatch }) => this.shownState(this.store.batches.find(contactBatch)),
    listContactBatchStates: (input) => this.listBatches(input),
    changeContactBatchState: ({ contactBatchState }) => {
      const { contactBatch, state } = contactBatchState as EngageValues;
      const batch = this.store.batches.find(contactBatch);
      if (state !== 'Cancelled') engageFault('ARG_INVALID_TYPE', 'state');
      if (['Done', 'Cancelled'].includes(this.store.batchState(batch)))
        engageFault('INVALID_STATE', this.store.batchState(batch));
      batch.cancelledAt = this.store.centre.now();
      return this.shownState(batch);
    },
    showContactAttempts: ({ contactAttempts }) => {
      if ((contactAttempts as unknown[]).length > 100) engageFault('ARG_TOO_LARGE', 'contactAttempts');
      return (contactAttempts as EngageValues[]).map((key) => this.shownAttempt(this.store.attempts.find(key)));
    },
    listContactAttempts: (input) => {
      this.store.org(input.org);
      return this.search(input, (each) => this.isOfSample(each, input.sample));
    },
    listContactAttemptsUsingUser: (input) => {
      const id =
        engageText(input.user, 'internalId') ??
        engageText(input.user, 'externalId') ??
        engageFault('ATTRIBUTE_NULL', 'user');
      const isTheirs = ({ agent }: Attempt) =>
        [engageText(agent, 'internalId'), engageText(agent, 'externalId')].includes(id);
      return this.search(input, (each) => isTheirs(each) && this.isOfSample(each, input.sample));
    },
    listContactAttemptsUsingContactBatch: (input) => {
      if (this.store.reading('batch-attempts') === 'not-offered')
        throw new SimulatedFault('Client', 'No such operation: listContactAttemptsUsingContactBatch');
      const batch = this.store.batches.find(input.contactBatch);
      return this.search(input, (each) => batch.attempts.includes(each));
    },
    changeContactAttempt: ({ contactAttempt }) => {
      const found = this.store.attempts.find(contactAttempt);
      const tags = ((contactAttempt as EngageValues).tags as string[] | undefined) ?? [];
      if (!tags.includes('archive')) engageFault('ARG_INVALID_TYPE', 'tags');
      found.value = { ...found.value, tags };
      return this.shownAttempt(found);
    },
  };

  private attempt(contact: EngageValues, at: number, agent: EngageValues | null): Attempt {
    const number = this.store.attempts.items.length;
    const value = {
      contact: attributesGiven(contact),
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

  private create({ contactBatch, contacts, override }: EngageValues): EngageValues {
    const batch = contactBatch as EngageValues;
    if (override) engageFault('ARG_INVALID_TYPE', 'override');
    if ((contacts as unknown[]).length > 100) engageFault('ARG_TOO_LARGE', 'contacts');
    if (!batch.owner || engageText(batch, 'maxDuration') === null) engageFault('ARG_NULL', 'owner and maxDuration');
    checkDuration(engageText(batch, 'maxDuration') ?? '', this.store.reading('max-duration'));
    this.store.org(batch.owner);
    const campaign = batch.campaign ? this.store.campaigns.find(batch.campaign) : this.store.campaigns.items[0];
    if (batch.outreachStrategy) this.store.strategies.find(batch.outreachStrategy);
    if (batch.script) this.store.scripts.find(batch.script);
    const campaignId = campaign?.internalId ?? '';
    this.store.batches.unused(engageText(batch, 'externalId'), (other) => other.campaignId === campaignId);
    return this.shown(this.begin(batch, contacts as EngageValues[], campaignId));
  }

  private begin(value: EngageValues, contacts: readonly EngageValues[], campaignId: string): ContactBatch {
    const now = this.store.centre.now();
    const asked = engageText(value, 'requestedStartTime');
    const start = Math.max(now.getTime(), asked === null ? 0 : Date.parse(asked));
    const agent = (value.agent ?? null) as EngageValues | null;
    const tries = contacts.map((contact, index) => this.attempt(contact, start + (index + 1) * ATTEMPT, agent));
    const facts = { campaignId, createdAt: now, startsAt: new Date(start), attempts: tries, cancelledAt: null };
    return this.store.batches.add({ internalId: this.store.batches.newId(), value: attributesGiven(value), ...facts });
  }

  private shown({ internalId, value, startsAt, campaignId }: ContactBatch): EngageValues {
    const campaign = this.store.campaigns.items.find((each) => each.internalId === campaignId);
    const requestedStartTime = startsAt.toISOString();
    return { ...value, internalId, requestedStartTime, ...(campaign && { campaign: this.store.shown(campaign) }) };
  }

  private shownState(batch: ContactBatch): EngageValues {
    const tried = this.store.finished(batch);
    const left = batch.attempts.length - tried;
    const failed = batch.attempts.slice(0, tried).filter(isUnreachable).length;
    const delivered = tried - failed;
    const attempted = this.store.reading('attempted-count') === 'with-failed' ? tried : delivered;
    const ends = { deliveredCount: delivered, failedCount: failed };
    const measures = { attemptedCount: attempted, ...ends, pendingCount: batch.cancelledAt ? 0 : left };
    const attributes = Object.entries(measures).map(([name, count]) => ({ name, value: String(count) }));
    return { contactBatch: this.shown(batch), state: this.store.batchState(batch), attributes };
  }

  private shownAttempt({ internalId, value }: Attempt): EngageValues {
    return { ...value, internalId };
  }

  private get keysOnly(): boolean {
    return this.store.reading('answers') === 'keys';
  }

  private listedAttempt(attempt: Attempt): EngageValues {
    return this.keysOnly ? { internalId: attempt.internalId } : this.shownAttempt(attempt);
  }

  private listedBatch(batch: ContactBatch): EngageValues {
    const { internalId, value } = batch;
    const ids = { internalId, externalId: engageText(value, 'externalId') };
    return this.keysOnly ? { contactBatch: ids } : this.shownState(batch);
  }

  private search(input: EngageValues, fits: (attempt: Attempt) => boolean): EngageValues[] {
    const { from, to } = windowOf(input, this.store.centre.now().getTime());
    const within = ({ createdAt }: Attempt) => createdAt.getTime() >= from && createdAt.getTime() <= to;
    const found = this.store.attempts.items.filter((each) => within(each) && fits(each));
    return this.store.capped(found, 500).map((each) => this.listedAttempt(each));
  }

  private isOfSample({ contact }: Attempt, sample: unknown): boolean {
    const wanted = (sample as EngageValues | null)?.contact as EngageValues | null | undefined;
    const client = engageText(wanted, 'externalId');
    const device = engageText((wanted?.devices as EngageValues[] | undefined)?.[0], 'externalId');
    if (client !== null) return engageText(contact, 'externalId') === client;
    const devices = (contact.devices as EngageValues[] | undefined) ?? [];
    const tried = this.store.reading('attempt-device') === 'any' ? devices : devices.slice(0, 1);
    return device === null || tried.some((each) => engageText(each, 'externalId') === device);
  }

  private listBatches(input: EngageValues): EngageValues[] {
    const { from, to } = windowOf(input, this.store.centre.now().getTime());
    const asked = (input.sample as EngageValues).campaign;
    const campaign = asked ? this.store.campaigns.find(asked) : undefined;
    return this.store.batches.items
      .filter(({ createdAt }) => createdAt.getTime() >= from && createdAt.getTime() <= to)
      .filter(({ campaignId }) => !campaign || campaignId === campaign.internalId)
      .slice(0, 1000)
      .map((each) => this.listedBatch(each));
  }
}
