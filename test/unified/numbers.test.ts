import { expect, test } from 'vitest';
import { isNumber, sameNumber } from '../../src/adapters/numbers.ts';
import { vendors } from '../../src/adapters/vendors.ts';
import { match } from '../../src/gateway/matching.ts';
import { e164Of } from '../../src/gateway/numbers.ts';
import { quietLog } from '../../src/server/logging.ts';
import { call, fakeAdapter, gatewayOver, NOW, recording, rows } from './world.ts';

test.each([
  ['+4930123456', '030123456'],
  ['sip:+15551234567@10.20.30.40', '+15551234567'],
  ['tel:+1-555-123-4567;ext=204', '(555) 123-4567'],
  ['+15551234567 x204', '5551234567'],
  ['<sip:5551234567@pbx.example;user=phone>', '+1 555 123 4567'],
  ['7001', '7001'],
])('%s and %s are one number', (one, other) => {
  expect([sameNumber(one, other), sameNumber(other, one)]).toEqual([true, true]);
});

test.each([
  ['Anonymous', 'Anonymous'],
  ['', ''],
  ['7001', '+15551237001'],
  ['+4930123456', '030123457'],
  ['+15551234567', '+445551234567'],
])('%s and %s are not known to be one number', (one, other) => {
  expect(sameNumber(one, other)).toBe(false);
});

test('a number that says nothing neither agrees nor vetoes a recording', () => {
  const made = (from: string, to: string) =>
    match(call('1', { device: '7001', from }), recording('5', { device: '7001', from: to }), NOW.getTime());
  expect(isNumber('Restricted')).toBe(false);
  const silent = made('Anonymous', 'Anonymous')?.confidence ?? 0;
  expect(silent).toBeGreaterThan(0);
  expect(made('sip:+15551234567@pbx', '+15551234567')?.confidence).toBeGreaterThan(silent);
  expect(made('+15551234567', '+15559999999')).toBeNull();
});

test.each([
  ['Private', 'Unavailable'],
  ['withheld', '+15551234567'],
  ['tel:+44-20-7946-0958;phone-context=example.com', '020 7946 0958'],
  ['sips:0049301234567@pbx.example:5061', '+49 30 1234567'],
  ['(555) 123-4567 ext. 204', '1-555-123-4567'],
])('a call from %s is matched with its recording, which has %s', (caller, recorded) => {
  const [one, other] = [
    call('1', { device: '7001', from: caller }),
    recording('5', { device: '7001', from: recorded }),
  ];
  expect(match(one, other, NOW.getTime())?.confidence ?? 0).toBeGreaterThan(0);
});

test.each([
  ['020 7946 0958', '44', '+442079460958'],
  ['00 49 30 1234567', '44', '+49301234567'],
  ['(614) 555-0143', '1', '+16145550143'],
  ['011 44 20 7946 0958', '1', '+442079460958'],
  ['+16145550143', '44', '+16145550143'],
  ['204', '44', null],
  ['Anonymous', '44', null],
  ['020 7946 0958', undefined, null],
])('%s in the country %s is %s', (number, callingCode, e164) => {
  expect(e164Of(number, callingCode)).toBe(e164);
});

test('numbers of an account are shown and filtered in its country, those of other accounts in theirs', async () => {
  const calls = async () => rows(call('1', { from: '020 7946 0958', to: '0044 20 7946 0000' }));
  const london = fakeAdapter('london', 'FIVE9_CTI', { calls, callingCode: '44' });
  const berlin = fakeAdapter('berlin', 'FIVE9_CTI', { calls, callingCode: '49' });
  const nowhere = fakeAdapter('nowhere', 'FIVE9_CTI', { calls });
  const { ask } = gatewayOver([london, berlin, nowhere]);
  const show = 'edges { node { source { account { key } } fromE164 toE164 } }';
  const shown = async (filter: string) => {
    const { data } = await ask(`{ calls(first: 9, filter: {${filter}}) { ${show} } }`);
    type Shown = { source: { account: { key: string } }; fromE164: string; toE164: string };
    return Object.fromEntries(
      data.calls.edges.map(({ node }: { node: Shown }) => [node.source.account.key, [node.fromE164, node.toE164]]),
    );
  };
  const there = ['+442079460958', '+442079460000'];
  const others = { berlin: ['+492079460958', '+442079460000'], nowhere: [null, null] };
  expect(await shown('')).toEqual({ london: there, ...others });
  expect(Object.keys(await shown('from: "+442079460958"')).sort()).toEqual(['london', 'nowhere']);
  expect(Object.keys(await shown('from: "+492079460958"')).sort()).toEqual(['berlin', 'nowhere']);
});

test.each(vendors.filter(({ key }) => key !== 'five9-config'))('$key takes a calling code', async (vendor) => {
  const { account: _, ...example } = vendor.example as Record<string, unknown>;
  const connected = vendor.connect('a', vendor.settings.parse({ ...example, callingCode: '49' }), {
    log: quietLog,
    now: () => NOW,
  });
  expect(connected.callingCode).toBe('49');
  expect(vendor.settings.safeParse({ ...example, callingCode: '+49' }).success).toBe(false);
  await connected.close();
});
