/** The design of docs/scale.md, simulated: gateways fail, join and leave, logs move, and no event is lost. */
import { describe, expect, it } from 'vitest';
import { placementOf } from '../../scripts/scale/placement.mjs';
import { runScale, SAFEGUARDS } from '../../scripts/scale/run.mjs';

const size = { accounts: 60, agents: 1_500, subscribers: 3_000, rate: 300, gateways: 5 };
const SEEDS = [1, 2, 3, 4];

describe('a deployment of many gateways', () => {
  it.each(SEEDS)('stores and delivers each event once, or reports it as a gap (seed %i)', (seed) => {
    for (const isRouted of [true, false]) {
      const { violations, events, stored, inGaps, takeOver } = runScale({ ...size, seed }, { isRouted });
      expect(violations).toEqual([]);
      expect(stored + inGaps).toBe(events);
      expect(events).toBeGreaterThan(8_000);
      expect(takeOver).toBeLessThanOrEqual(3.01);
    }
  });

  it.each(['fencing', 'standby', 'cursors'] as const)('would break its promises without %s', (name) => {
    const safeguards = { ...SAFEGUARDS, [name]: false };
    const broken = SEEDS.flatMap((seed) => runScale({ ...size, seed }, { safeguards }).violations);
    expect(broken.length).toBeGreaterThan(0);
  });

  it('gives no gateway more than its share of the events, and moves few accounts when gateways join', () => {
    const accounts = Array.from({ length: 1_000 }, (_, index) => ({
      index,
      key: `account-${index}`,
      rate: (index + 10) ** -0.8,
    }));
    const gateways = Array.from({ length: 24 }, (_, index) => index);
    const [before, after] = [placementOf(accounts, gateways.slice(0, 20)), placementOf(accounts, gateways)];
    const total = accounts.reduce((sum, { rate }) => sum + rate, 0);
    for (const gateway of gateways) {
      const mine = accounts.filter(({ index }) => after.get(index)?.owner === gateway);
      expect(mine.reduce((sum, { rate }) => sum + rate, 0)).toBeLessThanOrEqual((1.1 * total) / gateways.length + 1e-9);
    }
    const moved = accounts.filter(({ index }) => before.get(index)?.owner !== after.get(index)?.owner);
    // Four of 24 gateways take a sixth of the accounts; those that find no room move too.
    expect(moved.length).toBeGreaterThan(100);
    expect(moved.length).toBeLessThan(350);
  });
});
