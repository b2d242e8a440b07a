/** The gateway's endpoint over the items: its router, authentication, limits and executor. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { routerOver } from './endpoint.ts';
import { buildItems } from './items.ts';

const server = createServer(await routerOver(buildItems()));
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`));
