import { Switch } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AutopilotView } from '../../../shared/intervention/autopilot.ts'
import { LEADING, roleWords } from '../../../shared/roles.ts'
import { useApi } from '../../api/client.tsx'
import { LabelRow, NumberBit } from '../../parts/inputs.tsx'
import { plural, withInterval } from '../../parts/number.ts'
import { personZone, stamp } from '../../parts/time.ts'
import { toast } from '../../parts/toast.tsx'
import { useBulk } from '../../state/bulk.ts'
import { useMay } from '../../state/may.ts'
import { useNow } from '../../state/now.ts'

/** What autopilot does at the moment, or why it does nothing. `on`: the trigger itself is on. */
export function autopilotWords(view: AutopilotView, on: boolean, now: number, zone: string): string {
  const { enabled, stoppedAt, stoppedBecause, started, dailyCap, changedBy, changedAt } = view
  if (stoppedAt !== null)
    return `Stopped by itself ${stamp(stoppedAt, now, zone)}: ${stoppedBecause ?? 'no reason kept'}`
  if (!enabled) return 'Off: the playbook starts when a person starts it.'
  if (!on) return 'Waits: the trigger is off, so there is nothing new to start.'
  const by = changedBy && changedAt !== null ? ` Switched on by ${changedBy}, ${stamp(changedAt, now, zone)}.` : ''
  return `${started} of at most ${dailyCap} started within 24 hours.${by}`
}

interface Props {
  triggerId: string
  title: string
  /** The trigger itself is on. */
  on: boolean
  playbookId: string
  openIssues: number
}

/** The two ways of acting without looking at each issue: for all that are open now, and for all that will come. */
export function Autopilot({ triggerId, title, on, playbookId, openIssues }: Props) {
  const list = useQuery(useApi().autopilot.list.queryOptions())
  const view = list.data?.find(one => one.triggerId === triggerId)
  const { ask } = useBulk()
  return (
    <>
      <LabelRow label="Open now">
        <button
          type="button"
          className="btn small"
          disabled={openIssues === 0}
          onClick={() => ask({ whom: { triggerId }, title: `all open issues of “${title}”`, playbookId })}
        >
          Outreach to {plural(openIssues, 'open issue')} …
        </button>
      </LabelRow>
      {view ? <Switching key={view.dailyCap} view={view} on={on} /> : null}
    </>
  )
}

function Switching({ view, on }: { view: AutopilotView; on: boolean }) {
  const now = useNow()
  const may = useMay()
  const [cap, setCap] = useState(view.dailyCap)
  const set = useMutation(useApi().autopilot.set.mutationOptions())
  const { triggerId, enabled, card } = view
  const put = (next: boolean, dailyCap: number) =>
    set.mutate(
      { triggerId, enabled: next, dailyCap },
      { onSuccess: () => toast(`Autopilot ${next ? `on, at most ${dailyCap} within 24 hours` : 'off'}`) },
    )
  return (
    <>
      <LabelRow label="Autopilot">
        <Switch
          size="sm"
          checked={enabled}
          disabled={set.isPending || !may.lead}
          label={enabled ? 'on' : 'off'}
          aria-label={`Autopilot is ${enabled ? 'on' : 'off'}`}
          onChange={event => put(event.currentTarget.checked, cap)}
        />
        <span>starts the playbook for new issues, at most</span>
        <NumberBit label="Autopilot’s cap" value={cap} least={1} whole width={54} onChange={setCap} />
        <span>within 24 hours</span>
        {enabled && cap !== view.dailyCap ? (
          <button type="button" className="btn small" disabled={set.isPending} onClick={() => put(true, cap)}>
            Set the cap
          </button>
        ) : null}
        {may.lead ? null : <span className="quiet">needs {roleWords(LEADING)}</span>}
      </LabelRow>
      <LabelRow label="">
        <span className={view.stoppedAt === null ? 'quiet' : 'bad-text'}>
          {autopilotWords(view, on, now, personZone())}
        </span>
      </LabelRow>
      {card.contacted.n > 0 ? (
        <LabelRow label="">
          <span className="quiet">
            Contacted us anyway {withInterval(card.contacted)}, held out {withInterval(card.contactedControl)} · would
            not have happened {withInterval(card.falsePositives)}
          </span>
        </LabelRow>
      ) : null}
    </>
  )
}
