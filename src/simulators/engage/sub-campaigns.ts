/** Sub-campaigns and their states. */
import { attributesGiven, type EngageValues, engageFault, engageText, isLike } from './collection.ts';
import type { EngageStore, SubCampaign } from './store.ts';

type Answers = Readonly<Record<string, (input: EngageValues) => unknown>>;

const DAY = 86_400_000;
const ENDED: ReadonlySet<string> = new Set(['Done', 'Cancelled', 'Awaiting']);
const GROUPS: Readonly<Record<string, ReadonlySet<string>>> = {
  Active: new Set(['Loading', 'Running', 'Paused', 'Pending', 'Stopping']),
  Completed: new Set(['Awaiting', 'Cancelled', 'Completing', 'Done']),
  Done: ENDED,
};
/** The fields that may change while it runs. */
const CHANGEABLE: ReadonlySet<string> = new Set(['intensity', 'externalId', 'passes', 'internalId', 'campaign']);

/** The operations about sub-campaigns. */
export class SubCampaignStore {
  constructor(private readonly store: EngageStore) {}

  /** The answer of each operation. */
  readonly answers: Answers = {
    createSubCampaign: ({ subCampaign, list, script, org }) => {
      this.store.lists.find(list);
      this.store.scripts.find(script);
      return this.create(subCampaign as EngageValues, org);
    },
    createSubCampaignUsingInboundDevice: ({ subCampaign, script, org, device }) => {
      this.store.scripts.find(script);
      const { inboundDeviceType, keywords } = device as EngageValues;
      if (inboundDeviceType === 'ShortCode' && (keywords as unknown[]).length !== 1)
        engageFault('ATTRIBUTE_INVALID', 'keywords');
      return this.create(subCampaign as EngageValues, org);
    },
    listSubCampaigns: ({ campaign }) => {
      const { internalId } = this.store.campaigns.find(campaign);
      return this.store.subCampaigns.items
        .filter(({ campaignId }) => campaignId === internalId)
        .map((each) => this.shown(each));
    },
    showSubCampaignStateUsingContactAttempt: ({ contactAttempt }) => {
      if (!(contactAttempt as EngageValues).secondaryDevice) engageFault('ATTRIBUTE_NULL', 'secondaryDevice');
      return { subCampaign: { internalId: '1', externalId: 'System' }, state: 'Running' };
    },
    changeSubCampaign: ({ subCampaign }) => this.change(subCampaign as EngageValues),
    showSubCampaignState: ({ subCampaign }) => this.shownState(this.find(subCampaign)),
    listSubCampaignStates: (input) => this.listed(input),
    changeSubCampaignState: ({ subCampaignState }) => {
      const sub = this.find((subCampaignState as EngageValues).subCampaign);
      this.changeState(sub, engageText(subCampaignState, 'state'));
      return this.shownState(sub);
    },
    previewPacing: ({ entities }) => (entities as EngageValues[]).flatMap((each) => this.previewed(each)),
  };

  private shown(sub: SubCampaign): EngageValues {
    const campaign = this.store.campaigns.items.find(({ internalId }) => internalId === sub.campaignId);
    return { ...sub.value, internalId: sub.internalId, ...(campaign && { campaign: this.store.shown(campaign) }) };
  }

  private shownState(sub: SubCampaign): EngageValues {
    const state = this.store.stateOf(sub);
    const passes = (sub.value.passes as EngageValues[] | undefined) ?? [];
    return {
      subCampaign: this.shown(sub),
      state,
      passStates: passes.map((pass) => ({ pass, state, attributes: [] })),
      attributes: [
        { name: 'attemptedCount', value: String(state === 'Pending' ? 0 : 120) },
        { name: 'startDate', value: sub.createdAt.toISOString().replace('Z', '0000Z') },
      ],
    };
  }

  private find(asked: unknown): SubCampaign {
    const key = (asked as EngageValues | null)?.campaign;
    const campaign = key ? this.store.campaigns.search(key) : undefined;
    return this.store.subCampaigns.find(asked, (sub) => !campaign || sub.campaignId === campaign.internalId);
  }

  private create(asked: EngageValues, org: unknown): EngageValues {
    this.store.org(org);
    const campaign = this.store.campaigns.find(asked.campaign);
    this.store.subCampaigns.unused(
      engageText(asked, 'externalId'),
      ({ campaignId }) => campaignId === campaign.internalId,
    );
    const internalId = this.store.subCampaigns.newId((sub) => !ENDED.has(this.store.stateOf(sub)));
    const { campaign: _campaign, ...value } = attributesGiven(asked);
    const now = this.store.centre.now();
    const facts = { campaignId: campaign.internalId, world: null, state: 'Loading', createdAt: now, changedAt: now };
    return this.shown(this.store.subCampaigns.add({ internalId, value, ...facts }));
  }

  private change(asked: EngageValues): EngageValues {
    const sub = this.find(asked);
    const changes = attributesGiven(asked);
    const running = this.store.stateOf(sub) === 'Running';
    const wrong = Object.keys(changes).find((name) => !CHANGEABLE.has(name));
    if (running && wrong) engageFault('ATTRIBUTE_INVALID_DATA', wrong);
    const { campaign: _campaign, internalId: _id, ...rest } = changes;
    sub.value = { ...sub.value, ...rest };
    if (!sub.world && ENDED.has(this.store.stateOf(sub)) && rest.passes) this.move(sub, 'Loading');
    return this.shown(sub);
  }

  private move(sub: SubCampaign, state: string): void {
    sub.state = state;
    sub.changedAt = this.store.centre.now();
  }

  private changeState(sub: SubCampaign, wanted: string | null): void {
    const final = this.store.reading('stopped') === 'done';
    if (final && wanted === 'Running' && ENDED.has(this.store.stateOf(sub))) engageFault('ARG_INVALID_TYPE', 'state');
    if (wanted === 'Done' || wanted === 'Stopping') sub.over = final;
    if (!sub.world && (wanted === 'Done' || wanted === 'Stopping')) this.move(sub, 'Stopping');
    else if (!sub.world && wanted) this.move(sub, wanted);
    else if (sub.world) this.moveWorld(sub.world, wanted);
  }

  private moveWorld(world: NonNullable<SubCampaign['world']>, wanted: string | null): void {
    if (wanted === 'Paused') this.store.centre.pauseCampaign(world);
    else if (wanted === 'Running' && world.state === 'PAUSED') this.store.centre.resumeCampaign(world);
    else if (wanted === 'Running') this.store.centre.startCampaign(world);
    else this.store.centre.stopCampaign(world);
  }

  private listed({ org, sample, fromTime, toTime }: EngageValues): readonly EngageValues[] {
    this.store.org(org);
    const state = engageText(sample, 'state');
    const bounded = state === null || state === 'Done' || state === 'All';
    const now = this.store.centre.now().getTime();
    const from = fromTime ? Date.parse(String(fromTime)) : bounded ? now - DAY : Number.NEGATIVE_INFINITY;
    const to = toTime ? Date.parse(String(toTime)) : bounded ? now + DAY : Number.POSITIVE_INFINITY;
    const group = GROUPS[state ?? ''];
    const found = this.store.subCampaigns.items
      .filter(({ createdAt }) => createdAt.getTime() >= from && createdAt.getTime() <= to)
      .filter((sub) => !group || group.has(this.store.stateOf(sub)))
      .filter((sub) => this.isLikeSample(sub, (sample as EngageValues | null)?.subCampaign))
      .toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
    return this.store.capped(found, 100).map((each) => this.shownState(each));
  }

  private isLikeSample(sub: SubCampaign, sample: unknown): boolean {
    const wanted = (sample ?? {}) as EngageValues;
    const campaign = this.store.campaigns.items.find(({ internalId }) => internalId === sub.campaignId);
    const sameId = (key: unknown, id: string | undefined) => (engageText(key, 'internalId') ?? id) === id;
    if (!sameId(wanted, sub.internalId) || !sameId(wanted.campaign, sub.campaignId)) return false;
    if (!isLike(engageText(campaign?.value, 'externalId'), engageText(wanted.campaign, 'externalId'))) return false;
    return isLike(engageText(sub.value, 'externalId'), engageText(wanted, 'externalId'));
  }

  private previewed(entity: EngageValues): EngageValues[] {
    const passes = (entity.passes as EngageValues[] | undefined) ?? [];
    const known =
      entity._type === 'subCampaign' ? ((this.find(entity).value.passes as EngageValues[] | undefined) ?? []) : [];
    const intensity = { name: 'intensity', value: String(entity.intensity ?? '1') };
    return (passes.length > 0 ? passes : known).map((pass) => ({ pass, attributes: [intensity] }));
  }
}
