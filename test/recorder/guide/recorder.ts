/**
 * A recorder made of the guide alone: its answers and events are the printed ones of `../../fixtures/recorder` with the
 * values of the stand-in's phones, the damage of the print included. It shares nothing with `src/simulators/recorder`.
 */
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Behaviour, type Contents, rowValues, userValues } from './contents.ts';
import { type Instance, instanceOf, type Phone, phoneOf, stateOf } from './phones.ts';

const printed = (path: string) => readFileSync(new URL(`../../fixtures/recorder/${path}`, import.meta.url), 'utf8');
const CUSTOM = Array.from({ length: 15 }, (_, index) => `USER${index + 1}`);
const LABELS = new Map(
  printed('result-labels.txt')
    .trim()
    .split('\n')
    .map((line) => line.split(' ').toReversed() as [string, string]),
);

type Request = ReadonlyMap<string, string>;

function parse(text: string): Request {
  return new Map([...text.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name = '', value = '']) => [name, value.trim()]));
}

/** A document with the values of these elements, the first of each name. */
function filled(document: string, values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values).reduce(
    (text, [name, value]) => text.replace(new RegExp(`(<${name}>)[^<]*(?=</${name}>)`), (_, tag) => `${tag}${value}`),
    document,
  );
}

const result = (request: Request, label: string, message = label) =>
  filled(printed('BLACKOUTSTART/result.xml'), {
    REQUESTTYPE: request.get('TYPE') ?? '',
    REQUESTID: request.get('REQUESTID') ?? '',
    RESULTTYPE: label,
    RESULTCODE: LABELS.get(label) ?? '20',
    RESULTMSG: message,
  });

const sent = (request: Request) =>
  result(request, 'API_OK', `${request.get('TYPE')} sent to all of the following cores: 1`);

const noDevice = (request: Request) =>
  result(request, 'API_DEVICE_INVALID', 'Could not find a device matching given parameters');

/** Replaces what the printed answer has between two texts, which stay. */
function between(document: string, open: string, close: string, inner: string): string {
  const [start, end] = [document.indexOf(open) + open.length, document.lastIndexOf(close)];
  return `${document.slice(0, start)}${inner}${document.slice(end)}`;
}

const section = (document: string, name: string) => {
  const start = document.indexOf(`<${name}>`);
  return document.slice(start, document.indexOf(`</${name}>`, start) + name.length + 3);
};

/** The printed values of an instance. */
const valuesOf = ({ ani, dnis, direction, startTime, file, instance, state, fields }: Instance) => ({
  ANI: ani,
  DNIS: dnis,
  CALLDIRECTION: direction,
  STARTTIME: startTime,
  ISRECORDING: state === 'over' ? 'N' : 'Y',
  FILENAME: file,
  CALLINSTANCE: instance,
  STATUS: state === 'over' ? '' : state,
  ...Object.fromEntries(CUSTOM.map((name) => [name, fields.get(name) ?? ''])),
});

const namesOf = ({ device, alias, sysUser, crmUser }: Phone) => ({
  DEVICEID: device,
  DEVICEALIAS: alias,
  SYS_USER: sysUser,
  CRM_USER: crmUser,
});

class GuideRecorder {
  readonly received: Request[] = [];
  readonly annotated: Request[] = [];
  readonly #listeners = new Set<Socket>();
  readonly #behaviour: Behaviour;

  constructor(readonly contents: Contents) {
    this.#behaviour = { showsBlackout: true, refuses: undefined, writes: (text) => text, ...contents.behaviour };
  }

  answer(text: string, socket: Socket): string {
    const request = parse(text);
    this.received.push(request);
    const handler = this.#handlers[request.get('TYPE') ?? ''];
    if (request.get('TYPE') === 'EVENTS') this.#listeners.add(socket);
    return this.#behaviour.writes(handler ? handler(request) : result(request, 'API_INVALID_REQUEST_TYPE'));
  }

  /** The events that a recording causes, as they are printed. */
  publish(type: string, instance: Instance): void {
    const document = filled(printed(`events/${type}.xml`), {
      DEVICEID: instance.device,
      FILENAME: instance.file,
      RECORDID: instance.recordId,
      GLOBALCALLID: /STOPPED|UPDATE/.test(type) ? `0001${instance.recordId}` : '',
    });
    for (const socket of this.#listeners) socket.write(`${this.#behaviour.writes(document).trim()}\r\n`);
  }

  end(instance: Instance): void {
    instance.state = 'over';
    this.publish('RECORDINGSTOPPED', instance);
    this.publish('RECORDINGUPDATE', instance);
  }

  readonly #handlers: Readonly<Record<string, (request: Request) => string>> = {
    TEST: (request) => result(request, 'API_OK'),
    EVENTS: (request) => filled(printed('EVENTS/result.xml'), { REQUESTID: request.get('REQUESTID') ?? '' }),
    FETCHTERMINOLOGY: (request) =>
      filled(printed('FETCHTERMINOLOGY/result.as-printed.txt'), { REQUESTID: request.get('REQUESTID') ?? '' }),
    DEVICELIST: (request) => this.#deviceList(request),
    DEVICESTATUS: (request) => this.#deviceStatus(request),
    DEVICERECORDINGSTATUS: (request) => this.#recordingStatus(request),
    CALLLIST: (request) => this.#callList(request),
    IMPORTUSER: (request) => this.#users(request),
    EMAIL: (request) => result(request, 'API_OK'),
    CALLUPDATE: (request) => this.#update(request),
    BLACKOUTSTART: (request) => this.#blackout(request, 'recordpaused', 'RECORDINGPAUSED'),
    BLACKOUTSTOP: (request) => this.#blackout(request, 'recording', 'RECORDINGRESUMED'),
    AGENTBLACKOUTSTART: (request) => this.#agentBlackout(request, 'recordpaused', 'RECORDINGPAUSED'),
    AGENTBLACKOUTSTOP: (request) => this.#agentBlackout(request, 'recording', 'RECORDINGRESUMED'),
    RECORDSTART: (request) => this.#reach(request, (instance) => this.#start(instance)),
    CALLSTOP: (request) => this.#reach(request, (instance) => this.end(instance)),
    RECORDSTOP: (request) => this.#reach(request, (instance) => this.end(instance)),
  };

  #start(instance: Instance): void {
    instance.state = 'recording';
    this.publish('RECORDINGSTARTED', instance);
  }

  #deviceList(request: Request): string {
    return this.#devices(request, 'DEVICELIST/result.xml', this.contents.phones);
  }

  #deviceStatus(request: Request): string {
    const { phone } = phoneOf(this.contents.phones, request);
    return phone ? this.#devices(request, 'DEVICESTATUS/result.xml', [phone]) : noDevice(request);
  }

  #devices(request: Request, path: string, phones: readonly Phone[]): string {
    const document = printed(path);
    const row = section(document, 'DEVICE');
    const rows = phones.map((phone) => {
      const last = phone.instances.at(-1);
      const idle = { STARTTIME: '', ISRECORDING: 'N', FILENAME: '', CALLINSTANCE: '' };
      return filled(row, { ...namesOf(phone), ...(last ? valuesOf(last) : idle) });
    });
    const head = filled(document, { REQUESTID: request.get('REQUESTID') ?? '', COUNT: rows.length });
    return between(head, '</COUNT>', '</DEVICES>', rows.join('\n'));
  }

  /** As it is printed: DEVICE is closed after its first RECORDING and once more after the last. */
  #recordingStatus(request: Request): string {
    const { phone } = phoneOf(this.contents.phones, request);
    if (!phone) return noDevice(request);
    const document = printed('DEVICERECORDINGSTATUS/result.as-printed.txt');
    const rows = phone.instances.map((instance) => filled(section(document, 'RECORDING'), valuesOf(instance)));
    const head = filled(document, { REQUESTID: request.get('REQUESTID') ?? '', ...namesOf(phone) });
    const [first = '', ...others] = rows;
    const inner = others.length ? [first, '</DEVICE>', ...others].join('\n') : first;
    return between(head, '</COREIDENT>', '</DEVICE>', inner);
  }

  /** As it is printed: TYPE instead of REQUESTTYPE, and no label. */
  #callList(request: Request): string {
    const document = printed('CALLLIST/result.xml');
    const wanted = (name: string, value: string) => [undefined, '', value].includes(request.get(name));
    const from = Number(request.get('CALLDATESTART') || 0);
    const until = Number(request.get('CALLDATEEND') || Number.MAX_SAFE_INTEGER);
    const found = this.contents.saved
      .filter(({ device, alias }) => wanted('DEVICEID', device) && wanted('DEVICEALIAS', alias))
      .filter(({ startedAt }) => !request.get('SYS_USER') && from <= startedAt && startedAt <= until)
      .toSorted((left, right) => right.startedAt - left.startedAt)
      .slice(0, Number(request.get('CALLCOUNT') || 100));
    const rows = found.map((saved, index) => filled(section(document, 'SEARCHRESULT'), rowValues(saved, index)));
    const head = filled(document, { REQUESTID: request.get('REQUESTID') ?? '' });
    return between(head, '</REQUESTID>', '</RESULT>', rows.join('\n'));
  }

  #users(request: Request): string {
    const document = printed('IMPORTUSER/result.xml');
    if (request.get('ACTION') !== 'LIST') return result(request, 'API_ERROR_INVALID_ACTION');
    const rows = this.contents.users.map((user) => filled(section(document, 'USER'), userValues(user)));
    const head = filled(document, { REQUESTID: request.get('REQUESTID') ?? '', COUNT: rows.length });
    return between(head, '</COUNT>', '</USERS>', rows.join('\n'));
  }

  #update(request: Request): string {
    this.annotated.push(request);
    if (request.get('RECORDID')) return result(request, 'API_OK', 'Updated recording in database');
    return this.#reach(request, ({ fields }) => {
      for (const name of CUSTOM) if (request.has(name)) fields.set(name, request.get(name) ?? '');
    });
  }

  /** Reaches one instance of the named phone, or refuses. */
  #reach(request: Request, act: (instance: Instance) => void): string {
    const { phone } = phoneOf(this.contents.phones, request);
    const instance = phone && instanceOf(phone, request.get('CALLINSTANCE'));
    if (this.#behaviour.refuses) return result(request, this.#behaviour.refuses);
    if (!instance) return noDevice(request);
    act(instance);
    return sent(request);
  }

  #shut(instance: Instance, state: Instance['state'], event: string): void {
    if (instance.state === 'over' || !this.#behaviour.showsBlackout) return;
    instance.state = state;
    this.publish(event, instance);
  }

  #blackout(request: Request, state: Instance['state'], event: string): string {
    if (phoneOf(this.contents.phones, request).names !== 1) return result(request, 'API_INVALID_MESSAGE_FORMAT');
    return this.#reach(request, (instance) => this.#shut(instance, state, event));
  }

  /** Covers every call of the agent, not only the named instance (l. 1410). */
  #agentBlackout(request: Request, state: Instance['state'], event: string): string {
    const { phone, names } = phoneOf(this.contents.phones, request);
    if (names !== 1) return result(request, 'API_INVALID_MESSAGE_FORMAT');
    if (this.#behaviour.refuses) return result(request, this.#behaviour.refuses);
    if (!phone) return result(request, 'API_AGENT_NOT_FOUND');
    for (const instance of phone.instances) this.#shut(instance, state, event);
    return sent(request);
  }
}

/** Starts it on a free port; a blocking server (l. 137) takes one request of a connection after the other. */
export async function startGuideRecorder(contents: Contents) {
  const recorder = new GuideRecorder(contents);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let pending = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const requests = (pending + chunk.toString('utf8')).split('</REQUEST>');
      pending = requests.pop() ?? '';
      for (const text of requests) socket.write(`${recorder.answer(text, socket).trim()}\r\n`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `tcp://127.0.0.1:${port}`,
    connections: () => sockets.size,
    received: recorder.received,
    annotated: recorder.annotated,
    end: (instance: Instance) => recorder.end(instance),
    publish: (type: string, instance: Instance) => recorder.publish(type, instance),
    state: () => stateOf(contents.phones),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
