/** The errors of the guide. None of them documents fields; the words of the vendor are in the message. */
import { type Fault, fault } from '../../contract.ts';

const refused = (name: string, description: string): Fault => fault(name, 'INVALID_ARGUMENT', description);
const state = (name: string, description: string): Fault => fault(name, 'FAILED_PRECONDITION', description);

export const ARG_INVALID = refused('ARG_INVALID', 'An argument is not valid.');
export const ARG_INVALID_CHAR = refused('ARG_INVALID_CHAR', 'An argument holds characters that are not allowed.');
export const ARG_INVALID_DATA = refused('ARG_INVALID_DATA', 'An argument holds data that is not allowed.');
export const ARG_INVALID_TYPE = refused('ARG_INVALID_TYPE', 'An argument is of a type that is not allowed.');
export const ARG_NULL = refused('ARG_NULL', 'A required argument is missing.');
export const ARG_TOO_LARGE = refused('ARG_TOO_LARGE', 'An argument is larger than allowed.');
export const ATTRIBUTE_INVALID = refused('ATTRIBUTE_INVALID', 'An attribute is not valid.');
export const ATTRIBUTE_INVALID_CHAR = refused(
  'ATTRIBUTE_INVALID_CHAR',
  'An attribute holds characters that are not allowed.',
);
export const ATTRIBUTE_INVALID_DATA = refused('ATTRIBUTE_INVALID_DATA', 'An attribute holds data that is not allowed.');
export const ATTRIBUTE_INVALID_FORMAT = refused(
  'ATTRIBUTE_INVALID_FORMAT',
  'An attribute is not in the form it needs.',
);
export const ATTRIBUTE_NULL = refused('ATTRIBUTE_NULL', 'A required attribute is missing.');
export const ATTRIBUTE_TRUNCATED = refused('ATTRIBUTE_TRUNCATED', 'An attribute is longer than allowed.');

export const INVALID_STATE = state('INVALID_STATE', 'Its state does not allow this change.');
export const NO_SESSION = fault('NO_SESSION', 'UNAUTHENTICATED', 'The vendor has no session for this caller.');
export const OBJECT_EXISTS = fault('OBJECT_EXISTS', 'ALREADY_EXISTS', 'An object of that name already exists.');
export const OBJECT_NOT_EXISTS = fault('OBJECT_NOT_EXISTS', 'NOT_FOUND', 'An object referred to does not exist.');
export const RESULT_TOO_LARGE = state('RESULT_TOO_LARGE', 'The answer would be too long; narrow the query.');
export const SYSTEM_LIMIT_EXCEEDED = state(
  'SYSTEM_LIMIT_EXCEEDED',
  'As many are active as the system allows: end one first.',
);

/** Only acts document it, and after it it is unknown whether the act was done. */
export const INTERNAL_ERROR = fault('INTERNAL_ERROR', 'OUTCOME_UNKNOWN', 'The vendor failed while doing it.');

/** The faults of an inbound device, its label, its script or its agent group. */
export const INBOUND: readonly Fault[] = [
  refused('INBOUND_SUBCAMPAIGN_INVALID_LABEL', 'The label is not valid.'),
  state('INBOUND_TEXT_KEYWORD_CANNOT_BE_DELETED', 'One of the keywords of the short code is active.'),
  state('INBOUND_DEVICE_ASSIGNED_ACTIVE_CAMPAIGN', 'The caller id belongs to a template that is active elsewhere.'),
  state('ONDEMAND_DEFAULT_STRATEGY_INVALID', 'The default on-demand strategy has no pass of that channel.'),
  refused('INBOUND_SKILLGROUP_REQUIRED', 'The script needs an agent group.'),
  refused('INBOUND_SCRIPT_REQUIRES_PORTAL_AGENT_GROUP', 'The script needs a portal agent group.'),
  refused('INBOUND_SCRIPT_REQUIRES_STANDARD_AGENT_GROUP', 'The script needs a standard agent group.'),
  refused('INBOUND_NOSKILLGROUP_REQUIRED', 'The script must not have an agent group.'),
  fault('INBOUND_TEXT_KEYWORD_ALREADY_ACTIVE', 'ALREADY_EXISTS', 'The keyword of the short code is already active.'),
];
