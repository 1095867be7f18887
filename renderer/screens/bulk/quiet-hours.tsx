import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import type { BulkSummary } from '../../../shared/intervention/bulk.ts'
import { plural } from '../../parts/number.ts'
import { useMay } from '../../state/may.ts'

/** How many messages of a plan wait for the end of quiet hours. */
export const waitsForMorning = (plan: BulkSummary | undefined): number =>
  plan?.obstacles.find(({ check, status }) => check === 'quiet_hours' && status === 'wait')?.n ?? 0

interface Props {
  waits: number
  /** Why they may leave during quiet hours; empty where they wait. */
  reason: string
  onReason: (reason: string) => void
}

/** Lets a lead say why a service notice may leave during quiet hours, too. */
export function QuietHours({ waits, reason, onReason }: Props) {
  const may = useMay().override('quiet_hours')
  const [text, setText] = useState(reason)
  const [settled] = useDebouncedValue(text, 400)
  useEffect(() => onReason(settled), [settled, onReason])
  if (waits === 0 && text === '') return null
  if (!may)
    return <p className="quiet">{plural(waits, 'message')} wait for quiet hours. A lead can let them leave now.</p>
  return (
    <label className="stack">
      <span>Why this service notice may leave during quiet hours ({plural(waits, 'message')} would wait)</span>
      <input
        className="in"
        value={text}
        maxLength={500}
        placeholder="A reason, which the journal keeps"
        onChange={event => setText(event.currentTarget.value)}
        onKeyDown={event => {
          // Enter takes the reason over and shows the new plan; it does not start anything unseen.
          if (event.key !== 'Enter') return
          event.preventDefault()
          onReason(text)
        }}
      />
    </label>
  )
}
