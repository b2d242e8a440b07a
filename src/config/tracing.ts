import * as z from 'zod';

/** Export of traces by OTLP over HTTP. */
export const tracingShape = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('URL that takes traces, such as http://collector:4318/v1/traces.'),
  headers: z
    .record(z.string(), z.string())
    .default({})
    .describe('Headers of each export, such as an authorization. Default: none.'),
  sampleRatio: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe(
      "Share of traces that are recorded, 0 to 1, where the caller's `traceparent` does not decide it. Default: 0.1.",
    ),
  toVendors: z
    .boolean()
    .default(true)
    .describe(
      'Whether HTTP requests to vendors carry the `traceparent` of the recorded trace that they belong to. Default: true.',
    ),
  serviceName: z.string().min(1).default('crosspoint').describe('`service.name` of the traces. Default: crosspoint.'),
});

/** How traces are exported. */
export type TracingSettings = z.infer<typeof tracingShape>;
