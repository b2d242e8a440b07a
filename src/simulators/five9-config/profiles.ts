import { isDeepStrictEqual } from 'node:util';
import type { Answers } from './answers.ts';
import { type ConfigValues, fail, textOf, valuesGiven } from './collection.ts';
import type { Domain } from './domain.ts';

function needField(domain: Domain, names: readonly unknown[]): void {
  domain.fields.need(names);
}

function needDispositions(domain: Domain, counts: readonly { dispositions?: readonly string[] | null }[]): void {
  for (const objectName of counts.flatMap(({ dispositions }) => dispositions ?? []))
    if (!domain.dispositions.has(objectName))
      fail('ObjectNotFoundFault', `Disposition "${objectName}" doesn't exist.`, {
        id: null,
        objectName,
        objectType: 'Disposition',
      });
}

/** Removes the items that equal a given one in the given values. */
function without(items: readonly ConfigValues[], gone: readonly ConfigValues[] | null | undefined): ConfigValues[] {
  const removed = (gone ?? []).map(valuesGiven);
  return items.filter((item) => !removed.some((one) => isDeepStrictEqual(one, valuesGiven(item))));
}

/** The contacts that a profile selects, and their order. */
function filterAnswers(domain: Domain): Answers {
  const { profiles } = domain;
  return {
    getCampaignProfileFilter({ profileName }) {
      const { crmCriteria, grouping, orderByFields } = profiles.find(profileName);
      return { crmCriteria, grouping, orderByFields };
    },
    modifyCampaignProfileCrmCriteria({ profileName, grouping, addCriteria, removeCriteria }) {
      const profile = profiles.find(profileName);
      const added = addCriteria ?? [];
      needField(
        domain,
        added.map(({ leftValue }) => leftValue),
      );
      const crmCriteria = [...without(profile.crmCriteria, removeCriteria), ...added];
      profiles.put(profileName, { crmCriteria, grouping: grouping ?? profile.grouping });
    },
    modifyCampaignProfileFilterOrder({ campaignProfile, addOrderByField, removeOrderByField }) {
      const { orderByFields } = profiles.find(campaignProfile);
      const added = addOrderByField ?? [];
      const names = added.map(({ fieldName }) => fieldName);
      needField(domain, names);
      const gone = new Set<unknown>([...names, ...(removeOrderByField ?? [])]);
      const left = orderByFields.filter(({ fieldName }) => !gone.has(fieldName));
      profiles.put(campaignProfile, { orderByFields: [...left, ...added] });
    },
  };
}

/** The chapter Campaign Profiles. */
export function profileAnswers(domain: Domain): Answers {
  const { profiles } = domain;
  return {
    ...filterAnswers(domain),
    createCampaignProfile: ({ campaignProfile }) =>
      profiles.add(campaignProfile.name, {
        ...valuesGiven(campaignProfile),
        crmCriteria: [],
        grouping: { type: 'All' },
        orderByFields: [],
        dispositionCounts: [],
      }),
    getCampaignProfiles: ({ namePattern }) => profiles.matching(namePattern),
    modifyCampaignProfile: ({ campaignProfile }) => void profiles.change(campaignProfile.name, campaignProfile),
    deleteCampaignProfile({ profileName }) {
      profiles.find(profileName);
      const isUsed = domain.campaigns.items.some(({ settings }) => textOf(settings, 'profileName') === profileName);
      profiles.remove(profileName, isUsed);
    },
    getCampaignProfileDispositions: ({ profileName }) => profiles.find(profileName).dispositionCounts,
    modifyCampaignProfileDispositions({ profileName, addDispositionCounts, removeDispositionCounts }) {
      const { dispositionCounts } = profiles.find(profileName);
      const added = addDispositionCounts ?? [];
      needDispositions(domain, added);
      profiles.put(profileName, {
        dispositionCounts: [...without(dispositionCounts, removeDispositionCounts), ...added],
      });
    },
  };
}
