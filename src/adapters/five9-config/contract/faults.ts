/** The faults of the Configuration Web Services (guide p. 231–243) and what each one means to a program. */
import type { ErrorCode } from '../../../../schema/vocabulary.ts';
import { type Fault, type Fields, fault, int, list, long, optional, string } from '../../contract.ts';
import { campaignState, campaignType } from './types/campaigns.ts';
import { niceLicenseType, operationType } from './types/configuration.ts';
import { promptType } from './types/prompts.ts';
import { wsObjectType } from './types/reports.ts';
import { userRoleType } from './types/roles.ts';
import { five9DateTime } from './types/scalars.ts';

/** Meaning, what the vendor fills in, page of the guide. */
type Row = readonly [description: string, fields: Fields, page?: number];

const message = optional(string, 'The error message, for a person.');
const campaignName = optional(string, 'Name of the campaign.');
const authProfileName = optional(string, 'Name of the authentication profile.');
const details = optional(string, 'Why it cannot.');
const fieldName = optional(string, 'Name of the contact field.');
const dnis = optional(string, 'The number.');
const profileName = optional(string, 'Name of the profile.');
const dispositionName = optional(string, 'Name of the disposition.');
const ext = optional(string, 'The extension.');
const campaignNames = optional(list(string), 'Campaigns with such extensions.');
const userNames = optional(list(string), 'Users with such extensions.');
const limit = optional(int, 'Most records.');
const recordsCount = optional(int, 'Records that were sent.');
const end = optional(five9DateTime, 'End of the time.');
const start = optional(five9DateTime, 'Start of the time.');
const pattern = optional(string, 'The regular expression.');
const ivrScriptName = optional(string, 'Name of the IVR script.');
const listName = optional(string, 'Name of the list.');
const localeName = optional(string, 'Name of the locale.');
const skillName = optional(string, 'Name of the skill.');
const agentNames = optional(list(string), 'Those agents.');
const featureLicenseType = optional(niceLicenseType, 'Kind of licence.');
const totalNumberOfLicenses = optional(int, 'Licences the domain has.');
const id = optional(long, 'Id of the object.');
const objectName = optional(string, 'Name of the object.');
const objectType = optional(wsObjectType, 'Kind of object.');
const errorOffset = optional(int, 'Where it stops making sense.');
const promptName = optional(string, 'Name of the prompt.');
const reasonCodeName = optional(string, 'Name of the reason code.');
const folder = optional(string, 'Folder of the report.');
const reportName = optional(string, 'Name of the report.');
const scheduleName = optional(string, 'Name of the schedule.');
const userName = optional(string, 'Log-in name of the user.');
const roles = optional(list(userRoleType), 'Roles needed.');
const actualState = optional(campaignState, 'Where it stands.');
const desiredState = optional(campaignState, 'Where it should stand.');
const desiredTypes = optional(list(campaignType), 'Kinds that would do.');

const rows = {
  NOT_FOUND: {
    AuthProfileNotFoundFault: ['There is no such authentication profile.', { authProfileName, message }],
    CampaignNotFoundFault: ['There is no campaign of that name.', { campaignName, message }, 232],
    CrmFieldNotFoundFault: ['There is no contact field of that name.', { fieldName, message }, 233],
    DNISNotFoundFault: ['The domain does not have the number.', { dnis, message }, 234],
    DialProfileNotFoundFault: ['There is no campaign profile of that name.', { message, profileName }, 233],
    DispositionNotFoundFault: ['There is no disposition of that name.', { dispositionName, message }, 234],
    FinderException: ['The object cannot be found.', { message }, 235],
    IvrScriptNotFoundFault: ['There is no IVR script of that name.', { ivrScriptName, message }, 236],
    IvrScriptOwnershipNotFoundFault: ['The IVR script has no such ownership.', { message }, 236],
    ListNotFoundFault: ['There is no list of that name.', { listName, message }, 237],
    LocaleNotFoundFault: ['There is no locale of that name.', { localeName, message }, 237],
    ObjectNotFoundFault: ['There is no such object.', { id, message, objectName, objectType }, 238],
    PromptNotFoundFault: ['There is no prompt of that name.', { message, promptName }, 239],
    PromptWithTheLanguageNotFoundFault: ['The prompt does not exist in that language.', { message, promptName }],
    ReasonCodeNotFoundFault: ['There is no reason code of that name.', { message, reasonCodeName }, 239],
    ReportNotFoundFault: ['There is no such report in that folder.', { folder, message, reportName }, 239],
    ScheduleNotFoundFault: ['There is no such FTP schedule.', { message, scheduleName }, 239],
    SkillNotFoundFault: ['There is no skill of that name.', { message, skillName }, 240],
    UnknownIdentifierFault: ['No import or report has that id.', { message }, 241],
    UserNotFoundFault: ['There is no user of that name.', { message, userName }, 241],
  },
  ALREADY_EXISTS: {
    CampaignAlreadyExistsFault: ['There is a campaign of that name.', { campaignName, message }, 232],
    DNISAlreadyAssignedFault: [
      'The number is in use already.',
      {
        campaignName: optional(string, "Campaign that has it; a user's name when the message says so."),
        dnis,
        message,
      },
      234,
    ],
    DispositionAlreadyExistsFault: ['There is a disposition of that name.', { dispositionName, message }, 233],
    DispositionIsAlreadyAssignedFault: [
      'The campaign has the disposition already.',
      { campaignName, dispositionName, message },
      233,
    ],
    ExtensionAlreadyInUseFault: ['Another user has the extension.', { ext, message }, 235],
    ListAlreadyAssignedFault: ['The campaign has the list already.', { campaignName, listName, message }, 236],
    ListAlreadyExistsFault: ['There is a list of that name.', { listName, message }, 236],
    ObjectAlreadyExistsFault: ['There is an object of that name.', { id, message, objectName, objectType }, 237],
    PromptAlreadyExistsFault: ['There is a prompt of that name.', { message, promptName }, 238],
    SkillAlreadyAssignedFault: ['The campaign has the skill already.', { campaignName, message }, 240],
    SkillAlreadyExistsFault: ['There is a skill of that name.', { message, skillName }, 240],
    UserAlreadyExistsFault: ['There is a user of that name.', { message, userName }, 241],
    UserAlreadyHasSkillFault: ['The user has the skill already.', { message, skillName, userName }, 241],
  },
  INVALID_ARGUMENT: {
    AddRecordToListFault: ['addRecordToListSimple refused the record; the message says why.', { message }, 231],
    ImportSizeLimitExceededFault: ['There are too many records.', { limit, message, recordsCount }, 235],
    IncorrectArgumentFault: ['An argument is wrong.', { message }, 235],
    InvalidDateRangeFault: ['The start is not before the end.', { end, message, start }, 236],
    InvalidImportDataFault: ['The rows cannot be read.', { message }, 236],
    InvalidRegexpPatternFault: ['The regular expression is not one.', { message, pattern }, 236],
    InvalidUserDataFault: ["The user's data is wrong.", { message }, 236],
    MissedArgumentFault: ['An argument is missing.', { message }, 237],
    MissedOsLoginFault: ['Agents lack a log-in of the operating system; no longer used.', { agentNames, message }, 237],
    ParseException: ['The text cannot be read.', { errorOffset, message }, 238],
    TooManyItemsFault: ['There are too many items.', { message }, 240],
  },
  FAILED_PRECONDITION: {
    AllowedOnlyForPreviewCampaignFault: ['The campaign is not in preview mode.', { campaignName, message }, 232],
    CampaignStateUpdateFault: [
      'The campaign cannot go to that state from where it stands.',
      { campaignName, details, message },
      233,
    ],
    CantModifyObjectFault: ['The object cannot be changed.', { message }, 233],
    CommonCampaignFault: ['The campaign cannot be used so.', { campaignName, message }, 233],
    ConcurrentModificationFault: ['Another client is changing the object.', { message }, 233],
    DNISIsNotAssignedFault: ['The campaign does not have the number.', { campaignName, dnis, message }, 234],
    DispositionIsNotAssisgnedFault: [
      'The campaign does not have the disposition.',
      { campaignName, dispositionName, message },
      234,
    ],
    DispositionNotAllowedFault: [
      'The campaign cannot have a disposition of that type.',
      { dispositionName, message },
      234,
    ],
    ExecutionRestrictionFault: ['The call cannot be carried out now.', { message }, 235],
    ExtensionsOutOfRangeFault: [
      'Extensions in use are too short or too long for the new limits.',
      { campaignNames, message, userNames },
      235,
    ],
    ImportCancelledFault: ['The import was cancelled.', { message }, 235],
    ImportInProgressFault: ['An import into the campaign or one of its lists is under way.', { message }, 235],
    ListCantBeRemovedFault: ['The list is in use.', { listName, message }, 236],
    ListIsNotAssignedFault: ['The campaign does not have the list.', { campaignName, listName, message }, 236],
    MaxPlayFileCountForSkillExceededFault: [
      'The skill has as many audio files as it may.',
      { message, skillName },
      237,
    ],
    NICELicencesExceededFault: [
      'There are no NICE licences left.',
      { featureLicenseType, message, totalNumberOfLicenses },
    ],
    ObjectInUseFault: ['The object is in use.', { id, message, objectName, objectType }, 237],
    ObjectsCountLimitExceededFault: [
      'The domain has as many objects of that kind as it may.',
      { id, limit: optional(int, 'Most objects.'), message, objectName, objectType },
      238,
    ],
    PromptCantBeDeletedFault: ['The prompt is in use.', { message, promptName }, 238],
    ReasonCodeCountLimitExceededFault: [
      'The domain has as many reason codes as it may.',
      { message, reasonCodeName },
      239,
    ],
    ResultIsNotReadyFault: ['The job is not finished; poll isImportRunning or isReportRunning.', { message }, 239],
    SkillCantBeDeletedFault: ['The skill is in use.', { message, skillName }, 240],
    SkillIsNotAssignedFault: ['The campaign does not have the skill.', { campaignName, message, skillName }, 240],
    TooManyExtensionsFault: ['There are as many extensions as there may be.', { message }, 240],
    TooManyUsersFault: ['The domain has as many users as it may.', { message }, 240],
    UserAlreadyLoggedInFault: [
      'The user is logged in elsewhere, or another request of the user is under way.',
      { message },
      241,
    ],
    UserCantBeDeletedFault: ['The user is in use.', { message, userName }, 241],
    UserDoesntHaveSkillFault: ['The user does not have the skill.', { message, skillName, userName }, 241],
    UserHasNoRequiredRoleFault: [
      'The user has no role that may be in an agent group.',
      { message, roles, userName },
      241,
    ],
    WrongCampaignStateFault: [
      'The campaign is not in the state this needs.',
      { actualState, campaignName, desiredState, message },
      242,
    ],
    WrongCampaignTypeFault: [
      'The campaign is not of the kind this needs.',
      { actualType: optional(campaignType, 'Its kind.'), campaignName, desiredTypes, message },
      242,
    ],
    ScheduleOperationFailedFault: [
      'The FTP schedule could not be changed.',
      { message, operation: optional(operationType, 'The change that failed.'), scheduleName },
      239,
    ],
    TtsGenerationFailed: ['The text could not be made into audio.', { message, promptName }, 240],
    WavFileUploadFailedFault: ['The audio file could not be stored.', { message, promptName }, 241],
    WrongListDialingModeFault: ['The list dialing mode does not fit the campaign.', { campaignName, message }, 242],
    WrongPromptTypeFault: [
      'The prompt is not of the kind this needs.',
      {
        actualType: optional(promptType, 'Its kind.'),
        desiredType: optional(promptType, 'Kind that would do.'),
        message,
        promptName,
      },
      242,
    ],
  },
  PERMISSION_DENIED: {
    AccessDisallowedFault: ['The domain may not use this service.', { message }, 231],
    InvalidAccountFault: ["The vendor refuses the account's user, for any reason.", { message }, 235],
  },
  RATE_LIMITED: {
    OperationsLimitExceededFault: [
      'The quota of this class of calls is used up.',
      { limit: optional(long, 'Most calls.'), message, operationType: optional(string, 'Class of calls.') },
      238,
    ],
  },
  UNAVAILABLE: {
    InternalImportFault: ['The import failed inside the vendor; send it again.', { message }, 235],
    AdminSessionClosedFault: ["The administrator's session ended; a system error of the vendor.", { message }, 232],
    SessionClosedFault: ['Another session of the same user began, and this one ended.', { message }, 240],
    ServiceUnavailableFault: ['The service is not to be had now.', { message }, 240],
  },
  OUTCOME_UNKNOWN: {
    ServerFault: ["The vendor's server failed.", { message }, 240],
  },
} as const satisfies Readonly<Partial<Record<ErrorCode, Readonly<Record<string, Row>>>>>;

type Rows = typeof rows;
type FaultName = { [Code in keyof Rows]: keyof Rows[Code] }[keyof Rows];

/** Faults that pass by themselves. */
const passing: ReadonlySet<string> = new Set([
  'AdminSessionClosedFault',
  'ConcurrentModificationFault',
  'InternalImportFault',
  'OperationsLimitExceededFault',
  'ResultIsNotReadyFault',
  'ServiceUnavailableFault',
  'SessionClosedFault',
  'UserAlreadyLoggedInFault',
]);

function declared(name: string, code: ErrorCode, [description, fields, page]: Row): Fault {
  return fault(name, code, description, fields, {
    ...(page === undefined ? {} : { page }),
    ...(passing.has(name) ? { retryable: true } : {}),
  });
}

function declareAll(): Readonly<Record<FaultName, Fault>> {
  const groups = Object.entries(rows) as [ErrorCode, Readonly<Record<string, Row>>][];
  const named = groups.flatMap(([code, group]) =>
    Object.entries(group).map(([name, row]) => [name, declared(name, code, row)] as const),
  );
  return Object.fromEntries(named) as Record<FaultName, Fault>;
}

/** Every fault that an operation declares, by its name on the wire. */
export const faults = declareAll();

/** InvalidAccountFault in createUser and modifyUser means: password or security questions are wrong (guide p. 235). */
export const invalidUserAccount: Fault = {
  ...faults.InvalidAccountFault,
  code: 'INVALID_ARGUMENT',
  description: "The user's data are not valid, such as the password or the security questions.",
};

/** Faults of any call, about the caller and the server. */
export const anyCall = [
  faults.AccessDisallowedFault,
  faults.InvalidAccountFault,
  faults.ServerFault,
  faults.ServiceUnavailableFault,
  faults.UserAlreadyLoggedInFault,
];

/** Faults that nearly every operation declares: the session ended, or the quota is spent. */
export const everyCall = [...anyCall, faults.AdminSessionClosedFault, faults.OperationsLimitExceededFault];

/** Faults of any call with arguments, about them. */
export const argumentFaults = [faults.IncorrectArgumentFault, faults.MissedArgumentFault];
