import { useEffect } from 'react'
import type { Habits } from '../../shared/desktop/page-says.ts'
import { TextField } from '../parts/field.tsx'
import { Switch } from '../theme/controls.ts'
import { useHabits } from './habits.ts'
import { inWindow, sayToWindow } from './say.ts'

const USUAL = { from: '18:00', to: '08:00' }

function Form({ habits }: { habits: Habits }) {
  const set = (part: Partial<Habits>) => {
    const next = { ...habits, ...part }
    // Shown at once; the window says the same as soon as it has kept it.
    useHabits.setState({ habits: next })
    sayToWindow({ say: 'set-habits', habits: next })
  }
  const hours = habits.quietHours
  return (
    <div className="form">
      <p>
        While Forestall is in the background, it notifies you of issues that are assigned to you, are due within the
        hour, or return from a snooze. What comes in quiet hours and is still there at their end is notified then. This
        setting holds for you on this computer.
      </p>
      <Switch
        size="xs"
        label="Quiet mode: no notifications"
        checked={habits.quiet}
        onChange={event => set({ quiet: event.currentTarget.checked })}
      />
      <Switch
        size="xs"
        label="Quiet hours"
        checked={hours !== null}
        onChange={event => set({ quietHours: event.currentTarget.checked ? USUAL : null })}
      />
      {hours ? (
        <div className="row-2">
          {(['from', 'to'] as const).map(end => (
            <TextField
              key={end}
              type="time"
              label={end === 'from' ? 'Quiet from' : 'Quiet until'}
              value={hours[end]}
              // A time that is half typed is empty; the last whole one is kept.
              onText={value => value !== '' && set({ quietHours: { ...hours, [end]: value } })}
            />
          ))}
        </div>
      ) : null}
      <Switch
        size="xs"
        label="Name accounts and issues"
        description="A notification can be read on a locked screen, and the system may keep it in a list."
        checked={habits.named}
        onChange={event => set({ named: event.currentTarget.checked })}
      />
    </div>
  )
}

/** Whether, and at which hours, this computer notifies its user. */
export function NotificationsCard() {
  const habits = useHabits(state => state.habits)
  useEffect(() => sayToWindow({ say: 'ask-habits' }), [])
  return (
    <section className="card" aria-label="Notifications">
      <h2>Notifications</h2>
      {inWindow() ? habits && <Form habits={habits} /> : <p>Notifications are shown by the desktop app only.</p>}
    </section>
  )
}
