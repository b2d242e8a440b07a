import { expect, test } from 'vitest';
import type { ErrorCode } from '../../schema/vocabulary.ts';
import { CrosspointError } from '../../src/adapters/errors.ts';
import { startHealthProbe } from '../../src/gateway/health-probe.ts';
import { until } from '../helpers/until.ts';
import { fakeAdapter, gatewayOver, rows } from './world.ts';

/** Accounts that are asked something once, and count how often they are looked at. */
async function world(failures: Readonly<Record<string, ErrorCode | null>>) {
  const looks = new Map<string, number>();
  let away = true;
  const adapters = Object.entries(failures).map(([account, code]) =>
    fakeAdapter(account, 'FIVE9_CONFIG', {
      skills: () => (code ? Promise.reject(new CrosspointError(code, 'No')) : Promise.resolve(rows())),
      check: async () => {
        looks.set(account, (looks.get(account) ?? 0) + 1);
        if (away || account === 'lost') throw new CrosspointError('UNAVAILABLE', 'Still away');
        return 'back';
      },
    }),
  );
  const { gateway } = gatewayOver(adapters);
  await Promise.allSettled(Object.keys(failures).map((account) => gateway.read(account, 'skills', {})));
  const status = (account: string) => gateway.account(account)?.health.status;
  const comeBack = () => {
    away = false;
  };
  return { gateway, looks, status, comeBack };
}

test('an account that is DOWN is probed until it is back, and no other is (D15)', async () => {
  const { gateway, looks, status, comeBack } = await world({
    gone: 'UNAVAILABLE',
    lost: 'UNAVAILABLE',
    locked: 'UNAUTHENTICATED',
    well: null,
  });
  expect(['gone', 'locked', 'well'].map(status)).toEqual(['DOWN', 'DEGRADED', 'UP']);
  const probe = startHealthProbe(gateway, 5);
  await until(() => (looks.get('gone') ?? 0) > 1, 'it is looked at again');
  expect(status('gone')).toBe('DOWN');
  comeBack();
  await until(() => status('gone') === 'UP', 'it is back');
  const looked = looks.get('gone');
  const before = looks.get('lost') ?? 0;
  await until(() => (looks.get('lost') ?? 0) > before + 1, 'the one that is still away is looked at twice more');
  probe.stop();
  expect(looks.get('gone')).toBe(looked);
  expect([...looks.keys()]).toEqual(['gone', 'lost']);
});

test('an account that is UP and answers nothing for a while is probed, and is DOWN once it is away (D15)', async () => {
  const { gateway, looks, status, comeBack } = await world({ idle: null });
  comeBack();
  const probe = startHealthProbe(gateway, 5, 0);
  await until(() => (looks.get('idle') ?? 0) > 1, 'it is probed again');
  probe.stop();
  expect(status('idle')).toBe('UP');
  const away = await world({ idle: null });
  const second = startHealthProbe(away.gateway, 5, 0);
  await until(() => away.status('idle') === 'DOWN', 'its absence is noticed');
  second.stop();
});

test('an account without requests is asked once at the start, and has the status of its answer', async () => {
  const answers = { answering: 'well', away: new CrosspointError('UNAVAILABLE', 'Away') };
  const asked: string[] = [];
  const adapters = Object.entries(answers).map(([account, answer]) =>
    fakeAdapter(account, 'ENGAGE', {
      check: async () => {
        asked.push(account);
        if (answer instanceof Error) throw answer;
        return String(answer);
      },
    }),
  );
  const fresh = gatewayOver(adapters).gateway;
  const statuses = () => Object.keys(answers).map((account) => fresh.account(account)?.health.status);
  expect(statuses()).toEqual(['UNKNOWN', 'UNKNOWN']);
  const probe = startHealthProbe(fresh, 60_000);
  await until(() => statuses().every((each) => each !== 'UNKNOWN'), 'both are known');
  probe.stop();
  expect(statuses()).toEqual(['UP', 'DOWN']);
  expect(asked.toSorted()).toEqual(['answering', 'away']);
});

test('probing ends with the gateway, and a pending probe changes no status', async () => {
  const { gateway, status } = await world({ gone: 'UNAVAILABLE' });
  const asked: AbortSignal[] = [];
  const adapter = gateway.account('gone')?.adapter;
  if (!adapter) throw new Error('there is no account');
  adapter.check = (ask) => {
    if (ask.signal) asked.push(ask.signal);
    return new Promise((_, reject) => {
      ask.signal?.addEventListener('abort', () => reject(ask.signal?.reason));
    });
  };
  const probe = startHealthProbe(gateway, 5);
  await until(() => asked.length > 0, 'it is looked at');
  const before = gateway.account('gone')?.health.lastError;
  probe.stop();
  await until(() => asked.every(({ aborted }) => aborted), 'the check is aborted');
  expect([status('gone'), gateway.account('gone')?.health.lastError]).toEqual(['DOWN', before]);
});
