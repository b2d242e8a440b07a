// Subscribers in a process of their own: they count, and know the delay when an event says when it was sent. Frames are
// only counted, not read, so that the server is what is waited for.
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
      const { type } = JSON.parse(data);
      if (type !== 'connection_ack') return type === 'error' && reject(new Error(String(data)));
      const filter = Number(filters) ? `(filter: { device: "${1000 + (index % Number(filters))}" })` : '';
      const query = `subscription { recordingChanged${filter} ${SELECTION} }`;
      socket.send(JSON.stringify({ id: `s${index}`, type: 'subscribe', payload: { query } }));
      countFrames(socket, index % 10 === 0);
      resolve();
    });
  });
}

/** Takes over what a socket receives: counts its messages, of some how late they are, and answers pings. */
function countFrames(socket, looks) {
  let buffered = Buffer.alloc(0);
  const connection = socket._socket;
  connection.removeAllListeners('data');
  connection.on('data', (chunk) => {
    buffered = buffered.length > 0 ? Buffer.concat([buffered, chunk]) : chunk;
    for (let end = frameEnd(buffered); end > 0 && end <= buffered.length; end = frameEnd(buffered)) {
      if ((buffered[0] & 0x0f) === PING) socket.pong();
      else if (end > SHORTEST) onFrame(buffered, end, looks);
      buffered = buffered.subarray(end);
    }
  });
}

const PING = 9;
/** Anything shorter is no event. */
const SHORTEST = 150;

/** Where the first frame ends, RFC 6455 section 5.2; 0 where even that is not there yet. */
function frameEnd(bytes) {
  const length = bytes.length < 2 ? 0 : bytes[1] & 0x7f;
  if (length < 126) return bytes.length < 2 ? 0 : 2 + length;
  return bytes.length < 4 ? 0 : 4 + bytes.readUInt16BE(2);
}

function onFrame(bytes, end, looks) {
  received += 1;
  if (!looks) return;
  const at = bytes.indexOf('"device":"') + 10;
  const sentAt = Number(bytes.toString('latin1', at, Math.min(at + 13, end)));
  if (sentAt > 1e12) delays.push(Date.now() - sentAt);
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
