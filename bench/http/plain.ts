/** The items with node:http and JSON.stringify alone, without GraphQL; with `READY` as bytes made once: what HTTP itself costs. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ITEMS } from './items.ts';

const write = () => JSON.stringify({ data: { items: ITEMS.map((item) => ({ ...item })) } });
const ready = process.env.READY ? Buffer.from(write()) : null;
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    // Fresh objects, as every execution makes them.
    const answer = ready ?? write();
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
    response.end(answer);
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`));
