// A SOAP vendor that answers from memory in the vendor's form, so that its own work hardly counts.
import { createServer } from 'node:http';

const [count = '100', delay = '0'] = process.argv.slice(2);

function user(at) {
  const digits = String(at).padStart(4, '0');
  return `<return><active>true</active><canChangePassword>true</canChangePassword><EMail>agent${digits}@acme.example</EMail><extension>${digits}</extension><firstName>Robin</firstName><fullName>Robin Example ${digits}</fullName><IEXScheduled>false</IEXScheduled><id>90071992547${digits}</id><lastName>Example ${digits}</lastName><locale>en-US</locale><mustChangePassword>false</mustChangePassword><startDate>2024-02-0${1 + (at % 9)}T00:00:00.000-08:00</startDate><userName>agent${digits}@acme.example</userName><userProfileName>Team &amp; lead</userProfileName></return>`;
}

const items = Array.from({ length: Number(count) }, (_, at) => user(at)).join('');
const answer = Buffer.from(
  `<?xml version="1.0" encoding="UTF-8"?><env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header/><env:Body><ns2:getUsersGeneralInfoResponse xmlns:ns2="http://service.admin.ws.five9.com/">${items}</ns2:getUsersGeneralInfoResponse></env:Body></env:Envelope>`,
);
const headers = { 'content-type': 'text/xml; charset=utf-8', 'content-length': answer.length };
let calls = 0;

const server = createServer((request, response) => {
  if (request.url === '/calls') return void response.end(String(calls));
  let body = '';
  request.setEncoding('utf8').on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    // The gateway also looks whether the account is well; that is not a caller's call.
    if (body.includes('getUsersGeneralInfo')) calls += 1;
    const send = () => response.writeHead(200, headers).end(answer);
    if (delay === '0') send();
    else setTimeout(send, Number(delay));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port} ${answer.length} bytes`));
