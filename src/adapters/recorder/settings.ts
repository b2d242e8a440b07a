import { IANAZone } from 'luxon';
import * as z from 'zod';

const customField = z.string().regex(/^USER([1-9]|1[0-5])$/, 'must be one of USER1 to USER15');

function isTcp(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url?.protocol === 'tcp:' && url.hostname !== '' && url.username === '' && /^\/?$/.test(url.pathname);
}

function isPlainWeb(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '' && url.username === '';
}

const tcpUrl = z.string().refine(isTcp, 'must be tcp://host:port');

/** What an account of the recorder is told in the configuration. */
export const settingsShape = z
  .strictObject({
    /** Where functions are called, e.g. tcp://10.1.2.30:5620. */
    url: tcpUrl,
    /** Where events come from, when not from the same port; older recorders use 5621. */
    eventsUrl: tcpUrl.optional(),
    /** The web service, which alone exports audio. */
    webUrl: z.string().refine(isPlainWeb, 'must be an http or https address without a query').optional(),
    /** Zone of the recorder's clock, for the times it writes without an offset. */
    timeZone: z
      .string()
      .refine((zone) => IANAZone.isValidZone(zone), 'must be a time zone such as Europe/Berlin')
      .default('UTC'),
    /** The custom field in which the centre keeps the telephony vendor's call id. */
    callIdField: customField.optional(),
    /** What carries the functions that both ports offer. */
    via: z.enum(['tcp', 'web']).default('tcp'),
    /** Milliseconds a call may take. */
    deadline: z.int().positive().default(15_000),
    /** Longest answer accepted, in bytes. */
    maxBytes: z
      .int()
      .min(1024)
      .default(16 * 1024 * 1024),
    /** Longest export that is answered inside a GraphQL response, in bytes. */
    maxMediaBytes: z
      .int()
      .min(1024)
      .default(16 * 1024 * 1024),
    /** Domains that recordings may be mailed to; none unless told. */
    emailDomains: z.array(z.string().regex(/^[^\s@]+$/, 'must be a domain')).default([]),
  })
  .refine(({ via, webUrl }) => via === 'tcp' || webUrl !== undefined, {
    message: 'is needed when via is web',
    path: ['webUrl'],
  });

/** The settings with everything filled in. */
export type RecorderSettings = z.infer<typeof settingsShape>;
