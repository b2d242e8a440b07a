import { IANAZone } from 'luxon';
import * as z from 'zod';
import { readingsShape } from '../readings.ts';
import { readings } from './readings.ts';

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

/** The keys of a recorder's account beside `id` and `vendor`. */
export const settings = z
  .strictObject({
    /** Address of the API server, `tcp://host:port`; port 5620 when left out. */
    url: tcpUrl,
    /** Address of the event port where it is another one; older recorders use 5621. Default: `url`. */
    eventsUrl: tcpUrl.optional(),
    /** Address of the web service, which alone exports audio; without it the account has no media. */
    webUrl: z.string().refine(isPlainWeb, 'must be an http or https address without a query').optional(),
    /** IANA time zone of the recorder's clock, for the times it writes without an offset. Default: UTC. */
    timeZone: z
      .string()
      .refine((zone) => IANAZone.isValidZone(zone), 'must be a time zone such as Europe/Berlin')
      .default('UTC'),
    /** The custom field, USER1 to USER15, that holds the telephony vendor's call id. Default: none. */
    callIdField: customField.optional(),
    /** The transport of the functions that both ports offer. Default: tcp. */
    via: z.enum(['tcp', 'web']).default('tcp'),
    /** Milliseconds a call may take. Default: 15,000. */
    deadline: z.int().positive().default(15_000),
    /** Largest answer accepted, in bytes. Default: 16 MiB. */
    maxBytes: z
      .int()
      .min(1024)
      .default(16 * 1024 * 1024),
    /** Largest export answered inside a GraphQL response, in bytes. Default: 16 MiB. */
    maxMediaBytes: z
      .int()
      .min(1024)
      .default(16 * 1024 * 1024),
    /** Domains that recordings may be mailed to. Default: none. */
    emailDomains: z.array(z.string().regex(/^[^\s@]+$/, 'must be a domain')).default([]),
    /** Chosen readings of the guide by their id, see readings.ts. */
    readings: readingsShape(readings),
  })
  .refine(({ via, webUrl }) => via === 'tcp' || webUrl !== undefined, {
    message: 'is needed when via is web',
    path: ['webUrl'],
  });

/** The settings with everything filled in. */
export type Settings = z.infer<typeof settings>;
