// The load generator, a separate process: a number of connections, each of which sends its next request after an
// answer.
import { Agent, request } from 'node:http';

function ask(agent, url, headers, body) {
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
    });
    sent.end(body);
  });
}

async function run({ url, headers, bodies, connections, requests, expected }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const times = [];
  let sent = 0;
  let length = 0;
  const worker = async () => {
    while (sent < requests) {
      const body = bodies[sent % bodies.length];
      sent += 1;
      const began = process.hrtime.bigint();
      const { status, text } = await ask(agent, url, headers, body);
      times.push(Number(process.hrtime.bigint() - began) / 1e6);
      if (status !== 200 || (expected && !text.includes(expected)) || text.includes('"errors"'))
        throw new Error(`answered ${status}: ${text.slice(0, 300)}`);
      length = text.length;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
  times.sort((one, other) => one - other);
  return { length, p50: times[Math.floor(times.length / 2)], p99: times[Math.floor(times.length * 0.99)] };
}

process.on('message', (asked) => {
  if (!asked.load) return;
  run(asked.load).then(
    (loaded) => process.send({ loaded }),
    (error) => process.send({ failed: error.message }),
  );
});
process.channel?.ref();
console.log('ready');
