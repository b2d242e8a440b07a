import type { Mutation } from './mutations.mjs';

/** Writes the bundle of the simulation into a folder; answers its file. */
export function bundleSimulation(folder: string, mutation?: Mutation | null): Promise<string>;
