// Receives webhooks, verifies their signatures and prints each event once:
//   npm install standardwebhooks
//   WEBHOOK_SECRET=whsec_… PORT=8080 node webhook-receiver.mjs
import { createServer } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';

const LARGEST_BODY = 4 * 1024 * 1024;
const REMEMBERED = 10_000;

const webhook = new Webhook(process.env.WEBHOOK_SECRET ?? '');
const seen = new Set();

/** Handles one event. When it fails, the gateway sends the message again. */
function handle({ type, timestamp, data }) {
  console.log(JSON.stringify({ type, timestamp, data }));
}

/** Messages come at least once; the id of a message is the same each time. */
function handleOnce(id, event) {
  if (seen.has(id)) return;
  handle(event);
  seen.add(id);
  if (seen.size > REMEMBERED) seen.delete(seen.values().next().value);
}

/** The body as it was sent: the signature is over its bytes. */
async function bodyOf(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

async function statusFor(request) {
  if (request.method !== 'POST') return 405;
  const body = await bodyOf(request);
  if (body === null) return 413;
  try {
    // Refuses a wrong signature and a time more than five minutes from the clock.
    handleOnce(request.headers['webhook-id'], webhook.verify(body, request.headers));
    return 204;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return 401;
    console.error(error);
    return 500;
  }
}

const server = createServer(async (request, response) => {
  response.writeHead(await statusFor(request).catch(() => 400)).end();
});
server.listen(process.env.PORT ?? 8080, () => console.log(`Listening on port ${server.address().port}`));
