import type { ServerResponse } from 'node:http';
import type { Caller } from '../access/caller.ts';
import type { EndpointParts } from './graphql.ts';
import type { ClientDeadline } from './request-deadline.ts';
import { refusalResult, sendErrors } from './responses.ts';

/** Answers 401 and ends the operation as soon as the caller's rights end. Answers the function that stops watching. */
export function endWithRights(
  { revocations, configuration: { limits } }: Pick<EndpointParts, 'revocations' | 'configuration'>,
  response: ServerResponse,
  requestId: string,
  caller: Caller,
  deadline: ClientDeadline,
): () => void {
  const end = () => {
    sendErrors(
      response,
      401,
      requestId,
      refusalResult(401, 'UNAUTHENTICATED', 'The credential is not valid any more').errors,
    );
    deadline.abort();
  };
  const unsubscribe = revocations?.watch(caller, end);
  const left = (caller.expiresAt?.getTime() ?? Infinity) - Date.now();
  const timer = left < limits.operationMilliseconds ? setTimeout(end, left) : undefined;
  return () => {
    unsubscribe?.();
    clearTimeout(timer);
  };
}
