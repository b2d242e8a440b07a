import * as z from 'zod';

/** Limits of one caller, and of the process. */
export const limitsShape = z.strictObject({
  /** Largest HTTP body in bytes; a larger one is 413. Default: 1,048,576. */
  bodyBytes: z.int().positive().default(1_048_576),
  /** Largest WebSocket message in bytes; a larger one closes the socket. Default: 65,536. */
  frameBytes: z.int().positive().default(65_536),
  /** Maximum depth of a document. Default: 15. */
  depth: z.int().positive().default(15),
  /** Maximum number of aliases in a document. Default: 60. */
  aliases: z.int().positive().default(60),
  /** Maximum number of tokens in a document. Default: 5,000. */
  tokens: z.int().positive().default(5_000),
  /**
   * Maximum number of objects that a query requests, nested page sizes multiplied; an id counts 10, a list without
   * pages 10. Default: 10,000.
   */
  nodes: z.int().positive().default(10_000),
  /**
   * Points of one caller in a minute at this gateway: 1 for each root field and each requested object. Default:
   * unlimited.
   */
  pointsPerMinute: z.int().positive().optional(),
  /**
   * Vendor calls of one caller in a minute at one account, by ids and by vendor-plane operations under a vendor's
   * quota. Default: 225, half of the smallest documented vendor quota.
   */
  lookupsPerMinute: z.int().positive().default(225),
  /** Maximum number of subscriptions of one WebSocket. Default: 100. */
  subscriptionsPerSocket: z.int().positive().default(100),
  /** Maximum number of open WebSockets of one caller at this gateway. Default: 5. */
  socketsPerCaller: z.int().positive().default(5),
  /** Maximum number of subscriptions of one caller over streamed HTTP responses. Default: 100. */
  streamsPerCaller: z.int().positive().default(100),
  /** Maximum duration of an operation in milliseconds. Default: 30,000. */
  operationMilliseconds: z.int().positive().default(30_000),
  /** Maximum duration of one account's part of a list in milliseconds. Default: 5,000. */
  accountMilliseconds: z.int().positive().default(5_000),
  /** Maximum number of concurrent operations over HTTP; one more is 503. Default: 2,000. */
  operations: z.int().positive().default(2_000),
  /** Maximum number of concurrent operations of one caller over HTTP; one more is 429. Default: 500. */
  operationsPerCaller: z.int().positive().default(500),
  /**
   * Share of the heap in use, above 0 to 1, from which the gateway is not ready and refuses operations. Default: 0.9.
   */
  heapShare: z.number().positive().max(1).default(0.9),
  /** Event-loop delay in milliseconds from which the gateway is not ready. Default: 2,000. */
  blockedMilliseconds: z.int().positive().default(2_000),
  /** Maximum time for a client to send the headers, in milliseconds. Default: 10,000. */
  headersMilliseconds: z.int().positive().default(10_000),
  /** Maximum time for a client to send the whole request, in milliseconds. Default: 20,000. */
  requestMilliseconds: z.int().positive().default(20_000),
  /** Idle time of a connection in milliseconds; longer than the 60 s of common load balancers. Default: 75,000. */
  keepAliveMilliseconds: z.int().positive().default(75_000),
});

/** Limits of one caller, and of the process, with everything filled in. */
export type LimitSettings = z.infer<typeof limitsShape>;
