/** Renders the part of Go's template language that the chart uses, so that its manifests are read without Helm. */

type Values = Readonly<Record<string, unknown>>;
type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'output'; readonly expression: string }
  | {
      readonly kind: 'if' | 'with' | 'define';
      readonly expression: string;
      readonly body: readonly Node[];
    };

type Stringify = (value: unknown) => string;

/** Splits a template at its actions; a dash at either end of one removes the blanks there. */
function tokensOf(text: string): { action: boolean; text: string }[] {
  const trimmed = text.replace(/\s*\{\{-/g, '{{').replace(/-\}\}\s*/g, '}}');
  return trimmed
    .split(/(\{\{.*?\}\})/s)
    .map((part) =>
      part.startsWith('{{') ? { action: true, text: part.slice(2, -2).trim() } : { action: false, text: part },
    );
}

function parse(tokens: { action: boolean; text: string }[], isNested = false): Node[] {
  const nodes: Node[] = [];
  for (let token = tokens.shift(); token; token = tokens.shift()) {
    const { action, text } = token;
    const [word = '', ...rest] = text.split(' ');
    if (!action) nodes.push({ kind: 'text', text });
    else if (word === 'end') {
      if (isNested) return nodes;
      throw new Error('an end without a beginning');
    } else if (word === 'if' || word === 'with' || word === 'define')
      nodes.push({ kind: word, expression: rest.join(' '), body: parse(tokens, true) });
    else if (!text.startsWith('/*')) nodes.push({ kind: 'output', expression: text });
  }
  if (isNested) throw new Error('a block without an end');
  return nodes;
}

const isTrue = (value: unknown) =>
  Array.isArray(value)
    ? value.length > 0
    : value !== null && typeof value === 'object'
      ? Object.keys(value).length > 0
      : Boolean(value);

/** The templates of a chart, rendered over values. */
export class Chart {
  readonly #defined = new Map<string, readonly Node[]>();
  readonly #root: Values;
  readonly #stringify: Stringify;

  constructor(root: Values, stringify: Stringify) {
    this.#root = root;
    this.#stringify = stringify;
  }

  render(template: string): string {
    return this.#write(parse(tokensOf(template)), this.#root);
  }

  #write(nodes: readonly Node[], scope: unknown): string {
    return nodes.map((node) => this.#one(node, scope)).join('');
  }

  #one(node: Node, scope: unknown): string {
    if (node.kind === 'text') return node.text;
    if (node.kind === 'output') return String(this.#pipeline(node.expression, scope) ?? '');
    if (node.kind === 'define') {
      this.#defined.set(node.expression.replaceAll('"', ''), node.body);
      return '';
    }
    const value = this.#pipeline(node.expression, scope);
    if (!isTrue(value)) return '';
    return this.#write(node.body, node.kind === 'with' ? value : scope);
  }

  #pipeline(expression: string, scope: unknown): unknown {
    return expression.split('|').reduce<unknown>((input, step, at) => {
      const words = step.trim().match(/"[^"]*"|\S+/g) ?? [];
      return this.#call(words, scope, at === 0 ? [] : [input]);
    }, undefined);
  }

  #call([name = '', ...words]: readonly string[], scope: unknown, piped: readonly unknown[]): unknown {
    if (/^["$.\d]/.test(name)) return this.#value(name, scope);
    const given = [...words.map((word) => this.#value(word, scope)), ...piped];
    const run = this.#functions[name];
    if (!run) throw new Error(`no function ${name}`);
    return (run as (...given: readonly unknown[]) => unknown)(...given);
  }

  readonly #functions: Readonly<Record<string, (...given: readonly never[]) => unknown>> = {
    include: (name: string, scope: unknown) => this.#write(this.#definition(name), scope).trim(),
    toYaml: (value: unknown) => this.#stringify(value).trimEnd(),
    nindent: (spaces: number, text: string) => `\n${text.replace(/^/gm, ' '.repeat(spaces))}`,
    quote: (value: unknown) => JSON.stringify(String(value)),
    default: (fallback: unknown, value: unknown) => (isTrue(value) ? value : fallback),
    mul: (one: number, other: number) => one * other,
    not: (value: unknown) => !isTrue(value),
  };

  #definition(name: string): readonly Node[] {
    const nodes = this.#defined.get(name);
    if (!nodes) throw new Error(`no template ${name}`);
    return nodes;
  }

  #value(word: string, scope: unknown): unknown {
    if (word.startsWith('"')) return word.slice(1, -1);
    if (/^\d+$/.test(word)) return Number(word);
    const from = word.startsWith('$') ? this.#root : scope;
    const path = word
      .replace(/^\$?\.?/, '')
      .split('.')
      .filter(Boolean);
    return path.reduce<unknown>((value, key) => {
      if (typeof value !== 'object' || value === null || !(key in value)) throw new Error(`no value ${word}`);
      return (value as Values)[key];
    }, from);
  }
}
