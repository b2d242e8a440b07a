import { defineConfig } from 'vitest/config';

/**
 * Files that need a process of their own: they measure its memory or its event loop, replace modules, or change its environment.
 * The other files share three processes, which load the program once.
 */
const ALONE = [
  'test/client/readme.test.ts',
  'test/five9-config/report-memory.test.ts',
  'test/recorder/long-answers.test.ts',
  'test/remote-control/pace.test.ts',
  'test/server/byte-bounds.test.ts',
  'test/server/document-memory.test.ts',
  'test/server/many-inputs.test.ts',
  'test/server/media-*.test.ts',
  'test/subscriptions/redis-topology.test.ts',
  'test/wire/chain.test.ts',
];

const shared = {
  pool: 'forks' as const,
  testTimeout: 60_000,
  hookTimeout: 60_000,
  expect: { poll: { timeout: 15_000 } },
  server: { deps: { inline: ['type-graphql', '@apollo/server'] } },
};
const common = {
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  esbuild: { target: 'es2022' as const },
};

export default defineConfig({
  test: {
    globalSetup: ['test/build.ts'],
    // Most tests wait for a server, a browser or a timer more than they compute.
    maxWorkers: 3,
    projects: [
      { ...common, test: { ...shared, name: 'alone', include: ALONE } },
      {
        ...common,
        test: {
          ...shared,
          name: 'shared',
          setupFiles: ['test/setup.ts'],
          include: ['test/**/*.test.ts'],
          exclude: ALONE,
          isolate: false,
        },
      },
    ],
  },
});
