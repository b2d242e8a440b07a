/**
 * An agent's service written from the guide and wire.json alone, without the contract: its operations on "the current
 * call" reach the call that came to hand last, and what each of them did is its state afterwards.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StandInCall {
  readonly id: string;
  state: 'ringing' | 'talking' | 'held' | 'parked' | 'wrap-up' | 'ended' | 'transferred' | 'conferenced';
  recording?: boolean;
  /** Tones sent into it. */
  tones?: string;
  /** Marked as a consultation in `callInfo.consult`. */
  consult?: boolean;
  /** Placed by the agent. */
  placed?: boolean;
  /** Id of its campaign. */
  campaignId?: string;
  /** The call whose transfer or conference it prepares. */
  of?: string;
}

type Given = Readonly<Record<string, string>>;

/** Changes the state right before an operation is carried out. */
type Between = (operation: string, calls: StandInCall[]) => void;

const IN_HAND = new Set(['ringing', 'talking', 'held', 'wrap-up', 'conferenced']);

function given(xml: string): { operation: string; input: Given } {
  const [, operation = ''] = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(xml) ?? [];
  const fields = [...xml.matchAll(/<(\w+)>([^<]*)<\/\1>/g)].map(([, name = '', value = '']) => [name, value]);
  return { operation, input: Object.fromEntries(fields) };
}

function envelope(operation: string, inner: string): string {
  const body = `<ns2:${operation}Response xmlns:ns2="urn:core_v2.agent.api.five9.com">${inner}</ns2:${operation}Response>`;
  return `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Header/><env:Body>${body}</env:Body></env:Envelope>`;
}

function fault(text: string): string {
  const inside = `<env:Fault><faultcode>env:Server</faultcode><faultstring>${text}</faultstring></env:Fault>`;
  return `<env:Envelope xmlns:env="http://schemas.xmlsoap.org/soap/envelope/"><env:Body>${inside}</env:Body></env:Envelope>`;
}

class Refused extends Error {}

/** The operations of the guide that act on calls, as it words them. */
class Line {
  constructor(readonly calls: StandInCall[]) {}

  private inHand(): StandInCall[] {
    return this.calls.filter(({ state }) => IN_HAND.has(state));
  }

  private current(): StandInCall {
    const call = this.inHand().at(-1);
    if (!call) throw new Refused('no current call');
    return call;
  }

  private named(id = ''): StandInCall {
    const call = this.calls.find((one) => one.id === id);
    if (!call) throw new Refused(`no call ${id}`);
    return call;
  }

  private consultation(): [StandInCall, StandInCall | undefined] {
    const leg = this.calls.find((call) => call.of !== undefined && call.state !== 'ended');
    if (leg?.of) return [this.named(leg.of), leg];
    return [this.current(), undefined];
  }

  status(): string {
    const calls = this.inHand();
    const list = calls.map(
      ({ id, consult, campaignId, placed }) =>
        `<currentCall>${placed ? '<agentInitiated>true</agentInitiated>' : ''}<callSessionId>${id}</callSessionId>${campaignId ? `<campaignId>${campaignId}</campaignId>` : ''}${consult ? '<consult>true</consult>' : ''}<number>+1555000${id}</number></currentCall>`,
    );
    const isUp = calls.some(({ state }) => state !== 'wrap-up');
    const isConnected = calls.some(({ state }) => state !== 'wrap-up' && state !== 'ringing');
    return `<return><callConnected>${isConnected}</callConnected>${list.join('')}<loggedIn>true</loggedIn><onCall>${isUp}</onCall><ready>true</ready></return>`;
  }

  run(operation: string, input: Given): string {
    const acts: Readonly<Record<string, () => void>> = {
      disconnectCall: () => this.set(this.current(), 'wrap-up'),
      finishCall: () => this.set(this.current(), 'ended'),
      toggleHold: () => this.set(this.current(), input.flag === 'true' ? 'held' : 'talking'),
      sendDTMF: () => void Object.assign(this.current(), { tones: input.digit }),
      recordCall: () => void Object.assign(this.current(), { recording: input.flag === 'true' }),
      parkCall: () => this.set(this.current(), 'parked'),
      retrieveCall: () => this.set(this.named(input.callSessionId), 'talking'),
      transferCall: () => this.set(this.named(input.callSessionId), input.warm === 'true' ? 'held' : 'transferred'),
      conferenceIn: () => this.set(this.current(), 'conferenced'),
      addToConference: () => this.set(this.current(), 'conferenced'),
      completeTransfer: () => this.complete('transferred'),
      completeConference: () => this.complete('conferenced'),
      cancelTransfer: () => this.complete('talking'),
      cancelConference: () => this.complete('talking'),
      softphonePickupPhone: () => this.set(this.current(), 'talking'),
      leaveConference: () => this.set(this.current(), 'wrap-up'),
    };
    acts[operation]?.();
    if (operation === 'getStatus') return this.status();
    if (operation === 'getAvailableCampaigns') return '<return><id>11</id><name>Camp A</name></return>';
    if (operation === 'getCampaignInfo') {
      if (input.campaignId !== '12') throw new Refused('no such campaign');
      return '<return><id>12</id><name>Camp B</name></return>';
    }
    if (operation === 'getCampaignDispositions') return '<return><id>301</id><name>Sale</name></return>';
    return operation === 'getUserDetails' ? '<return><username>jdoe</username></return>' : '';
  }

  private complete(state: StandInCall['state']): void {
    const [call, leg] = this.consultation();
    this.set(call, state);
    if (leg) this.set(leg, 'ended');
  }

  private set(call: StandInCall, state: StandInCall['state']): void {
    call.state = state;
  }
}

function answerOf(line: Line, operation: string, input: Given): { status: number; body: string } {
  try {
    return { status: 200, body: envelope(operation, line.run(operation, input)) };
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    return { status: 500, body: fault(thrown.message) };
  }
}

/** Starts the service with active calls; `sent` lists the operations other than reads. */
export async function standIn(calls: StandInCall[], between: Between = () => {}) {
  const line = new Line(calls);
  const sent: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { operation, input } = given(Buffer.concat(chunks).toString());
    if (!operation.startsWith('get')) sent.push(operation);
    between(operation, calls);
    const { status, body } = answerOf(line, operation, input);
    response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/agent/v2`, calls, sent, close };
}
