import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { EventLog } from '../../src/subscriptions/log/log.ts';
import { openSqliteLog } from '../../src/subscriptions/log/open-sqlite-log.ts';
import { until } from '../helpers/until.ts';
import { callEvent } from './events.ts';
import { startGateway } from './gateway.ts';

/** A log in memory, closed when the test ends. */
export async function memory(): Promise<EventLog> {
  const log = await openSqliteLog({ file: ':memory:' });
  onTestFinished(() => log.close());
  return log;
}

/** A small gateway, closed when the test ends. */
export async function gateway(log: EventLog, options: Parameters<typeof startGateway>[1] = {}) {
  const started = await startGateway(log, options);
  onTestFinished(() => started.close());
  return started;
}

/** Waits until this many readers follow the log. */
export async function listening(started: Awaited<ReturnType<typeof startGateway>>, readers: number) {
  await until(() => started.hub.count().readers === readers, `${readers} readers`);
}

/** Call events whose calls are numbered. */
export const numbered = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => callEvent({ call: String(from + index) }));

/** The numbers of the calls received. */
export const ids = (got: { call: { nativeId: string } }[]) => got.map(({ call }) => Number(call.nativeId));

/** The numbers from one to before another. */
export const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** A message of the protocol. */
export interface Message {
  id?: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: messages of many shapes
  payload?: any;
}

/** A socket that speaks the protocol's messages as they are. */
export async function raw(url: string) {
  const socket = new WebSocket(url, 'graphql-transport-ws');
  const messages: Message[] = [];
  socket.on('message', (data) => messages.push(JSON.parse(String(data))));
  const closed = new Promise<number>((done) => socket.once('close', (code) => done(code)));
  await new Promise((done) => socket.once('open', done));
  onTestFinished(() => socket.terminate());
  return {
    socket,
    messages,
    closed,
    send: (message: object) => socket.send(JSON.stringify(message)),
    next: (type: string) => until(() => messages.find((message) => message.type === type), `a ${type}`),
  };
}

/** A socket that has been acknowledged. */
export async function introduced(url: string) {
  const client = await raw(url);
  client.send({ type: 'connection_init' });
  await client.next('connection_ack');
  return client;
}
