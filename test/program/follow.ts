import type { Client } from 'graphql-ws';

/** What a subscription has emitted. */
export interface Followed {
  // biome-ignore lint/suspicious/noExplicitAny: tests read events of many shapes
  readonly events: any[];
  readonly ended: Promise<unknown>;
  /** Leaves, and answers once the gateway knows. */
  stop(): Promise<void>;
}

/** Follows a subscription of one field; what came grows, refusals included, and says how it ended. */
export function followed(socket: Client, query: string, variables: object = {}): Followed {
  const events: Followed['events'] = [];
  let stop = () => {};
  const ended = new Promise<unknown>((end) => {
    stop = socket.subscribe(
      { query, variables: variables as Record<string, unknown> },
      {
        next: ({ data, errors }) => events.push(...(errors ?? Object.values(data ?? {}))),
        error: end,
        complete: () => end('complete'),
      },
    );
  });
  return {
    events,
    ended,
    // The messages of one socket are processed in order, so that an answer to a query shows that the unsubscription was processed.
    stop: () => {
      stop();
      return new Promise<void>((done, fail) => {
        socket.subscribe({ query: '{ __typename }' }, { next: () => {}, error: fail, complete: done });
      });
    },
  };
}
