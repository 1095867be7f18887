import type { SignalView } from '../../../../shared/model/signal.ts'
import type { Category } from '../../../../shared/vocabulary.ts'
import { figure } from '../../../parts/number.ts'
import { Shape } from '../../../parts/shape.tsx'
import { personZone, stamp } from '../../../parts/time.ts'

interface Props {
  signals: readonly SignalView[]
  chosen: number
  category: Category
  now: number
  onChoose: (id: number) => void
}

const figuresOf = (signal: SignalView) =>
  signal.evidence.figures
    // Figures that the sentence already contains are not repeated.
    .filter(f => !signal.sentence.includes(figure(f.value)))
    .map(f => `${f.label}: ${figure(f.value)}${f.usual === null ? '' : ` (usually ${figure(f.usual)})`}`)
    .join(' · ')

/** The signals folded into the issue; the chart above shows the selected one. */
export function SignalList({ signals, chosen, category, now, onChoose }: Props) {
  return (
    <ul className="signals">
      {signals.map(signal => (
        <li key={signal.id}>
          <button
            type="button"
            className={signal.id === chosen && signals.length > 1 ? 'on' : ''}
            aria-pressed={signal.id === chosen}
            onClick={() => onChoose(signal.id)}
          >
            <Shape category={category} size={9} />
            <span className="signal-what" title={`${signal.sentence} · ${figuresOf(signal)}`}>
              <b>{signal.sentence}</b> {figuresOf(signal)}
            </span>
            <time>{signal.clearedAt === null ? stamp(signal.firedAt, now, personZone()) : 'cleared'}</time>
          </button>
        </li>
      ))}
    </ul>
  )
}
