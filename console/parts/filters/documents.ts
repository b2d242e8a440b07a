/** Reads the campaigns that a list can be narrowed to. */
export const CAMPAIGN_CHOICES_DOCUMENT =
  'query CampaignChoices { campaigns(first: 100) { edges { node { id name source { account { key } } } } } }';
