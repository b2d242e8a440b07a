// The order of the pages in the navigation; every page of the site is in it, which the build checks.

/** Sections with their pages: the path below docs/ without its ending; titles are the first headings of the pages. */
export const NAVIGATION = [
  { title: 'Start', pages: ['index', 'start', 'console', 'own-accounts', 'embedding'] },
  {
    title: 'Concepts',
    pages: [
      'concepts/accounts',
      'concepts/identities',
      'concepts/events',
      'concepts/acts',
      'concepts/figures',
      'concepts/past-calls',
      'alerts',
      'concepts/webhooks',
    ],
  },
  {
    title: 'Tasks',
    pages: [
      'tasks/wallboard',
      'tasks/screen-pop',
      'tasks/resume',
      'tasks/webhook',
      'tasks/recordings',
      'tasks/import',
      'tasks/codegen',
      'tasks/supergraph',
      'tasks/ai-agent',
      'tasks/add-vendor',
    ],
  },
  {
    title: 'Vendors',
    pages: ['five9-config', 'five9-cti', 'remote-control', 'recorder', 'engage'].map((name) => `configure/${name}`),
  },
  {
    title: 'Clients',
    pages: [
      'clients/client',
      'clients/apollo-client',
      'clients/urql',
      'clients/relay',
      'clients/graphql-request',
      'clients/graphql-ws',
      'clients/graphql-sse',
      'clients/event-source',
      'clients/python',
      'graphql-over-http',
      'deprecation',
    ],
  },
  {
    title: 'Operations',
    pages: [
      'operations/deployment',
      'operations/redis',
      'scale',
      'operations/alerts',
      'operations/proof',
      'promises',
      'limits',
    ],
  },
  {
    title: 'Reference',
    pages: [
      'reference/queries',
      'reference/mutations',
      'reference/subscriptions',
      'reference/types',
      'reference/inputs',
      'reference/enums',
      'reference/errors',
      'reference/scopes',
      'reference/configuration',
      'reference/commands',
      'reference/vendor-plane',
      'acts',
      'changelog',
    ],
  },
];
