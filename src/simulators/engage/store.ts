/** The simulated vendor's entities. Its first campaigns are the centre's, and so are their states. */
import type { Centre, SimulatedCampaign } from '../centre/model.ts';
import { type EngageValues, EntityCollection, engageFault, engageText } from './collection.ts';

/** Something with ids and attributes. */
export interface Plain {
  readonly internalId: string;
  value: EngageValues;
  readonly createdAt: Date;
}

/** A sub-campaign; one of the centre's campaigns moves with it. */
export interface SubCampaign extends Plain {
  readonly campaignId: string;
  readonly world: SimulatedCampaign | null;
  state: string;
  changedAt: Date;
  /** It was stopped for good, although the centre's campaign could start again. */
  over?: boolean;
}

/** Contacts on their way. */
export interface ContactBatch extends Plain {
  readonly campaignId: string;
  readonly startsAt: Date;
  readonly attempts: readonly Attempt[];
  cancelledAt: Date | null;
}

/** One try. */
export interface Attempt extends Plain {
  readonly contact: EngageValues;
  readonly agent: EngageValues | null;
  readonly dueAt: Date;
}

/** The organization everything belongs to. */
export const ORG = { internalId: '42', externalId: 'Crosspoint Demo', type: 'Account' } as const;

/** Milliseconds one attempt takes. */
export const ATTEMPT = 2_000;

/** States of the centre's campaigns in the vendor's terms. */
const WORDS: Readonly<Record<SimulatedCampaign['state'], string>> = {
  NOT_RUNNING: 'Pending',
  STARTING: 'Loading',
  RUNNING: 'Running',
  PAUSED: 'Paused',
  STOPPING: 'Stopping',
  COMPLETED: 'Done',
  CANCELLED: 'Cancelled',
};

/** The vendor's entities. */
export class EngageStore {
  private lastId = 70_000;
  private readonly next = () => {
    this.lastId += 1;
    return String(this.lastId);
  };
  private readonly missing = (kind: string, key: unknown) =>
    this.reading('missing-object') === 'id'
      ? `Referenced object '${engageText(key, 'internalId') ?? engageText(key, 'externalId')}' does not exist`
      : kind;

  readonly scripts = new EntityCollection<Plain>('Script', this.next, this.missing, 100);
  readonly campaigns = new EntityCollection<Plain>('Campaign', this.next, this.missing, 100);
  readonly strategies = new EntityCollection<Plain>('OutreachStrategy', this.next, this.missing);
  readonly subCampaigns = new EntityCollection<SubCampaign>('SubCampaign', this.next, this.missing, 50);
  readonly batches = new EntityCollection<ContactBatch>('ContactBatch', this.next, this.missing);
  readonly attempts = new EntityCollection<Attempt>('ContactAttempt', this.next, this.missing);
  readonly rules = new EntityCollection<Plain>('ComplianceRule', this.next, this.missing, 1000);
  readonly lists = new EntityCollection<Plain>('List', this.next, this.missing);

  constructor(
    readonly centre: Centre,
    /** The reading played of each open question. */
    readonly reading: (question: string) => string,
  ) {
    const createdAt = centre.now();
    const plain = (externalId: string): Plain => ({ internalId: this.next(), value: { externalId }, createdAt });
    this.scripts.add(plain('Standard script'));
    this.strategies.add(plain('On demand'));
    this.lists.add(plain('All contacts'));
    for (const world of centre.campaigns.filter(({ owner }) => owner === 'engage')) this.adopt(world, createdAt);
  }

  private adopt(world: SimulatedCampaign, createdAt: Date): void {
    const value = { externalId: world.name, description: world.description };
    this.campaigns.add({ internalId: world.id, value, createdAt });
    const channel = { TEXT: 'Text', EMAIL: 'Email', VOICE: 'Voice' }[world.channel];
    const pass = { internalId: this.next(), externalId: 'Pass 1', channel };
    const sub = { externalId: `${world.name} 1`, passes: [pass] };
    const facts = { campaignId: world.id, world, state: '', createdAt, changedAt: createdAt };
    this.subCampaigns.add({ internalId: this.next(), value: sub, ...facts });
  }

  /** Current state of a sub-campaign; one that a client created loads for a while, and takes a while to stop. */
  stateOf(sub: SubCampaign): string {
    if (sub.world) return sub.over && sub.world.state === 'NOT_RUNNING' ? 'Done' : WORDS[sub.world.state];
    const age = this.centre.now().getTime() - sub.changedAt.getTime();
    if (sub.state === 'Loading' && age >= 5_000) return 'Running';
    return sub.state === 'Stopping' && age >= 5_000 ? 'Done' : sub.state;
  }

  /** Current state of a batch. */
  batchState(batch: ContactBatch): string {
    if (batch.cancelledAt) return 'Cancelled';
    if (this.centre.now() < batch.startsAt) return 'Pending';
    return this.finished(batch) < batch.attempts.length ? 'Running' : 'Done';
  }

  /** How many of a batch's attempts are over. */
  finished({ attempts, cancelledAt }: ContactBatch): number {
    const until = cancelledAt ?? this.centre.now();
    return attempts.filter(({ dueAt }) => dueAt <= until).length;
  }

  /** At most so many rows, or the fault where the vendor refuses more. */
  capped<Row>(rows: readonly Row[], cap: number): readonly Row[] {
    if (rows.length > cap && this.reading('full-list') === 'refused')
      engageFault('RESULT_TOO_LARGE', String(rows.length));
    return rows.slice(0, cap);
  }

  /** The organization an argument names, which must be the one there is. */
  org(argument: unknown): void {
    const type = engageText(argument, 'type');
    if (type !== null && !['Account', 'Enterprise'].includes(type)) engageFault('ARG_INVALID_TYPE', type);
    const internalId = engageText(argument, 'internalId');
    const known =
      internalId === null ? engageText(argument, 'externalId') === ORG.externalId : internalId === ORG.internalId;
    if (!known) engageFault('OBJECT_NOT_EXISTS', 'Org');
  }

  /** An entity in an answer: its ids, attributes and owner. */
  shown({ internalId, value }: Plain, owned = true): EngageValues {
    return { ...value, internalId, ...(owned && { owner: ORG }) };
  }
}
