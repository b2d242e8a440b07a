import { mutation } from '../../contract.ts';

/** The administrator's session. */
export const sessionInformation = {
  closeSession: mutation("Closes the administrator's session, so that the same user may log in elsewhere.", {
    page: 211,
  }),
};
