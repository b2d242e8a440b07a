/** Results and events as the recorder writes them: every element, empty ones too, and only the usual escapes. */
import { DateTime } from 'luxon';
import { escapeText } from '../../adapters/xml/characters.ts';

/** The content of an element: text, elements by name, or repeated ones. */
export type Content =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly Content[]
  | { readonly [name: string]: Content };

/** Writes one element, or one for each item of a list. */
function element(name: string, content: Content): string {
  if (Array.isArray(content)) return content.map((item: Content) => element(name, item)).join('');
  return `<${name}>${inside(content)}</${name}>`;
}

function inside(content: Content): string {
  if (content === null || content === undefined) return '';
  if (typeof content === 'boolean') return content ? 'Y' : 'N';
  if (typeof content !== 'object') return escapeText(String(content));
  return `\n${Object.entries(content)
    .map(([name, item]) => `${element(name, item)}\n`)
    .join('')}`;
}

/** A document with the line end that finishes a message. */
export function documentOf(root: string, content: Content): string {
  return `${element(root, content)}\r\n`;
}

/** `2/1/2011 11:49:32 AM` in the recorder's zone. */
export function clock(time: Date | null, zone: string): string {
  return time ? DateTime.fromJSDate(time, { zone }).toFormat('M/d/yyyy h:mm:ss a', { locale: 'en-US' }) : '';
}

/** `10/30/2006 4:05:38 PM -05:00`. */
export function clockWithOffset(time: Date, zone: string): string {
  return DateTime.fromJSDate(time, { zone }).toFormat('M/d/yyyy h:mm:ss a ZZ', { locale: 'en-US' });
}

/** `Feb  2 2011  4:53PM`. */
export function clockInWords(time: Date, zone: string): string {
  const at = DateTime.fromJSDate(time, { zone, locale: 'en-US' } as { zone: string });
  const day = String(at.day).padStart(2);
  const hour = String(at.hour % 12 === 0 ? 12 : at.hour % 12).padStart(2);
  return `${at.toFormat('LLL', { locale: 'en-US' })} ${day} ${at.year} ${hour}:${at.toFormat('mm')}${at.hour < 12 ? 'AM' : 'PM'}`;
}

/** Whole seconds since 1970. */
export const unixSeconds = (time: Date): number => Math.floor(time.getTime() / 1000);
