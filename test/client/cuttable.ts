import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A second address of a gateway, whose connections can be cut. */
export async function openCuttable(url: string) {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const gateway = connect(Number(port), hostname);
    for (const [from, to] of [
      [socket, gateway],
      [gateway, socket],
    ] as const) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  /** Answers how many connections it cut. */
  const cut = () => {
    const count = sockets.size;
    for (const socket of sockets) socket.destroy();
    return count;
  };
  const close = () => {
    server.close();
    cut();
  };
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, cut, close };
}
