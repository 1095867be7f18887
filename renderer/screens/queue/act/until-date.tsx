import '@mantine/dates/styles.css'
import { DateInput } from '@mantine/dates'
import { useState } from 'react'
import { DAY } from '../../../../shared/trigger/duration.ts'
import { localMorning, MORNING, personZone } from '../../../parts/time.ts'

/** A calendar to choose the day on which a snoozed issue returns. Loaded when the menu is first opened. */
export function UntilDate({ now, onPick }: { now: number; onPick: (at: number) => void }) {
  const [value, setValue] = useState<string | null>(null)
  return (
    <DateInput
      size="xs"
      aria-label="Snooze until a date"
      placeholder="Until a date, such as 24 Dec"
      valueFormat="D MMM YYYY"
      minDate={new Date(now + DAY)}
      value={value}
      popoverProps={{ withinPortal: false }}
      onChange={picked => {
        setValue(picked)
        if (picked) onPick(localMorning(Date.parse(`${picked}T12:00:00`), 0, MORNING, personZone()))
      }}
    />
  )
}
