import { useState } from 'react'
import type { ActingEffect, Bounded, EffectDimension } from '../../../shared/review/effect.ts'
import type { ReviewFigures } from '../../../shared/review/figures.ts'
import { noGapWords } from '../../../shared/review/segment-words.ts'
import { ForestLine } from '../../charts/forest-line.tsx'
import { count, plural } from '../../parts/number.ts'
import type { Cohort } from './cohort-drawer.tsx'

const CHOICES = [
  ['playbook', 'Playbook'],
  ['trigger', 'Trigger'],
  ['category', 'Category'],
  ['plan', 'Plan'],
  ['size', 'Size'],
  ['country', 'Country'],
  ['specialist', 'Specialist'],
] as const satisfies readonly (readonly [EffectDimension, string])[]
type Chosen = (typeof CHOICES)[number][0]

const signed = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)}`
/** Points of a share with their bounds: `−7.1 (−9.9 to −2.1)`. */
export const pointsWithBounds = ({ value, low, high }: Bounded): string =>
  `${signed(value)} (${signed(low)} to ${signed(high)})`

const CONCLUSIONS = {
  fewer: ['good', 'fewer contacts'],
  more: ['bad', 'more contacts'],
  cannot_tell: ['', 'cannot tell yet'],
} as const

/** What is missing until one can tell. */
function missing({ why, moreAccounts }: ActingEffect): string {
  if (why === null) return ''
  if (why === 'no_control') return 'no account is held out'
  if (why === 'no_treated') return 'no account was acted on'
  return moreAccounts === null
    ? 'the difference is too small to tell'
    : `${plural(moreAccounts, 'more account')} needed`
}

/** Which accounts a row opens. */
function groupOf({ dimension, key }: ActingEffect): Partial<Cohort> {
  if (dimension === 'trigger') return { triggerId: key }
  if (dimension === 'playbook') return { playbookId: key }
  return dimension === 'all' ? {} : { group: { [dimension]: key } }
}

function Row({ effect, reach, onOpen }: { effect: ActingEffect; reach: number; onOpen: (cohort: Cohort) => void }) {
  const { label, assigned, ghost, conclusion, open } = effect
  const [tone, words] = CONCLUSIONS[conclusion]
  const arm = (name: 'treated' | 'control') =>
    assigned[name].starts === 0 ? (
      '–'
    ) : (
      <button
        type="button"
        className="link"
        onClick={() => onOpen({ figure: `${name}_contacts`, title: `${label}: contacts, ${name}`, ...groupOf(effect) })}
      >
        {count(assigned[name].contacts)} of {count(assigned[name].starts)}
      </button>
    )
  const interval = assigned.sequence ? pointsWithBounds(assigned.sequence) : 'too few accounts'
  return (
    <tr>
      <td>
        <span className="two">{label}</span>
        {open > 0 ? <small className="quiet"> {plural(open, 'window')} open</small> : null}
      </td>
      <td className="num">{arm('treated')}</td>
      <td className="num">{arm('control')}</td>
      <td>
        <ForestLine interval={assigned.sequence} conclusion={conclusion} reach={reach} label={interval} />
      </td>
      <td className="num">{interval}</td>
      <td className="num">{ghost?.sequence ? pointsWithBounds(ghost.sequence) : '–'}</td>
      <td>
        <span className={`tag ${tone}`}>{words}</span>
        <small className="quiet missing">{missing(effect)}</small>
      </td>
    </tr>
  )
}

interface Props {
  figures: ReviewFigures
  onOpen: (cohort: Cohort) => void
}

/** Groups that have an interval, and those with too few accounts for one; all playbooks together are always shown. */
export function byInterval(effects: readonly ActingEffect[]): { told: ActingEffect[]; untold: ActingEffect[] } {
  const isTold = ({ dimension, assigned }: ActingEffect) => dimension === 'all' || assigned.sequence !== null
  return { told: effects.filter(isTold), untold: effects.filter(effect => !isTold(effect)) }
}

/** What the groups without an interval lack: `14 groups have too few accounts for an interval; 9 have no account held out`. */
export function untoldWords(untold: readonly ActingEffect[]): string {
  const alone = untold.filter(({ why }) => why === 'no_control').length
  const groups = `${plural(untold.length, 'group')} ${untold.length === 1 ? 'has' : 'have'} too few accounts for an interval`
  return alone === 0 ? groups : `${groups}; ${count(alone)} ${alone === 1 ? 'has' : 'have'} no account held out`
}

/** Effects against control as a forest plot that is its own table. */
export function EffectsCard({ figures, onOpen }: Props) {
  const [chosen, setChosen] = useState<Chosen>('playbook')
  const [shows, setShows] = useState(false)
  const rows = figures.effects.filter(({ dimension }) => dimension === 'all' || dimension === chosen)
  const { told, untold } = byInterval(rows)
  const ends = rows.flatMap(({ assigned: { sequence } }) => (sequence ? [sequence.low, sequence.high] : []))
  const reach = Math.max(0.05, ...ends.map(Math.abs))
  return (
    <section className="card effects" aria-label="Effects">
      <h2>
        Contacts for each 100 starts, treated − control <small>95 % interval, valid at any look</small>
      </h2>
      <fieldset className="acts" aria-label="Group by">
        {CHOICES.map(([name, label]) => (
          <button
            type="button"
            key={name}
            className={`pill${name === chosen ? ' on' : ''}`}
            aria-pressed={name === chosen}
            onClick={() => setChosen(name)}
          >
            {label}
          </button>
        ))}
      </fieldset>
      <table className="grid">
        <thead>
          <tr>
            <th>Group</th>
            <th className="num">Contacts, treated</th>
            <th className="num">Control</th>
            <th>Fewer ← → more</th>
            <th className="num">As assigned, points</th>
            <th className="num" title="Among accounts that were, or would have been, written to">
              As written to, points
            </th>
            <th>Conclusion</th>
          </tr>
        </thead>
        <tbody>
          {(shows ? rows : told).map(effect => (
            <Row key={`${effect.dimension}:${effect.key}`} effect={effect} reach={reach} onOpen={onOpen} />
          ))}
        </tbody>
        {untold.length > 0 ? (
          <tbody className="untold">
            <tr>
              <td colSpan={7}>
                <span className="tag">cannot tell yet</span> {untoldWords(untold)}.{' '}
                <button type="button" className="link" aria-expanded={shows} onClick={() => setShows(!shows)}>
                  {shows ? 'Hide them' : 'Show them'}
                </button>
              </td>
            </tr>
          </tbody>
        ) : null}
      </table>
      <p className="quiet">
        A contact is a ticket of the account in the window after the start, in both arms alike. Starts of one account
        count together. Groups are corrected for each other (Holm). Source: starts, their arms and tickets.{' '}
        {figures.gaps.length === 0
          ? noGapWords(figures.segmentsTested)
          : figures.gaps.map(({ label, gap }) => `${label} differs from the rest by ${pointsWithBounds(gap)} points. `)}
      </p>
    </section>
  )
}
