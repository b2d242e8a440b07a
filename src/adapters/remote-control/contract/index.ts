/** The agent remote control telephony API: seventeen operations, all of them HTTP GET, most of them acts. */
import { contract, fault, int, list, long, mutation, optional, query, required, string } from '../../contract.ts';
import { acdQueue, agentNameIdPair, call, campaign, leadPhone, resultCode } from './types.ts';

const UserID = required(int, 'Id of the user whose phone is meant, or as whom a list is requested.');
const CallID = required(int, 'Id of one of the active calls of the user.');
const LeadID = (description: string) => ({ LeadID: required(long, description) });
const PhoneNum = required(string, 'Phone number, sent exactly as given.');

const user = { UserID };
const userCall = { UserID, CallID };

/** A failure is `Success: false` in an HTTP 200. The guide lists no codes; the error code is derived from its text. */
export const refusedFault = fault('Success: false', 'FAILED_PRECONDITION', 'The vendor did not do it.', {
  ResponseCode: optional(int, 'The number of the vendor for what went wrong.'),
  ResponseDetail: optional(string, 'The words of the vendor for it.'),
});

const faults = [refusedFault];

const methods = {
  getcalls: query('Active calls of a user.', { input: user, output: list(call), faults }),
  goready: mutation('Makes a user ready for the campaign they are logged into.', { input: user, faults }),
  dial: mutation(
    'Dials a number from the phone of a user. Without a lead the newest one with the number is taken, or a new one made.',
    {
      input: { UserID, PhoneNum, LeadID: optional(long, 'Lead that the call belongs to.') },
      output: call,
      faults,
    },
  ),
  hangup: mutation('Hangs up a call; the user is in wrap-up then.', { input: userCall, faults }),
  dispose: mutation('Gives a call its result code, hanging it up first when it is still connected.', {
    input: { ...userCall, ResultCode: required(string, 'Result code, one of `Code` of `resultcodes`.') },
    faults,
  }),
  hold: mutation('Puts a call on hold.', { input: userCall, faults }),
  retrieve: mutation('Retrieves a call from hold.', { input: userCall, faults }),
  stoprecord: mutation('Stops recording a call. The button on the screen of the agent does not show it.', {
    input: userCall,
    faults,
  }),
  startrecord: mutation(
    'Starts or resumes the recording of a call. The button on the screen of the agent does not show it.',
    { input: userCall, faults },
  ),
  campaigns: query('All campaigns of the system.', { input: user, output: list(campaign), faults }),
  users: query('All users of the system.', { input: user, output: list(agentNameIdPair), faults }),
  resultcodes: query('All result codes.', { input: user, output: list(resultCode), faults }),
  acdqueues: query('All ACD queues, which are the skill queues.', { input: user, output: list(acdQueue), faults }),
  leadphones: query('Phone numbers of a lead.', {
    input: { UserID, ...LeadID('Lead whose numbers are wanted.') },
    output: list(leadPhone),
    faults,
  }),
  changelead: mutation('Moves a call in progress to the lead that a lead phone belongs to.', {
    input: { ...userCall, LeadPhoneID: required(long, 'Lead phone whose lead the call is to belong to.') },
    faults,
  }),
  createnewlead: mutation('Makes a new lead with a number and moves a call to it.', {
    input: { ...userCall, PhoneNum },
    faults,
  }),
  connectcalls: mutation('Bridges two calls in progress, as for a warm transfer, and gives both their result.', {
    input: {
      UserID,
      Call1ID: required(int, 'First call to bridge.'),
      Call2ID: required(int, 'Second call to bridge.'),
      ResultCode1: required(string, 'Result code of the first call.'),
      ResultCode2: required(string, 'Result code of the second call.'),
      Notes1: optional(string, 'Notes on the first call.'),
      Notes2: optional(string, 'Notes on the second call.'),
      NumSales1: optional(int, 'Number of successes on the first call.'),
      NumSales2: optional(int, 'Number of successes on the second call.'),
    },
    faults,
  }),
};

/** All operations. Where the guide documents no `Data` of an answer, the output is empty. */
export const remoteControlContract = contract({
  vendor: 'remote-control',
  prefix: 'remoteControl',
  chapters: { Methods: methods },
});

/** Its operations. */
export type RemoteControlOperations = (typeof remoteControlContract)['operations'];
