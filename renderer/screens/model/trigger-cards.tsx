import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TriggerCard, TriggerCards } from '../../../shared/predict/trigger-card.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Whisker } from '../../charts/whisker.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { count, percent, withInterval } from '../../parts/number.ts'
import { Shape } from '../../parts/shape.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { personZone, shortDate } from '../../parts/time.ts'
import { useMay } from '../../state/may.ts'
import { useNow } from '../../state/now.ts'
import { TriggerAnswerForm } from './trigger-answer-form.tsx'
import { besideWords, FINDING_WORDS, minutesWords, needlessWords, toldWords } from './trigger-words.ts'

/** How good each trigger is, and which ones a lead is asked to pause. */
export function TriggerCardsCard() {
  const cards = useQuery(useApi().model.triggerCards.queryOptions())
  return (
    <section className="card trigger-cards" aria-label="Triggers">
      <h2>
        Triggers <small>share of firings that trouble followed, 95 % interval</small>
      </h2>
      {cards.error ? <ErrorNote failure={failureOf(cards.error)} /> : null}
      {cards.isPending ? <BarRows rows={6} /> : null}
      {cards.data ? <Body found={cards.data} /> : null}
    </section>
  )
}

function Body({ found: { cards, model, tickets } }: { found: TriggerCards }) {
  const [chosen, setChosen] = useState<string | null>(null)
  const { lead } = useMay()
  const proposed = cards.filter(({ proposal }) => proposal !== null)
  const answered = proposed.find(({ triggerId }) => triggerId === chosen)
  if (cards.length === 0) return <p className="quiet">This workspace has no triggers.</p>
  return (
    <>
      {proposed.length === 0 ? (
        <p className="quiet">No trigger is known to harm, to raise mostly false alarms, or to do nothing.</p>
      ) : (
        <ul className="proposals">
          {proposed.map(({ triggerId, title, proposal }) => (
            <li key={triggerId}>
              <span className="tag bad">{proposal ? FINDING_WORDS[proposal.finding] : ''}</span>
              <span>
                <b>{title}</b> <span className="quiet">{proposal?.because}</span>
              </span>
              {lead ? (
                <button
                  type="button"
                  className="btn small"
                  aria-expanded={chosen === triggerId}
                  onClick={() => setChosen(chosen === triggerId ? null : triggerId)}
                >
                  Decide
                </button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {answered ? <TriggerAnswerForm key={answered.triggerId} card={answered} onDone={() => setChosen(null)} /> : null}
      <table className="grid">
        <thead>
          <tr>
            <th>Trigger</th>
            <th className="num">Trouble followed</th>
            <th className="figure-line">0 – 100 %</th>
            <th className="num">All accounts</th>
            <th className="num">Beside the model</th>
            <th className="num">Needless contacts</th>
            <th className="num">Minutes / contact avoided</th>
          </tr>
        </thead>
        <tbody>
          {cards.map(card => (
            <CardRow key={card.triggerId} card={card} />
          ))}
        </tbody>
      </table>
      <p className="quiet definition">
        Trouble: a ticket that may be of the trigger’s category, or leaving, within its window; newest firings that
        nobody acted on. {toldWords(tickets)} All accounts: how often any account has such trouble in as long.{' '}
        {model
          ? `Beside the model: any ticket or leaving within ${count(model.horizonDays)} days, in the time that judged the model, had the model warned of as many accounts. `
          : 'No model was trained yet to hold triggers against. '}
        Needless: accounts that we wrote to and that would not have contacted us, if that share holds for them. A lead
        decides about a proposal; nothing is paused automatically.
      </p>
    </>
  )
}

function CardRow({ card }: { card: TriggerCard }) {
  const { triggerId, title, category, enabled, precision, base, besideModel, needless, minutesPerAvoided, decision } =
    card
  const now = useNow()
  return (
    <tr>
      <td>
        <span className="trigger-name">
          <Shape category={category} />{' '}
          <a className="link" href={`#/triggers/${triggerId}`}>
            {title}
          </a>{' '}
          {enabled ? null : <span className="tag">off</span>}
        </span>
        {decision ? (
          <small className="quiet under">
            {decision.answer === 'pause' ? 'Paused' : 'Kept'} by {decision.decidedBy}, next look from{' '}
            {shortDate(decision.lookAt, now, personZone())}: {decision.reason}
          </small>
        ) : null}
      </td>
      <td className="num">
        {withInterval(precision)}
        <small className="quiet under">of {count(precision.n)}</small>
      </td>
      <td className="figure-line">
        <Whisker proportion={precision} tone="good" />
      </td>
      <td className="num">{base === null ? '–' : percent(base)}</td>
      <td className="num">
        {besideWords(besideModel)}
        {besideModel ? <small className="quiet under">of {count(besideModel.trigger.n)} each</small> : null}
      </td>
      <td className="num">{needlessWords(needless)}</td>
      <td className={minutesPerAvoided ? 'num' : 'num quiet'}>{minutesWords(minutesPerAvoided)}</td>
    </tr>
  )
}
