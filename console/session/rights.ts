import { ENDPOINT } from '../api/endpoint.ts';
import { authorization } from '../api/http.ts';

/** Reads what the gateway shows of its schema, by types: the gateway delays who asks for the whole schema often. */
export const RIGHTS_DOCUMENT = `query Rights {
  query: __type(name: "Query") { fields { name } }
  mutation: __type(name: "Mutation") { fields { name } }
  subscription: __type(name: "Subscription") { fields { name } }
  recording: __type(name: "Recording") { fields { name } }
  eventKind: __type(name: "EventKind") { enumValues { name } }
}`;

/** The rights of a credential, by the root fields that the gateway shows to it. */
export interface Rights {
  /**
   * Whether a root field, such as `calls` or `callHold`, a field of a recording, such as `Recording.media`, or a kind of
   * event, such as `EventKind.CALL`, may be used.
   */
  may(field: string): boolean;
  /** Milliseconds by which the gateway's clock is ahead of the browser's. */
  readonly clockAheadMs: number;
}

interface ObjectType {
  readonly fields: readonly { readonly name: string }[];
}

interface RightsAnswer {
  readonly data?: Readonly<{
    query: ObjectType | null;
    mutation: ObjectType | null;
    subscription: ObjectType | null;
    recording: ObjectType | null;
    eventKind: { readonly enumValues: ObjectType['fields'] } | null;
  }> | null;
  readonly errors?: readonly { readonly message: string }[];
}

/** A credential that the gateway refuses. */
export class SignInRefused extends Error {}

/** Half of the way there and back belongs to neither clock. */
function clockAhead(response: Response, sentAt: number): number {
  const date = Date.parse(response.headers.get('date') ?? '');
  const middle = (sentAt + Date.now()) / 2;
  // The header has whole seconds: a smaller difference is its rounding.
  return Math.abs(date - middle) > 1_500 ? date - middle : 0;
}

function rightsOf({ data }: RightsAnswer, clockAheadMs: number): Rights {
  // A key that may not read the schema gets every page; the gateway still decides each field.
  if (!data) return { may: () => true, clockAheadMs };
  const { query, mutation, subscription } = data;
  const names = [query, mutation, subscription].flatMap((type) => type?.fields.map(({ name }) => name) ?? []);
  const ofRecordings = data.recording?.fields.map(({ name }) => `Recording.${name}`) ?? [];
  const kinds = data.eventKind?.enumValues.map(({ name }) => `EventKind.${name}`) ?? [];
  const known = new Set([...names, ...ofRecordings, ...kinds]);
  return { may: (field) => known.has(field), clockAheadMs };
}

/** Asks the gateway what a credential may do; throws SignInRefused where it knows no such credential. */
export async function readRights(credential: string | null): Promise<Rights> {
  const sentAt = Date.now();
  const response = await fetch(ENDPOINT, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...authorization(credential) },
    body: JSON.stringify({ query: RIGHTS_DOCUMENT }),
  });
  const answer = (await response.json()) as RightsAnswer;
  if (response.status === 401) throw new SignInRefused(answer.errors?.[0]?.message ?? 'The credential is refused');
  return rightsOf(answer, clockAhead(response, sentAt));
}
