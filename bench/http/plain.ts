/** The items with node:http and JSON.stringify alone, without GraphQL: the lower bound of any gateway. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ITEMS } from './items.ts';

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    // Fresh objects, as every execution makes them.
    const text = JSON.stringify({ data: { items: ITEMS.map((item) => ({ ...item })) } });
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  });
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`));
