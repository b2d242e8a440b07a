/** The leads of the simulated dialler and the phones that belong to them. */

/** A phone number of a lead. */
interface LeadPhone {
  readonly id: number;
  readonly leadId: number;
  readonly number: string;
  readonly type: { readonly id: number; readonly name: string };
}

const HOME = { id: 1, name: 'Home' };
const MOBILE = { id: 2, name: 'Mobile' };

/** Leads by number, and which lead a call belongs to. */
export class Leads {
  readonly phones: LeadPhone[] = [];
  private readonly ofCall = new Map<string, number>();
  private lastLead = 5000;

  /** The newest lead with the number, or a new one. */
  find(number: string): number {
    return this.phones.findLast((phone) => phone.number === number)?.leadId ?? this.create(number);
  }

  create(number: string): number {
    this.lastLead += 1;
    this.add(this.lastLead, number, HOME);
    this.add(
      this.lastLead,
      number.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)),
      MOBILE,
    );
    return this.lastLead;
  }

  assign(callId: string, leadId: number): void {
    this.ofCall.set(callId, leadId);
  }

  leadOf(callId: string): number | undefined {
    return this.ofCall.get(callId);
  }

  private add(leadId: number, number: string, type: LeadPhone['type']): void {
    this.phones.push({ id: 9000 + this.phones.length, leadId, number, type });
  }
}
