import * as z from 'zod';

/** Links to recordings and the files behind them. */
export const mediaShape = z.strictObject({
  secret: z
    .string()
    .min(32)
    .optional()
    .describe(
      'Key that signs links to recordings, at least 32 characters. Default: random at each start, or shared in Redis.',
    ),
  seconds: z.int().positive().default(300).describe('Validity of a link to a recording in seconds. Default: 300.'),
  folder: z
    .string()
    .min(1)
    .optional()
    .describe("Folder of recordings while they are downloaded. Default: the system's folder of temporary files."),
  diskBytes: z
    .int()
    .positive()
    .default(4 * 1024 ** 3)
    .describe('Largest total size of these files in bytes. Default: 4 GiB.'),
  fetches: z
    .int()
    .positive()
    .default(8)
    .describe(
      'Maximum number of recordings fetched from vendors at once; one more is 503 where its account or its caller has one already, and 503 in any case beyond twice the number. Default: 8.',
    ),
});
