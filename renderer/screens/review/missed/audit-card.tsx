import { useMutation, useQuery } from '@tanstack/react-query'
import type { Audit, AuditAnswer, AuditItem, AuditKind, AuditRate } from '../../../../shared/review/audit.ts'
import { useApi } from '../../../api/client.tsx'
import { failureOf } from '../../../api/errors.ts'
import { Whisker } from '../../../charts/whisker.tsx'
import { ErrorNote } from '../../../parts/error-note.tsx'
import { count, percent, plural, withInterval } from '../../../parts/number.ts'
import { Shape } from '../../../parts/shape.tsx'
import { personZone, shortDate } from '../../../parts/time.ts'
import { DISMISSAL_WORDS, OBSTACLE_WORDS } from '../../../parts/words.ts'
import { useNow } from '../../../state/now.ts'
import { CannotTell, FigureCard } from '../figures/figure-card.tsx'

const AUDIT_WORDS: Record<AuditKind, string> = {
  dismissed: 'Dismissed',
  cleared: 'Closed automatically',
  suppressed: 'Message suppressed',
}

/** Why an item was left alone, as a person reads it. */
function becauseWords({ kind, because }: Pick<AuditItem, 'kind' | 'because'>): string {
  const words: Readonly<Record<string, string>> = { ...DISMISSAL_WORDS, ...OBSTACLE_WORDS }
  return kind === 'cleared' ? 'condition cleared' : (words[because] ?? because.replaceAll('_', ' ')).toLowerCase()
}

/** What followed: `2 tickets since, left`. */
function sinceWords({ ticketsSince, left }: Pick<AuditItem, 'ticketsSince' | 'left'>): string {
  return `${ticketsSince === 0 ? 'no ticket since' : `${plural(ticketsSince, 'ticket')} since`}${left ? ', left' : ''}`
}

/** Items that were left alone and drawn by chance: a person says whether that was right. */
export function AuditCard() {
  const api = useApi()
  const now = useNow()
  const audit = useQuery(api.recall.audit.queryOptions({}))
  const answer = useMutation(api.recall.answerAudit.mutationOptions())
  const say = ({ issueId, kind }: AuditItem, said: AuditAnswer) => answer.mutate({ issueId, kind, answer: said })
  const data = audit.data
  return (
    <FigureCard
      title="Audit sample: was it right to leave these alone?"
      note={data ? `about ${count(data.perWeek)} of each kind a week, drawn by chance` : ''}
      definition="Some dismissed, automatically closed and suppressed items of each past week are drawn by chance; the probability is known and kept with the answer. An answer counts as many items as it represents (1 / probability); the interval is Wilson’s at the effective number of answers. Answers of the last 52 weeks. Source: issues, messages that were not sent, and the journal."
    >
      {audit.error ? <ErrorNote failure={failureOf(audit.error)} /> : null}
      {answer.error ? <ErrorNote failure={failureOf(answer.error)} /> : null}
      {data ? <Rates rates={data.rates} /> : null}
      {data?.items.length === 0 ? <p className="quiet">No item waits for an answer.</p> : null}
      {data && data.items.length > 0 ? (
        <Items items={data.items} now={now} isBusy={answer.isPending} onSay={say} />
      ) : null}
    </FigureCard>
  )
}

function Rates({ rates }: { rates: Audit['rates'] }) {
  const [all, ...kinds] = rates
  if (!all || all.answered === 0)
    return (
      <CannotTell why="Nobody has answered yet. Answer the items below to learn how often leaving an item alone is wrong." />
    )
  return (
    <table className="grid">
      <thead>
        <tr>
          <th>False negatives</th>
          <th className="num">Answers</th>
          <th className="num">Represent</th>
          <th className="num">Acting would have been right</th>
          <th className="figure-line">0 – 100 %</th>
        </tr>
      </thead>
      <tbody>
        {kinds.map(rate => (
          <RateRow key={rate.kind} rate={rate} label={rate.kind ? AUDIT_WORDS[rate.kind] : ''} />
        ))}
      </tbody>
      <tfoot>
        <RateRow rate={all} label="All" />
      </tfoot>
    </table>
  )
}

function RateRow({ rate, label }: { rate: AuditRate; label: string }) {
  const proportion = { k: rate.missed, n: rate.answered, value: rate.value, low: rate.low, high: rate.high }
  return (
    <tr>
      <td>{label}</td>
      <td className="num">
        {count(rate.missed)} of {count(rate.answered)}
      </td>
      <td className="num">{count(Math.round(rate.stands))}</td>
      <td className="num">{withInterval(proportion)}</td>
      <td className="figure-line">
        <Whisker proportion={proportion} tone="bad" />
      </td>
    </tr>
  )
}

interface ItemsProps {
  items: readonly AuditItem[]
  now: number
  isBusy: boolean
  onSay: (item: AuditItem, answer: AuditAnswer) => void
}

function Items({ items, now, isBusy, onSay }: ItemsProps) {
  return (
    <table className="grid audit-items">
      <thead>
        <tr>
          <th>Account and issue</th>
          <th>Left alone</th>
          <th>Since</th>
          <th className="num">Drawn with</th>
          <th>
            <span className="sr">Answer</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map(item => (
          <tr key={`${item.kind}:${item.issueId}`}>
            <td>
              <Shape category={item.category} />{' '}
              <a className="link" href={`#/queue/${item.issueId}`}>
                <bdi>{item.accountName}</bdi>
              </a>
              <small className="quiet under">{item.title}</small>
            </td>
            <td>
              {AUDIT_WORDS[item.kind]}
              <small className="quiet under">
                {becauseWords(item)}, {shortDate(item.at, now, personZone())}
              </small>
            </td>
            <td className="at">{sinceWords(item)}</td>
            <td className="num">{percent(item.chance)}</td>
            <td className="num audit-acts">
              <button type="button" className="btn small" disabled={isBusy} onClick={() => onSay(item, 'right')}>
                Right to leave
              </button>{' '}
              <button type="button" className="btn small" disabled={isBusy} onClick={() => onSay(item, 'missed')}>
                Should have acted
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
