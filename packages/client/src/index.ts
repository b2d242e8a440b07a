/** The client of Crosspoint: typed requests, and subscriptions that resume by themselves. */
export { type Answer, type ClientOptions, CrosspointClient, createClient } from './client.ts';
export { type TypedDocument, typedDocument } from './document.ts';
export { RequestError, type ResponseError } from './errors.ts';
export * from './generated/documents.ts';
export type * as Schema from './generated/schema.ts';
export type { SubscribeOptions, SubscriptionState } from './resume.ts';
export { verifyWebhook, type WebhookMessage, WebhookVerificationError } from './webhooks.ts';
