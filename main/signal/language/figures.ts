import type { Evidence } from '../../../shared/model/signal.ts'
import { DAY } from '../../../shared/trigger/duration.ts'
import { givesTime, type Measure, measureLabel, relationOf } from '../../../shared/trigger/measures/measures.ts'
import type { Meter } from '../meter/meter.ts'

const rounded = (value: number) => Math.round(value * 100) / 100

/**
 * What one comparison measured, for people: `recent`, `recent2` … by its position; times in days. Where the measure is a
 * share of the usual, the plain amount beside the usual one, and the share as `rate`, `rate2` ….
 */
export function figuresOf(measure: Measure, meter: Meter, position: number, t: number): Evidence['figures'] {
  // That an object is there is no figure of it.
  if (relationOf(measure) === 'this' && measure.type === 'objects') return []
  const suffix = position === 0 ? '' : String(position + 1)
  const label = measureLabel(measure)
  const value = meter.value(t)
  if (!meter.share) {
    if (value === null) return []
    return [{ name: `recent${suffix}`, label, value: rounded(givesTime(measure) ? value / DAY : value), usual: null }]
  }
  const unit = measure.type === 'stored' ? DAY : 1
  const { recent, usual } = meter.share(t)
  const figure = {
    name: `recent${suffix}`,
    label,
    value: rounded(recent / unit),
    usual: usual === null ? null : rounded(usual / unit),
  }
  if (value === null) return [figure]
  return [figure, { name: `rate${suffix}`, label: 'share of the usual', value: rounded(value), usual: 1 }]
}
