import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AutopilotView } from '../../../shared/intervention/autopilot.ts'
import type { StopRuleView } from '../../../shared/intervention/stop-rule.ts'
import { LEADING, roleWords } from '../../../shared/roles.ts'
import { useApi } from '../../api/client.tsx'
import { SetByAdministrator } from '../../parts/held.tsx'
import { LabelRow, NumberBit } from '../../parts/inputs.tsx'
import { percent, plural, withInterval } from '../../parts/number.ts'
import { personZone, stamp } from '../../parts/time.ts'
import { toast } from '../../parts/toast.tsx'
import { useBulk } from '../../state/bulk.ts'
import { useMay } from '../../state/may.ts'
import { useNow } from '../../state/now.ts'
import { Switch } from '../../theme/controls.ts'

/** The status of an autopilot, or why it starts nothing. `on`: the trigger itself is on. */
export function autopilotWords(view: AutopilotView, on: boolean, now: number, zone: string): string {
  const { enabled, stoppedAt, stoppedBecause, started, dailyCap, changedBy, changedAt } = view
  if (stoppedAt !== null)
    return `Stopped automatically ${stamp(stoppedAt, now, zone)}: ${stoppedBecause ?? 'no reason was kept'}`
  if (!enabled) return 'Off. A person starts the playbook for each issue.'
  if (!on) return 'Waiting. The trigger is off, so there are no new issues.'
  const by = changedBy && changedAt !== null ? ` Turned on by ${changedBy}, ${stamp(changedAt, now, zone)}.` : ''
  return `Started ${started} of at most ${dailyCap} in the last 24 hours.${by}`
}

interface Props {
  triggerId: string
  title: string
  /** The trigger itself is on. */
  on: boolean
  playbookId: string
  /** Null while it is not known. */
  openIssues: number | null
}

/** The two ways of acting without looking at each issue: bulk outreach for open ones, autopilot for new ones. */
export function Autopilot({ triggerId, title, on, playbookId, openIssues }: Props) {
  const list = useQuery(useApi().autopilot.list.queryOptions())
  const view = list.data?.find(one => one.triggerId === triggerId)
  const { ask } = useBulk()
  return (
    <>
      <LabelRow label="Open issues">
        <button
          type="button"
          className="btn small"
          disabled={!openIssues}
          onClick={() => ask({ whom: { triggerId }, title: `all open issues of “${title}”`, playbookId })}
        >
          Message {openIssues === null ? 'open issues' : plural(openIssues, 'open issue')} …
        </button>
      </LabelRow>
      {view ? <AutopilotSwitch key={view.dailyCap} view={view} on={on} /> : null}
    </>
  )
}

/** The rule that stops autopilot, as it was fixed, and what it has found so far. */
function StopRuleRow({ stopRule }: { stopRule: StopRuleView }) {
  const now = useNow()
  const { rule, hash, fixedBy, fixedAt, replaced, evidence, stopsAt, treated, control, noticedAfter } = stopRule
  return (
    <LabelRow label="Stop rule">
      <span className="quiet">
        Stops when accounts that were written to contact us {rule.metric === 'contact' ? '' : 'or leave '}more often
        than held-out accounts: evidence <b className="num">{evidence.toFixed(1)}</b> of{' '}
        <b className="num">{stopsAt.toFixed(0)}</b> ({treated.harmed} of {treated.n}, held out {control.harmed} of{' '}
        {control.n}). A harmless autopilot is stopped with a chance of {percent(rule.bound)} at most, however often it
        is checked. Fixed by {fixedBy}, {stamp(fixedAt, now, personZone())}
        {replaced > 0 ? `, in place of ${plural(replaced, 'earlier rule')}` : ''} ·{' '}
        <code title={hash}>{hash.slice(0, 12)}</code>
        <br />
        {noticedAfter === null
          ? 'Nobody is held out, so the rule can never find harm. Set a control group in the guardrails.'
          : `If half as many accounts again contacted us (15 instead of 10 of 100), it would notice after about ${plural(noticedAfter, 'start')}.`}
      </span>
    </LabelRow>
  )
}

function AutopilotSwitch({ view, on }: { view: AutopilotView; on: boolean }) {
  const now = useNow()
  const may = useMay()
  const [cap, setCap] = useState(view.dailyCap)
  const set = useMutation(useApi().autopilot.set.mutationOptions())
  const { triggerId, allowed, enabled, card } = view
  const put = (next: boolean, dailyCap: number) =>
    set.mutate(
      { triggerId, enabled: next, dailyCap },
      { onSuccess: () => toast(`Autopilot ${next ? `on, at most ${dailyCap} in 24 hours` : 'off'}`) },
    )
  return (
    <>
      <LabelRow label="Autopilot">
        <Switch
          size="sm"
          checked={enabled}
          disabled={set.isPending || !may.lead || !allowed}
          label={enabled ? 'on' : 'off'}
          aria-label={`Autopilot is ${enabled ? 'on' : 'off'}`}
          onChange={event => put(event.currentTarget.checked, cap)}
        />
        <span>starts the playbook for new issues, at most</span>
        <NumberBit label="Autopilot’s cap" value={cap} least={1} whole width={54} onChange={setCap} />
        <span>in 24 hours</span>
        {enabled && cap !== view.dailyCap ? (
          <button type="button" className="btn small" disabled={set.isPending} onClick={() => put(true, cap)}>
            Set cap
          </button>
        ) : null}
        {allowed ? null : <SetByAdministrator />}
        {may.lead ? null : <span className="quiet">needs {roleWords(LEADING)}</span>}
      </LabelRow>
      <LabelRow label="">
        <span className={view.stoppedAt === null ? 'quiet' : 'bad-text'}>
          {autopilotWords(view, on, now, personZone())}
        </span>
      </LabelRow>
      {view.stopRule ? <StopRuleRow stopRule={view.stopRule} /> : null}
      {card.contacted.n > 0 ? (
        <LabelRow label="">
          <span className="quiet">
            Contacted us anyway {withInterval(card.contacted)}, held out {withInterval(card.contactedControl)} · false
            positives {withInterval(card.falsePositives)}
          </span>
        </LabelRow>
      ) : null}
    </>
  )
}
