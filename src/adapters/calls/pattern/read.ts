/** Reads a regular expression into a tree, as far as its structure goes; what its atoms match is left to the engine. */

/** A part of a regular expression. Assertions match no text and are `nothing`. */
export type PatternPart =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'atom'; readonly source: string }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly PatternPart[] }
  | { readonly kind: 'repeat'; readonly of: PatternPart; readonly least: number; readonly most: number };

const NOTHING: PatternPart = { kind: 'nothing' };
/** Any text, which a back-reference may match. */
const ANYTHING: PatternPart = { kind: 'atom', source: '[^]' };

const ESCAPE = /\\(?:[pP]\{[^}]*\}|x\{[^}]*\}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|c.|k<[^>]*>|[\s\S])/y;
const CLASS = /\[\^?\]?(?:\[:\^?\w+:\]|\\[\s\S]|[^\]\\])*\]/y;
const QUANTIFIER = /(?:([*+?])|\{(\d+)(,?)(\d*)\})[?+]?/y;
const FLAGS = /\(\?[a-zA-Z-]*\)/y;
const LOOK = /\(\?<?[=!]/y;
const GROUP = /\((?:\?(?:>|P?<\w+>|[a-zA-Z-]*:))?/y;
const ASSERTION = /^\\[bBAzZG]$/;

/** Text quoted by `\Q` and `\E` with each character escaped instead. */
function withoutQuotes(pattern: string): string {
  return pattern.replace(/\\Q([\s\S]*?)(?:\\E|$)/g, (_whole, text: string) => text.replace(/[^\w\s]/g, '\\$&'));
}

class PatternReader {
  private at = 0;
  readonly looks: PatternPart[] = [];

  constructor(private readonly text: string) {}

  choice(): PatternPart {
    const parts = [this.sequence()];
    while (this.take('|')) parts.push(this.sequence());
    return { kind: 'choice', parts };
  }

  private sequence(): PatternPart {
    const parts: PatternPart[] = [];
    while (this.at < this.text.length && !/[|)]/.test(this.text.charAt(this.at))) parts.push(this.repeated(this.one()));
    return { kind: 'sequence', parts };
  }

  private one(): PatternPart {
    if (this.match(FLAGS)) return NOTHING;
    if (this.match(LOOK)) {
      this.looks.push(this.inside());
      return NOTHING;
    }
    if (this.match(GROUP)) return this.inside();
    const sign = this.match(ESCAPE)?.[0];
    if (sign) return escaped(sign);
    const source = this.match(CLASS)?.[0] ?? this.text.charAt(this.at++);
    return source === '^' || source === '$' ? NOTHING : { kind: 'atom', source };
  }

  private inside(): PatternPart {
    const part = this.choice();
    this.take(')');
    return part;
  }

  private repeated(of: PatternPart): PatternPart {
    const found = this.match(QUANTIFIER);
    if (!found) return of;
    const [, sign, least = '', comma, most = ''] = found;
    if (sign) return { kind: 'repeat', of, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
    const end = most === '' ? (comma ? Infinity : Number(least)) : Number(most);
    return { kind: 'repeat', of, least: Number(least), most: end };
  }

  private match(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text);
    if (found) this.at = expression.lastIndex;
    return found;
  }

  private take(sign: string): boolean {
    const there = this.text.charAt(this.at) === sign;
    if (there) this.at += 1;
    return there;
  }
}

function escaped(source: string): PatternPart {
  if (ASSERTION.test(source)) return NOTHING;
  return /^\\(?:[1-9]|k<)/.test(source) ? ANYTHING : { kind: 'atom', source };
}

/** The trees of a pattern: its own, and one for each look-around. */
export function readPattern(pattern: string): readonly PatternPart[] {
  const reader = new PatternReader(withoutQuotes(pattern));
  return [reader.choice(), ...reader.looks];
}
