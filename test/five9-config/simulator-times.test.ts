import { afterEach, expect, it } from 'vitest';
import { five9ConfigContract } from '../../src/adapters/five9-config/contract/index.ts';
import { startSoapSimulator } from '../../src/simulators/soap.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** What a simulated service in this zone understands by two times of a report's period. */
async function understood(timeZone: string | undefined, start: string, end: string): Promise<unknown> {
  let seen: unknown;
  const simulator = await startSoapSimulator(
    {
      ...{ contract: five9ConfigContract, namespace: 'http://service.admin.ws.five9.com/', style: 'named', path: '/x' },
      ...(timeZone === undefined ? {} : { timeZone }),
      answer: (_operation, input) => {
        seen = (input.criteria as { time: unknown }).time;
        return 'id';
      },
    },
    { port: 0 },
  );
  open.push(() => simulator.close());
  const time = `<time><end>${end}</end><start>${start}</start></time>`;
  const called = `<s:runReport xmlns:s="http://service.admin.ws.five9.com/"><folderName>f</folderName><reportName>r</reportName><criteria>${time}</criteria></s:runReport>`;
  const body = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${called}</e:Body></e:Envelope>`;
  const response = await fetch(`${simulator.origin}/x`, { method: 'POST', body });
  expect(await response.text()).toContain('<return>id</return>');
  return seen;
}

it("reads a time without an offset by the vendor's clock, and one with an offset as it is", async () => {
  const seen = await understood('America/Los_Angeles', '2026-03-01T08:00:00', '2026-03-20T08:00:00Z');
  expect(seen).toEqual({ start: '2026-03-01T08:00:00-08:00', end: '2026-03-20T08:00:00Z' });
});

it('knows summer time, and uses UTC where no zone is given', async () => {
  const summer = await understood('America/Los_Angeles', '2026-03-20T08:00:00', '2026-03-20T08:00:00+02:00');
  expect(summer).toEqual({ start: '2026-03-20T08:00:00-07:00', end: '2026-03-20T08:00:00+02:00' });
  const plain = await understood(undefined, '2026-03-01T08:00:00', '2026-03-01T09:00:00');
  expect(plain).toEqual({ start: '2026-03-01T08:00:00Z', end: '2026-03-01T09:00:00Z' });
});
