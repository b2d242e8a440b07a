// The caller at its worst, a process of its own: {url, key, attack, names} starts, 'stop' ends, and the counts of the answers are printed.
import { Agent, request } from 'node:http';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { ATTACKS, heavySubscription } from './attacks.mjs';

const SOCKETS = 5;
const PER_SOCKET = 100;
let number = 0;
let running;

function send(agent, url, key, body) {
  return new Promise((resolve, reject) => {
    const headers = {
      ...{ authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      'content-length': Buffer.byteLength(body),
    };
    const sent = request(url, { method: 'POST', agent, headers });
    sent.on('error', reject);
    sent.on('response', (response) => {
      response.on('error', reject).resume();
      response.on('end', () => resolve(response.statusCode));
    });
    sent.end(body);
  });
}

function overHttp({ url, key, attack, names }) {
  const { connections, body } = ATTACKS[attack];
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const answered = {};
  let ended = false;
  const worker = async () => {
    while (!ended) {
      number += 1;
      const text = JSON.stringify(body(number, names));
      const status = await send(agent, url, key, text).catch((thrown) => thrown.code);
      answered[status] = (answered[status] ?? 0) + 1;
    }
  };
  const workers = Array.from({ length: connections }, worker);
  return async () => {
    ended = true;
    agent.destroy();
    await Promise.all(workers);
    return answered;
  };
}

function overSockets({ url, key }) {
  const answered = { events: 0, errors: 0 };
  const clients = Array.from({ length: SOCKETS }, (_, socket) => {
    const client = createClient({
      url: url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${key}` },
      retryAttempts: 0,
    });
    const sink = {
      next: () => (answered.events += 1),
      error: () => (answered.errors += 1),
      complete() {},
    };
    for (let at = 0; at < PER_SOCKET; at += 1) client.subscribe(heavySubscription(socket, at), sink);
    return client;
  });
  return async () => {
    for (const client of clients) await client.dispose();
    return answered;
  };
}

process.on('message', async (asked) => {
  if (asked.start) {
    running = asked.start.attack === 'subscriptions' ? overSockets(asked.start) : overHttp(asked.start);
    process.send({ started: true });
  }
  if (asked.stop) process.send({ stopped: await running() });
});
process.channel?.ref();
console.log('ready');
