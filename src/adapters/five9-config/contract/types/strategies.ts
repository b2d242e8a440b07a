/** Campaign strategies. */
import { boolean, list, long, optional, required, string, struct } from '../../../contract.ts';
import { campaignFilterCriterion, crmCriteriaGroupingType } from './criteria.ts';

export const campaignStrategyFilter = struct(
  'campaignStrategyFilter',
  'Which records a strategy is for.',
  {
    conditionGroupingType: optional(crmCriteriaGroupingType, 'How the conditions are joined.'),
    conditions: optional(list(campaignFilterCriterion), 'Conditions on records.'),
    customGrouping: optional(string, 'Expression that joins them, for Custom.'),
  },
  { page: 61 },
);

export const campaignStrategyPeriod = struct(
  'campaignStrategyPeriod',
  'How soon a strategy redials, from a day on.',
  {
    redialAfterMins: required(long, 'Minutes before a number is dialed again.'),
    startFromDay: required(long, 'Day from which it holds.'),
  },
  { page: 62 },
);

export const campaignStrategy = struct(
  'campaignStrategy',
  'Rules for how the records of lists are dialed.',
  {
    description: optional(string, 'The purpose of the strategy.'),
    enabled: required(boolean, 'Whether it is active; the one named Default has to be.'),
    filter: optional(campaignStrategyFilter, 'Records it is for.'),
    name: required(string, 'Name of the strategy.'),
    schedule: optional(list(campaignStrategyPeriod), 'Dialing pattern.'),
    startAfterTimeMins: required(long, 'Minutes before it starts; 0 starts it at once.'),
  },
  { page: 60 },
);

export const campaignStrategies = struct(
  'campaignStrategies',
  'The strategies of a campaign.',
  {
    strategies: optional(list(campaignStrategy), 'At most 20.', { maxItems: 20 }),
  },
  { page: 60 },
);
