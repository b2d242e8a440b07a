// A Five9 domain of any number of users, from memory in the vendor's form, so that its own work hardly counts.
import { createServer } from 'node:http';

const count = Number(process.argv[2] ?? 40);

function user(at) {
  const digits = String(at).padStart(6, '0');
  const skills = [1, 2].map(
    (each) => `<skills><id>${at}</id><level>${each}</level><skillName>Skill ${(at + each) % 40}</skillName></skills>`,
  );
  return `<return><agentGroups>Team ${at % 50}</agentGroups><generalInfo><active>true</active><EMail>agent${digits}@acme.example</EMail><extension>${digits}</extension><firstName>Robin</firstName><fullName>Robin Example ${digits}</fullName><id>90071992${digits}</id><lastName>Example ${digits}</lastName><userName>agent${digits}@acme.example</userName></generalInfo><roles><agent><alwaysRecorded>false</alwaysRecorded></agent></roles>${skills.join('')}</return>`;
}

const PARTS = { getUsersInfo: user };
const answers = new Map(
  Object.entries(PARTS).map(([operation, part]) => {
    const items = Array.from({ length: count }, (_, at) => part(at)).join('');
    const text = `<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header/><env:Body><ns2:${operation}Response xmlns:ns2="http://service.admin.ws.five9.com/">${items}</ns2:${operation}Response></env:Body></env:Envelope>`;
    return [operation, Buffer.from(text)];
  }),
);
const other = (operation) =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header/><env:Body><ns2:${operation}Response xmlns:ns2="http://service.admin.ws.five9.com/"></ns2:${operation}Response></env:Body></env:Envelope>`,
  );
let reads = 0;

const server = createServer((request, response) => {
  if (request.url === '/reads') return void response.end(String(reads));
  let body = '';
  request.setEncoding('utf8').on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    const [, operation] =
      /<(?:\w+:)?(\w+)[^>]*>\s*(?:<\/(?:\w+:)?Body>|<)/.exec(body.slice(body.indexOf('Body>') + 5)) ?? [];
    if (operation === 'getUsersInfo') reads += 1;
    const answer = answers.get(operation) ?? other(operation);
    response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8', 'content-length': answer.length });
    response.end(answer);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port} ${answers.get('getUsersInfo').length} bytes`);
});
