import type { Centre } from '../simulators/centre/model.ts';

/** The dialler lists people by name only, so links say which recorder user each of them is. */
export function identityLinks(centre: Centre, accountOf: (vendor: string) => string): string[][] {
  return centre.people
    .filter(({ carrier }) => carrier === 'remote-control')
    .map(({ remoteId, recorderId }) => [
      `${accountOf('remote-control')}/${remoteId}`,
      `${accountOf('recorder')}/${recorderId}`,
    ]);
}
