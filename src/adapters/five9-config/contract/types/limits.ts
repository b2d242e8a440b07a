/** Counters of calls against their limits. */
import { enumeration, list, long, optional, required, struct } from '../../../contract.ts';

export const apiOperationType = enumeration(
  'apiOperationType',
  'Class of calls that are counted together.',
  {
    Query: 'Reading.',
    Modify: 'Creating, changing and deleting.',
    Upload: 'Importing up to 50,000 records.',
    SingleUpload: 'Importing one record.',
    ReportRequest: 'Running a report.',
    RetrieveReport: "Fetching a report's result.",
    AsynchronousUpload: 'Importing up to 100 records without waiting.',
    QueryStatistics: 'Statistics; not of this service.',
    QueryChangedStatistics: 'Changed statistics; not of this service.',
    Web2CampaignUpload: 'Not used.',
    VIVRCreateSession: 'Visual IVR sessions; no operation of this service.',
  },
  30,
);

export const callCounterState = struct(
  'callCounterState',
  'How many calls of a class were made, and how many may be.',
  {
    limit: required(long, 'Most calls in the time.'),
    operationType: optional(apiOperationType, 'Class of calls.'),
    value: required(long, 'Calls made so far.'),
  },
  { page: 47 },
);

export const limitTimeoutState = struct(
  'limitTimeoutState',
  'The counters of one span of time.',
  {
    callCounterStates: optional(list(callCounterState), 'One counter a class.'),
    timeout: required(long, 'Length of the span in seconds: a minute, an hour or a day.'),
  },
  { page: 92 },
);
