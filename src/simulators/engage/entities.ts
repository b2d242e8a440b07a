/** Scripts, campaigns, strategies and compliance rules. */
import {
  attributesGiven,
  type EngageValues,
  type EntityCollection,
  engageFault,
  engageText,
  isLike,
} from './collection.ts';
import type { EngageStore, Plain } from './store.ts';

type Answers = Readonly<Record<string, (input: EngageValues) => unknown>>;

const FORBIDDEN = /[<>]/;

/** The operations on entities without behaviour. */
export class Entities {
  constructor(private readonly store: EngageStore) {}

  /** The answer of each operation. */
  readonly answers: Answers = {
    createScript: ({ scriptTemplate, newName, elementNames, elementContents, org }) => {
      this.store.scripts.find(scriptTemplate);
      if ((elementNames as unknown[]).length > 10) engageFault('ARG_TOO_LARGE', 'elementNames');
      return this.script(newName, elementNames, elementContents, org);
    },
    createScriptUsingContent: ({ name, contentNames, contentData, org }) => {
      const bytes = (contentData as string[]).reduce((sum, text) => sum + Buffer.byteLength(text, 'base64'), 0);
      if (bytes > 5 * 1024 * 1024) engageFault('ARG_TOO_LARGE', 'contentData');
      return this.script(name, contentNames, contentData, org);
    },
    deleteScript: (input) => this.remove(this.store.scripts, input.script),
    listScripts: ({ org }) => this.all(this.store.scripts, org).map((each) => this.listedScript(each)),
    createCampaign: ({ campaign, org }) => {
      const name = engageText(campaign, 'externalId') ?? engageFault('ATTRIBUTE_NULL', 'externalId');
      if (FORBIDDEN.test(name)) engageFault('ATTRIBUTE_INVALID_CHAR', 'externalId');
      return this.create(this.store.campaigns, campaign as EngageValues, org);
    },
    showCampaign: ({ campaign }) => this.show(this.store.campaigns.find(campaign)),
    listCampaigns: ({ org, fromDate, toDate }) => {
      const from = fromDate ? Date.parse(String(fromDate)) : Number.NEGATIVE_INFINITY;
      const to = toDate ? Date.parse(String(toDate)) : Number.POSITIVE_INFINITY;
      const within = ({ createdAt }: Plain) => createdAt.getTime() >= from && createdAt.getTime() <= to;
      const found = this.all(this.store.campaigns, org).filter(within);
      return this.store.capped(found, 1000).map((each) => this.show(each));
    },
    listCampaignsUsingCampaign: ({ org, sample }) =>
      this.all(this.store.campaigns, org)
        .filter(matches(sample))
        .map((each) => this.show(each)),
    changeCampaign: ({ campaign }) => this.change(this.store.campaigns, campaign),
    createOutreachStrategy: ({ outreachStrategy, org }) => {
      if (engageText(outreachStrategy, 'externalId') === null) engageFault('ARG_INVALID_DATA', 'externalId');
      return this.create(this.store.strategies, outreachStrategy as EngageValues, org);
    },
    deleteOutreachStrategy: ({ outreachStrategy }) => this.remove(this.store.strategies, outreachStrategy),
    showOutreachStrategy: ({ outreachStrategy }) => this.show(this.store.strategies.find(outreachStrategy)),
    listOutreachStrategy: ({ org, sample }) =>
      this.all(this.store.strategies, org)
        .filter(matches(sample))
        .map((each) => this.show(each)),
    changeOutreachStrategy: ({ outreachStrategy }) => this.change(this.store.strategies, outreachStrategy),
    createComplianceRule: ({ complianceRule, org }) => {
      if (engageText(complianceRule, 'type') === null) engageFault('ATTRIBUTE_NULL', 'type');
      if (engageText(complianceRule, 'type') === 'Region' && engageText(org, 'type') === 'Account')
        engageFault('ARG_INVALID_TYPE', 'org');
      return this.create(this.store.rules, complianceRule as EngageValues, org);
    },
    deleteComplianceRule: ({ complianceRule }) => this.remove(this.store.rules, complianceRule),
    showComplianceRule: ({ complianceRule }) => this.show(this.store.rules.find(complianceRule)),
    listComplianceRules: ({ org }) => this.all(this.store.rules, org).map((each) => this.show(each)),
    changeComplianceRule: ({ complianceRule }) => [this.change(this.store.rules, complianceRule)],
  };

  private listedScript(script: Plain): EngageValues {
    const { internalId, value } = script;
    return this.store.reading('answers') === 'keys'
      ? { internalId, externalId: engageText(value, 'externalId') }
      : this.show(script);
  }

  private show(entity: Plain): EngageValues {
    return this.store.shown(entity);
  }

  private create(collection: EntityCollection<Plain>, value: EngageValues, org: unknown): EngageValues {
    this.store.org(org);
    collection.unused(engageText(value, 'externalId'));
    return this.show(
      collection.add({
        internalId: collection.newId(),
        value: attributesGiven(value),
        createdAt: this.store.centre.now(),
      }),
    );
  }

  private change(collection: EntityCollection<Plain>, asked: unknown): EngageValues {
    const entity = collection.find(asked);
    const { internalId: _id, owner: _owner, ...changes } = attributesGiven(asked as EngageValues);
    entity.value = { ...entity.value, ...changes };
    return this.show(entity);
  }

  private remove(collection: EntityCollection<Plain>, asked: unknown): null {
    collection.remove(collection.find(asked));
    return null;
  }

  private all(collection: EntityCollection<Plain>, org: unknown): readonly Plain[] {
    this.store.org(org);
    return collection.items;
  }

  private script(name: unknown, names: unknown, contents: unknown, org: unknown): EngageValues {
    if ((names as unknown[]).length !== (contents as unknown[]).length) engageFault('ARG_INVALID_DATA', 'sizes differ');
    return this.create(this.store.scripts, { externalId: String(name) }, org);
  }
}

/** True for an entity whose plain attributes are those of a sample. */
function matches(sample: unknown): (entity: Plain) => boolean {
  const { internalId, ...wanted } = sample ? attributesGiven(sample as EngageValues) : ({} as EngageValues);
  const texts = Object.entries(wanted).filter(([, value]) => typeof value === 'string');
  return (entity) =>
    (!internalId || entity.internalId === internalId) &&
    texts.every(([name, value]) => isLike(engageText(entity.value, name), String(value)));
}
