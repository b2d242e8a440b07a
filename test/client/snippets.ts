import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const SOURCES = resolve('packages/client/src');

/** The code blocks of a language in a Markdown file, as they are printed. */
export function blocksOf(file: string, language: string): string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, code = '']) => code);
}

/** Bundles a snippet that uses the client, with the address of a gateway in place of the one it is printed with. */
export async function bundle(code: string, gateway: string, platform: 'browser' | 'node'): Promise<string> {
  const contents = code.replaceAll('http://localhost:4000/graphql', gateway);
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: resolve('.'), loader: 'tsx' },
    bundle: true,
    write: false,
    format: 'esm',
    platform,
    jsx: 'automatic',
    define: platform === 'browser' ? { 'process.env.NODE_ENV': '"production"' } : {},
    alias: {
      '@crosspoint/client': join(SOURCES, 'index.ts'),
      '@crosspoint/client/react': join(SOURCES, 'react.ts'),
      '@crosspoint/client/webhooks': join(SOURCES, 'webhooks.ts'),
    },
  });
  return outputFiles?.[0]?.text ?? '';
}

/** Serves a page that runs a script. */
export async function servePage(script: string): Promise<{ url: string; close(): void }> {
  const server: Server = createServer((request, response) => {
    const isScript = request.url === '/app.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' });
    response.end(
      isScript
        ? script
        : '<!doctype html><link rel="icon" href="data:,"><body><div id="root"></div><script type="module" src="/app.js"></script>',
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
