// Subscribers with a filter of their own each, as many to a socket as it may carry; they count the events that reach them.
import WebSocket from 'ws';

const [url, count, first = '0'] = process.argv.slice(2);
const PER_SOCKET = 99;
const QUERY = `subscription ($device: String!) {
  recordingChanged(filter: { device: $device }) { cursor type state device occurredAt account { key } }
}`;
let received = 0;

function open(from, to) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { perMessageDeflate: false });
    const send = (message) => socket.send(JSON.stringify(message));
    socket.on('error', reject);
    socket.on('close', (code) => process.send({ closed: code }));
    const payload = { authorization: `Bearer ${process.env.BENCH_KEY}` };
    socket.on('open', () => send({ type: 'connection_init', payload }));
    socket.on('message', (data) => {
      const { type } = JSON.parse(data);
      if (type === 'next') received += 1;
      if (type === 'error') reject(new Error(String(data)));
      if (type === 'ping') send({ type: 'pong' });
      // Subscriptions are begun in turn, so when the last question is answered all of them are.
      if (type === 'complete') resolve();
      if (type !== 'connection_ack') return;
      for (let each = from; each < to; each += 1) {
        const variables = { device: String(1000 + each) };
        send({ id: `s${each}`, type: 'subscribe', payload: { query: QUERY, variables } });
      }
      send({ id: 'last', type: 'subscribe', payload: { query: '{ __typename }' } });
    });
  });
}

const [begin, end] = [Number(first), Number(first) + Number(count)];
for (let each = begin; each < end; each += PER_SOCKET) await open(each, Math.min(end, each + PER_SOCKET));
process.send({ ready: true });
process.on('message', (word) => {
  if (word === 'reset') received = 0;
  process.send({ received });
});
