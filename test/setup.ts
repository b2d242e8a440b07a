/**
 * Evaluates the modules of the tests anew for each test file, so that their hooks and their state belong to one file, while the
 * program's modules stay loaded for all files of a process.
 */
interface EvaluatedModule {
  readonly file: string;
  readonly importers: Set<string>;
  promise?: unknown;
  exports?: unknown;
  evaluated: boolean;
}

interface Worker {
  readonly evaluatedModules: { readonly idToModuleMap: ReadonlyMap<string, EvaluatedModule> };
}

const { evaluatedModules } = (globalThis as unknown as { __vitest_worker__: Worker }).__vitest_worker__;
const here = new URL('.', import.meta.url).pathname;

for (const module of evaluatedModules.idToModuleMap.values()) {
  if (!module.file.startsWith(here) || module.file.endsWith('/setup.ts')) continue;
  Object.assign(module, { promise: undefined, exports: undefined, evaluated: false });
  module.importers.clear();
}
