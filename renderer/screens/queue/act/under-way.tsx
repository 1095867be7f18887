import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { InterventionView } from '../../../../shared/model/intervention.ts'
import type { IssueDetail } from '../../../../shared/model/issue.ts'
import type { OutcomeDetail } from '../../../../shared/model/outcome.ts'
import { OUTCOMES, type Outcome } from '../../../../shared/vocabulary.ts'
import { useApi } from '../../../api/client.tsx'
import { Key } from '../../../parts/keys/key.tsx'
import { personZone, stamp } from '../../../parts/time.ts'
import { toast } from '../../../parts/toast.tsx'
import { INDUCED_WORDS, OUTCOME_SHORT, OUTCOME_WORDS } from '../../../parts/words.ts'
import { useKeys } from '../../../state/keys.tsx'
import { useNow } from '../../../state/now.ts'
import { rememberIssues, useRecall, useUndo } from '../../../state/undo.ts'
import { Run } from './run.tsx'

function Facts({ outcome, now }: { outcome: OutcomeDetail; now: number }) {
  const zone = personZone()
  const lines: [string, string][] = []
  if (outcome.sentAt !== null) lines.push(['Sent', stamp(outcome.sentAt, now, zone)])
  lines.push(['Contacted us', outcome.contactedAt === null ? 'not so far' : stamp(outcome.contactedAt, now, zone)])
  if (outcome.inducedAt !== null && outcome.inducedBy !== null)
    lines.push(['About our message', `${stamp(outcome.inducedAt, now, zone)}, ${INDUCED_WORDS[outcome.inducedBy]}`])
  lines.push(['Metric met', outcome.metricMetAt === null ? 'not so far' : stamp(outcome.metricMetAt, now, zone)])
  if (outcome.churnedAt !== null) lines.push(['Churned', stamp(outcome.churnedAt, now, zone)])
  lines.push([outcome.windowEndsAt > now ? 'Watched until' : 'Watched to', stamp(outcome.windowEndsAt, now, zone)])
  return (
    <dl className="facts">
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What a person still has to answer: a proposal that nobody has judged, or not since a late fact changed it. */
const openProposal = (outcome: OutcomeDetail | null): Outcome | null =>
  outcome && (outcome.judged === null || outcome.reopenedAt !== null) ? outcome.proposal : null

/** Says that a fact came late, and what it speaks against. */
function Reopened({ outcome: { reopenedAt, reopenedFrom, judged } }: { outcome: OutcomeDetail }) {
  const now = useNow()
  if (reopenedAt === null || reopenedFrom === null) return null
  return (
    <p className="note" role="status">
      New data of {stamp(reopenedAt, now, personZone())} changed the proposal. It was{' '}
      {judged ? 'confirmed' : 'proposed'} as “{OUTCOME_SHORT[reopenedFrom]}” before. Confirm or correct it.
    </p>
  )
}

function useConfirm(outcome: OutcomeDetail | null, issueId: number) {
  const undo = useUndo()
  const confirm = useMutation(
    useApi().outcome.confirm.mutationOptions({
      onSuccess: ({ journalId }) => {
        rememberIssues(journalId, [issueId])
        toast('Outcome recorded', { act: { label: 'Undo', act: 'undo', run: () => undo(journalId) } })
      },
    }),
  )
  return (judged: Outcome) => outcome && confirm.mutate({ interventionId: outcome.interventionId, outcome: judged })
}

/** A ticket that looks like an automatic reply: it counts as a contact only once a person has said so. */
function Doubtful({ interventionId }: { interventionId: string }) {
  const { outcome } = useApi()
  const now = useNow()
  const undo = useUndo()
  const ticket = useQuery(outcome.doubtful.queryOptions({ input: { interventionId } })).data
  const judge = useMutation(
    outcome.judgeTicket.mutationOptions({
      onSuccess: ({ journalId }) =>
        toast('Ticket judged', { act: { label: 'Undo', act: 'undo', run: () => undo(journalId) } }),
    }),
  )
  const say = (author: 'customer' | 'automatic') => ticket && judge.mutate({ ticket: ticket.id, author })
  useKeys(
    ticket
      ? [
          { act: 'ticket.automatic', run: () => say('automatic') },
          { act: 'ticket.customer', run: () => say('customer') },
        ]
      : [],
  )
  if (!ticket) return null
  return (
    <section className="note" aria-label="Automatic reply?">
      <p>
        A ticket of {stamp(ticket.openedAt, now, personZone())} looks like an automatic reply and does not count as a
        contact yet: <bdi>“{ticket.subject ?? 'without a subject'}”</bdi>
      </p>
      <button type="button" className="btn small" onClick={() => say('automatic')}>
        Automatic reply <Key of="ticket.automatic" />
      </button>{' '}
      <button type="button" className="btn small" onClick={() => say('customer')}>
        From the customer <Key of="ticket.customer" />
      </button>
    </section>
  )
}

function Judge({ outcome, issueId }: { outcome: OutcomeDetail; issueId: number }) {
  const judge = useConfirm(outcome, issueId)
  const { judged, judgedBy } = outcome
  const proposal = openProposal(outcome)
  useKeys([
    ...(proposal ? [{ act: 'outcome.confirm' as const, run: () => judge(proposal) }] : []),
    ...OUTCOMES.map(name => ({ act: `outcome.${name}` as const, run: () => judge(name) })),
  ])
  return (
    <section aria-label="Outcome">
      <h2 className="h2">
        Outcome
        <small>
          {proposal ? 'proposed from the data' : judged ? `confirmed by ${judgedBy ?? 'a person'}` : 'not known yet'}
        </small>
      </h2>
      <Reopened outcome={outcome} />
      <ul className="outcomes">
        {OUTCOMES.map(name => (
          <li key={name}>
            <button
              type="button"
              className={name === (proposal ?? judged) ? 'on' : ''}
              aria-pressed={name === judged}
              onClick={() => judge(name)}
            >
              <Key of={`outcome.${name}`} />
              <span>{OUTCOME_WORDS[name]}</span>
              {name === judged ? (
                <span className="tag good">confirmed</span>
              ) : name === proposal ? (
                <span className="tag wait">proposed</span>
              ) : null}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A message that was not sent has no outcome. A held-out account has one like a treated account. */
const judgeable = ({ arm, outcome, outboxState }: InterventionView): boolean =>
  arm === 'control' || outboxState === 'sent' || (outcome?.proposal ?? outcome?.judged ?? null) !== null

interface Props {
  detail: IssueDetail
  resolve: () => void
  /** What can be decided about the selected issues; null where none is. */
  decide: ReactNode
}

/** An issue with a started playbook: its runs, its outcome, and the key that confirms it. */
export function UnderWay({ detail, resolve, decide }: Props) {
  const now = useNow()
  const recall = useRecall()
  const intervention = detail.interventions.find(i => i.id === detail.row.interventionId) ?? detail.interventions[0]
  const judge = useConfirm(intervention?.outcome ?? null, detail.row.id)
  const proposal = openProposal(intervention?.outcome ?? null)
  const outboxId = intervention?.outboxId ?? null
  return (
    <>
      <div className="side-scroll">
        {detail.interventions.map(i => (
          <Run key={i.id} intervention={i} current={i.id === intervention?.id} />
        ))}
        {detail.interventions.length === 0 ? <p className="quiet">No playbook was started for this issue.</p> : null}
        {intervention?.outcome ? (
          <>
            <Facts outcome={intervention.outcome} now={now} />
            <Doubtful interventionId={intervention.id} />
            {judgeable(intervention) ? <Judge outcome={intervention.outcome} issueId={detail.row.id} /> : null}
          </>
        ) : null}
      </div>
      <div className="go">
        {proposal ? (
          <button type="button" className="btn main" onClick={() => judge(proposal)}>
            Confirm <Key of="outcome.confirm" />
          </button>
        ) : intervention?.outboxState === 'waiting' && outboxId !== null ? (
          <button type="button" className="btn main" onClick={() => recall(outboxId, detail.row.id)}>
            Recall
          </button>
        ) : null}
        {decide}
        {detail.row.state === 'acting' ? (
          <button type="button" className="btn" onClick={resolve}>
            Resolve <Key of="act.resolve" />
          </button>
        ) : null}
      </div>
    </>
  )
}
