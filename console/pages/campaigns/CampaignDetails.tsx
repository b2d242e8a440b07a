import { useRead } from '../../api/read.ts';
import { useActs } from '../../api/sent-acts.ts';
import type { IsOld } from '../../live/freshness.ts';
import { useAccounts } from '../../live/hooks.ts';
import { ConfirmButton } from '../../parts/ConfirmButton.tsx';
import { Drawer } from '../../parts/Drawer.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { Old } from '../../parts/Old.tsx';
import { Outcomes } from '../../parts/Outcomes.tsx';
import { Pill } from '../../parts/Pill.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { durationOr, percent, words } from '../../parts/words.ts';
import { useSession } from '../../session/session.ts';
import { actsOnCampaign } from './campaign-acts.ts';
import type { CampaignWithCalls } from './columns.tsx';
import { campaignDocument } from './documents.ts';

const EVERY_MS = 15_000;

interface Named {
  readonly id: string;
  readonly name: string;
  readonly size?: number | null;
}

interface CampaignAnswer {
  readonly node:
    | (Readonly<Record<'dispositions' | 'skills', readonly Named[] | null>> & {
        readonly lists?: readonly Named[] | null;
      })
    | null;
  readonly realtimeMetrics?: {
    readonly rows: readonly Readonly<
      Record<
        'callsWaiting' | 'offered' | 'answered' | 'abandoned' | 'serviceLevel' | 'averageHandleSeconds',
        number | null
      >
    >[];
  };
}

/** The meaning for the calls of a state that does not last. */
function transition({ state, calls }: CampaignWithCalls): string | null {
  const inProgress = calls === null ? 'calls in progress' : `${calls} ${calls === 1 ? 'call' : 'calls'} in progress`;
  if (state === 'STOPPING') return `Draining: no new calls; ${inProgress} to be finished.`;
  if (state === 'PAUSED') return `Paused: no new calls; ${inProgress}.`;
  if (state === 'STARTING') return 'Start requested; the vendor has not confirmed it yet.';
  if (state === 'RESETTING') return 'Its lists are being reset so that all contacts can be dialled again.';
  return null;
}

interface DetailsProps {
  readonly campaign: CampaignWithCalls;
  readonly isOld: IsOld;
  /** An act read this state back. */
  onConfirmed(state: string): void;
  onClose(): void;
}

const STATE = /^[A-Z_]+$/;

function Controls({ campaign, onConfirmed }: Omit<DetailsProps, 'onClose' | 'isOld'>) {
  const { rights } = useSession();
  const { sent, send, busy } = useActs(({ tone, text }) => {
    if (tone === 'good' && STATE.test(text)) onConfirmed(text);
  });
  const acts = actsOnCampaign(campaign, useAccounts(), rights);
  return (
    <>
      <div className="acts">
        {acts.map((act) =>
          act.consequence ? (
            <ConfirmButton
              key={act.mutation}
              label={act.label}
              consequence={act.consequence}
              disabled={busy}
              onConfirm={() => void send(act)}
            />
          ) : (
            <button key={act.mutation} type="button" disabled={busy} onClick={() => void send(act)}>
              {act.label}
            </button>
          ),
        )}
      </div>
      <Outcomes sent={sent} />
    </>
  );
}

function Names({ title, items }: { title: string; items: readonly Named[] | null | undefined }) {
  if (!items?.length) return null;
  return (
    <section className="drawer-part">
      <h3>
        {title} <span className="count figure">{items.length}</span>
      </h3>
      <ul className="tags">
        {items.map(({ id, name, size }) => (
          <li key={id}>
            {name}
            {typeof size === 'number' && <span className="quiet figure"> {size.toLocaleString()} contacts</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One campaign with its controls, its figures of today and what belongs to it. */
export function CampaignDetails({ campaign, isOld, onConfirmed, onClose }: DetailsProps) {
  const { rights } = useSession();
  const {
    data,
    problem,
    isOld: areFiguresOld,
  } = useRead<CampaignAnswer>(campaignDocument(rights), { id: campaign.id }, EVERY_MS);
  const figures = data?.realtimeMetrics?.rows[0];
  const note = transition(campaign);
  return (
    <Drawer label="Campaign" title={campaign.name} onClose={onClose}>
      <p className="state-line">
        <Pill state={campaign.state} />
        <Old when={areFiguresOld || isOld(campaign.source.account.key)} />
      </p>
      {note && <p className={`note-line tone-${campaign.state?.toLowerCase()}`}>{note}</p>}
      <Controls campaign={campaign} onConfirmed={onConfirmed} />
      <Facts
        facts={[
          ['Description', campaign.description],
          ['Direction', campaign.direction && words(campaign.direction)],
          ['Channel', campaign.channel && words(campaign.channel)],
          ['Dialling', campaign.dialingMode && words(campaign.dialingMode)],
          ['Account', campaign.source.account.key],
          ['Live calls', campaign.calls],
          ['Waiting', figures?.callsWaiting],
          ['Offered today', figures?.offered],
          ['Answered', figures?.answered],
          ['Abandoned', figures?.abandoned],
          ['Service level', figures && percent(figures.serviceLevel)],
          ['Mean handle time', figures && durationOr(figures.averageHandleSeconds)],
        ]}
      />
      <Problem text={problem} />
      <Names title="Skills" items={data?.node?.skills} />
      <Names title="Dispositions" items={data?.node?.dispositions} />
      <Names title="Lists" items={data?.node?.lists} />
    </Drawer>
  );
}
