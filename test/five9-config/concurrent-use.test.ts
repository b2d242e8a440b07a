import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { vendor } from '../../src/adapters/five9-config/index.ts';
import type { Log } from '../../src/adapters/vendor.ts';
import { handleOf } from '../../src/gateway/account-handle.ts';
import { quietLog } from '../../src/server/logging.ts';
import { metricsText } from '../../src/server/metrics.ts';

const ENVELOPE = 'xmlns:env="http://schemas.xmlsoap.org/soap/envelope/" xmlns:n="http://service.admin.ws.five9.com/"';
const answered = `<env:Envelope ${ENVELOPE}><env:Body><n:getSkillsResponse/></env:Body></env:Envelope>`;
const denied = (fault: string) =>
  `<env:Envelope ${ENVELOPE}><env:Body><env:Fault><faultcode>env:Server</faultcode><faultstring>closed</faultstring><detail><n:${fault}><message>closed</message></n:${fault}></detail></env:Fault></env:Body></env:Envelope>`;

/** An account whose Five9 denies as many calls as are left, and a clock that the test moves. */
async function account(fault: string) {
  let left = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const isDenied = left > 0;
      if (isDenied) left -= 1;
      response.writeHead(isDenied ? 500 : 200, { 'content-type': 'text/xml' }).end(isDenied ? denied(fault) : answered);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const settings = vendor.settings.parse({ url, users: [{ username: 'api@acme', password: 'x' }] });
  const warnings: object[] = [];
  const log: Log = { ...quietLog, warn: (facts: object) => void warnings.push(facts) };
  let now = Date.parse('2026-03-02T10:00:00Z');
  const adapter = vendor.connect('acme', settings, { log, now: () => new Date(now) });
  onTestFinished(async () => {
    await adapter.close();
    server.close();
  });
  const handle = handleOf(adapter, log);
  const live = { sockets: 0, streams: 0, executions: 0, readers: 0, behind: 0, waiting: false, webhooks: new Map() };
  return {
    /** Makes a read, of which so many attempts are denied. */
    async read(denials: number) {
      left = denials;
      await adapter.call('getSkills', {}, {}).then(
        () => handle.health.answered(),
        (thrown: unknown) => handle.health.failed(thrown),
      );
    },
    pass: (minutes: number) => {
      now += minutes * 60_000;
    },
    warned: () => warnings.filter((facts) => 'denied' in facts),
    health: handle.health,
    metric: (name: string) =>
      new RegExp(`^crosspoint_${name}\\{account="acme"\\} (\\d+)$`, 'm').exec(metricsText([handle], live, true))?.[1],
  };
}

test.each(['SessionClosedFault', 'AdminSessionClosedFault', 'UserAlreadyLoggedInFault'])(
  'F5: %s again and again is an alarm in log, health and metrics until it stops',
  async (fault) => {
    const { read, pass, warned, health, metric } = await account(fault);
    await read(0);
    await read(2);
    await read(0);
    expect([health.status, warned().length, metric('sessions_denied_total'), metric('user_shared')]).toEqual([
      'UP',
      0,
      '2',
      '0',
    ]);
    await read(1);
    expect(warned()).toMatchObject([{ account: 'acme', user: 'api@acme' }]);
    expect(health.status).toBe('DEGRADED');
    expect(health.lastError?.message).toContain('Another program uses the credentials');
    expect([metric('sessions_denied_total'), metric('user_shared')]).toEqual(['3', '1']);
    await read(1);
    expect(warned()).toHaveLength(1);
    pass(11);
    await read(0);
    expect([health.status, metric('user_shared')]).toEqual(['UP', '0']);
  },
);

test('F5: a session that was closed now and then is no alarm', async () => {
  const { read, pass, warned, health } = await account('SessionClosedFault');
  for (let time = 0; time < 6; time += 1) {
    await read(1);
    pass(6);
  }
  await read(0);
  expect([health.status, warned()]).toEqual(['UP', []]);
});
