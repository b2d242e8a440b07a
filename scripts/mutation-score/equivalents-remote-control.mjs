// Mutants of src/adapters/remote-control that no test can kill.

/** As in `equivalents.mjs`. */
export const REMOTE_CONTROL = [
  {
    file: 'src/adapters/remote-control/client/xml.ts',
    code: 'if (this.pending && leaves[0]) {',
    replacement: '0 + 1',
    reason: 'a row of one leaf is passed on leaf by leaf, which decides by the same name, and is only slower',
  },
  {
    file: 'src/adapters/remote-control/contract/paths.ts',
    code: "const [path = '', parameters = ''] = template.split('?');",
    replacement: "'~'",
    reason: 'a template has a path, and a parameter without a name is left out',
  },
  {
    file: 'src/adapters/remote-control/reads/records.ts',
    code: "const [, user, id, startedAt = ''] = /^(\\d{1,10})\\/(-?\\d{1,10})@(.*)$/.exec(text) ?? [];",
    replacement: "'~'",
    reason: 'a text that matches has all parts, and one that does not is refused',
  },
  {
    file: 'src/adapters/remote-control/events/changes.ts',
    code: "if (this.#ended.size > MOST_ENDED) this.#ended.delete(this.#ended.values().next().value ?? '');",
    replacement: "'~'",
    reason: 'a set of more than that many has a first one',
  },
  {
    file: 'src/adapters/remote-control/client/xml.ts',
    code: 'const field = this.fields && this.membersAt === this.depth + 1 ? fieldOfMember(this.fields, name) : undefined;',
    replacement: 'this.depth - 1',
    reason: 'a leaf that is passed on as an element with a text has the same value, and is only slower',
  },
  {
    file: 'src/adapters/remote-control/client/xml.ts',
    code: 'const field = this.fields && this.membersAt === this.depth + 1 ? fieldOfMember(this.fields, name) : undefined;',
    replacement: '1 + 1',
    reason: 'a leaf that is passed on as an element with a text has the same value, and is only slower',
  },
  {
    file: 'src/adapters/remote-control/client/xml.ts',
    code: "emitLeaf(this.decoder, field, text, '');",
    replacement: "'~'",
    reason: 'the decoder takes local names',
  },
  {
    file: 'src/adapters/remote-control/client/xml.ts',
    code: 'if (this.pending && leaves[0]) {',
    replacement: '',
    reason: 'a row that is passed on leaf by leaf has the same values, and is only slower',
  },
  {
    file: 'src/adapters/remote-control/client/xml.ts',
    code: 'this.decide(this.pending, leaves[0].local);',
    replacement: '',
    reason: 'a row that is passed on leaf by leaf has the same values, and is only slower',
  },
  {
    file: 'src/adapters/remote-control/client/xml.ts',
    code: 'this.decide(this.pending, leaves[0].local);',
    replacement: '0 + 1',
    reason: 'an item with a known member is read as a tree where its first is not known, which is only slower',
  },
  {
    file: 'src/adapters/remote-control/client/xml.ts',
    code: 'if (this.membersAt === this.depth + 1 && this.isPlain(leaves)) emitRow(this.decoder, leaves, texts);',
    replacement: '1 + 1',
    reason: 'a row that is passed on leaf by leaf has the same values, and is only slower',
  },
  {
    file: 'src/adapters/remote-control/client/xml.ts',
    code: 'private isPlain(leaves: readonly LeafName[]): boolean {',
    replacement: '',
    reason: 'a row that is passed on leaf by leaf has the same values, and is only slower',
  },
  {
    file: 'src/adapters/remote-control/client/xml.ts',
    code: "this.inData = this.depth === DATA && member === 'Data' ? this.fields : undefined;",
    replacement: "(this.depth === DATA) || (member === 'Data')",
    reason: 'the decoder passes over what is in other members of the envelope',
  },
  {
    file: 'src/adapters/remote-control/client.ts',
    code: "return login ? { login } : { token: token ?? '' };",
    replacement: "'~'",
    reason: 'an account has a token where it has no login',
  },
  {
    file: 'src/adapters/remote-control/client/names.ts',
    code: 'known.set(fields, names);',
    replacement: '',
    reason: 'the names are computed again, which is only slower',
  },
  {
    file: 'src/adapters/remote-control/reads/phones.ts',
    code: "if (this.seen.size > MOST_SEEN) this.seen.delete(this.seen.keys().next().value ?? '');",
    replacement: "'~'",
    reason: 'a map of more than that many has a first one',
  },
  {
    file: 'src/adapters/remote-control/client/xml.ts',
    code: "this.setAside(name, attributes, '', (element) => this.replayItems(element, fields), this.depth - 1);",
    replacement: "'~'",
    reason: 'the prefix says in which namespace the element is, which is not read',
  },
  {
    file: 'src/adapters/remote-control/client/xml.ts',
    code: "this.setAside(field, attributes, '', (element) => this.writeUnspecified(element));",
    replacement: "'~'",
    reason: 'the prefix says in which namespace the element is, which is not read',
  },
];
