// Another caller with plain reads, a process of its own: measures each for so many milliseconds and tells the times.
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const QUERY = '{ accounts { key status } campaigns(first: 20) { edges { node { id name state } } } }';
const CONNECTIONS = 4;
const PAUSE = 5;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const body = JSON.stringify({ query: QUERY });

function overHttp({ url, key }) {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-length': body.length,
    };
    const sent = request(url, { method: 'POST', agent, headers });
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
function overSocket({ url, key }, worker) {
  clients ??= Array.from({ length: CONNECTIONS }, () =>
    createClient({
      url: url.replace(/^http/, 'ws'),
      webSocketImpl: WebSocket,
      lazy: false,
      connectionParams: { authorization: `Bearer ${key}` },
    }),
  );
  return new Promise((resolve, reject) => {
    let text = '';
    clients[worker].subscribe(
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

async function measure(asked) {
  const ask = asked.transport === 'socket' ? overSocket : overHttp;
  // A socket takes 1,200 messages a minute.
  const wait = asked.transport === 'socket' ? 110 : PAUSE;
  const end = performance.now() + asked.milliseconds;
  const times = [];
  const worker = async (at) => {
    while (performance.now() < end) {
      const began = performance.now();
      const text = await ask(asked, at);
      times.push(performance.now() - began);
      if (!text.includes('"edges"') || text.includes('"errors"')) throw new Error(text.slice(0, 300));
      await pause(wait);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, (_, at) => worker(at)));
  return times;
}

process.on('message', ({ measure: asked }) => {
  measure(asked).then(
    (times) => process.send({ times }),
    (error) => process.send({ failed: error?.message ?? JSON.stringify(error) }),
  );
});
process.channel?.ref();
console.log('ready');
