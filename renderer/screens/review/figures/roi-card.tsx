import { useState } from 'react'
import { FIRST_ASSUMPTIONS, type RoiFacts, roiOf } from '../../../../shared/review/roi.ts'
import { count } from '../../../parts/number.ts'
import type { Cohort } from '../cohort-drawer.tsx'
import { AssumptionSliders } from './assumption-sliders.tsx'
import { countWithBounds, moneyWithBounds, moneyWords, ratioWithBounds } from './bounded-words.ts'
import { CannotTell, FigureCard } from './figure-card.tsx'
import { dominanceWords, roiConclusion } from './roi-words.ts'

const UNKNOWN = (
  <CannotTell why="A return needs the contacts avoided. Hold more accounts out until the comparison above shows an interval." />
)

interface Props {
  facts: RoiFacts
  onOpen: (cohort: Cohort) => void
}

/**
 * The return on the team's work against control. Assumptions are sliders, and the interval is carried through. What was
 * measured opens the accounts behind it; amounts follow from it and from the assumptions.
 */
export function RoiCard({ facts, onOpen }: Props) {
  const [assumed, setAssumed] = useState(FIRST_ASSUMPTIONS)
  const roi = roiOf(facts, assumed)
  const { tone, words } = roiConclusion(roi)
  const { currency, avoided, kept, minutes, dominantShare } = facts
  const unknown = <span className="tag">cannot tell yet</span>
  const opens = (figure: Cohort['figure'], title: string, words: string) => (
    <button type="button" className="link" onClick={() => onOpen({ figure, title })}>
      {words}
    </button>
  )
  const money = (amount: typeof roi.saved) => (amount ? moneyWithBounds(amount, currency) : unknown)
  return (
    <FigureCard
      title="Return against control"
      note={`in ${currency}, 95 % interval`}
      definition={`Saved: contacts avoided times the cost of a contact, and accounts kept times what an account of the cohort pays in a month (${moneyWords(facts.monthlyMinor, currency)} on average), the margin and the months. Spent: the minutes that treated starts took, by the estimate of their issue. The interval covers what was measured; assumptions are taken as given. Source: the comparison with control accounts above.`}
    >
      {roi.saved ? <AssumptionSliders assumed={assumed} currency={currency} onChange={setAssumed} /> : UNKNOWN}
      {dominantShare === null ? null : (
        <p>
          <span className="tag wait">one account</span> {dominanceWords(dominantShare)}
        </p>
      )}
      <table className="grid">
        <thead>
          <tr>
            <th>Part</th>
            <th className="num">Measured</th>
            <th className="num">Amount</th>
          </tr>
        </thead>
        <tbody>
          {roi.saved ? (
            <>
              <tr>
                <td>Contacts avoided</td>
                <td className="num">
                  {avoided ? opens('treated', 'Treated starts that were compared', countWithBounds(avoided)) : '–'}
                </td>
                <td className="num">{money(roi.contacts)}</td>
              </tr>
              <tr>
                <td>Accounts kept</td>
                <td className="num">{kept ? opens('left', 'Accounts that left', countWithBounds(kept)) : '–'}</td>
                <td className="num">{money(roi.kept)}</td>
              </tr>
              <tr>
                <td>Saved together</td>
                <td />
                <td className="num">{money(roi.saved)}</td>
              </tr>
            </>
          ) : null}
          <tr>
            <td>Spent</td>
            <td className="num">{opens('begun', 'Treated starts', `${count(Math.round(minutes))} min`)}</td>
            <td className="num">{moneyWords(roi.spentMinor, currency)}</td>
          </tr>
          {roi.saved ? (
            <tr>
              <td>
                <b>Saved for each 1 spent</b> <span className={`tag ${tone}`}>{words}</span>
              </td>
              <td />
              <td className="num">{roi.ratio ? <b>{ratioWithBounds(roi.ratio)}</b> : '–'}</td>
            </tr>
          ) : null}
        </tbody>
      </table>
    </FigureCard>
  )
}
