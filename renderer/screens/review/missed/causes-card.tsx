import { type RecallFigures, TROUBLE_ENDINGS, UNSEEN_CAUSES } from '../../../../shared/review/missed.ts'
import { RecallChart } from '../../../charts/recall-chart.tsx'
import { Whisker } from '../../../charts/whisker.tsx'
import { count, percent, withInterval } from '../../../parts/number.ts'
import { personZone, shortDate } from '../../../parts/time.ts'
import { CATEGORY_WORDS } from '../../../parts/words.ts'
import { FigureCard } from '../figures/figure-card.tsx'
import type { MissedGroup } from './missed-drawer.tsx'
import { ENDING_MEANINGS, ENDING_TITLES } from './missed-words.ts'

interface Props {
  figures: RecallFigures
  onOpen: (group: MissedGroup) => void
}

/** Every ticket and cancellation by its one cause. */
export function CausesCard({ figures: { endings, all, replayed, watchedFrom, now }, onOpen }: Props) {
  return (
    <FigureCard
      title="Every ticket and cancellation by its cause"
      note={`${count(all)} in this period, each counted once`}
      definition={
        <>
          The first cause that fits counts. Recall is the share that the console had seen: with an issue open, acted
          upon, held out, or silenced. What was known of an account counts for 14 days.{' '}
          {replayed > 0 && watchedFrom !== null
            ? `${count(replayed)} came before ${shortDate(watchedFrom, now, personZone())}, when the console began to watch: a replay of today’s triggers replaces their issues. `
            : ''}
          Source: tickets of customers, cancellations, issues, starts and the history of events and objects.
        </>
      }
    >
      <table className="grid">
        <thead>
          <tr>
            <th>Cause</th>
            <th>What it means</th>
            <th className="num">Came</th>
            <th className="num">Share</th>
          </tr>
        </thead>
        <tbody>
          {TROUBLE_ENDINGS.map(ending => (
            <tr key={ending}>
              <td>{UNSEEN_CAUSES.includes(ending) ? <b>{ENDING_TITLES[ending]}</b> : ENDING_TITLES[ending]}</td>
              <td className="quiet">{ENDING_MEANINGS[ending]}</td>
              <td className="num">
                {endings[ending] === 0 ? (
                  '0'
                ) : (
                  <button type="button" className="link" onClick={() => onOpen({ ending })}>
                    {count(endings[ending])}
                  </button>
                )}
              </td>
              <td className="num">{percent(endings[ending] / all)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </FigureCard>
  )
}

/** Recall by what the ticket says that it is about. */
export function RecallByCategory({ figures: { categories, recall }, onOpen }: Props) {
  const rows = [...categories.map(one => ({ ...one, key: one.category ?? 'none' }))]
  return (
    <FigureCard
      title="Recall by category"
      note="share that the console had seen, 95 % interval"
      definition="A ticket has a category where the helpdesk’s data name one in “category”; issues and triggers of that category count for it. Any issue counts for a ticket without a category, and for cancellations. Wilson’s interval. Source: tickets, cancellations and issues."
    >
      <table className="grid">
        <tbody>
          {rows.map(({ key, category, recall: share, endings }) => (
            <tr key={key}>
              <td>{category === null ? 'Not told' : CATEGORY_WORDS[category]}</td>
              <td className="num">
                {count(share.k)} of {count(share.n)}
              </td>
              <td className="num">{withInterval(share)}</td>
              <td className="figure-line">
                <Whisker proportion={share} tone="good" />
              </td>
              <td className="num">
                {endings.no_trigger === 0 ? null : (
                  <button type="button" className="link" onClick={() => onOpen({ ending: 'no_trigger', category })}>
                    {count(endings.no_trigger)} without a trigger
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <td>All</td>
            <td className="num">
              {count(recall.k)} of {count(recall.n)}
            </td>
            <td className="num">{withInterval(recall)}</td>
            <td className="figure-line">
              <Whisker proportion={recall} tone="good" />
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
    </FigureCard>
  )
}

/** Recall by week as a chart, with its table behind it. */
export function RecallByWeek({ figures: { weeks } }: Pick<Props, 'figures'>) {
  const last = weeks.at(-1)?.at ?? 0
  return (
    <FigureCard
      title="Recall by week"
      note="from Monday, UTC, 95 % interval"
      definition="The week in which the ticket was opened or the account left; the running week is included. Grid lines are 0, 50 and 100 %. Source: as above."
    >
      <RecallChart weeks={weeks} />
      <details className="table-behind">
        <summary>Show the table</summary>
        <table className="grid">
          <tbody>
            {weeks.map(({ at, recall }) => (
              <tr key={at}>
                <td>Week of {shortDate(at, last, personZone())}</td>
                <td className="num">
                  {count(recall.k)} of {count(recall.n)}
                </td>
                <td className="num">{withInterval(recall)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </FigureCard>
  )
}
