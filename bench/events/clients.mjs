// Subscribers in a process of their own: they count, and know the delay when an event says when it was told.
import WebSocket from 'ws';

const [url, count, filters, bare] = process.argv.slice(2);
const parameters = process.env.BENCH_KEY ? { authorization: `Bearer ${process.env.BENCH_KEY}` } : {};
const SELECTION = `{
  cursor type state device occurredAt receivedAt snapshot missed { from to }
  account { key vendor status }
  recording { startedAt durationSeconds from to direction device }
}`;
let received = 0;
let delays = [];

function open(index) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace('http', 'ws'), bare ? [] : 'graphql-transport-ws', {
      perMessageDeflate: false,
    });
    socket.on('error', reject);
    socket.on('close', (code) => process.send({ closed: code }));
    if (bare) return socket.on('open', resolve);
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: parameters })));
    socket.on('message', (data) => {
      if (data.length > 150) {
        received += 1;
        if (index % 10 === 0) {
          const at = data.indexOf('"device":"') + 10;
          const told = Number(data.toString('latin1', at, at + 13));
          if (told > 1e12) delays.push(Date.now() - told);
        }
        return;
      }
      const { type } = JSON.parse(data);
      if (type !== 'connection_ack') return type === 'error' && reject(new Error(String(data)));
      const filter = Number(filters) ? `(filter: { device: "${1000 + (index % Number(filters))}" })` : '';
      const query = `subscription { recordingChanged${filter} ${SELECTION} }`;
      socket.send(JSON.stringify({ id: `s${index}`, type: 'subscribe', payload: { query } }));
      resolve();
    });
  });
}

for (let index = 0; index < Number(count); index += 50)
  await Promise.all(Array.from({ length: Math.min(50, Number(count) - index) }, (_, each) => open(index + each)));
process.send({ ready: true });
process.on('message', (word) => {
  if (word === 'reset') {
    received = 0;
    delays = [];
  }
  if (word === 'count' || word === 'reset') process.send({ received });
  if (word === 'delays') process.send({ delays: delays.sort((one, other) => one - other) });
});
