import * as z from 'zod';
import { parseUrl } from '../adapters/http/parse-url.ts';

/** An origin as browsers send it; a slash at its end is left out. */
export const originShape = z.string().transform((text, context) => {
  const url = text.includes('*') ? null : parseUrl(text);
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username)
    return url.origin;
  const message = text.includes('*')
    ? 'must name each origin: a wildcard would let every page call'
    : 'must be a scheme, a host and a port, such as https://desk.example';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});
