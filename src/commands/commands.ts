import type { Command } from './options.ts';

/** A flag of the command line. */
interface Flag {
  /** Placeholder of the value in the help; absent for a flag without a value. */
  readonly value?: string;
  readonly short?: string;
  readonly repeatable?: true;
  readonly description: string;
}

/** Every flag of the program, by its name after `--`. */
export const FLAGS: Readonly<Record<string, Flag>> = {
  config: { value: 'FILE', description: 'Configuration file, such as crosspoint.yaml.' },
  port: { value: 'N', description: 'Port to listen on; 0 takes a free one.' },
  host: { value: 'ADDRESS', description: 'Address to listen on. Default: 127.0.0.1.' },
  seed: { value: 'N', description: 'Number of the simulated contact centre. Default: 1.' },
  pace: {
    value: 'N',
    description: 'How many times as fast as usual simulated calls come and end, 60 at most. Default: 1.',
  },
  origin: {
    value: 'URL',
    repeatable: true,
    description: 'Origin whose pages may call, such as https://desk.example; may be repeated.',
  },
  reading: {
    value: 'ID=VALUE',
    repeatable: true,
    description: "Reading of the vendor's guide to simulate; may be repeated.",
  },
  to: { value: 'FOLDER', description: 'Folder for the copies; made when absent.' },
  'as-printed': { description: "Simulate what the guide's examples print." },
  plane: { value: 'NAME', description: 'Plane to print: unified or vendor. Default: the whole schema.' },
  subgraph: { description: 'Print the schema as a subgraph of Federation 2.' },
  webhooks: { description: 'Print the JSON Schema of the messages of webhooks.' },
  configuration: { description: 'Print the JSON Schema of the configuration file.' },
  account: {
    value: '[ID:]VENDOR=URL',
    repeatable: true,
    description: 'Account to write, such as floor:recorder=tcp://10.1.2.30:5620; may be repeated.',
  },
  set: {
    value: 'ID.KEY=VALUE',
    repeatable: true,
    description: 'Setting of an account, such as dialler.userId=12; may be repeated.',
  },
  force: { description: 'Overwrite the file.' },
  output: { value: 'FORMAT', description: 'text or json. Default: text on a terminal, json in a pipe.' },
  help: { short: 'h', description: 'Print the help of the command.' },
  version: { short: 'v', description: 'Print the version.' },
};

/** A command as the command line and its help know it. */
export interface CommandEntry {
  readonly name: string;
  /** Names of the words after the command, as the help prints them. */
  readonly words: readonly string[];
  readonly flags: readonly string[];
  /** One line for the list of commands. */
  readonly summary: string;
  /** Paragraphs of the command's own help. */
  readonly details: string;
  readonly examples: readonly string[];
  /** Loads the command; each is loaded on demand, so that none adds to the start of the others. */
  load(): Promise<Command>;
}

/** The commands of the program, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'serve',
    words: [],
    flags: ['config', 'port', 'seed', 'pace', 'origin', 'output'],
    summary: 'Serve the gateway; without --config over a simulated contact centre.',
    details:
      'Without --config the accounts are simulated, callers need no key, and the gateway listens on loopback only.\n' +
      'The file is read again when it changes and on SIGHUP. PORT overrides the port of the file and of --port;\n' +
      'LOG_LEVEL is one of debug, info, warn, error, silent. The log goes to standard error.',
    examples: ['crosspoint serve', 'crosspoint serve --config crosspoint.yaml', 'PORT=8080 crosspoint serve --seed 7'],
    load: async () => (await import('./serve.ts')).serve,
  },
  {
    name: 'init',
    words: [],
    flags: ['config', 'account', 'set', 'port', 'force', 'output'],
    summary: 'Write a configuration file, and test it.',
    details:
      'Without --account it asks on a terminal. The file names environment variables in place of passwords and tokens, and\n' +
      'holds the hash of a new API key that reads; the key is printed once. Where the variables are set the accounts are\n' +
      'tested as crosspoint check does. Without --config the file is crosspoint.yaml. Exits with 1 if a test failed.\n' +
      'The first line of the file names the JSON Schema of the installed package; where no project installed it, a copy of\n' +
      'the schema is written beside the file.',
    examples: [
      'crosspoint init',
      'crosspoint init --account wfo:recorder=tcp://10.1.2.30:5620',
      'crosspoint init --account dialler:remote-control=https://acme.example.com --set dialler.userId=12',
    ],
    load: async () => (await import('./init.ts')).init,
  },
  {
    name: 'check',
    words: [],
    flags: ['config', 'output'],
    summary: 'Test a configuration: accounts, Redis, issuer and documents.',
    details:
      'Sends every account a read that changes nothing and prints one line for each result. Exits with 1 if one failed.',
    examples: ['crosspoint check --config crosspoint.yaml', 'crosspoint check --config crosspoint.yaml | jq .'],
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'simulate',
    words: ['VENDOR'],
    flags: ['port', 'host', 'seed', 'pace', 'reading', 'as-printed'],
    summary: 'Run the simulator of a vendor, or of all vendors.',
    details:
      'VENDOR is all or the key of a vendor. Prints the accounts for the configuration of a gateway as YAML. All simulators\n' +
      'listen ten ports apart from --port.',
    examples: [
      'crosspoint simulate recorder --port 5620',
      'crosspoint simulate all --port 0 > accounts.yaml',
      'crosspoint simulate all --port 0 --pace 10',
      'crosspoint simulate recorder --reading event-call-id=at-the-end',
    ],
    load: async () => (await import('./simulate.ts')).simulate,
  },
  {
    name: 'readings',
    words: ['VENDOR'],
    flags: [],
    summary: "Print what a vendor's guide leaves open.",
    details: 'Prints Markdown: each open question, its readings, and whether an account chooses between them.',
    examples: ['crosspoint readings recorder'],
    load: async () => (await import('./readings.ts')).printReadings,
  },
  {
    name: 'schema',
    words: [],
    flags: ['plane', 'subgraph', 'webhooks', 'configuration'],
    summary: 'Print the GraphQL schema, or one plane of it.',
    details:
      'Prints the schema definition language. A running gateway serves it at /schema.graphql too. With --subgraph it is the\n' +
      'text that a composer of supergraphs reads (Apollo Federation 2). With --webhooks or --configuration it is the JSON\n' +
      'Schema of messages or of the configuration file, which editors complete and check the file by.',
    examples: [
      'crosspoint schema > schema.graphql',
      'crosspoint schema --plane unified --subgraph > crosspoint.graphql',
      'crosspoint schema --configuration > crosspoint.schema.json',
    ],
    load: async () => (await import('./schema.ts')).schema,
  },
  {
    name: 'coverage',
    words: [],
    flags: [],
    summary: 'Print which operations of the vendors are covered.',
    details: 'Prints Markdown: every documented operation, and which vendor supports which act.',
    examples: ['crosspoint coverage'],
    load: async () => (await import('./coverage.ts')).coverage,
  },
  {
    name: 'audit',
    words: ['ACTION'],
    flags: ['config', 'output'],
    summary: 'Verify or export the audit trail.',
    details:
      'verify recomputes the chain of hashes and exits with 1 when an entry was changed, removed or inserted. It prints the\n' +
      'number and hash of the last entry: stored elsewhere, they show whether entries were cut off the end.\n' +
      'export prints every entry as a line of JSON, oldest first.',
    examples: [
      'crosspoint audit verify --config crosspoint.yaml',
      'crosspoint audit export --config crosspoint.yaml > audit.jsonl',
    ],
    load: async () => (await import('./audit.ts')).audit,
  },
  {
    name: 'backup',
    words: [],
    flags: ['config', 'to', 'output'],
    summary: 'Copy the event log and its stores while the gateway runs.',
    details:
      'Copies the files of events.file that exist: events, ended calls, idempotency keys and the audit trail. To restore,\n' +
      'stop the gateway, put the copies in place of the files, and start it. With Redis, back up Redis instead.',
    examples: ['crosspoint backup --config crosspoint.yaml --to /backup/2030-01-31'],
    load: async () => (await import('./backup.ts')).backup,
  },
  {
    name: 'health',
    words: [],
    flags: ['config'],
    summary: 'Ask a gateway on this machine whether it is alive.',
    details:
      'Requests /livez at the port of the configuration, or at PORT. Exits with 1 when the gateway does not answer.',
    examples: ['crosspoint health --config crosspoint.yaml'],
    load: async () => (await import('./health.ts')).health,
  },
  {
    name: 'secret',
    words: [],
    flags: ['output'],
    summary: 'Generate a signing secret for a webhook of the configuration.',
    details:
      'The secret is printed once and stored nowhere. It belongs into the environment or a file that webhooks.secrets of the\n' +
      'configuration names, and to the partner, who verifies messages with it.',
    examples: ['crosspoint secret', 'crosspoint secret --output json | jq -r .secret'],
    load: async () => (await import('./secret.ts')).secret,
  },
  {
    name: 'key',
    words: [],
    flags: ['output'],
    summary: 'Generate an API key and its hash for the configuration.',
    details:
      'The key is printed once and stored nowhere: callers send it as "Authorization: Bearer KEY". The hash belongs into\n' +
      'auth.keys of the configuration.',
    examples: ['crosspoint key', 'crosspoint key --output json | jq -r .hash'],
    load: async () => (await import('./key.ts')).key,
  },
];
