import { setTimeout as pause } from 'node:timers/promises';
import type { Operation } from '../../adapters/contract.ts';
import { five9ConfigContract } from '../../adapters/five9-config/contract/index.ts';
import { readings } from '../../adapters/five9-config/readings.ts';
import type { RunningSimulator, SimulatorDefinition, SimulatorOptions } from '../simulator.ts';
import type { FaultDetail } from '../soap/answer.ts';
import { RefusedLogin, SimulatedFault, type SimulatedRequest, startSoapSimulator } from '../soap.ts';
import type { Answers, ConfigRequest } from './answers.ts';
import { campaignRunningAnswers } from './campaign-running.ts';
import { campaignAnswers } from './campaigns.ts';
import { type ConfigValues, fail } from './collection.ts';
import { contactFieldAnswers } from './contact-fields.ts';
import { contactAnswers } from './contacts.ts';
import { type Allowances, Counters } from './counters.ts';
import { dispositionAnswers } from './dispositions.ts';
import { dncAnswers } from './dnc.ts';
import { Domain } from './domain.ts';
import { groupAnswers, userProfileAnswers } from './groups.ts';
import { importAnswers } from './imports.ts';
import { listAnswers } from './lists.ts';
import { localeAnswers } from './locales.ts';
import { userAnswers } from './people.ts';
import { profileAnswers } from './profiles.ts';
import { promptAnswers } from './prompts.ts';
import { reasonCodeAnswers } from './reason-codes.ts';
import { reportAnswers } from './reports.ts';
import { scriptAnswers } from './scripts.ts';
import { settingsAnswers } from './settings.ts';
import { skillAnswers } from './skills.ts';
import { variableAnswers } from './variables.ts';

const PATH = '/wsadmin/v13/AdminWebService';
/** Every version's path leads to the same service; the empty version is the newest (guide, getApiVersions). */
const PATHS = /^\/wsadmin(?:\/v\d+(?:_\d+)?)?\/AdminWebService$/;
const PASSWORD = 'simulated-password';
const USERS = ['api1@acme.example', 'api2@acme.example', 'api3@acme.example'];
/** Milliseconds a request takes at least, in which a second one of its user is refused. */
const TAKES = 5;
const ZONE = 'America/Los_Angeles';

type Answer = (input: ConfigValues, asked: ConfigRequest) => unknown;

function authorize({ userName, password }: SimulatedRequest, reading: string): void {
  if (USERS.includes(userName ?? '') && password === PASSWORD) return;
  if (reading === 'http-401') throw new RefusedLogin();
  const message = 'Invalid account.';
  throw new SimulatedFault('InvalidAccountFault', message, { message }, reading === 'fault-403' ? 403 : 200);
}

/** The WSDL is answered where the query names a user of the domain. */
function authorizeWsdl(query: URLSearchParams): void {
  const message = 'Invalid account.';
  if (!USERS.includes(query.get('user') ?? '')) throw new SimulatedFault('InvalidAccountFault', message, { message });
}

/** Every chapter's answers over one domain. */
export function domainAnswers(domain: Domain): Answers {
  const chapters = [
    ...[campaignAnswers, campaignRunningAnswers, skillAnswers, userAnswers, groupAnswers, userProfileAnswers],
    ...[dispositionAnswers, listAnswers, importAnswers, contactAnswers, dncAnswers, variableAnswers],
    ...[contactFieldAnswers, reasonCodeAnswers, profileAnswers, promptAnswers, scriptAnswers, localeAnswers],
    ...[reportAnswers, settingsAnswers],
  ];
  return Object.assign({}, ...chapters.map((chapter) => chapter(domain)));
}

/** Every required argument must be there (guide p. 237). */
function checkArguments({ input: fields }: Operation, input: ConfigValues): void {
  for (const [name, { required, type }] of Object.entries(fields)) {
    const value = input[name];
    const isMissing = value === null || value === undefined || value === '';
    if (required && isMissing && type.kind !== 'list') fail('MissedArgumentFault', `Argument "${name}" is missing.`);
    if (required && Array.isArray(value) && !value.length)
      fail('MissedArgumentFault', `Argument "${name}" is missing.`);
  }
}

/** Refuses a second request of a user while one is running (guide p. 18). */
async function oneAtATime<Result>(
  busy: Set<string>,
  user: string,
  fault: string,
  run: () => Promise<Result>,
): Promise<Result> {
  if (busy.has(user)) fail(fault, `User "${user}" has a request running.`);
  busy.add(user);
  try {
    return await run();
  } finally {
    busy.delete(user);
  }
}

/** How the simulated Five9 differs from the usual one. */
export interface Five9ConfigOptions {
  /** Limits of calls by class; absent ones are the documented defaults. */
  readonly limits?: Allowances;
}

/** Five9's Configuration Web Services over the simulated centre, with other limits. */
export function five9ConfigSimulator({ limits = {} }: Five9ConfigOptions = {}): SimulatorDefinition {
  return {
    vendor: 'five9-config',
    usualPort: 8443,
    plays: readings.map(({ id }) => id),
    start: (options) => start(options, limits),
  };
}

/** A running simulator and its domain. */
export interface RunningFive9Config extends RunningSimulator {
  readonly domain: Domain;
}

async function start(
  { centre, port, host, reading }: SimulatorOptions,
  limits: Allowances,
): Promise<RunningFive9Config> {
  const counters = new Counters(limits, ZONE, () => centre.now());
  const domain = new Domain(centre, reading);
  const answers: Answers = {
    ...domainAnswers(domain),
    getCallCountersState: () => counters.state(),
  };
  const busy = new Set<string>();
  const answer = async (operation: string, input: ConfigValues, asked: ConfigRequest) => {
    await pause(TAKES);
    const row: Operation = five9ConfigContract.operations[operation as keyof Answers];
    if (row.quota) counters.count(row.quota);
    checkArguments(row, input);
    const handler = answers[operation as keyof Answers] as Answer | undefined;
    if (!handler) throw new Error(`the simulator does not answer ${operation}`);
    return await handler(input, asked);
  };
  const running = await startSoapSimulator(
    {
      contract: five9ConfigContract,
      namespace: 'http://service.admin.ws.five9.com/',
      style: 'named',
      path: PATHS,
      timeZone: ZONE,
      frontEnd: true,
      authorize: (request) => authorize(request, domain.reading('refused-user')),
      strictOrder: domain.reading('request-order') === 'wsdl',
      emptyChild: domain.reading('empty-list') === 'empty-child',
      faultDetail: domain.reading('fault-detail') as FaultDetail,
      authorizeWsdl,
      answer: (operation, input, { userName = '', signal, attachments }) =>
        oneAtATime(busy, userName, domain.reading('busy-user'), () =>
          answer(operation, input, { userName, signal, attachments }),
        ),
    },
    { port, ...(host ? { host } : {}) },
  );
  const users = USERS.map((username) => ({ username, password: PASSWORD }));
  return { ...running, domain, settings: { url: `${running.origin}${PATH}`, users } };
}

/** Five9's Configuration Web Services over the simulated centre. */
export const simulator: SimulatorDefinition = five9ConfigSimulator();
