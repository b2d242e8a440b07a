import type { Socket } from 'node:net';
import { afterEach } from 'vitest';
import { createClient } from '../../src/adapters/recorder/client.ts';
import type { Settings as RecorderSettings } from '../../src/adapters/recorder/settings.ts';
import { dependencies, okResult, requestIds, scripted } from './dependencies.ts';

/** Clients and servers, closed after each test. */
export const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

type Script = (text: string, socket: Socket, connection: number) => void;

/** A client connected to a recorder that answers by a script. */
export async function against(script: Script, more: Partial<RecorderSettings> = {}, firstId = 1) {
  const server = await scripted(script);
  const around = dependencies();
  const settings = { ...server.settings, ...more };
  const client = createClient(settings, { account: 'wfo', log: around.log, firstId });
  open.push(client, server);
  return { server, client, lines: around.lines };
}

/** Answers every request well. */
export const answersAll: Script = (text, socket) => {
  for (const id of requestIds(text)) socket.write(`${okResult(id)}\r\n`);
};
