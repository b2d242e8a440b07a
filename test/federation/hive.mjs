// Serves the supergraph of standard input by Hive Gateway on a free port, which it prints. Apart from the tests, since the types
// of its packages change those of graphql.
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';

const runtime = createGatewayRuntime({
  supergraph: await text(process.stdin),
  logging: false,
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') }),
  },
});
const server = createServer(runtime);
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
