import { type PointerEvent, useState } from 'react'
import type { SignalView } from '../../shared/model/signal.ts'
import type { Category } from '../../shared/vocabulary.ts'
import { figure } from '../parts/number.ts'
import { Shape } from '../parts/shape.tsx'
import { personZone, shortDate, stamp } from '../parts/time.ts'
import './charts.css'

interface Props {
  series: SignalView['series']
  firedAt: number
  category: Category
  now: number
}

interface Datum {
  at: number
  value: number
  text: string
}

/** Per cent of the plot from its left and its top. */
interface Point {
  x: number
  y: number
}

/** Where the middle of the line that the moment of firing is drawn with lies, so that half of it is not cut off. */
const INSET = 1

function placed({ points, marks, usualHigh }: SignalView['series'], firedAt: number) {
  const days = points.map(p => ({ ...p, text: '' }))
  // Those of one moment and one value lie on each other.
  const counted = [...new Map(marks.map(m => [`${m.at} ${m.value}`, m])).values()]
  const all: Datum[] = [...days, ...counted].sort((a, b) => a.at - b.at)
  const first = Math.min(...points.map(p => p.at), all[0]?.at ?? firedAt, firedAt)
  const last = Math.max(...points.map(p => p.at), all.at(-1)?.at ?? firedAt, firedAt)
  const top = Math.max(...all.map(d => d.value), usualHigh ?? 0, 1) * 1.12
  const x = (at: number) => INSET + ((at - first) / Math.max(1, last - first)) * (100 - 2 * INSET)
  const y = (value: number) => 100 - (value / top) * 100
  return { all, days, counted, first, x, y, at: ({ at, value }: Datum): Point => ({ x: x(at), y: y(value) }) }
}

/**
 * The account's own history: normal range shaded, counted events marked, the moment of firing dashed. Drawn plainly, because
 * it is drawn again at every step through the queue.
 */
export function EvidenceChart({ series, firedAt, category, now }: Props) {
  const zone = personZone()
  const [pointed, point] = useState<Datum | null>(null)
  const { all, days, counted, first, x, y, at } = placed(series, firedAt)
  const { usualLow, usualHigh } = series
  const texts = [...new Set(series.marks.map(m => m.text).filter(Boolean))]
  const usual = usualLow !== null && usualHigh !== null ? `, usually ${figure(usualLow)} to ${figure(usualHigh)}` : ''
  const nearest = (event: PointerEvent<HTMLElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect()
    const under = ((event.clientX - left) / width) * 100
    const distance = (datum: Datum) => Math.abs(x(datum.at) - under)
    point(all.reduce<Datum | null>((best, datum) => (!best || distance(datum) < distance(best) ? datum : best), null))
  }
  const shown = pointed && all.includes(pointed) ? pointed : all.find(d => d.at === pointed?.at)
  return (
    <figure>
      <div
        className="evidence"
        role="img"
        aria-label={`${series.label}: ${all.length} points${usual}`}
        onPointerMove={nearest}
        onPointerLeave={() => point(null)}
      >
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          {[25, 50, 75, 100].map(level => (
            <path key={level} className="grid" d={`M0 ${level}H100`} />
          ))}
          {usualLow !== null && usualHigh !== null ? (
            <rect
              className="usual"
              x="0"
              width="100"
              y={y(usualHigh)}
              height={Math.max(0.5, y(usualLow) - y(usualHigh))}
            />
          ) : null}
          <path className="line" d={days.map((d, n) => `${n === 0 ? 'M' : 'L'}${at(d).x} ${at(d).y}`).join('')} />
          <path className="fired" d={`M${x(firedAt)} 0V100`} />
          {shown ? <path className="pointed" d={`M${x(shown.at)} 0V100`} /> : null}
        </svg>
        {counted.map(mark => (
          <i
            className="point"
            key={`${mark.at} ${mark.value}`}
            style={{ left: `${at(mark).x}%`, top: `${at(mark).y}%` }}
          >
            <Shape category={category} size={10} />
          </i>
        ))}
        {shown ? (
          <div className={`tip over${x(shown.at) > 60 ? ' before' : ''}`} style={{ left: `${x(shown.at)}%` }}>
            {stamp(shown.at, now, zone)} · <b>{figure(shown.value)}</b> {shown.text}
          </div>
        ) : null}
      </div>
      <figcaption className="evidence-foot">
        <span>{shortDate(first, now, zone)}</span>
        <span className="mid" title={texts.join(', ')}>
          {texts.slice(0, 3).join(', ')}
        </span>
        <span className="fired">fired {stamp(firedAt, now, zone)}</span>
      </figcaption>
    </figure>
  )
}
