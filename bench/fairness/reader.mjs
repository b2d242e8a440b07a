// Another caller with plain reads, a process of its own: sends them at a given pace, without waiting for answers, and reports the times.
import http from 'node:http';
import https from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const QUERY = '{ accounts { key status } campaigns(first: 20) { edges { node { id name state } } } }';
/** Milliseconds between two reads. A socket takes 1,200 messages a minute, a caller five sockets. */
const PACE = { http: 5, socket: 13 };
const SOCKETS = 5;

const agents = { http: new http.Agent({ keepAlive: true }), https: new https.Agent({ keepAlive: true }) };
const body = JSON.stringify({ query: QUERY });

function overHttp({ url, key }) {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-length': body.length,
    };
    const scheme = url.startsWith('https') ? 'https' : 'http';
    const { request } = scheme === 'https' ? https : http;
    const sent = request(url, { method: 'POST', agent: agents[scheme], headers });
    sent.on('error', reject);
    sent.on('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    sent.end(body);
  });
}

let clients;
let sent = 0;
function overSocket({ url, key }) {
  clients ??= Array.from({ length: SOCKETS }, () =>
    createClient({
      url: url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      lazy: false,
      connectionParams: { authorization: `Bearer ${key}` },
    }),
  );
  sent += 1;
  const client = clients[sent % SOCKETS];
  return new Promise((resolve, reject) => {
    let text = '';
    client.subscribe(
      { query: QUERY },
      {
        next: (value) => {
          text = JSON.stringify(value);
        },
        error: reject,
        complete: () => resolve(text),
      },
    );
  });
}

/** Reads over one transport until the end. The pauses vary, so that no rhythm of the gateway meets that of the reads. */
async function readOver(ask, pace, asked, end) {
  const times = [];
  const reads = [];
  const readOnce = async () => {
    const began = performance.now();
    const text = await ask(asked);
    times.push(performance.now() - began);
    if (!text.includes('"edges"') || text.includes('"errors"')) throw new Error(text.slice(0, 300));
  };
  while (performance.now() < end) {
    reads.push(readOnce());
    await pause(pace * (0.5 + Math.random()));
  }
  await Promise.all(reads);
  return times;
}

async function measure(asked) {
  const end = performance.now() + asked.milliseconds;
  const [http, socket] = await Promise.all([
    readOver(overHttp, PACE.http, asked, end),
    readOver(overSocket, PACE.socket, asked, end),
  ]);
  return { http, socket };
}

process.on('message', ({ measure: asked }) => {
  measure(asked).then(
    (times) => process.send({ times }),
    (error) => process.send({ failed: error?.message ?? JSON.stringify(error) }),
  );
});
process.channel?.ref();
console.log('ready');
