import { boolean, list, long, optional, string } from '../../../contract.ts';
import { userInfo } from '../types.ts';
import { eventsOf } from './event.ts';

const chatId = optional(string, 'Id of the chat.');
const person = optional(userInfo, 'The person.');
const who = { chatId, userInfo: person };
const requestor = optional(userInfo, 'Who asked for it.');
const message = optional(string, 'The message.');
const senderName = optional(string, 'Who wrote it.');

/** Chats between colleagues. */
export const chatEvents = eventsOf({
  chatBroadcastMessageReceived: [
    'A message to everybody came.',
    {
      from: senderName,
      type: optional(long, "The service's number for the kind of message."),
      message: optional(long, 'Id of the message.'),
    },
  ],
  chatEnded: ['A chat is over.', { chatId }],
  chatHelpRequested: ['Somebody asks for help.', { who: person }],
  chatInvite: [
    'The agent is asked into a chat.',
    { chatId, request: optional(boolean, 'Whether it is a call for help.'), requestor },
  ],
  chatInviteCancelled: ['An invitation was taken back.', { chatId }],
  chatKickedFrom: ['Somebody was put out of a chat.', who],
  chatKilled: ['Somebody ended a chat for all.', who],
  chatLoggedUsersUpdated: [
    'Others can be chatted with now.',
    { chatId, users: optional(list(userInfo), 'All of them.') },
  ],
  chatMessage: [
    'A message came.',
    {
      message,
      senderId: optional(long, 'Id of who wrote it.'),
      senderRole: optional(string, 'What the writer works as.'),
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
  chatMessageReceived: ['A message came in a chat.', { chatId, from: optional(userInfo, 'Who wrote it.'), message }],
  chatParticipantStarted: ['Somebody began a chat.', { chatId, requestor }],
  chatParticipantUpdated: [
    "A chat's people changed.",
    { chatId, participants: optional(list(userInfo), 'All in the chat.') },
  ],
  chatUserDeclined: ['Somebody turned an invitation down.', who],
  chatUserDidNotRespond: ['Somebody left an invitation unanswered.', who],
  chatUserJoined: ['Somebody joined a chat.', who],
  chatUserLeft: ['Somebody left a chat.', who],
});
