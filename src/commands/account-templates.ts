/** The questions of `crosspoint init` about an account of each vendor, and the settings it writes. */

/** A setting that a person or a flag gives. */
export interface AccountQuestion {
  readonly key: string;
  readonly text: string;
  /** The value without an answer; an empty one leaves the setting out, and without one the setting is required. */
  readonly usual?: string;
}

/** The settings of an account, from the answers and the names of its secrets. */
interface AccountTemplate {
  /** Example of the URL, for the question. */
  readonly exampleUrl: string;
  readonly questions: readonly AccountQuestion[];
  settings(url: string, answers: Readonly<Record<string, string>>, secret: (name: string) => string): object;
}

/** A number where the text is one, so that a wrong one is refused as any other setting is. */
const numberOf = (text: string | undefined) => (text && /^\d{1,15}$/.test(text) ? Number(text) : text);

const optional = (settings: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value));

const zone = (text: string, usual = ''): AccountQuestion => ({ key: 'timeZone', text, usual });

/** The templates by the key of the vendor. */
export const ACCOUNT_TEMPLATES: Readonly<Record<string, AccountTemplate>> = {
  'five9-config': {
    exampleUrl: 'https://api.five9.com/wsadmin/v13/AdminWebService',
    questions: [zone('Time zone of the domain', 'America/Los_Angeles')],
    settings: (url, { timeZone }, secret) => ({
      url,
      users: [{ username: secret('USERNAME'), password: secret('PASSWORD') }],
      timeZone,
    }),
  },
  'five9-cti': {
    exampleUrl: 'http://10.1.2.12:8080/agent/v2',
    questions: [{ key: 'agent', text: "Login name of the desk's agent" }],
    settings: (url, { agent }) => ({ desks: [{ agent, url }] }),
  },
  'remote-control': {
    exampleUrl: 'https://acme.example.com',
    questions: [
      { key: 'userId', text: 'Id of the service user that lists are requested as' },
      zone('Time zone of the dialler', 'UTC'),
    ],
    settings: (url, { userId, timeZone }, secret) => ({
      url,
      userId: numberOf(userId),
      token: secret('TOKEN'),
      timeZone,
    }),
  },
  recorder: {
    exampleUrl: 'tcp://10.1.2.30:5620',
    questions: [
      { key: 'webUrl', text: 'URL of the web service, the source of audio; empty for none', usual: '' },
      zone("Time zone of the recorder's clock", 'UTC'),
    ],
    settings: (url, { webUrl, timeZone }) => ({ url, ...optional({ webUrl }), timeZone }),
  },
  engage: {
    exampleUrl: 'https://service2.example.com/SOAPAPI2',
    questions: [
      { key: 'orgId', text: "The vendor's id of the organization" },
      { key: 'orgType', text: 'Kind of the organization, Account or Enterprise', usual: 'Account' },
    ],
    settings: (url, { orgId, orgType }, secret) => ({
      url,
      username: secret('USERNAME'),
      password: secret('PASSWORD'),
      org: { internalId: orgId, type: orgType },
    }),
  },
};
