import '@mantine/dates/styles.css'
import { DateInput } from '@mantine/dates'
import { useState } from 'react'
import { DAY } from '../../shared/trigger/duration.ts'
import { localMorning, personZone } from '../parts/time.ts'

interface Props {
  label: string
  /** The first day that can be chosen is the one after. */
  now: number
  /** The hour of the chosen day that is meant. */
  hour: number
  onPick: (at: number) => void
}

/** A calendar to choose a day. Loaded when its menu is first opened. */
export function UntilDate({ label, now, hour, onPick }: Props) {
  const [value, setValue] = useState<string | null>(null)
  return (
    <DateInput
      size="xs"
      aria-label={label}
      placeholder="Until a date, such as 24 Dec"
      valueFormat="D MMM YYYY"
      minDate={new Date(now + DAY)}
      value={value}
      popoverProps={{ withinPortal: false }}
      onChange={picked => {
        setValue(picked)
        if (picked) onPick(localMorning(Date.parse(`${picked}T12:00:00`), 0, hour, personZone()))
      }}
    />
  )
}
