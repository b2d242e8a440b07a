import type { EventLoopUtilization } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { FlushThrottle } from '../../src/websocket/flush-throttle.ts';

/** A process whose time passes as the test says. */
class Process {
  idle = 0;
  active = 0;

  now(): number {
    return this.idle + this.active;
  }

  eventLoopUtilization(now?: EventLoopUtilization, before?: EventLoopUtilization): EventLoopUtilization {
    const idle = (now?.idle ?? this.idle) - (before?.idle ?? 0);
    const active = (now?.active ?? this.active) - (before?.active ?? 0);
    return { idle, active, utilization: active / (idle + active) };
  }
}

describe('a rest between one writing and the next', () => {
  it('lasts three times as long as the work, and 25 ms at most, while the process has time left', () => {
    const measured = new Process();
    const rest = new FlushThrottle(measured);
    measured.idle += 300;
    rest.run(() => (measured.active += 4));
    expect(rest.remainingMs).toBe(12);
    rest.run(() => (measured.active += 40));
    expect(rest.remainingMs).toBe(25);
    measured.idle += 30;
    expect(rest.remainingMs).toBe(-5);
  });

  it('lasts ten times as long, and 100 ms at most, once the process had no time left for a while', () => {
    const measured = new Process();
    const rest = new FlushThrottle(measured);
    rest.run(() => (measured.active += 200));
    expect(rest.remainingMs).toBe(25);
    rest.run(() => (measured.active += 200));
    expect(rest.remainingMs).toBe(100);
    measured.active += 240;
    rest.run(() => (measured.active += 6));
    expect(rest.remainingMs).toBe(60);
  });

  it('is short again when the process has time left again', () => {
    const measured = new Process();
    const rest = new FlushThrottle(measured);
    rest.run(() => (measured.active += 300));
    expect(rest.remainingMs).toBe(100);
    measured.idle += 100;
    measured.active += 150;
    rest.run(() => (measured.active += 40));
    expect(rest.remainingMs).toBe(25);
  });
});
