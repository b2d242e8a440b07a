import { list, mutation, optional, query, required, string } from '../../contract.ts';
import { argumentFaults, everyCall, faults } from './faults.ts';
import { userProfile } from './types/users.ts';

const userProfileName = required(string, 'Name of the profile.');

/** Profiles that give many users the same roles and skills. */
export const userProfiles = {
  createUserProfile: mutation('Creates a user profile.', {
    page: 226,
    input: { userProfile: required(userProfile, 'The profile.') },
    output: userProfile,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ExecutionRestrictionFault,
      faults.LocaleNotFoundFault,
      faults.MissedOsLoginFault,
      faults.NICELicencesExceededFault,
      faults.ObjectAlreadyExistsFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
  deleteUserProfile: mutation('Deletes a user profile.', {
    page: 226,
    input: { userProfileName },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ExecutionRestrictionFault,
      faults.ObjectInUseFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
  getUserProfile: query('One user profile.', {
    page: 226,
    input: { userProfileName },
    output: userProfile,
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ExecutionRestrictionFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Query',
  }),
  getUserProfiles: query('User profiles whose names match.', {
    page: 227,
    input: {
      userProfileNamePatern: optional(string, 'Name or regular expression; all when left out. The wire spells it so.', {
        meaning: 'pattern',
      }),
    },
    output: list(userProfile),
    faults: [...everyCall, ...argumentFaults, faults.InvalidRegexpPatternFault],
    quota: 'Query',
  }),
  modifyUserProfile: mutation('Changes a user profile.', {
    page: 227,
    input: { userProfile: required(userProfile, 'The changed profile, identified by its name.') },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ExecutionRestrictionFault,
      faults.LocaleNotFoundFault,
      faults.MissedOsLoginFault,
      faults.NICELicencesExceededFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
  modifyUserProfileSkills: mutation('Changes the skills of a user profile.', {
    page: 228,
    input: {
      userProfileName,
      addSkills: optional(list(string), 'Names of skills to add.'),
      removeSkills: optional(list(string), 'Names of skills to remove.'),
    },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ExecutionRestrictionFault,
      faults.NICELicencesExceededFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
  modifyUserProfileUserList: mutation('Changes which users have a user profile.', {
    page: 228,
    input: {
      userProfileName,
      addUsers: optional(list(string), 'Log-in names of users to add.'),
      removeUsers: optional(list(string), 'Log-in names of users to remove.'),
    },
    faults: [
      ...everyCall,
      ...argumentFaults,
      faults.ConcurrentModificationFault,
      faults.ExecutionRestrictionFault,
      faults.MissedOsLoginFault,
      faults.NICELicencesExceededFault,
      faults.ObjectNotFoundFault,
    ],
    quota: 'Modify',
  }),
};
