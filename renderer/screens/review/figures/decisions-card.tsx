import { useMutation, useQuery } from '@tanstack/react-query'
import type { AdviceDecision, PlaybookFigures } from '../../../../shared/review/decision.ts'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { count } from '../../../parts/number.ts'
import { personZone, shortDate } from '../../../parts/time.ts'
import { toast } from '../../../parts/toast.tsx'
import { useMay } from '../../../state/may.ts'
import { useNow } from '../../../state/now.ts'
import { pointsWithBounds } from '../effects-card.tsx'
import { adviceWords } from './advice-words.ts'
import { FigureCard } from './figure-card.tsx'

const STATES = {
  due: ['wait', 'look again'],
  waiting: ['', 'window open'],
  looked: ['good', 'looked again'],
} as const

/** A comparison in a cell: points with bounds, and what they are made of. */
function Figures({ figures }: { figures: PlaybookFigures | null }) {
  if (figures === null) return <span className="quiet">–</span>
  const arm = ({ contacts, starts }: PlaybookFigures['treated']) => `${count(contacts)} of ${count(starts)}`
  return (
    <>
      {figures.sequence ? pointsWithBounds(figures.sequence) : 'too few accounts'}
      <small className="quiet two">
        {arm(figures.treated)} treated, {arm(figures.control)} control
      </small>
    </>
  )
}

function DecisionRow({ decision, onLook }: { decision: AdviceDecision; onLook: (() => void) | null }) {
  const now = useNow()
  const [tone, words] = STATES[decision.state]
  const day = (at: number) => shortDate(at, now, personZone())
  return (
    <tr>
      <td>
        <span className="two">{decision.label}</span>
        <small className="quiet two">
          {adviceWords(decision)}: {decision.answer === 'follow' ? 'followed' : 'declined'} on {day(decision.decidedAt)}{' '}
          by {decision.decidedBy}
        </small>
      </td>
      <td>{decision.reason}</td>
      <td className="num">
        <Figures figures={decision.before} />
      </td>
      <td className="num">
        <Figures figures={decision.since} />
      </td>
      <td>
        <span className={`tag ${tone}`}>{words}</span>
        <small className="quiet two">
          {decision.lookedAt === null
            ? `from ${day(decision.lookAt)}`
            : `${day(decision.lookedAt)} by ${decision.lookedBy}`}
        </small>
        {decision.state === 'due' && onLook ? (
          <button type="button" className="btn small" onClick={onLook}>
            Close the decision
          </button>
        ) : null}
      </td>
    </tr>
  )
}

/** What leads decided about advice, with the figures then and since. Decisions whose window is over come first. */
export function DecisionsCard() {
  const api = useApi()
  const { lead } = useMay()
  const decisions = useQuery(api.review.decisions.queryOptions())
  const look = useMutation(
    api.review.look.mutationOptions({ onSuccess: () => toast('Second look recorded in the journal') }),
  )
  const rows = decisions.data ?? []
  if (decisions.error) return <ErrorNote failure={failureOf(decisions.error)} />
  if (rows.length === 0) return null
  const order = ['due', 'waiting', 'looked'] as const
  const sorted = rows.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  return (
    <FigureCard
      title="Decisions about advice"
      note="points, 95 % interval, valid at any look"
      definition="When decided: the comparison that the decision rests on. Since: starts of the playbook after the decision whose window has closed, treated − control as assigned. Source: the journal and the comparison above."
    >
      <table className="grid">
        <thead>
          <tr>
            <th>Decision</th>
            <th>Reason</th>
            <th className="num">When decided</th>
            <th className="num">Since</th>
            <th>Second look</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(decision => (
            <DecisionRow
              key={decision.id}
              decision={decision}
              onLook={lead ? () => look.mutate({ decision: decision.id }) : null}
            />
          ))}
        </tbody>
      </table>
    </FigureCard>
  )
}
