import type { Arithmetic } from '../../../../shared/model/issue.ts'
import { isWide, widthWords } from '../../../../shared/predict/width.ts'
import { count } from '../../../parts/number.ts'

/** Where one factor of a priority is from. */
export interface Source {
  name: string
  from: string
  /** It is said loudly, because a person should decide differently for it. */
  isWarning: boolean
}

const calm = (name: string, from: string): Source => ({ name, from, isWarning: false })
const points = (share: number): string => `${share < 0 ? '−' : ''}${Math.abs(Math.round(100 * share))}`

/** Where the factors of a priority are from, in the order of the arithmetic. `model`: what made the risk. */
export function sourcesOf(a: Arithmetic, model: string): Source[] {
  return [riskFrom(a, model), treatabilityFrom(a), valueFrom(a), urgencyFrom(a), calm('Work', 'stated by the trigger')]
}

function riskFrom({ risk, riskLow, riskHigh, riskAbout }: Arithmetic, model: string): Source {
  const width = { risk, low: riskLow, high: riskHigh }
  const words = widthWords(width)
  if (words === null) return calm('Risk', `${model}; base rates have no interval`)
  const about = riskAbout === null ? 'any ticket, or leaving' : `a ticket about ${riskAbout}, or leaving`
  return calm('Risk', `${model}, ${words}${isWide(width) ? ', few like it' : ''}: ${about}`)
}

function treatabilityFrom({ treatabilityLow: low, treatabilityHigh: high, treatabilityStarts: n }: Arithmetic): Source {
  if (low === null || high === null) return calm('Treatable', 'assumed: stated by the playbook, not measured yet')
  const interval = `${points(low)} to ${points(high)} %, measured on ${count(n)} starts`
  if (high < 0)
    return { name: 'Treatable', from: `${interval}: acting makes it worse. Do not disturb`, isWarning: true }
  return calm('Treatable', interval)
}

const valueFrom = ({ basis: { by } }: Arithmetic): Source =>
  calm(
    'At stake',
    by === 'known'
      ? 'monthly value of the account'
      : by === 'typical'
        ? 'counted as a typical account'
        : 'nothing known, so one unit',
  )

const urgencyFrom = ({ urgency }: Arithmetic): Source =>
  calm('Urgency', urgency >= 1.6 ? 'due within a day' : urgency > 1 ? 'due within a week' : 'no deadline near')
