import { describe, expect, test } from 'vitest';
import { originShape } from '../../src/config/origin.ts';
import { Origins } from '../../src/server/origins.ts';

describe('An origin of the configuration', () => {
  test.each([
    ['https://desk.example', 'https://desk.example'],
    ['https://desk.example/', 'https://desk.example'],
    ['https://Desk.Example:443', 'https://desk.example'],
    ['http://localhost:5173', 'http://localhost:5173'],
  ])('%s is compared as browsers send it', (given, origin) => {
    expect(originShape.parse(given)).toBe(origin);
  });

  test.each([
    ['*', 'must name each origin: a wildcard would let every page call'],
    ['https://*.example', 'must name each origin: a wildcard would let every page call'],
    ['https://desk.example/app', 'must be a scheme, a host and a port, such as https://desk.example'],
    ['desk.example', 'must be a scheme, a host and a port, such as https://desk.example'],
    ['file:///tmp', 'must be a scheme, a host and a port, such as https://desk.example'],
    ['https://user@desk.example', 'must be a scheme, a host and a port, such as https://desk.example'],
  ])('%s is refused with what to write instead', (given, message) => {
    expect(originShape.safeParse(given).error?.issues[0]?.message).toBe(message);
  });
});

describe('A page', () => {
  const LOCAL = ['http://localhost:5173', 'http://127.0.0.1:8080', 'http://[::1]:3000', 'https://app.localhost'];
  const FOREIGN = ['https://evil.example', 'http://localhost.evil.example', 'http://127.0.0.1.evil.example', 'null'];

  test('served by this machine may call the demonstration, and no other page may', () => {
    const origins = new Origins([], true);
    expect(LOCAL.filter((origin) => origins.has(origin))).toEqual(LOCAL);
    expect(FOREIGN.filter((origin) => origins.has(origin))).toEqual([]);
  });

  test('served by this machine may not call a configured gateway that does not list it', () => {
    const origins = new Origins(['https://desk.example'], false);
    expect([...LOCAL, ...FOREIGN].filter((origin) => origins.has(origin))).toEqual([]);
    expect(origins.has('https://desk.example')).toBe(true);
  });

  test('of the gateway itself may open sockets, as may clients that are no page', () => {
    const origins = new Origins([], false);
    expect(origins.accepts({ headers: { origin: 'http://gateway:4000', host: 'gateway:4000' } })).toBe(true);
    expect(origins.accepts({ headers: { host: 'gateway:4000' } })).toBe(true);
    expect(origins.accepts({ headers: { origin: 'http://other:4000', host: 'gateway:4000' } })).toBe(false);
  });
});

describe('The Host of a request', () => {
  const LOCAL_HOSTS = [
    'localhost:4000',
    'localhost',
    'app.localhost',
    '127.0.0.1:4000',
    '192.168.1.9:4000',
    '[::1]:4000',
  ];
  const FOREIGN = [
    'evil.example:4000',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '1.2.3.4.evil',
    '',
    '[::1].x',
  ];
  const accepted = (origins: Origins, hosts: readonly string[]) =>
    hosts.filter((host) => origins.acceptsHost({ headers: { host } }));

  test('is this machine, an address or the public URL at the demonstration', () => {
    const origins = new Origins(['https://demo.example'], true);
    expect(accepted(origins, LOCAL_HOSTS)).toEqual(LOCAL_HOSTS);
    expect(accepted(origins, [...FOREIGN, 'demo.example'])).toEqual(['demo.example']);
    expect(origins.acceptsHost({ headers: {} })).toBe(true);
  });

  test('may be any name at a configured gateway, which asks for credentials', () => {
    expect(accepted(new Origins([], false), FOREIGN)).toEqual(FOREIGN);
  });
});
