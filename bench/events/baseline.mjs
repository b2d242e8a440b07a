// What one would write by hand: graphql-ws and graphql-js, each subscription executed for itself, an in-memory PubSub.
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

const [mode, feed] = process.argv.slice(2);
const readers = new Set();

function subscribe(matches) {
  const queue = [];
  let wake;
  const iterator = {
    push(event) {
      if (!matches(event)) return;
      if (wake) {
        wake({ done: false, value: event });
        wake = undefined;
      } else queue.push(event);
    },
    next: () =>
      queue.length > 0 ? Promise.resolve({ done: false, value: queue.shift() }) : new Promise((done) => (wake = done)),
    return() {
      readers.delete(iterator);
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  readers.add(iterator);
  return iterator;
}

const schema = buildSchema(`
  type Query { hello: String }
  input RecordingFilter { device: String }
  type Account { key: String!, vendor: String!, status: String! }
  type Gap { from: String!, to: String! }
  type Recording { startedAt: String, durationSeconds: Int, from: String, to: String, direction: String, device: String }
  type RecordingEvent { cursor: String!, type: String!, state: String!, device: String, occurredAt: String!, receivedAt: String!, snapshot: Boolean!, missed: Gap, recording: Recording, account: Account! }
  type Subscription { recordingChanged(filter: RecordingFilter): RecordingEvent! }
`);
schema.getSubscriptionType().getFields().recordingChanged.subscribe = (_, { filter }) =>
  subscribe((event) => !filter || event.recordingChanged.device === filter.device);

const field = (text, name) => {
  const start = text.indexOf(`<${name}>`) + name.length + 2;
  return text.slice(start, text.indexOf('<', start));
};

function publish(text, number) {
  const now = new Date().toISOString();
  const type = field(text, 'EVENTTYPE');
  const event = {
    cursor: `cursor-${String(number).padStart(40, '0')}`,
    type: type === 'RECORDINGSTARTED' ? 'STARTED' : 'STOPPED',
    state: type === 'RECORDINGSTARTED' ? 'RECORDING' : 'NOT_RECORDING',
    device: field(text, 'DEVICEID'),
    occurredAt: now,
    receivedAt: now,
    snapshot: false,
    missed: null,
    account: { key: 'wfo', vendor: 'RECORDER', status: 'UP' },
    recording:
      type === 'RECORDINGSTARTED'
        ? null
        : {
            startedAt: now,
            durationSeconds: 0,
            from: field(text, 'ANI'),
            to: field(text, 'DNIS'),
            direction: null,
            device: field(text, 'DEVICEID'),
          },
  };
  for (const reader of readers) reader.push({ recordingChanged: event });
}

const http = createServer();
const sockets = new WebSocketServer({ server: http, path: '/graphql', perMessageDeflate: false });
if (mode === 'graphql') useServer({ schema }, sockets);
http.listen(0, '127.0.0.1', () => process.stdout.write(`serves http://127.0.0.1:${http.address().port}/graphql\n`));

if (feed) {
  const { hostname, port } = new URL(feed);
  const socket = connect(Number(port), hostname);
  socket.write('<REQUEST><TYPE>EVENTS</TYPE><REQUESTID>1</REQUESTID></REQUEST>\r\n');
  let text = '';
  let number = 0;
  socket.on('data', (chunk) => {
    text += chunk;
    for (let end = text.indexOf('</CALLCOPYEVENT>'); end >= 0; end = text.indexOf('</CALLCOPYEVENT>')) {
      publish(text.slice(0, end), ++number);
      text = text.slice(end + 16);
    }
  });
}
