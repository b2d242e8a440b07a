// A browser of recordings with Relay: pages of a list, and the audio of one. Relay's compiler reads this file and the schema, see the
// page about Relay; a plugin of the bundler replaces the documents by their compiled form.
import * as relay from 'relay-runtime';
import { graphql } from 'relay-runtime';

const url = 'http://localhost:4000/graphql';
const PAGE = 5;

async function fetchResponse({ text: query }, variables) {
  const body = JSON.stringify({ query, variables });
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return response.json();
}

const environment = new relay.Environment({
  network: relay.Network.create(fetchResponse),
  store: new relay.Store(new relay.RecordSource()),
});

const recordings = graphql`
  query recordingsQuery($first: Int!, $after: Cursor) {
    recordings(first: $first, after: $after) @connection(key: "recordings_recordings") {
      edges {
        node {
          id
          startedAt
          durationSeconds
          from
          to
          agent {
            name
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;
const audio = graphql`
  query recordingsAudioQuery($id: ID!) {
    node(id: $id) {
      ... on Recording {
        media(format: MP3) {
          url
        }
      }
    }
  }
`;

/** An element with texts and elements inside. */
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

const rows = element('tbody', {});
const player = element('audio', { controls: true });
const message = element('p', { role: 'status' });
const more = element('button', { type: 'button', disabled: true, onclick: () => readPage().catch(show) }, 'More');
document.body.append(element('h1', {}, 'Recordings'), player, element('table', {}, rows), more, message);

function show(error) {
  message.textContent = error.message;
}

/** Plays a recording by its signed link, which is asked for only now since it is valid for minutes. */
async function play(id) {
  const { node } = await relay.fetchQuery(environment, audio, { id }).toPromise();
  if (!node?.media) return show(new Error('This recording has no audio'));
  player.src = node.media.url;
  player.dataset.recording = id;
}

function row({ id, startedAt, durationSeconds, from, to, agent }) {
  const button = element('button', { type: 'button', onclick: () => play(id).catch(show) }, 'Play');
  const cells = [
    startedAt && new Date(startedAt).toLocaleString(),
    `${durationSeconds ?? '–'} s`,
    from,
    to,
    agent?.name,
  ];
  return element(
    'tr',
    {},
    ...[...cells.map((text) => text ?? ''), button].map((content) => element('td', {}, content)),
  );
}

const first = { first: PAGE };
const list = relay.createOperationDescriptor(relay.getRequest(recordings), first);
environment.retain(list);

/** Draws the list as the store has it: Relay adds each page to the connection. */
function draw({ data }) {
  const nodes = (data?.recordings?.edges ?? []).flatMap((edge) => edge?.node ?? []);
  rows.replaceChildren(...nodes.map(row));
  message.textContent = `${nodes.length} recordings`;
}

let after = null;
async function readPage() {
  more.disabled = true;
  const data = await relay.fetchQuery(environment, recordings, { ...first, after }).toPromise();
  const { hasNextPage, endCursor } = data.recordings.pageInfo;
  after = endCursor;
  more.disabled = !hasNextPage;
}

environment.subscribe(environment.lookup(list.fragment), draw);
readPage().catch(show);
