import * as z from 'zod';

/** Limits of one caller, and of the process. */
export const limitsShape = z.strictObject({
  bodyBytes: z
    .int()
    .positive()
    .default(1_048_576)
    .describe('Largest HTTP body in bytes; a larger one is 413. Default: 1,048,576.'),
  frameBytes: z
    .int()
    .positive()
    .default(65_536)
    .describe('Largest WebSocket message in bytes; a larger one closes the socket. Default: 65,536.'),
  depth: z.int().positive().default(15).describe('Maximum depth of a document. Default: 15.'),
  aliases: z.int().positive().default(60).describe('Maximum number of aliases in a document. Default: 60.'),
  tokens: z.int().positive().default(5_000).describe('Maximum number of tokens in a document. Default: 5,000.'),
  nodes: z
    .int()
    .positive()
    .default(10_000)
    .describe(
      'Maximum number of objects that a query requests, nested page sizes multiplied; an id counts 10, a list without pages 10. Default: 10,000.',
    ),
  pointsPerMinute: z
    .int()
    .positive()
    .optional()
    .describe(
      'Points of one caller in a minute at this gateway: 1 for each root field and each requested object. Default: unlimited.',
    ),
  lookupsPerMinute: z
    .int()
    .positive()
    .default(225)
    .describe(
      "Vendor calls of one caller in a minute at one account: those that a vendor's quota counts, except reads of whole lists, which serve all callers, and look-ups by id. Default: 225, half of the smallest documented vendor quota.",
    ),
  subscriptionsPerSocket: z
    .int()
    .positive()
    .default(100)
    .describe('Maximum number of subscriptions of one WebSocket. Default: 100.'),
  socketsPerCaller: z
    .int()
    .positive()
    .default(5)
    .describe('Maximum number of open WebSockets of one caller at this gateway. Default: 5.'),
  streamsPerCaller: z
    .int()
    .positive()
    .default(100)
    .describe('Maximum number of subscriptions of one caller over streamed HTTP responses. Default: 100.'),
  operationMilliseconds: z
    .int()
    .positive()
    .default(30_000)
    .describe(
      'Maximum duration in milliseconds of an operation; of a subscription, of its beginning and of the result of each event. Default: 30,000.',
    ),
  accountMilliseconds: z
    .int()
    .positive()
    .default(5_000)
    .describe("Maximum duration of one account's part of a list in milliseconds. Default: 5,000."),
  operations: z
    .int()
    .positive()
    .default(2_000)
    .describe('Maximum number of concurrent operations over HTTP; one more is 503. Default: 2,000.'),
  operationsPerCaller: z
    .int()
    .positive()
    .default(500)
    .describe('Maximum number of concurrent operations of one caller over HTTP; one more is 429. Default: 500.'),
  heapShare: z
    .number()
    .positive()
    .max(1)
    .default(0.9)
    .describe(
      'Share of the heap in use, above 0 to 1, from which the gateway is not ready and refuses operations. Default: 0.9.',
    ),
  blockedMilliseconds: z
    .int()
    .positive()
    .default(2_000)
    .describe('Event-loop delay in milliseconds from which the gateway is not ready. Default: 2,000.'),
  connections: z
    .int()
    .positive()
    .default(50_000)
    .describe(
      'Maximum number of open connections, those of WebSockets and those that send nothing included; one more is closed at once. Default: 50,000.',
    ),
  headersMilliseconds: z
    .int()
    .positive()
    .default(10_000)
    .describe(
      'Maximum time for a client to complete the TLS handshake, and then to send the headers, in milliseconds. Default: 10,000.',
    ),
  requestMilliseconds: z
    .int()
    .positive()
    .default(20_000)
    .describe('Maximum time for a client to send the whole request, in milliseconds. Default: 20,000.'),
  keepAliveMilliseconds: z
    .int()
    .positive()
    .default(75_000)
    .describe(
      'Idle time of a connection in milliseconds; longer than the 60 s of common load balancers. Default: 75,000.',
    ),
});

/** Limits of one caller, and of the process, with everything filled in. */
export type LimitSettings = z.infer<typeof limitsShape>;
