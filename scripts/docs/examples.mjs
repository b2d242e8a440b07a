// A page for each program of examples/, with its source.
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';

const LANGUAGES = { '.mjs': 'js', '.py': 'python', '.tsx': 'tsx', '.ts': 'ts' };

/** Pages of the examples, by their paths. */
export function examplePages() {
  const files = readdirSync('examples').filter((name) => extname(name) in LANGUAGES);
  return Object.fromEntries(
    files.map((name) => {
      const code = readFileSync(`examples/${name}`, 'utf8');
      return [
        `examples/${name.replace(/\.\w+$/, '')}`,
        `# ${name}\n\n\`\`\`${LANGUAGES[extname(name)]}\n${code}\`\`\`\n`,
      ];
    }),
  );
}
