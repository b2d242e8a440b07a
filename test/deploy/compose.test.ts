import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { vendors } from '../../src/adapters/vendors.ts';
import { readConfiguration } from '../../src/config/configuration.ts';
import { simulators } from '../../src/simulators/simulators.ts';
import { writeFilledFile } from './filled-file.ts';

const FOLDER = 'deploy/compose';
const read = (path: string) => readFileSync(join(FOLDER, path), 'utf8');
const compose = parse(read('compose.yaml'), { merge: true });
const services: Readonly<Record<string, { readonly [key: string]: never }>> = compose.services;
const gateways = Object.keys(services).filter((name) => name.startsWith('gateway-'));
const proxy = read('haproxy.cfg');

/** The parts of each volume of a service. */
const volumesOf = (name: string): string[][] =>
  ((services[name]?.volumes ?? []) as string[]).map((volume) => volume.split(':'));

describe('the compose file', () => {
  test('names only services, secrets, volumes and files that there are', () => {
    for (const [name, { depends_on, secrets }] of Object.entries(services)) {
      const needed = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on ?? {});
      for (const other of needed) expect(services).toHaveProperty([other]);
      for (const secret of (secrets ?? []) as string[]) expect(compose.secrets).toHaveProperty([secret]);
      for (const [source = ''] of volumesOf(name))
        if (source.startsWith('.')) expect(existsSync(join(FOLDER, source))).toBe(true);
        else expect(compose.volumes).toHaveProperty([source]);
    }
  });

  test('runs two gateways with read-only roots, each with a volume of its own and the time to end', () => {
    expect(gateways).toHaveLength(2);
    const data = gateways.map((name) => volumesOf(name).find(([, target]) => target === '/data')?.[0]);
    expect(new Set(data).size).toBe(2);
    for (const name of gateways) {
      expect(services[name]).toMatchObject({ read_only: true, tmpfs: ['/tmp'], cap_drop: ['ALL'] });
      expect(Number.parseInt(String(services[name]?.stop_grace_period), 10)).toBeGreaterThanOrEqual(6 + 8);
    }
  });

  test('has its proxy ask the gateways whether they are ready, at the port of the image', () => {
    const [, port] = /^ENV .*\bPORT=(\d+)/m.exec(readFileSync('Dockerfile', 'utf8')) ?? [];
    const servers = [...proxy.matchAll(/^ {2}server \S+ (\S+):(\d+) check$/gm)].map(([, host, at]) => [host, at]);
    expect(servers).toEqual(gateways.map((name) => [name, port]));
    expect(proxy).toContain('option httpchk GET /readyz');
    const [, bound] = /bind :(\d+)/.exec(proxy) ?? [];
    expect(services.proxy?.ports).toEqual([`\${PORT:-8080}:${bound}`]);
  });

  test('configures the gateways so that the program takes it, over its own Redis and simulated vendors', () => {
    const { file, names } = writeFilledFile(read('config/crosspoint.yaml'), '/run/secrets');
    expect(names.sort()).toEqual(Object.keys(compose.secrets).sort());
    const { redis, accounts, limits } = readConfiguration(file, vendors, {});
    expect(services).toHaveProperty([new URL(redis?.url ?? '').hostname]);
    expect(limits.keepAliveMilliseconds).toBeGreaterThan(60_000);
    const { command } = services.centre as unknown as { command: string[] };
    const first = Number(command[command.indexOf('--port') + 1]);
    for (const { vendor, settings } of accounts) {
      const { hostname, port } = new URL((settings as { url: string }).url);
      const place = simulators.findIndex((simulator) => simulator.vendor === vendor.key);
      expect([hostname, Number(port)]).toEqual(['centre', first + 10 * place]);
    }
  });

  test('starts a Redis that loses nothing on its own', () => {
    const words = (services.redis as unknown as { command: string[] }).command.join(' ');
    expect(words).toContain('--appendonly yes');
    expect(words).toContain('--maxmemory-policy noeviction');
  });
});
