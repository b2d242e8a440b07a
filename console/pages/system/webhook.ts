import type { ActOutcome, ActPayload, ActRequest } from '../../api/acts.ts';

/** A message that the partner did not accept. */
export interface DeadLetterRow {
  readonly cursor: string;
  readonly type: string;
  readonly attempts: number;
  readonly reason: string;
  readonly givenUpAt: string;
}

/** A webhook as the console shows it. */
export interface WebhookRow {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly configured: boolean;
  readonly enabled: boolean;
  readonly accounts: readonly string[] | null;
  readonly retrySeconds: readonly number[];
  readonly oldSecretUntil: string | null;
  readonly createdAt: string | null;
  readonly filter: Readonly<Record<string, readonly string[] | null>>;
  readonly delivery: {
    readonly cursor: string | null;
    readonly waiting: number;
    readonly lastDeliveredAt: string | null;
    readonly lastFailedAt: string | null;
    readonly lastFailure: string | null;
  };
  readonly deadLetters: {
    readonly totalCount: number;
    readonly edges: readonly { readonly node: DeadLetterRow }[];
  };
}

/** Reads the secret that a payload shows once; absent in every later answer. */
const withSecret = ({ secret }: ActPayload): ActOutcome => ({
  tone: 'good',
  text: 'The secret is shown this once. Store it now.',
  ...(typeof secret === 'string' && { secret }),
});

function ofTest({ delivered, failure, milliseconds }: ActPayload): ActOutcome {
  if (delivered === true) return { tone: 'good', text: `Delivered in ${milliseconds} ms.` };
  return { tone: 'bad', text: `Not delivered: ${failure}` };
}

const saying = (text: string) => (): ActOutcome => ({ tone: 'good', text });

/** Creates a webhook that sends the events of these names, or all. */
export const createAct = (name: string, url: string, types: readonly string[]): ActRequest => ({
  ...{ mutation: 'webhookCreate', label: 'Create', result: 'webhook { id } secret' },
  input: { name, url, ...(types.length > 0 && { filter: { types } }) },
  outcomeOf: withSecret,
});

/** Pauses a webhook, or continues it. */
export const enableAct = ({ id, enabled }: Pick<WebhookRow, 'id' | 'enabled'>): ActRequest => ({
  ...{ mutation: 'webhookUpdate', label: enabled ? 'Pause' : 'Continue', result: 'webhook { id enabled }' },
  input: { id, enabled: !enabled },
  outcomeOf: saying(enabled ? 'Paused; events wait in the log.' : 'Messages are sent again.'),
});

/** Sends a test message. */
export const testAct = (id: string): ActRequest => ({
  ...{ mutation: 'webhookTest', label: 'Test', result: 'delivered failure milliseconds' },
  input: { id },
  outcomeOf: ofTest,
});

const sentAgain = (count: number) =>
  count === 1 ? '1 dead letter is sent again.' : `${count.toLocaleString()} dead letters are sent again.`;

/** Sends dead letters again, or all events after a cursor. */
export const replayAct = (
  id: string,
  what: { readonly deadLetters: readonly string[] } | { readonly after: string },
): ActRequest => ({
  ...{ mutation: 'webhookReplay', label: 'Replay', result: 'webhook { id } deadLetters' },
  input: { id, ...what },
  outcomeOf: ({ deadLetters }) => ({
    tone: 'good',
    text: typeof deadLetters === 'number' ? sentAgain(deadLetters) : 'The events are sent again.',
  }),
});

/** Replaces the secret; the previous one signs too for a while. */
export const rotateAct = (id: string): ActRequest => ({
  ...{ mutation: 'webhookRotateSecret', label: 'New secret', result: 'webhook { id oldSecretUntil } secret' },
  input: { id },
  outcomeOf: withSecret,
});

/** Deletes a webhook. */
export const deleteAct = (id: string): ActRequest => ({
  ...{ mutation: 'webhookDelete', label: 'Delete', result: '' },
  input: { id },
  outcomeOf: saying('Deleted.'),
});
