/** The messages of webhooks as shapes, from which their JSON Schema follows. */
import * as z from 'zod';
import {
  AccountStatus,
  AgentEventType,
  AlertComparison,
  AlertEventType,
  AlertFigure,
  CallbackEventType,
  CallEventType,
  CallState,
  CampaignEventType,
  CampaignState,
  Channel,
  Direction,
  Presence,
  RecordingEventType,
  RecordingState,
} from '../../schema/vocabulary.ts';
import { messageExamples } from './payload-examples.ts';

const id = z.string().describe('Global id, for the field `node`.');
const name = z.string().nullable().describe('Name; null when the vendor does not report it.');
const time = z.string().describe('Time in RFC 3339; null when the vendor does not report it.').nullable();
const seconds = (meaning: string) =>
  z.number().nullable().describe(`${meaning}, in seconds; null when it is not known.`);

const agent = z
  .strictObject({ id: id.nullable(), name, userName: name, extension: z.string().nullable() })
  .nullable()
  .describe('The agent; null when there is none or the vendor does not report it.');

const place = z
  .strictObject({ id: id.nullable(), name })
  .nullable()
  .describe('Null when there is none or the vendor does not report it.');

const call = z
  .strictObject({
    id,
    state: z.enum(Object.values(CallState)),
    channel: z.enum(Object.values(Channel)).nullable(),
    direction: z.enum(Object.values(Direction)).nullable(),
    from: z.string().nullable().describe('Number of the calling party (ANI), as the vendor writes it.'),
    to: z.string().nullable().describe('Called number (DNIS), as the vendor writes it.'),
    customerName: name,
    device: z.string().nullable().describe('Extension or device id of the agent’s phone.'),
    ...{ startedAt: time, connectedAt: time, endedAt: time },
    disposition: z.string().nullable().describe('Name or number of the disposition.'),
    agent,
    campaign: place,
    queue: place,
    durations: z.strictObject({
      untilAnswer: seconds('Time from the start of the call to its answer'),
      connected: seconds('Time from the answer to the end of the call'),
      talk: seconds('Talk time as the vendor reports it'),
      wrapUp: seconds('After-call work as the vendor reports it'),
      handle: seconds('Handle time as the vendor reports it'),
    }),
  })
  .describe('The call right after the change.');

const recording = z
  .strictObject({
    id,
    startedAt: time,
    durationSeconds: seconds('Length'),
    direction: z.enum(Object.values(Direction)).nullable(),
    ...{ from: z.string().nullable(), to: z.string().nullable(), device: z.string().nullable() },
    agent,
  })
  .nullable()
  .describe('The recording; null until the recorder has assigned it an id.');

const callback = z
  .strictObject({
    id,
    number: z.string().nullable().describe('Number to call, as the vendor writes it.'),
    dueAt: time,
    comments: z.string().nullable().describe('Notes for the call.'),
    agent,
    campaign: place,
  })
  .describe('The callback right after the change; of a removed one what was last known of it.');

const alert = z
  .strictObject({
    id: z.string().describe('The same when the alert is raised and when it is cleared.'),
    rule: z.string().describe('Id of the rule, as in `AlertRule.id`.'),
    figure: z.enum(Object.values(AlertFigure)),
    comparison: z.enum(Object.values(AlertComparison)).describe('Side of the threshold that raises the alert.'),
    threshold: z.number(),
    value: z.number().nullable().describe('Value of the figure at the change; null without a value.'),
    raisedAt: z.string().describe('Time at which the alert was raised in RFC 3339.'),
    clearedAt: z.string().nullable().describe('Time at which it was cleared in RFC 3339; null while it is raised.'),
    ...{ queue: place, campaign: place },
    agentGroup: z.string().nullable().describe('Name of the agent group; null when the rule is not by group.'),
  })
  .describe('The alert right after the change.');

const shared = {
  cursor: z.string().describe('Position of the event in the log; the same in every repetition of the message.'),
  occurredAt: z.string().describe('Time of the event in RFC 3339.'),
  account: z.strictObject({ key: z.string() }).describe('The account that the event is of.'),
};

const data = z.discriminatedUnion('kind', [
  z.strictObject({ ...shared, kind: z.literal('CALL'), type: z.enum(Object.values(CallEventType)), callId: id, call }),
  z.strictObject({
    ...{ ...shared, kind: z.literal('RECORDING'), type: z.enum(Object.values(RecordingEventType)) },
    ...{ recordingId: id.nullable(), state: z.enum(Object.values(RecordingState)), recording },
    platformCallId: z.string().nullable().describe('Call id of the telephony platform.'),
  }),
  z.strictObject({
    ...{
      ...shared,
      kind: z.literal('AGENT'),
      type: z.enum(Object.values(AgentEventType)),
      agentId: id.nullable(),
      agent,
    },
    ...{ presence: z.enum(Object.values(Presence)).nullable(), presenceSince: time },
    reasonCode: z.string().nullable().describe('Name or number of the reason code for not ready or logout.'),
  }),
  z.strictObject({
    ...{
      ...shared,
      kind: z.literal('CAMPAIGN'),
      type: z.enum(Object.values(CampaignEventType)),
      campaignId: id.nullable(),
    },
    campaign: z.strictObject({ id: id.nullable(), name, state: z.enum(Object.values(CampaignState)).nullable() }),
    previousState: z
      .enum(Object.values(CampaignState))
      .nullable()
      .describe('State before the change, where it was observed.'),
  }),
  z.strictObject({
    ...{ ...shared, kind: z.literal('CALLBACK'), type: z.enum(Object.values(CallbackEventType)) },
    ...{ callbackId: id, callback },
  }),
  z.strictObject({
    ...{ ...shared, kind: z.literal('ALERT'), type: z.enum(Object.values(AlertEventType)) },
    ...{ alertId: z.string(), alert },
  }),
  z.strictObject({
    ...{ ...shared, kind: z.literal('IMPORT'), type: z.null(), importId: id, running: z.boolean() },
    ...{
      done: z.number().describe('Contacts imported so far.'),
      failed: z.number().describe('Contacts rejected so far.'),
    },
    failureMessage: z.string().nullable().describe('Reason why the import failed as a whole.'),
  }),
  z.strictObject({
    ...{ ...shared, kind: z.literal('REPORT'), type: z.null(), reportId: id, running: z.boolean() },
    failureMessage: z.string().nullable().describe('Reason why the report can no longer be followed.'),
  }),
  z.strictObject({ ...shared, kind: z.literal('ACCOUNT'), type: z.enum(Object.values(AccountStatus)) }),
  z.strictObject({
    ...shared,
    kind: z.literal('VENDOR'),
    type: z.string().describe('The vendor’s name of the event.'),
  }),
  z.strictObject({
    ...{ ...shared, kind: z.literal('GAP'), type: z.null() },
    account: shared.account.nullable().describe('The account whose events are missing; null for all.'),
    ...{ from: z.string().nullable(), to: z.string().nullable() },
    reason: z.string().nullable().describe('Cause; null for events that are no longer stored.'),
  }),
  z.strictObject({ kind: z.literal('TEST'), type: z.null(), occurredAt: z.string(), account: z.null() }),
]);

/** A message of a webhook. */
export const messageShape = z.strictObject({
  type: z.string().describe('Kind and type of the event, such as `call.ended`.'),
  timestamp: z.string().describe('Time of the event in RFC 3339.'),
  data,
});

/** The JSON Schema of messages, with an example of each kind. It allows further properties, since later versions add some. */
export function messageSchema(): object {
  const schema = z.toJSONSchema(messageShape, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  return { ...schema, title: 'Message of a webhook', examples: messageExamples() };
}
