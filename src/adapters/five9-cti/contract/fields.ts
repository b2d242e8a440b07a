/** Fields that many operations, types and events carry with one meaning. */
import { boolean, int, long, optional, required, string } from '../../contract.ts';

/** A field that is absent in an answer is unknown. */
export const callSessionId = optional(string, 'Session id of the call.');

/** The call an operation points at. */
export const whichCall = required(string, 'Session id of the call meant.');

/** The campaign something belongs to. */
export const campaignId = optional(long, 'Id of the campaign.');

/** The campaign an operation points at. */
export const whichCampaign = required(long, 'Id of the campaign meant.');

/** A telephone number, exactly as the service writes it. */
export const number = optional(string, 'Telephone number of the other party.');

/** A moment since 1970. */
export const created = optional(long, 'When it was made, as a number since 1970; no document states the unit.');

/** Whether the number is to be looked up in the do-not-call list. */
export const checkDnc = optional(boolean, 'Whether to refuse numbers of the do-not-call list.');

/** The outcome chosen. */
export const dispositionId = optional(long, 'Id of the disposition.');

/** The error message of the service. */
export const cause = optional(string, "Why it failed, in the service's words.");

/** The action that failed. */
export const failedOperation = optional(string, 'The action that failed.');

/** A number for a failure. */
export const errorCode = optional(int, "The service's number for the failure.");
