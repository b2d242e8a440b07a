import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A proxy to a server that fails as the test says. */
export interface Line {
  readonly url: string;
  /** How many times the server said something. */
  readonly answers: number;
  /** Carries nothing from now on. */
  stick(): void;
  /** Breaks every connection, and carries nothing on those that come. */
  cut(): void;
  /** Carries what waits, and all that comes. */
  free(): void;
  /** Breaks the connection of the next request that says this, instead of carrying its answer. */
  loseAnswerTo(words: string): void;
  /** Leads new connections to another server; open ones stay as they are. */
  leadTo(url: string): void;
  close(): void;
}

/** Opens a way to a server of a URL; `onRequest` sees what goes to the server. */
export async function lineTo(url: string, onRequest?: (bytes: Buffer) => void): Promise<Line> {
  let { hostname, port } = new URL(url);
  const ends = new Set<Socket>();
  let stuck = false;
  let answers = 0;
  let lost: string | null = null;
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    const both = [near, far];
    const hangUp = () => {
      for (const end of both) end.destroy();
      for (const end of both) ends.delete(end);
    };
    let losing = false;
    for (const end of both) {
      ends.add(end);
      end.on('error', hangUp).on('close', hangUp);
      if (stuck) end.pause();
    }
    near.on('data', (bytes) => {
      if (lost !== null && bytes.includes(lost)) {
        losing = true;
        lost = null;
      }
      onRequest?.(bytes);
      far.write(bytes);
    });
    far.on('data', (bytes) => {
      if (losing) return hangUp();
      answers += 1;
      near.write(bytes);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const set = (now: boolean) => {
    stuck = now;
    for (const end of ends) stuck ? end.pause() : end.resume();
  };
  const breakAll = () => {
    for (const end of [...ends]) end.destroy();
  };
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get answers() {
      return answers;
    },
    stick: () => set(true),
    free: () => set(false),
    cut() {
      set(true);
      breakAll();
    },
    loseAnswerTo(words) {
      lost = words;
    },
    leadTo(other) {
      ({ hostname, port } = new URL(other));
    },
    close() {
      server.close();
      breakAll();
    },
  };
}
