import { gapEvent } from '../../adapters/gap.ts';
import type { Log } from '../../adapters/vendor.ts';
import type { Figures } from '../../figures/figures.ts';
import type { FigureChanges } from '../../figures/stored.ts';
import type { FigureCheckpoint, FigureStore } from '../../storage/figure-store.ts';
import { type EventLog, ORIGIN, type Position } from '../log/log.ts';
import { untilAnswered } from '../log/until-answered.ts';
import { FiguresProjector } from './projector.ts';
import type { UnreadableCells } from './unreadable-cells.ts';

/** Milliseconds between two checkpoints; a restart counts the events since the last one. */
const SAVE_EVERY = 30_000;
const TRIM_EVERY = 3_600_000;
/** Milliseconds before a checkpoint whose events are read again, for what is reported of calls that have ended. */
const READ_AGAIN = 3_600_000;
const PAGE = 500;

interface CheckpointParts {
  readonly log: EventLog;
  readonly figures: Figures;
  readonly store: FigureStore;
  readonly unreadable: UnreadableCells;
  /** Milliseconds of the past that figures hold in memory. */
  readonly memoryMs: number;
  /** Milliseconds for which cells are stored. */
  readonly retentionMs: number;
  readonly logger: Log;
  now(): Date;
}

/** Counts the event log into figures and stores them, so that each event counts once over restarts and retention. */
export class FigureCheckpoints {
  readonly #parts: CheckpointParts;
  readonly #projector: FiguresProjector;
  #saved: Position | null = null;
  #saving: Promise<void> = Promise.resolve();
  #saveTimer: NodeJS.Timeout | undefined;
  #trimTimer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #isFailing = false;

  constructor(parts: CheckpointParts) {
    this.#parts = parts;
    this.#projector = new FiguresProjector(parts.log, parts.figures);
  }

  /** How far the log is counted. */
  get position(): Position | null {
    return this.#projector.position;
  }

  /** Whether figures cannot be stored at present. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** Continues at the stored checkpoint; resolves once everything that was in the log by now is counted. */
  async start(): Promise<void> {
    const position = await this.#restore();
    if (this.#isStopped) return;
    this.#saveTimer = setInterval(() => void this.save(), SAVE_EVERY).unref();
    this.#trimTimer = setInterval(() => void this.#trim(), TRIM_EVERY).unref();
    await this.#projector.start(position);
    await this.save();
    await this.#trim();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#saveTimer);
    clearInterval(this.#trimTimer);
    await this.#projector.stop();
    await this.save();
  }

  /** Stores what has changed. */
  save(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#save());
    return this.#saving;
  }

  /** The place to count from; null for the beginning of the log. */
  async #restore(): Promise<Position | null> {
    const { store, memoryMs, log, figures, unreadable, logger } = this.#parts;
    const stored = await this.#untilAnswered(() => store.load(memoryMs));
    if (!stored) return null;
    const { checkpoint } = stored;
    if (!checkpoint) {
      logger.error({}, 'How far figures were counted cannot be read; they are counted from the event log again');
      return null;
    }
    figures.restoreCells(stored.cells);
    if (checkpoint.log !== log.identity.id) {
      // The log was lost: what its agents and calls did after the stored cells is unknown.
      figures.listening.restore(checkpoint.state.listening, checkpoint.at, () => true);
      unreadable.note(stored.unreadable);
      return null;
    }
    figures.restoreState(checkpoint.state, checkpoint.at);
    unreadable.note(stored.unreadable);
    this.#saved = checkpoint.position;
    // A log may have lost its end after it was counted.
    const head = (await this.#untilAnswered(() => log.head())) ?? ORIGIN;
    const isShorter = head < checkpoint.position;
    const position = isShorter ? head : checkpoint.position;
    await this.#rebuild({ ...checkpoint, position });
    return position;
  }

  /** Reads the events again that later ones build on, and says which were removed before they were counted. */
  async #rebuild({ rebuildAfter, position, at, state }: FigureCheckpoint): Promise<void> {
    const { log, figures } = this.#parts;
    let [after, more] = [rebuildAfter, rebuildAfter < position];
    while (more && !this.#isStopped) {
      const page = await this.#untilAnswered(() => log.read(after, PAGE));
      if (!page) return;
      const counted = page.events.filter((one) => one.position <= position);
      for (const one of counted) figures.rebuild(one.event, one.position);
      more = page.more && counted.length === page.events.length;
      after = page.events.at(-1)?.position ?? after;
    }
    figures.endRebuild();
    const floor = await this.#untilAnswered(() => log.floor());
    if (floor === null || floor === undefined || floor <= position) return;
    const [from, to] = [new Date(at).toISOString(), log.timeOf(floor).toISOString()];
    const reason = 'The event log removed these events before they were counted';
    for (const [account] of state.listening.accounts) figures.apply(gapEvent({ account, from, to, reason }));
  }

  #untilAnswered<Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> {
    return untilAnswered(ask, () => this.#isStopped);
  }

  async #save(): Promise<void> {
    const { figures, store, logger } = this.#parts;
    const { position } = this.#projector;
    if (position === null) return;
    const changes = figures.takeChanges();
    if (position === this.#saved && changes.cells.length === 0) return;
    try {
      const isSaved = await store.save(this.#checkpoint(position, changes), changes.cells, this.#saved);
      // A gateway that is ahead has counted the same events of the same log.
      if (isSaved) this.#saved = position;
      this.#isFailing = false;
    } catch (cause) {
      figures.putBack(changes);
      if (!this.#isFailing) logger.error({ cause }, 'Figures cannot be stored; they are counted from the log again');
      this.#isFailing = true;
    }
  }

  #checkpoint(position: Position, { state, newest, earliest }: FigureChanges): FigureCheckpoint {
    const { log } = this.#parts;
    const at = log.timeOf(position).getTime();
    const first = Math.min(at - READ_AGAIN, earliest === null ? at : log.timeOf(earliest).getTime());
    return { log: log.identity.id, position, at, newest, rebuildAfter: log.placeAt(new Date(first)), state };
  }

  async #trim(): Promise<void> {
    const { store, retentionMs, now, logger } = this.#parts;
    await store
      .trim(now().getTime() - retentionMs)
      .catch((cause: unknown) => logger.warn({ cause }, 'Stored figures could not be trimmed'));
  }
}
