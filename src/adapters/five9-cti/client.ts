/** The clients of an account: one service a desk, each with a typed client over the contract's operations. */
import type { Client, SendOptions } from '../contract.ts';
import { CrosspointError } from '../errors.ts';
import type { AdapterDependencies } from '../vendor.ts';
import { checkPage } from './client/browser-pages.ts';
import { Desks } from './client/desks.ts';
import { VENDOR } from './client/service.ts';
import type { Settings } from './settings.ts';

type Values = Readonly<Record<string, unknown>>;

/** The desks of an account. */
export function createClient(account: string, settings: Settings, dependencies: AdapterDependencies): Desks {
  return new Desks(account, settings, dependencies);
}

/** Calls an operation at the desk that its input names; the desk's name is not sent. */
export function callOperation(desks: Desks, { deadline, browserHosts }: Settings) {
  return async (operation: string, { desk, ...input }: Values, ask: SendOptions): Promise<unknown> => {
    try {
      const { client } = desks.chosen(desk);
      if (operation === 'openBrowser') checkPage(input.url, browserHosts);
      const waits = waitOf(operation, input);
      return await (client as Client).send(operation, input, { ...ask, deadline: (ask.deadline ?? deadline) + waits });
    } catch (error) {
      if (!(error instanceof CrosspointError)) throw error;
      throw error.with({ account: desks.account, vendor: VENDOR, operation });
    }
  };
}

/** Milliseconds for which the desk waits before it answers that no event occurred. */
function waitOf(operation: string, { timeout }: Values): number {
  return operation === 'checkEvent' && typeof timeout === 'number' ? Math.max(0, timeout) : 0;
}
