// What the bundle has in place of parts of packages that no path of the program uses, and that each start would read.
export { createHash } from 'node:crypto';

/** Apollo Server makes a schema of texts with it; here it is given one. */
export function makeExecutableSchema() {
  throw new Error('the bundle makes no schema of texts');
}

/** type-graphql compares the version of graphql with it; the lock file has decided that. */
export default { satisfies: () => true };

/** undici takes its names of HTTP/2's headers from it when it is loaded. */
export const constants = {};
