import type { ACCOUNTS } from '../server/gateway.ts';

/** A request that is to be refused before its vendor is asked. */
export interface Attempt {
  readonly vendor: keyof typeof ACCOUNTS;
  readonly operation: string;
  readonly document: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** One that reaches the contract's rules, with the argument they name. */
export interface RuledOut extends Attempt {
  readonly path: readonly (string | number)[];
  readonly message: RegExp;
}

type Path = readonly (string | number)[];

const RECORD = {
  listUpdateSettings:
    'skipHeaderLine: false, fieldsMapping: [{ columnNumber: 1, fieldName: "number1", key: true }], cleanListBeforeUpdate: false, crmAddMode: ADD_NEW, crmUpdateMode: UPDATE_FIRST, listAddMode: ADD_FIRST',
};

function five9(
  operation: string,
  call: string,
  declared: string,
  variables: Readonly<Record<string, unknown>>,
  path: Path,
  message: RegExp,
): RuledOut {
  const document = `mutation (${declared}) { ${call} }`;
  return { vendor: 'five9-config', operation, document, variables, path, message };
}

const HOST = /public hosts/;

/** Hosts and addresses inside a private network, in every spelling. */
const INSIDE = [
  ...['127.0.0.1', '10.1.2.3', '192.168.0.9', '169.254.169.254', '172.16.5.5', '0.0.0.0', '100.64.0.1'],
  ...['2130706433', '0x7f000001', '017700000001', '127.1', '[::1]', '[fd00::1]', '[::ffff:127.0.0.1]', '[::7f00:1]'],
  ...['[2002:7f00:1::]', 'localhost', 'metadata.internal', 'printer.local', 'intranet'],
];

const callback = (url: string) =>
  five9(
    'asyncAddRecordsToList',
    `five9Config_asyncAddRecordsToList(listName: "L", listUpdateSettings: { ${RECORD.listUpdateSettings}, callbackUrl: $url }, importData: { values: [["1"]] }) { identifier }`,
    '$url: String',
    { url },
    ['listUpdateSettings', 'callbackUrl'],
    HOST,
  );

const ftpHost = (host: string) =>
  five9(
    'addToListFtp',
    `five9Config_addToListFtp(listName: "L", updateSettings: { ${RECORD.listUpdateSettings} }, ftpSettings: { hostname: $host, path: "a.csv", username: "u", password: "p" })`,
    '$host: String',
    { host },
    ['ftpSettings', 'hostname'],
    HOST,
  );

const recordingsTo = (host: string) =>
  five9(
    'modifyInboundCampaign',
    'five9Config_modifyInboundCampaign(campaign: { name: "Service", ftpHost: $host, ftpPassword: "p" })',
    '$host: String',
    { host },
    ['campaign', 'ftpHost'],
    HOST,
  );

const page = (url: string): RuledOut => ({
  vendor: 'five9-cti',
  operation: 'openBrowser',
  document: 'mutation ($url: String!, $desk: String) { five9Cti_openBrowser(desk: $desk, url: $url) }',
  variables: { url },
  path: ['url'],
  message: /web pages|credentials|host/,
});

const pattern = (operation: string, argument: string, text: string): RuledOut => ({
  vendor: 'five9-config',
  operation,
  document: `query ($text: String) { five9Config_${operation}(${argument}: $text) { name } }`,
  variables: { text },
  path: [argument],
  message: /regular expression/,
});

const PATTERNS: readonly (readonly [string, string])[] = [
  ['getSkills', 'skillNamePattern'],
  ['getContactFields', 'namePattern'],
  ['getWebConnectors', 'namePattern'],
  ['getDispositions', 'dispositionNamePattern'],
  ['getIVRScripts', 'namePattern'],
  ['getCampaigns', 'campaignNamePattern'],
  ['getAgentGroups', 'groupNamePattern'],
  ['getCallVariables', 'namePattern'],
  ['getCallVariableGroups', 'namePattern'],
  ['getCampaignProfiles', 'namePattern'],
  ['getUserProfiles', 'userProfileNamePatern'],
];

const recorder = (
  operation: string,
  given: Readonly<Record<string, string>>,
  path: Path,
  message: RegExp,
  more = '',
): RuledOut => {
  const names = Object.keys(given);
  const kind = /EXPORT|LIST$|WINDOW/.test(operation) ? 'query' : 'mutation';
  const passed = [...names.map((name) => `${name}: $${name}`), more].filter(Boolean).join(', ');
  const fields = operation.endsWith('EXPORT') ? 'LENGTH' : 'RESULTTYPE';
  const declared = names.map((name) => `$${name}: String!`).join(', ');
  const document = `${kind} (${declared}) { recorder_${operation}(${passed}) { ${fields} } }`;
  return { vendor: 'recorder', operation, document, variables: given, path, message };
};

const long = (length: number) => 'é'.repeat(length);

/** Lengths by the manual's table of data types. */
const LENGTHS: readonly (readonly [field: string, most: number])[] = [
  ...Array.from({ length: 15 }, (_, at) => [`USER${at + 1}`, at < 3 ? 20 : at < 8 ? 255 : 50] as const),
  ...([
    ['ANI', 20],
    ['DNIS', 20],
    ['GATE', 20],
    ['GROUP', 20],
    ['CALLID', 16],
  ] as const),
];

/** Characters that XML, and so every one of these wires, cannot carry. */
const UNSPEAKABLE = ['\u0000', '\u0001', '\u001b[31m', '\ufffe', '\uffff', '\u000b'];

const FILES = [
  '..\\..\\a.js',
  'C:\\a.js',
  '\\\\host\\share\\a.js',
  '../a.js',
  '/etc/a.js',
  '%2fa.js',
  `${long(256)}.js`,
];

const script = (name: string): RuledOut => ({
  vendor: 'engage',
  operation: 'createScriptUsingContent',
  document:
    'mutation ($name: String!) { engage_createScriptUsingContent(name: "n", contentNames: [$name], contentData: ["YQ=="], org: { internalId: "1", type: "Account" }) { internalId } }',
  variables: { name },
  path: ['contentNames', 0],
  message: /file name/,
});

const numbers = Array.from({ length: 50_001 }, (_, at) => String(5_550_000_000 + at));
const none = Buffer.from('ID3 is no wave file').toString('base64');

/** What the contracts' rules refuse, with the argument that is to be named. */
export const ATTEMPTS: readonly { readonly what: string; readonly attempts: readonly RuledOut[] }[] = [
  {
    what: 'too many of something',
    attempts: [
      five9(
        'addNumbersToDnc',
        'five9Config_addNumbersToDnc(numbers: $numbers)',
        '$numbers: [String!]!',
        { numbers },
        ['numbers'],
        /At most 50000 items/,
      ),
      {
        vendor: 'five9-config',
        operation: 'checkDncForNumbers',
        document: 'query ($numbers: [String!]!) { five9Config_checkDncForNumbers(numbers: $numbers) }',
        variables: { numbers },
        path: ['numbers'],
        message: /At most 50000 items/,
      },
      five9(
        'addToList',
        `five9Config_addToList(listName: "L", listUpdateSettings: { ${RECORD.listUpdateSettings} }, importData: { values: $rows }) { identifier }`,
        '$rows: [[String!]!]',
        { rows: numbers.map((number) => [number.slice(5)]) },
        ['importData', 'values'],
        /At most 50000 items/,
      ),
      five9(
        'asyncAddRecordsToList',
        `five9Config_asyncAddRecordsToList(listName: "L", listUpdateSettings: { ${RECORD.listUpdateSettings} }, importData: { values: $rows }) { identifier }`,
        '$rows: [[String!]!]',
        { rows: numbers.slice(0, 101).map((number) => [number]) },
        ['importData', 'values'],
        /At most 100 items/,
      ),
    ],
  },
  {
    what: 'a host or an address inside a private network',
    attempts: [
      ...INSIDE.flatMap((host) => [callback(`http://${host}/done`), ftpHost(host), page(`http://${host}/`)]),
      ...INSIDE.slice(0, 3).map(recordingsTo),
    ],
  },
  {
    what: 'an address of another kind, with credentials, or with a port',
    attempts: [
      ...[
        'file:///etc/passwd',
        'https://user:hush@partner.example/',
        'https://partner.example:8443/',
        'ftp://p.example/',
      ],
      ...['javascript:alert(1)', 'gopher://p.example/', 'partner.example', 'https://user@partner.example/'],
    ].flatMap((url) => [callback(url), page(url)]),
  },
  {
    what: 'a host that is more than one',
    attempts: ['partner.example:21', 'user@partner.example', 'partner.example/../x', 'a b.example'].map(ftpHost),
  },
  {
    what: 'a pattern that does not parse or may never end',
    attempts: PATTERNS.flatMap(([operation, argument]) => [
      ...['(', '[a-', '*a', 'a{3,1}'].map((text) => pattern(operation, argument, text)),
      ...['^(a+)+$', '(.*,)*x', '(\\w|\\d)*!'].map((text) => pattern(operation, argument, text)),
    ]),
  },
  {
    what: 'a WAV that is none',
    attempts: [
      five9(
        'addPromptWavInline',
        'five9Config_addPromptWavInline(prompt: { name: "p", languages: [] }, wavFile: $wav)',
        '$wav: Base64!',
        { wav: none },
        ['wavFile'],
        /Not a WAV/,
      ),
      five9(
        'setUserVoicemailGreeting',
        'five9Config_setUserVoicemailGreeting(userName: "u", wavFile: $wav)',
        '$wav: Base64!',
        { wav: none },
        ['wavFile'],
        /Not a WAV/,
      ),
    ],
  },
  {
    what: 'a text longer than the manual lets it be',
    attempts: [
      ...LENGTHS.map(([field, most]) =>
        recorder('CALLSTART', { DEVICEID: 'X1', [field]: long(most + 1) }, [field], new RegExp(`At most ${most} char`)),
      ),
      recorder('CALLSTART', { DEVICEID: long(65) }, ['DEVICEID'], /At most 64 char/),
      recorder('ADDGROUP', { GROUPNAME: long(256) }, ['GROUPNAME'], /At most 255 char/),
    ],
  },
  {
    what: 'a character that no wire carries',
    attempts: UNSPEAKABLE.flatMap((sign) => [
      recorder('ADDGROUP', { GROUPNAME: `a${sign}b` }, ['GROUPNAME'], /character/),
      five9(
        'removeDisposition',
        'five9Config_removeDisposition(dispositionName: $name)',
        '$name: String!',
        { name: `a${sign}b` },
        ['dispositionName'],
        /character/,
      ),
    ]),
  },
  {
    what: 'a file name that is a path, and an id that is none',
    attempts: [
      ...FILES.map(script),
      recorder('MULTIEXPORT', { IDENT: '..\\..\\x' }, ['IDENT'], /numbers/, 'MEDIA_FORMAT: WAV'),
      recorder('COMBINEDEXPORT', { IDENT: '1;drop' }, ['IDENT'], /numbers/, 'MEDIA_FORMAT: WAV'),
      recorder(
        'EXPORT',
        { UNIQUEFIELD: "ident' or 1=1", UNIQUEID: '1' },
        ['UNIQUEFIELD'],
        /column/,
        'MEDIA_FORMAT: MP3',
      ),
      recorder('EMAIL', { IDENT: '%2f', TOADDRESS: 'jo@example.com' }, ['IDENT'], /numbers/, 'MEDIA_FORMAT: MP3'),
    ],
  },
  {
    what: 'what the manual or the contract requires and is left out',
    attempts: [
      recorder('CALLSTART', { ANI: '1' }, ['DEVICEID'], /must be given/),
      recorder('BLACKOUTSTART', { DEVICEID: 'X1', SYS_USER: 'jo' }, ['SYS_USER'], /Exactly one/),
    ],
  },
];
