/**
 * Second calls on a phone whose first call is on hold, such as a consultation; the centre has one call on each phone.
 */
import { type Centre, type Refusal, RefusedAct, type SimulatedCall, type SimulatedPerson } from '../centre/model.ts';

type Second = { -readonly [Key in keyof SimulatedCall]: SimulatedCall[Key] };

function refuseUnless(allowed: boolean, refusal: Refusal): void {
  if (!allowed) throw new RefusedAct(refusal);
}

/** The acts of a phone, on first and second calls alike. */
export class SimulatedPhones {
  private readonly seconds = new Set<Second>();
  private count = 0;

  constructor(private readonly centre: Centre) {}

  calls(person: SimulatedPerson): readonly SimulatedCall[] {
    return [...this.centre.liveCalls(person), ...[...this.seconds].filter((call) => call.person === person)];
  }

  dial(person: SimulatedPerson, number: string): SimulatedCall {
    const calls = this.calls(person);
    if (calls.length !== 1 || calls[0]?.state !== 'HELD') return this.centre.dial(person, number, null);
    const now = this.centre.now();
    this.count += 1;
    const second: Second = {
      ...calls[0],
      ...{ id: `second-${this.count}`, remoteCallId: 500_000 + this.count, campaign: null, direction: 'OUTBOUND' },
      ...{ ani: person.extension, dnis: number, customerName: '', state: 'CONNECTED', startedAt: now },
      ...{ connectedAt: now, recording: null },
    };
    this.seconds.add(second);
    return second;
  }

  hangUp(call: SimulatedCall): void {
    const second = this.second(call);
    if (second) second.state = 'WRAP_UP';
    else this.centre.hangUp(call);
  }

  hold(call: SimulatedCall): void {
    this.move(call, 'CONNECTED', 'HELD', 'ALREADY_HELD', () => this.centre.hold(call));
  }

  retrieve(call: SimulatedCall): void {
    this.move(call, 'HELD', 'CONNECTED', 'NOT_HELD', () => this.centre.retrieve(call));
  }

  dispose(call: SimulatedCall, disposition: string): void {
    const second = this.second(call);
    refuseUnless(this.centre.dispositions.includes(disposition), 'UNKNOWN_DISPOSITION');
    if (second) this.seconds.delete(second);
    else this.centre.dispose(call, disposition);
  }

  private second(call: SimulatedCall): Second | undefined {
    return [...this.seconds].find((second) => second === call);
  }

  private move(
    call: SimulatedCall,
    from: SimulatedCall['state'],
    to: SimulatedCall['state'],
    refusal: Refusal,
    first: () => void,
  ): void {
    const second = this.second(call);
    refuseUnless(!second || second.state === from, refusal);
    if (second) second.state = to;
    else first();
  }
}
