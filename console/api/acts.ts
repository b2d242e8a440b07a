import type { Client, CombinedError } from 'urql';

/** A mutation of the unified plane as the console sends it. */
export interface ActRequest {
  /** The mutation, such as `callHold`. */
  readonly mutation: string;
  /** The label of the act, such as "Hold". */
  readonly label: string;
  /** The fields of the payload that show the result. */
  readonly result: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Reads the result from the payload where that is no state of an object. */
  outcomeOf?(payload: ActPayload): ActOutcome;
}

/** The outcome of an act: the state that was read back, or why it was refused. */
export interface ActOutcome {
  readonly tone: 'good' | 'warning' | 'bad';
  readonly text: string;
  /** A secret that the gateway shows once. */
  readonly secret?: string;
}

/** The payload of a mutation. */
export interface ActPayload {
  readonly userErrors: readonly { readonly code: string; readonly message: string }[];
  readonly state?: string | null;
  readonly [object: string]: unknown;
}

/** A key that makes a repeated send harmless; `crypto.randomUUID` does not exist on pages without TLS. */
function idempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join('-');
}

/** The document of an act: its mutation with the fields that show the result. */
export const actDocument = ({ mutation, result }: Pick<ActRequest, 'mutation' | 'result'>) => {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation Act($input: ${type}!) { ${mutation}(input: $input) { userErrors { code message } ${result} } }`;
};

function refusal(code: unknown, message: string): ActOutcome {
  if (code === 'OUTCOME_UNKNOWN')
    return {
      tone: 'warning',
      text: `Sent, and its result is unknown: ${message}. Read the state before you repeat it.`,
    };
  return { tone: 'bad', text: message };
}

function failure({ graphQLErrors, networkError }: CombinedError): ActOutcome {
  const [first] = graphQLErrors;
  if (first) return refusal(first.extensions.code, first.message);
  return refusal('OUTCOME_UNKNOWN', networkError?.message ?? 'The gateway did not answer');
}

/** The state that a payload shows of its object. */
function stateIn(payload: ActPayload): string {
  if (typeof payload.state === 'string') return payload.state;
  const objects = Object.values(payload).filter((value) => value !== null && typeof value === 'object');
  const found = objects.map((value) => (value as { state?: unknown }).state).find((state) => typeof state === 'string');
  return (found as string | undefined) ?? 'done';
}

/** Sends an act once and reports what the gateway read back. */
export async function perform(client: Client, request: ActRequest): Promise<ActOutcome> {
  const input = { ...request.input, idempotencyKey: idempotencyKey() };
  const { data, error } = await client
    .mutation<Readonly<Record<string, ActPayload>>>(actDocument(request), { input })
    .toPromise();
  const payload = data?.[request.mutation];
  if (!payload) return failure(error as CombinedError);
  const [refused] = payload.userErrors;
  if (refused) return refusal(refused.code, refused.message);
  return request.outcomeOf?.(payload) ?? { tone: 'good', text: stateIn(payload) };
}
