import type { ActRequest } from '../../api/acts.ts';
import { moment } from '../../parts/words.ts';
import { type DeadLetterRow, replayAct, type WebhookRow } from './webhook.ts';

interface LetterProps {
  readonly letter: DeadLetterRow;
  readonly busy: boolean;
  onReplay(): void;
}

function Letter({ letter, busy, onReplay }: LetterProps) {
  return (
    <li className="letter">
      <div>
        <strong>{letter.type}</strong> <span className="quiet figure">{moment(letter.givenUpAt)}</span>
        <p className="quiet">
          {letter.reason} ({letter.attempts} attempts)
        </p>
      </div>
      <button type="button" disabled={busy} onClick={onReplay}>
        Send again
      </button>
    </li>
  );
}

/** The messages that the partner did not accept, to be sent again. */
export function DeadLetters({
  webhook,
  busy,
  send,
}: {
  webhook: WebhookRow;
  busy: boolean;
  send(act: ActRequest): void;
}) {
  const { totalCount, edges } = webhook.deadLetters;
  if (totalCount === 0) return null;
  const letters = edges.map(({ node }) => node);
  const replay = (found: readonly DeadLetterRow[]) =>
    send(replayAct(webhook.id, { deadLetters: found.map(({ cursor }) => cursor) }));
  return (
    <section>
      <h3 className="letters-head">
        <span>
          Dead letters <span className="count figure">{totalCount.toLocaleString()}</span>
        </span>
        <button type="button" disabled={busy} onClick={() => replay(letters)}>
          {letters.length < totalCount ? `Send these ${letters.length} again` : 'Send all again'}
        </button>
      </h3>
      <ul>
        {letters.map((letter) => (
          <Letter key={letter.cursor} letter={letter} busy={busy} onReplay={() => replay([letter])} />
        ))}
      </ul>
    </section>
  );
}
