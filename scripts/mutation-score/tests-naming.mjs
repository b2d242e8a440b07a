// Which test files name what a mutant is about, however far they are from its source: those that speak to a whole gateway.
import { readFileSync } from 'node:fs';
import { isChosen, sourcesOf } from './tests-of.mjs';

/** Lines before and after a mutant whose words count. */
const AROUND = 12;
const WORD = /[A-Za-z]\w{4,}/g;

const wordsOf = (text) => new Set(text.match(WORD));

/** Answers a function from a mutant to at most `most` test files: those that share with its lines the words that few tests have. */
export function testsByWords(most) {
  const tests = sourcesOf('test')
    .filter(isChosen)
    .map((file) => ({ file, words: wordsOf(readFileSync(file, 'utf8')) }));
  const counts = new Map();
  for (const { words } of tests) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const rarity = (word) => Math.log(tests.length / counts.get(word));
  return ({ file, line }) => {
    const lines = readFileSync(file, 'utf8').split('\n');
    const wanted = wordsOf(lines.slice(Math.max(0, line - 1 - AROUND), line + AROUND).join('\n'));
    const likeness = ({ words }) => [...wanted].reduce((sum, word) => sum + (words.has(word) ? rarity(word) : 0), 0);
    return tests
      .map((test) => ({ file: test.file, likeness: likeness(test) }))
      .sort((one, other) => other.likeness - one.likeness)
      .slice(0, most)
      .map((test) => test.file);
  };
}
