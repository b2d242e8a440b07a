/** The tools over the unified plane that every gateway has. */
import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isLeafType, isObjectType } from 'graphql';
import { ACTS, type ActName } from '../../schema/acts/acts.ts';
import type { ToolDeclaration } from './tool.ts';

const SOURCES = 'sources { account { key } notAsked count truncated stale error { code message } }';
const PAGE = 'pageInfo { hasNextPage endCursor }';
const CALL =
  'id state direction from to customerName device startedAt connectedAt endedAt recordingState agent { id name } campaign { id name }';

/** A tool that reads a page of one list. */
function listTool(name: string, field: string, filter: string, row: string, description: string): ToolDeclaration {
  const document = `query ($filter: ${filter}, $first: Int! = 25, $after: Cursor) {
    ${field}(filter: $filter, first: $first, after: $after) { edges { node { ${row} } } ${PAGE} totalCount ${SOURCES} }
  }`;
  return { name, description, document };
}

/** The tool that reads a page of the event log. */
export const READ_EVENTS = 'read_events';

const READS: readonly ToolDeclaration[] = [
  {
    name: 'list_accounts',
    description:
      'Lists the configured vendor accounts with their availability and what each supports. Ask first when an answer is incomplete.',
    document: '{ accounts { key vendor status capabilities lastError { code message } } }',
  },
  listTool(
    'find_calls',
    'calls',
    'CallFilter',
    CALL,
    'Finds calls, newest first: by agent, campaign, device, number, state or time. Live calls are those whose state is not ENDED.',
  ),
  listTool(
    'find_agents',
    'agents',
    'AgentFilter',
    `id name email presence presenceSince groups currentCalls { id state from to startedAt } identities { account { key } userName extension }`,
    'Finds agents by name or presence, with what each is doing now.',
  ),
  listTool(
    'find_campaigns',
    'campaigns',
    'CampaignFilter',
    'id name description direction channel state dialingMode source { account { key } }',
    'Finds campaigns by name, state or direction.',
  ),
  listTool(
    'find_recordings',
    'recordings',
    'RecordingFilter',
    'id startedAt durationSeconds direction from to device annotations { field label value } agent { id name }',
    'Finds finished recordings, newest first: by agent, campaign, device, number, annotation or time.',
  ),
  listTool(
    'find_contacts',
    'contacts',
    'ContactFilter!',
    'id name numbers fields { name value } source { account { key } }',
    'Finds contacts by number, name or field.',
  ),
  {
    name: 'read_queues',
    description:
      'Reads how many calls wait in each queue, how long the longest has waited, and the totals since midnight. The row without a queue has the calls that were offered in none. `callsWaiting` is null where no account reports waiting calls.',
    document: `{ realtimeMetrics(groupBy: [QUEUE]) { measuredAt rows {
      queue { name } callsWaiting longestWaitSeconds offered answered abandoned serviceLevel coverage
    } } }`,
  },
  {
    name: 'check_do_not_call',
    description:
      'Answers which of the given phone numbers stand on a do-not-call list. `sources` shows accounts that failed or were not asked.',
    document: `query ($numbers: [String!]!, $accounts: [String!]) {
      doNotCall(numbers: $numbers, accounts: $accounts) { numbers ${SOURCES} }
    }`,
  },
  {
    name: READ_EVENTS,
    description: 'Reads stored events after a cursor, oldest first; without one from the oldest stored event.',
    document: `query ($after: Cursor, $first: Int! = 50, $filter: EventFilter) {
      events(after: $after, first: $first, filter: $filter) {
        edges { node { cursor kind occurredAt account { key }
          ... on CallEvent { callType: type call { id state from to } }
          ... on AgentEvent { agent { id name } presence }
          ... on RecordingEvent { recordingType: type recording { id } }
          ... on CampaignEvent { state campaign { id name } }
          ... on Gap { from to reason }
        } }
        ${PAGE}
      }
    }`,
  },
];

/** Acts that a model is offered; administration is left to people. */
const OFFERED: readonly ActName[] = [
  ...(['callDial', 'callHangup', 'callHold', 'callRetrieve', 'callPark', 'callUnpark'] as const),
  ...(['callTransfer', 'callTransferComplete', 'callTransferCancel', 'callDispose'] as const),
  ...(['recordingStart', 'recordingStop', 'recordingPause', 'recordingResume', 'recordingAnnotate'] as const),
  ...(['campaignStart', 'campaignStop', 'campaignPause', 'campaignResume'] as const),
  ...(['agentSetReady', 'agentSetNotReady', 'doNotCallAdd'] as const),
];

/** Acts after which something has ended that no other act brings back. */
const DESTRUCTIVE: ReadonlySet<ActName> = new Set([
  ...(['callHangup', 'callTransfer', 'callTransferComplete', 'callDispose'] as const),
  ...(['recordingStop', 'campaignStop'] as const),
]);

const ACT_NOTE =
  'Confirm with the user first. Choose a new `idempotencyKey` for each intent and repeat it unchanged when trying again. OUTCOME_UNKNOWN means that it may have been done: read the state, do not repeat it with another key.';

/** The selection of a payload: its errors, its scalars, and the scalars of each object. */
function selectionOf(payload: GraphQLObjectType): string {
  const leaves = (type: GraphQLObjectType) =>
    Object.values(type.getFields())
      .filter(({ type: field, args }) => args.length === 0 && isLeafType(getNamedType(field)))
      .map(({ name }) => name);
  const fields = Object.values(payload.getFields()).flatMap(({ name, type }) => {
    const named = getNamedType(type);
    if (isLeafType(named)) return [name];
    return isObjectType(named) ? [`${name} { ${leaves(named).join(' ')} }`] : [];
  });
  return fields.join(' ');
}

/** `callHold` as `call_hold`. */
function toolName(act: ActName): string {
  return act.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function actTool(act: ActName, schema: GraphQLSchema): ToolDeclaration {
  const field = schema.getMutationType()?.getFields()[act];
  const payload = field && getNamedType(field.type);
  if (!payload || !isObjectType(payload)) throw new Error(`the act ${act} has no payload`);
  const input = `${act.charAt(0).toUpperCase()}${act.slice(1)}Input`;
  return {
    name: toolName(act),
    description: `${ACTS[act].description} ${ACT_NOTE}`,
    document: `mutation ($input: ${input}!) { ${act}(input: $input) { ${selectionOf(payload)} } }`,
    destructive: DESTRUCTIVE.has(act),
  };
}

/** Declares the built-in tools for a schema of the gateway. */
export function builtInTools(schema: GraphQLSchema): readonly ToolDeclaration[] {
  return [...READS, ...OFFERED.map((act) => actTool(act, schema))];
}
