/** How the domain treats numbers: `numbers` of the adapter's readings. */
export type NumberReading = 'guide' | 'as-sent' | 'normalised';

/** A number without separators. */
function cleanNumber(text: string): string {
  return text.replace(/[\s().-]/g, '');
}

/** The documented form of a number in another usual form. */
function documentedForm(number: string): string {
  if (/^\+?1\d{10}$/.test(number)) return number.slice(-10);
  return number.replace(/^(?:\+|00)/, '011');
}

/** Ten digits, or `011` and the country code, 10 to 16 digits in all (guide p. 231). */
function isDocumented(number: string): boolean {
  return /^\d{10}$|^011\d{7,13}$/.test(number);
}

/** Reads and checks numbers under one reading. */
export class NumberRules {
  constructor(private readonly reading: NumberReading) {}

  /** The number as the domain stores and compares it. */
  stored(text: string): string {
    const number = cleanNumber(text);
    return this.reading === 'normalised' ? documentedForm(number) : number;
  }

  /** Why the domain refuses a number as it would be stored; null where it takes it. */
  problem(number: string): string | null {
    if (number.length < 10 || number.replace(/^\+/, '').length > 16)
      return `Number ${number} has to be less than or equal to 16 digit and greater than or equal to 10 digit.`;
    const isTaken = isDocumented(number) || (this.reading !== 'guide' && /^\+?\d+$/.test(number));
    if (isTaken) return null;
    return `Number ${number} must either be 10 digits for dialing within North America or begin with 011 for International number.`;
  }
}
