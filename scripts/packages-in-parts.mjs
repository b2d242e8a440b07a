// The parts of packages that the bundle does without, since each start would read them.
import { resolve } from 'node:path';

/** Parts of packages that nothing uses, by what imports them: Apollo's plugins are switched off in src/server/apollo.ts. */
const UNUSED = [
  [/type-graphql/, /^semver$/],
  // Vendors are called by HTTP/1.1: undici offers HTTP/2 only where it is asked to.
  [/undici\/lib\/dispatcher\/client-h2\.js$/, /^node:http2$/],
  [/@apollo\/server\//, /^@graphql-tools\/schema$|^@apollo\/utils\.createhash$/],
  [
    /@apollo\/server\/dist\/esm\/ApolloServer\.js$/,
    /^\.\/plugin\/(cacheControl|inlineTrace|schemaReporting|usageReporting)\//,
  ],
];

/** For esbuild: packages without the parts that the program does not use. */
export const packagesInParts = {
  name: 'packages in parts',
  setup({ onResolve }) {
    onResolve({ filter: /^undici$/ }, () => ({ path: resolve('scripts/undici.mjs') }));
    for (const [importing, filter] of UNUSED)
      onResolve({ filter }, ({ importer }) =>
        importing.test(importer) ? { path: resolve('scripts/unused-parts.mjs') } : null,
      );
  },
};
