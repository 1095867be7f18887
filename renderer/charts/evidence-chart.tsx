import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { SignalView } from '../../shared/model/signal.ts'
import type { Category } from '../../shared/vocabulary.ts'
import { figure } from '../parts/number.ts'
import { personZone, shortDate, stamp } from '../parts/time.ts'
import './charts.css'
import { Marker } from './marker.tsx'

interface Props {
  series: SignalView['series']
  firedAt: number
  category: Category
  now: number
}

interface Datum {
  at: number
  value: number | null
  mark: number | null
  text: string
}

/** One row for each day and each mark, in order of time. */
function dataOf({ points, marks }: SignalView['series']): Datum[] {
  const days = points.map(p => ({ at: p.at, value: p.value, mark: null, text: '' }))
  const marked = marks.map(m => ({ at: m.at, value: null, mark: m.value, text: m.text }))
  return [...days, ...marked].sort((a, b) => a.at - b.at)
}

function Tip({ active, payload, now }: { active?: boolean; payload?: readonly { payload?: Datum }[]; now: number }) {
  const datum = payload?.[0]?.payload
  if (!active || !datum) return null
  return (
    <div className="tip">
      {stamp(datum.at, now, personZone())} · <b>{figure(datum.value ?? datum.mark ?? 0)}</b> {datum.text}
    </div>
  )
}

/** The account's own history: normal range shaded, counted events marked, the moment of firing dashed. */
export function EvidenceChart({ series, firedAt, category, now }: Props) {
  const zone = personZone()
  const data = dataOf(series)
  const first = data[0]?.at ?? firedAt
  const last = Math.max(data.at(-1)?.at ?? firedAt, firedAt)
  const top = Math.max(...data.map(d => d.value ?? d.mark ?? 0), series.usualHigh ?? 0, 1) * 1.12
  const texts = [...new Set(series.marks.map(m => m.text).filter(Boolean))]
  const usual =
    series.usualLow !== null && series.usualHigh !== null
      ? `, usually ${figure(series.usualLow)} to ${figure(series.usualHigh)}`
      : ''
  return (
    <figure>
      <div className="evidence" role="img" aria-label={`${series.label}: ${data.length} points${usual}`}>
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart data={data} margin={{ top: 6, right: 8, bottom: 4, left: 0 }} accessibilityLayer={false}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis dataKey="at" type="number" domain={[first, last]} hide />
            <YAxis domain={[0, top]} hide tickCount={4} />
            {series.usualLow !== null && series.usualHigh !== null ? (
              <ReferenceArea y1={series.usualLow} y2={series.usualHigh} fill="var(--accent-soft)" fillOpacity={1} />
            ) : null}
            <Tooltip isAnimationActive={false} cursor={{ stroke: 'var(--line-strong)' }} content={<Tip now={now} />} />
            <Line
              dataKey="value"
              stroke="var(--ink-2)"
              strokeWidth={1.6}
              dot={false}
              connectNulls
              isAnimationActive={false}
            />
            <Scatter
              dataKey="mark"
              shape={point => <Marker category={category} cx={point.cx} cy={point.cy} />}
              isAnimationActive={false}
            />
            <ReferenceLine x={firedAt} stroke="var(--bad)" strokeDasharray="3 3" />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
      <figcaption className="evidence-foot">
        <span>{shortDate(first, now, zone)}</span>
        <span className="mid">{texts.slice(0, 3).join(', ')}</span>
        <span className="fired">fired {stamp(firedAt, now, zone)}</span>
      </figcaption>
    </figure>
  )
}
