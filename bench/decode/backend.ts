/** Serves the answers by their size, and the service's WSDL. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { contractWsdl } from '../../src/simulators/soap/wsdl.ts';
import { answerText, itemsContract, NAMESPACE } from './items.ts';

const answers = new Map<string, Buffer>();
let wsdl = '';
const server = createServer((request, response) => {
  if (request.url === '/wsdl') return void response.end(wsdl);
  const count = (request.url ?? '').slice(1);
  const answer = answers.get(count) ?? Buffer.from(answerText(Number(count)));
  answers.set(count, answer);
  request.resume();
  request.on('end', () =>
    response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8', 'content-length': answer.length }).end(answer),
  );
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  wsdl = contractWsdl(itemsContract, { namespace: NAMESPACE, style: 'named', url: origin });
  console.log(origin);
});
