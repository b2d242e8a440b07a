import { setTimeout as pause } from 'node:timers/promises';
import type { Operation } from '../../adapters/contract.ts';
import { five9ConfigContract } from '../../adapters/five9-config/contract/index.ts';
import { defaultAnswer } from '../defaults.ts';
import type { SimulatorDefinition } from '../simulator.ts';
import { RefusedLogin, type SimulatedRequest, startSoapSimulator } from '../soap.ts';
import { Campaigns } from './campaigns.ts';
import { namedAnswers, Users } from './people.ts';
import { fail, type Values } from './shelf.ts';

/** Answers by operation; what is not here is answered from the contract. */
export type Answers = Readonly<Record<string, (input: Values) => unknown>>;

/** Milliseconds every request takes, so that two of one user at a time really meet. */
const SERVICE_TIME = 2;
const PATH = '/wsadmin/v13/AdminWebService';
const PASSWORD = 'simulated';
const USERS = ['api1@acme.example', 'api2@acme.example', 'api3@acme.example'];

function authorize({ userName, password }: SimulatedRequest): void {
  if (!USERS.includes(userName ?? '') || password !== PASSWORD) throw new RefusedLogin();
}

/** Refuses a second request of a user while one is running (guide p. 18). */
async function oneAtATime<Result>(busy: Set<string>, user: string, run: () => Promise<Result>): Promise<Result> {
  if (busy.has(user)) fail('UserAlreadyLoggedInFault', `User "${user}" has a request running.`);
  busy.add(user);
  try {
    return await run();
  } finally {
    busy.delete(user);
  }
}

/** Five9's Configuration Web Services over the simulated centre. */
export const simulator: SimulatorDefinition = {
  vendor: 'five9-config',
  usualPort: 8443,
  async start({ centre, port, host }) {
    const campaigns = new Campaigns(centre);
    const named = namedAnswers(centre);
    const answers: Answers = { ...named, ...campaigns.answers, ...new Users(centre).answers };
    const busy = new Set<string>();
    const running = await startSoapSimulator(
      {
        contract: five9ConfigContract,
        namespace: 'http://service.admin.ws.five9.com/',
        style: 'named',
        path: PATH,
        timeZone: 'America/Los_Angeles',
        frontEnd: true,
        authorize,
        answer: (operation, input, { userName = '' }) =>
          oneAtATime(busy, userName, async () => {
            await pause(SERVICE_TIME);
            const row: Operation | undefined =
              five9ConfigContract.operations[operation as keyof typeof five9ConfigContract.operations];
            const answer = answers[operation];
            return answer ? answer(input) : row && defaultAnswer(row, input);
          }),
      },
      { port, ...(host ? { host } : {}) },
    );
    const users = USERS.map((username) => ({ username, password: PASSWORD }));
    return { ...running, settings: { url: `${running.origin}${PATH}`, users } };
  },
};
