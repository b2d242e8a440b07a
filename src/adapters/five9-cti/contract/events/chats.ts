import { boolean, list, long, optional, string } from '../../../contract.ts';
import { userInfo } from '../types.ts';
import { eventsOf } from './event.ts';

const chatId = optional(string, 'Id of the chat.');
const person = optional(userInfo, 'The person.');
const who = { chatId, userInfo: person };
const requestor = optional(userInfo, 'The requester.');
const message = optional(string, 'The message.');
const senderName = optional(string, 'Who wrote it.');

/** Chats between colleagues. */
export const chatEvents = eventsOf({
  chatBroadcastMessageReceived: [
    'A message to all users arrived.',
    {
      from: senderName,
      type: optional(long, "The service's number for the kind of message."),
      message: optional(long, 'Id of the message.'),
    },
  ],
  chatEnded: ['A chat is over.', { chatId }],
  chatHelpRequested: ['A user requests help.', { who: person }],
  chatInvite: [
    'The agent is invited to a chat.',
    { chatId, request: optional(boolean, 'Whether it is a call for help.'), requestor },
  ],
  chatInviteCancelled: ['An invitation was taken back.', { chatId }],
  chatKickedFrom: ['A user was removed from a chat.', who],
  chatKilled: ['A user ended a chat for all.', who],
  chatLoggedUsersUpdated: [
    'Others can be chatted with now.',
    { chatId, users: optional(list(userInfo), 'All of them.') },
  ],
  chatMessage: [
    'A message arrived.',
    {
      message,
      senderId: optional(long, 'Id of who wrote it.'),
      senderRole: optional(string, 'The role of the writer.'),
    },
  ],
  chatMessageDialog: [
    'A message is to be shown in a window.',
    {
      from: senderName,
      msg: message,
      sent: optional(string, 'When it was written.'),
      type: optional(string, 'Kind of message.'),
    },
  ],
  chatMessageReceived: ['A message arrived in a chat.', { chatId, from: optional(userInfo, 'Who wrote it.'), message }],
  chatParticipantStarted: ['A user started a chat.', { chatId, requestor }],
  chatParticipantUpdated: [
    "A chat's people changed.",
    { chatId, participants: optional(list(userInfo), 'All in the chat.') },
  ],
  chatUserDeclined: ['A user declined an invitation.', who],
  chatUserDidNotRespond: ['A user did not answer an invitation.', who],
  chatUserJoined: ['A user joined a chat.', who],
  chatUserLeft: ['A user left a chat.', who],
});
