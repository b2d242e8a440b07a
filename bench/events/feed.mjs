// A recorder's event port: every subscriber receives the events of the bench.
import { once } from 'node:events';
import { createServer } from 'node:net';

const SAME = {
  GATE: 'Claims and renewals',
  ANI: '+16145550143',
  DNIS: '8005550199',
  ...Object.fromEntries(
    Array.from({ length: 15 }, (_, at) => [`USER${at + 1}`, `What this centre writes in field ${at + 1}`]),
  ),
  GROUP: 'Columbus day shift',
  CRM_USER: 'crm.jane.doe@centre.example',
  SYS_USER: 'CENTRE\\jane.doe',
};
const same = Object.entries(SAME)
  .map(([name, text]) => `<${name}>${text}</${name}>`)
  .join('\n');

/** One event of about 1.5 kB and 40 elements; uneven numbers start a recording, even ones stop it. */
export function eventText(number, stamped = false, devices = 50) {
  const pair = Math.ceil(number / 2);
  const device = stamped ? Date.now() : 1000 + (pair % devices);
  const starts = number % 2 === 1;
  return `<CALLCOPYEVENT>
<EVENTCLASS>RECORD</EVENTCLASS>
<EVENTTYPE>${starts ? 'RECORDINGSTARTED' : 'RECORDINGSTOPPED'}</EVENTTYPE>
<MODULE>Api</MODULE>
<EVENTXREF>0</EVENTXREF>
<EVENTDATA>
<DEVICEID>${device}</DEVICEID>
<FILENAME>C:\\Recordings\\20110131\\${device}\\${pair}.au</FILENAME>
<CHANNEL>1</CHANNEL>
<ERRORREASON>NONE</ERRORREASON>
<GLOBALCALLID>C${pair}</GLOBALCALLID>
<DEVICEALIAS>DESK${device}</DEVICEALIAS>
${same}
<AGENTID>16</AGENTID>
<CALLINSTANCE>${pair}</CALLINSTANCE>
<KEEPDAYS>30</KEEPDAYS>
<ARCHIVEACTION>-1</ARCHIVEACTION>
${starts ? '' : `<RECORDID>${pair}</RECORDID>\n`}<COREIDENT>1</COREIDENT>
</EVENTDATA>
</CALLCOPYEVENT>\r\n`;
}

/** Starts a recorder whose events are of so many devices in turn. */
export async function startFeed(devices) {
  const listening = new Set();
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('close', () => listening.delete(socket));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
      for (let end = text.indexOf('</REQUEST>'); end >= 0; end = text.indexOf('</REQUEST>')) {
        const request = text.slice(0, end);
        text = text.slice(end + 10);
        const type = /<TYPE>(\w+)/.exec(request)[1];
        const id = /<REQUESTID>(\d+)/.exec(request)[1];
        const more = type === 'DEVICELIST' ? '<DEVICES><COUNT>0</COUNT></DEVICES>' : '';
        socket.write(
          `<RESULT><REQUESTTYPE>${type}</REQUESTTYPE><REQUESTID>${id}</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE><RESULTCODE>20</RESULTCODE><RESULTMSG>API_OK</RESULTMSG>${more}</RESULT>\r\n`,
        );
        if (type === 'EVENTS') listening.add(socket);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  let number = 0;
  return {
    url: `tcp://127.0.0.1:${server.address().port}`,
    get listeners() {
      return listening.size;
    },
    get number() {
      return number;
    },
    restart() {
      number = 0;
    },
    publish(count, stamped = false) {
      let text = '';
      for (let each = 0; each < count; each += 1) text += eventText(++number, stamped, devices);
      for (const socket of listening) socket.write(text);
    },
    close() {
      for (const socket of listening) socket.destroy();
      server.close();
    },
  };
}
