// The caller at its worst, a process of its own: {url, key, attack, names} starts, 'stop' ends, and the counts of the answers are printed.
import http from 'node:http';
import https from 'node:https';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { ATTACKS, heavySubscription } from './attacks.mjs';

const SOCKETS = 5;
const PER_SOCKET = 100;
let number = 0;
let running;

/** Sends one request; over a new connection where the agent keeps none. */
function send(agent, url, key, { path, body }) {
  return new Promise((resolve, reject) => {
    const { request } = url.startsWith('https') ? https : http;
    const common = { authorization: `Bearer ${key}`, 'accept-encoding': 'gzip' };
    const posted = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const sent = path
      ? request(new URL(path, url), { agent, headers: common })
      : request(url, { method: 'POST', agent, headers: { ...common, ...posted } });
    sent.on('error', reject);
    sent.on('response', (response) => {
      response.on('error', reject).resume();
      response.on('end', () => resolve(response.statusCode));
    });
    sent.end(path ? undefined : body);
  });
}

/** Opens a WebSocket, introduces itself, and leaves. */
function openAndClose({ url, key }) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws');
    const introduction = { type: 'connection_init', payload: { authorization: `Bearer ${key}` } };
    let outcome = 'closed';
    socket.on('open', () => socket.send(JSON.stringify(introduction)));
    socket.on('message', () => {
      outcome = 'opened';
      socket.terminate();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(outcome));
  });
}

function overAndOver({ url, key, attack, names }) {
  const { connections, isFresh = false, isSocket, path, body } = ATTACKS[attack];
  const { Agent } = url.startsWith('https') ? https : http;
  const agent = new Agent({ keepAlive: !isFresh, maxSockets: connections, maxCachedSessions: 0 });
  const answered = {};
  let ended = false;
  const once = () => {
    if (isSocket) return openAndClose({ url, key });
    number += 1;
    return send(agent, url, key, { path, body: JSON.stringify(body(number, names)) });
  };
  const worker = async () => {
    while (!ended) {
      const outcome = await once().catch((thrown) => thrown.code ?? 'failed');
      answered[outcome] = (answered[outcome] ?? 0) + 1;
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
    running = asked.start.attack === 'subscriptions' ? overSockets(asked.start) : overAndOver(asked.start);
    process.send({ started: true });
  }
  if (asked.stop) process.send({ stopped: await running() });
});
process.channel?.ref();
console.log('ready');
