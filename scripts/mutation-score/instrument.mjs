// Puts the mutants of a file into it, each behind a choice by its number.

/** The text of a file with its mutants; of nested ones the outer is without the inner. */
export function instrumented(text, mutants) {
  const outerFirst = mutants.toSorted((one, other) => one.start - other.start || other.end - one.end);
  return render(text, 0, text.length, outerFirst);
}

function render(text, from, to, mutants) {
  let code = '';
  let at = from;
  let rest = mutants;
  while (rest.length > 0) {
    const [outer, ...others] = rest;
    const inner = others.filter(({ end }) => end <= outer.end);
    rest = others.filter(({ start }) => start >= outer.end);
    code += text.slice(at, outer.start) + chosen(outer, render(text, outer.start, outer.end, inner));
    at = outer.end;
  }
  return code + text.slice(at, to);
}

function chosen({ id, form, replacement }, original) {
  if (form === 'statement') return `{ if (!__mutant(${id})) { ${original} } }`;
  if (form === 'block') return `{ if (!__mutant(${id})) ${original} }`;
  return `(__mutant(${id}) ? (${replacement}) : (${original}))`;
}
