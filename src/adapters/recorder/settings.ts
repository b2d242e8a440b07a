import * as z from 'zod';
import { parseUrl } from '../http/parse-url.ts';
import { callingCodeSetting } from '../numbers.ts';
import { readingsShape } from '../readings.ts';
import { zoneSetting } from '../zone.ts';
import { readings } from './readings.ts';

const customField = z.string().regex(/^USER([1-9]|1[0-5])$/, 'must be one of USER1 to USER15');

function isTcp(text: string): boolean {
  const url = parseUrl(text);
  if (url?.protocol !== 'tcp:' || url.hostname === '' || url.port === '0') return false;
  return url.username === '' && /^\/?$/.test(url.pathname);
}

function isPlainWeb(text: string): boolean {
  const url = parseUrl(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.search === '' && url.hash === '' && url.username === '';
}

const tcpUrl = z.string().refine(isTcp, 'must be tcp://host:port');

/** Settings of a recorder's account. */
export const settings = z
  .strictObject({
    url: tcpUrl.describe('TCP address of the API server, `tcp://host:port`. Default port: 5620.'),
    eventsUrl: tcpUrl
      .optional()
      .describe('TCP address of the event port, where it differs; older recorders use 5621. Default: `url`.'),
    webUrl: z
      .string()
      .refine(isPlainWeb, 'must be an http or https address without a query')
      .optional()
      .describe(
        'URL of the web service, the only source of audio; without it the account has no media. Default: none.',
      ),
    timeZone: zoneSetting
      .default('UTC')
      .describe("IANA zone of the recorder's clock, for times without an offset. Default: UTC."),
    callingCode: callingCodeSetting.describe(
      'Calling code of the country of numbers without one, such as 44. Default: none; such numbers have no E.164 form.',
    ),
    callIdField: customField
      .optional()
      .describe("Custom field with the telephony platform's call id, USER1 to USER15. Default: none."),
    via: z
      .enum(['tcp', 'web'])
      .default('tcp')
      .describe('Transport of the functions that both interfaces offer. Default: tcp.'),
    deadline: z
      .int()
      .positive()
      .default(15_000)
      .describe('Maximum duration of a call in milliseconds. Default: 15,000.'),
    maxBytes: z
      .int()
      .min(1024)
      .default(16 * 1024 * 1024)
      .describe('Largest accepted answer in bytes, at least 1,024. Default: 16 MiB.'),
    maxMediaBytes: z
      .int()
      .min(1024)
      .default(16 * 1024 * 1024)
      .describe('Largest export inside a GraphQL response in bytes, at least 1,024. Default: 16 MiB.'),
    emailDomains: z
      .array(z.string().regex(/^[^\s@]+$/, 'must be a domain'))
      .default([])
      .describe('Domains that recordings may be sent to. Default: none.'),
    exportEntire: z
      .boolean()
      .default(false)
      .describe('Allows CAV files, which may include what was blacked out. Default: false.'),
    readings: readingsShape(readings).describe(
      "Chosen readings of what the guide leaves open, by id; see the page of the vendor. Default: the guide's.",
    ),
  })
  .refine(({ via, webUrl }) => via === 'tcp' || webUrl !== undefined, {
    message: 'is needed when via is web',
    path: ['webUrl'],
  });

/** The settings with everything filled in. */
export type Settings = z.infer<typeof settings>;
