import type { Bounded, League } from '../../../../shared/review/effect.ts'
import { ForestLine } from '../../../charts/forest-line.tsx'
import { count } from '../../../parts/number.ts'
import { Shape } from '../../../parts/shape.tsx'
import type { Cohort } from '../cohort-drawer.tsx'
import { pointsWithBounds } from '../effects-card.tsx'
import { countWithBounds } from './bounded-words.ts'
import { CannotTell, FigureCard } from './figure-card.tsx'

/** Which side of 0 a whole interval lies on. */
export function sideOf({ low, high }: Bounded): 'fewer' | 'more' | 'cannot_tell' {
  if (high < 0) return 'fewer'
  return low > 0 ? 'more' : 'cannot_tell'
}

const NOTE =
  'The best of several playbooks was partly lucky. The adjusted effect draws each playbook towards what all have in common, by as much as its own error is large; the plain sum keeps the luck. Intervals hold for one look, those of the comparison above for any. Contacts avoided: treated starts times the effect. Source: starts with a closed window, both arms.'

interface Props {
  league: League
  onOpen: (cohort: Cohort) => void
}

/** Playbooks by their adjusted effect, and the total of all beside the plain sum. */
export function LeagueCard({ league: { rows, naive, adjusted }, onOpen }: Props) {
  const reach = Math.max(0.05, ...rows.flatMap(row => [row.adjusted.low, row.adjusted.high]).map(Math.abs))
  return (
    <FigureCard
      title="Playbooks by effect"
      note="points, adjusted for the winner’s curse, 95 % interval"
      definition={NOTE}
    >
      {rows.length === 0 ? (
        <CannotTell why="No playbook has enough accounts in both arms." />
      ) : (
        <table className="grid league">
          <thead>
            <tr>
              <th>Playbook</th>
              <th className="num">Treated</th>
              <th>Fewer ← → more</th>
              <th className="num">Adjusted</th>
              <th className="num">As measured</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, label, category, starts, ...row }) => (
              <tr key={key}>
                <td>
                  {category ? <Shape category={category} /> : null} <span className="two">{label}</span>
                </td>
                <td className="num">
                  <button
                    type="button"
                    className="link"
                    onClick={() => onOpen({ figure: 'treated', title: `${label}: treated`, playbookId: key })}
                  >
                    {count(starts)}
                  </button>
                </td>
                <td>
                  <ForestLine
                    interval={row.adjusted}
                    conclusion={sideOf(row.adjusted)}
                    reach={reach}
                    label={pointsWithBounds(row.adjusted)}
                  />
                </td>
                <td className="num">{pointsWithBounds(row.adjusted)}</td>
                <td className="num quiet">{pointsWithBounds(row.measured)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td colSpan={3}>
                <b>Contacts avoided by all of them</b>
              </td>
              <td className="num">
                <b>{adjusted ? countWithBounds(adjusted) : '–'}</b>
              </td>
              <td className="num quiet">{naive ? countWithBounds(naive) : '–'} plain sum</td>
            </tr>
          </tfoot>
        </table>
      )}
    </FigureCard>
  )
}
