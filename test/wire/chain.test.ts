import { execute, parse } from 'graphql';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { Adapter } from '../../src/adapters/adapter.ts';
import { Guard } from '../../src/adapters/calls/guard.ts';
import * as validation from '../../src/adapters/calls/validate.ts';
import { QuotaGate } from '../../src/adapters/five9-config/client/quota.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { buildGatewaySchema } from '../../src/resolvers/schema.ts';
import { quietLog } from '../../src/server/logging.ts';
import { createCentre } from '../../src/simulators/centre/centre.ts';
import { simulator as engage } from '../../src/simulators/engage/index.ts';
import { simulator as five9Config } from '../../src/simulators/five9-config/index.ts';
import { simulator as five9Cti } from '../../src/simulators/five9-cti/index.ts';
import { simulator as recorder } from '../../src/simulators/recorder/index.ts';
import { simulator as remoteControl } from '../../src/simulators/remote-control/index.ts';
import type { SimulatorDefinition } from '../../src/simulators/simulator.ts';

vi.mock('../../src/adapters/calls/validate.ts', async (original) => {
  const real = await original<typeof validation>();
  return { ...real, checkSent: vi.fn(real.checkSent), checkInput: vi.fn(real.checkInput) };
});

const open: { close(): unknown }[] = [];
afterAll(async () => {
  for (const each of open) await each.close();
});
afterEach(() => vi.restoreAllMocks());

async function connect(key: string, simulator: SimulatorDefinition): Promise<{ adapter: Adapter; settings: object }> {
  const running = await simulator.start({ centre: createCentre({ seed: 3, startsAt: new Date() }), port: 0 });
  const vendor = vendors.find((known) => known.key === key);
  if (!vendor) throw new Error(`no vendor ${key}`);
  const dependencies = { log: quietLog, now: () => new Date() };
  const adapter = vendor.connect('floor', vendor.settings.parse(running.settings), dependencies);
  open.unshift(running, adapter);
  return { adapter, settings: running.settings };
}

describe('a call to a vendor passes each step of the chain once', () => {
  it.each([
    ['five9-config', five9Config, 'getSkills', {}, 1],
    ['five9-config', five9Config, 'checkDncForNumbers', { numbers: ['5551208111'] }, 1],
    ['five9-cti', five9Cti, 'getUserDetails', {}, 0],
    ['remote-control', remoteControl, 'acdqueues', { UserID: 1 }, 0],
    ['recorder', recorder, 'CALLLIST', {}, 0],
    ['recorder', recorder, 'TEST', {}, 0],
    ['engage', engage, 'listScripts', {}, 0],
  ] as const)('%s', async (key, simulator, operation, input, quotas) => {
    const { adapter, settings } = await connect(key, simulator);
    const desk = (settings as { desks?: { agent: string }[] }).desks?.[0]?.agent;
    const { org } = settings as { org?: object };
    const named = { ...input, ...(desk !== undefined && { desk }), ...(key === 'engage' && { org }) };
    // The first call may log in or read the vendor's limits.
    await adapter.call(operation, named, {}).catch(() => undefined);
    const validated = vi.mocked(validation.checkSent);
    const checked = vi.mocked(validation.checkInput);
    validated.mockClear();
    checked.mockClear();
    const passed = vi.spyOn(Guard.prototype, 'call');
    const counted = vi.spyOn(QuotaGate.prototype, 'spend');
    await adapter.call(operation, named, {}).catch(() => undefined);
    expect(validated.mock.calls.length + checked.mock.calls.length).toBe(1);
    expect(passed).toHaveBeenCalledTimes(1);
    expect(counted).toHaveBeenCalledTimes(quotas);
  });
});

/** The scopes of a caller, counting how often each is looked for. */
class CountedScopes extends Set<string> {
  readonly asked: string[] = [];

  override has(scope: string): boolean {
    this.asked.push(scope);
    return super.has(scope);
  }
}

it.each([
  ['{ five9Config_getSkills { name } }', 'vendor:five9-config:read'],
  ['mutation { five9Config_startCampaign(campaignName: "c") }', 'vendor:five9-config:write'],
  ['{ recorder_TEST { RESULTTYPE } }', 'vendor:recorder:read'],
])('the vendor plane checks the scope of %s once', async (text, scope) => {
  const scopes = new CountedScopes([scope]);
  const adapter = { account: 'floor', call: async () => [] };
  const contextValue = { caller: { scopes, accounts: 'all' }, gateway: { accountsOf: () => [adapter] } };
  await execute({ schema: buildGatewaySchema(vendors), document: parse(text), contextValue });
  expect(scopes.asked.filter((asked) => asked === scope)).toEqual([scope]);

  scopes.delete(scope);
  const refused = await execute({ schema: buildGatewaySchema(vendors), document: parse(text), contextValue });
  expect(refused.errors?.[0]?.originalError).toMatchObject({ code: 'PERMISSION_DENIED' });
});
