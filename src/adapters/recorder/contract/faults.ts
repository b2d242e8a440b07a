/** Result labels, by their codes in the manual's table; what a program does goes by the label, which is what stays. */
import type { ErrorCode } from '../../../../schema/vocabulary.ts';
import { type Fault, type Fields, fault, optional, string } from '../../contract.ts';

/** Labels by which the recorder says that all is well. */
export const SUCCESS: ReadonlySet<string> = new Set([
  'API_RECORDING_STARTED',
  'API_RECORDING_STOPPED',
  'API_OK',
  'API_RECORDING_UPDATED',
  'API_STREAMING_STARTED',
  'API_STATUS_DEFAULT',
]);

/** Every code of the manual's table and its label; 16 and 17 share one, and there is no 19. */
export const RESULT_LABELS: Readonly<Record<number, string>> = {
  0: 'API_RECORDING_STARTED',
  1: 'API_ERROR_ALREADY_RECORDING',
  2: 'API_ERROR_OUT_OF_DISK_SPACE',
  3: 'API_ERROR_NO_FREE_CHANNELS',
  4: 'API_ERROR_UNKNOWN',
  5: 'API_DEVICE_ALIAS_UNSPECIFIED',
  6: 'API_ERROR_SCHEDULER_NOT_RUNNING',
  7: 'API_DEVICE_NOT_IN_CALL',
  8: 'API_DEVICE_INVALID',
  9: 'API_DID_NOT_MATCH_A_SCHEDULE',
  10: 'API_UNKNOWN_MESSAGE_TYPE',
  11: 'API_ERROR_PROCESSING_MESSAGE',
  12: 'API_DEVICE_NOT_RECORDING',
  13: 'API_RECORDING_STOPPED',
  14: 'API_REQUESTID_INVALID',
  15: 'API_INVALID_REQUEST_TYPE',
  16: 'API_INVALID_MESSAGE_FORMAT',
  17: 'API_INVALID_MESSAGE_FORMAT',
  18: 'API_ERROR_NO_DEFAULT_RECORDING_PATH',
  20: 'API_OK',
  21: 'API_ERROR_INVALID_ACTION',
  22: 'API_ERROR_KEYS_NOT_UNIQUE',
  23: 'API_DATABASE_QUERY_ERROR',
  24: 'API_AGENT_NOT_FOUND',
  25: 'API_AGENT_NOT_ACTIVE',
  26: 'API_BLANK_REQUIRED_VALUE',
  27: 'API_NO_GROUP',
  28: 'API_USER_NOT_FOUND',
  29: 'API_MODE_INVALID',
  30: 'API_EVENT_TYPE_INVALID',
  31: 'API_ERROR_CLIENT_NOT_FOUND',
  32: 'API_ERROR_ALREADY_MONITORING',
  33: 'API_SESSIONID_UNSPECIFIED',
  34: 'API_ERROR_RECORDER_NOT_RUNNING',
  35: 'API_ERROR_BLOCKED_RECORDING_FILTER',
  36: 'API_ERROR_LOGGER_NOT_RUNNING',
  37: 'API_RECORDING_UPDATED',
  38: 'API_BLACKOUT_INVALID_STATE',
  39: 'API_UNLICENSED',
  40: 'API_RECORDID_INVALID',
  41: 'API_FILE_NOT_FOUND',
  42: 'API_AGENT_ALREADY_EXIST',
  43: 'API_STREAMING_STARTED',
  44: 'API_COMMAND_NOT_ALLOWED',
  45: 'API_EMAIL_NOT_VALID',
  46: 'API_PARTIAL_CORE_RESPONSE',
  47: 'API_COMMAND_QUEUE_FULL',
  48: 'API_TOO_MANY_CLIENTS',
  49: 'API_COMMAND_NOT_SUPPORTED',
  50: 'API_ROLE_ALREADY_EXISTS',
  51: 'API_PERMISSIONIDENT_NOT_FOUND',
  52: 'API_ROLE_NOT_FOUND',
  53: 'API_SITEID_NOT_VALID',
  54: 'API_USER_ALREADY_EXIST',
  55: 'API_CONFIG_ERROR',
  56: 'API_MASKID_NOT_VALID',
  57: 'API_PHONEID_IN_USE',
  58: 'API_STATUS_DEFAULT',
  59: 'API_PARAMETERS_INVALID',
};

const FIELDS: Fields = {
  RESULTCODE: optional(string, 'The number beside the label.'),
  RESULTMSG: optional(string, 'The recorder’s message.'),
};

const declare = (name: string, code: ErrorCode, description: string, retryable?: boolean): Fault =>
  fault(name, code, description, FIELDS, retryable === undefined ? {} : { retryable });

const DECLARED = [
  declare('API_ERROR_ALREADY_RECORDING', 'FAILED_PRECONDITION', 'The device is already being recorded'),
  declare('API_ERROR_OUT_OF_DISK_SPACE', 'UNAVAILABLE', 'The recorder’s disk is full', false),
  declare('API_ERROR_NO_FREE_CHANNELS', 'UNAVAILABLE', 'No recording channel is free'),
  declare('API_ERROR_UNKNOWN', 'UNAVAILABLE', 'The recorder failed for a reason it does not know', false),
  declare('API_DEVICE_ALIAS_UNSPECIFIED', 'INVALID_ARGUMENT', 'The device alias is missing'),
  declare('API_ERROR_SCHEDULER_NOT_RUNNING', 'UNAVAILABLE', 'The recorder’s scheduler is not running'),
  declare('API_DEVICE_NOT_IN_CALL', 'FAILED_PRECONDITION', 'The device is not in a call'),
  declare('API_DEVICE_INVALID', 'NOT_FOUND', 'No device matches'),
  declare('API_DID_NOT_MATCH_A_SCHEDULE', 'FAILED_PRECONDITION', 'No recording schedule covers the call'),
  declare('API_UNKNOWN_MESSAGE_TYPE', 'UNSUPPORTED', 'The recorder does not know this function'),
  declare('API_ERROR_PROCESSING_MESSAGE', 'UNAVAILABLE', 'The recorder failed while processing the request', false),
  declare('API_DEVICE_NOT_RECORDING', 'FAILED_PRECONDITION', 'The device is not being recorded'),
  declare('API_REQUESTID_INVALID', 'INVALID_ARGUMENT', 'The recorder refused the request’s number'),
  declare('API_INVALID_REQUEST_TYPE', 'UNSUPPORTED', 'The recorder does not take this kind of request'),
  declare('API_INVALID_MESSAGE_FORMAT', 'INVALID_ARGUMENT', 'Parameters are missing or badly formed'),
  declare('API_ERROR_NO_DEFAULT_RECORDING_PATH', 'FAILED_PRECONDITION', 'The recorder has no recording path set'),
  declare('API_ERROR_INVALID_ACTION', 'INVALID_ARGUMENT', 'The function has no such action'),
  declare('API_ERROR_KEYS_NOT_UNIQUE', 'INVALID_ARGUMENT', 'The keys given are not unique'),
  declare('API_DATABASE_QUERY_ERROR', 'UNAVAILABLE', 'The recorder’s database query failed', false),
  declare('API_AGENT_NOT_FOUND', 'NOT_FOUND', 'Neither such a device nor such an agent was found'),
  declare('API_AGENT_NOT_ACTIVE', 'FAILED_PRECONDITION', 'The agent is not active'),
  declare('API_BLANK_REQUIRED_VALUE', 'INVALID_ARGUMENT', 'A required value is blank'),
  declare('API_NO_GROUP', 'NOT_FOUND', 'There is no such group'),
  declare('API_USER_NOT_FOUND', 'NOT_FOUND', 'There is no such user'),
  declare('API_MODE_INVALID', 'INVALID_ARGUMENT', 'There is no such mode'),
  declare('API_EVENT_TYPE_INVALID', 'INVALID_ARGUMENT', 'There is no such event type'),
  declare('API_ERROR_CLIENT_NOT_FOUND', 'FAILED_PRECONDITION', 'The mail server is not set up or cannot be found'),
  declare('API_ERROR_ALREADY_MONITORING', 'FAILED_PRECONDITION', 'The device is already being monitored'),
  declare('API_SESSIONID_UNSPECIFIED', 'INVALID_ARGUMENT', 'The session is missing or unknown'),
  declare('API_ERROR_RECORDER_NOT_RUNNING', 'UNAVAILABLE', 'None of the recorder’s cores could be reached'),
  declare('API_ERROR_BLOCKED_RECORDING_FILTER', 'FAILED_PRECONDITION', 'A filter keeps this from being recorded'),
  declare('API_ERROR_LOGGER_NOT_RUNNING', 'UNAVAILABLE', 'The recorder’s logger is not running'),
  declare('API_BLACKOUT_INVALID_STATE', 'FAILED_PRECONDITION', 'A blackout cannot begin or end now'),
  declare('API_UNLICENSED', 'PERMISSION_DENIED', 'The recorder has no licence for this'),
  declare('API_RECORDID_INVALID', 'NOT_FOUND', 'There is no such recording'),
  declare('API_FILE_NOT_FOUND', 'NOT_FOUND', 'The recording’s file cannot be found'),
  declare('API_AGENT_ALREADY_EXIST', 'ALREADY_EXISTS', 'There is such an agent already'),
  declare('API_COMMAND_NOT_ALLOWED', 'PERMISSION_DENIED', 'The recorder does not allow this'),
  declare('API_EMAIL_NOT_VALID', 'INVALID_ARGUMENT', 'The e-mail address is not valid'),
  declare('API_PARTIAL_CORE_RESPONSE', 'OUTCOME_UNKNOWN', 'Not every core of the recorder took it', false),
  declare('API_COMMAND_QUEUE_FULL', 'RATE_LIMITED', 'The recorder’s queue is full'),
  declare('API_TOO_MANY_CLIENTS', 'RATE_LIMITED', 'The recorder has too many clients'),
  declare('API_COMMAND_NOT_SUPPORTED', 'UNSUPPORTED', 'The recorder does not support this'),
  declare('API_ROLE_ALREADY_EXISTS', 'ALREADY_EXISTS', 'There is such a role already'),
  declare('API_PERMISSIONIDENT_NOT_FOUND', 'NOT_FOUND', 'There is no such permission'),
  declare('API_ROLE_NOT_FOUND', 'NOT_FOUND', 'There is no such role'),
  declare('API_SITEID_NOT_VALID', 'INVALID_ARGUMENT', 'There is no such site'),
  declare('API_USER_ALREADY_EXIST', 'ALREADY_EXISTS', 'There is a user of that name already'),
  declare('API_CONFIG_ERROR', 'FAILED_PRECONDITION', 'The recorder is set up wrongly'),
  declare('API_MASKID_NOT_VALID', 'INVALID_ARGUMENT', 'There is no such mask'),
  declare('API_PHONEID_IN_USE', 'ALREADY_EXISTS', 'The phone belongs to another agent'),
  declare('API_PARAMETERS_INVALID', 'INVALID_ARGUMENT', 'The parameters are not valid'),
];

/** Every label that is a failure, by its name. */
export const FAULTS: ReadonlyMap<string, Fault> = new Map(DECLARED.map((declared) => [declared.name, declared]));

/** The faults of these names, each of which must be declared. */
export function faults(...names: readonly string[]): readonly Fault[] {
  return names.map((name) => {
    const declared = FAULTS.get(name);
    if (!declared) throw new Error(`No result label ${name}`);
    return declared;
  });
}

/** The faults of a function that is handed to the cores. */
export const coreFaults = faults('API_DEVICE_INVALID', 'API_ERROR_RECORDER_NOT_RUNNING', 'API_PARTIAL_CORE_RESPONSE');
