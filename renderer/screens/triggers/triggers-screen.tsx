import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { own } from '../../../shared/foreign/own.ts'
import { freeSlug } from '../../../shared/text/slug.ts'
import type { Trigger } from '../../../shared/trigger/trigger.ts'
import { AHEAD, type Engine, useApi, useEngine } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { Key } from '../../parts/keys/key.tsx'
import { count, plural } from '../../parts/number.ts'
import { BarRows } from '../../parts/skeleton.tsx'
import { toast, toastBusy } from '../../parts/toast.tsx'
import { useStayed } from '../../state/desk/stayed.ts'
import { useKeys } from '../../state/keys.tsx'
import { useCounted } from '../../state/now.ts'
import { go, useRoute } from '../../state/route.ts'
import { movedOrEnd, moveKeys } from '../../state/rows.ts'
import { useTriggerDrafts } from './drafts.ts'
import { newComparison } from './edit-condition.ts'
import { ImportDialog } from './import-dialog.tsx'
import { TriggerEditor } from './trigger-editor.tsx'
import { type ListedTrigger, TriggerList } from './trigger-list.tsx'
import '../../theme/editor.css'
import './triggers.css'

/** A new trigger. It is complete, so that a back-test can run at once. */
const blank = (id: string, playbook: string): Trigger => ({
  version: 2,
  id,
  title: 'New trigger',
  sentence: '{recent} in the window.',
  category: 'usage',
  when: newComparison(),
  cooldown: '14d',
  playbook,
  success: { ...newComparison(), threshold: 1 },
  window: '28d',
  prior: { risk: 0.2, weight: 10 },
  actWithin: '7d',
  minutes: 8,
})

/** Asks for the list, and for what stands beside the trigger that is shown first. */
export function askTriggers({ api, queries }: Engine): void {
  void queries.prefetchQuery({ ...api.trigger.list.queryOptions(), ...AHEAD })
  void queries.prefetchQuery({ ...api.trigger.keptActivity.queryOptions(), ...AHEAD })
  void queries.prefetchQuery({ ...api.trigger.words.queryOptions(), ...AHEAD })
  void queries.prefetchQuery({ ...api.trigger.backtestData.queryOptions(), ...AHEAD })
  void queries.prefetchQuery({ ...api.autopilot.list.queryOptions(), ...AHEAD })
}

/** Stored triggers and drafts of new ones, in one order. */
function useRows() {
  const { api, queries } = useEngine()
  const triggers = useQuery(api.trigger.list.queryOptions())
  const asked = api.trigger.activity.queryOptions()
  const isCounted = queries.getQueryData(asked.queryKey) !== undefined
  const earlier = useQuery(api.trigger.keptActivity.queryOptions({ enabled: !isCounted }))
  const stays = useStayed(isCounted ? null : earlier)
  const activity = useQuery({ ...asked, enabled: stays })
  const shown = activity.data ?? earlier.data?.answer
  const drafts = useTriggerDrafts(state => state.byId)
  const stored = triggers.data ?? []
  const known = new Set(stored.map(({ definition }) => definition.id))
  const rows: ListedTrigger[] = [
    ...Object.entries(drafts).flatMap(([id, draft]) => (known.has(id) ? [] : [{ id, view: undefined, draft }])),
    ...stored.map(view => ({ id: view.definition.id, view, draft: own(drafts, view.definition.id) })),
  ]
  return {
    triggers,
    rows,
    activity: shown ? new Map(shown.map(one => [one.id, one])) : null,
    countedAt: activity.data ? null : (earlier.data?.countedAt ?? null),
    isCounting: activity.isFetching,
    failed: activity.error,
  }
}

/** Every trigger, and the editor of the selected one. */
export function TriggersScreen() {
  const api = useApi()
  const { rest } = useRoute()
  const { triggers, rows, activity, countedAt, isCounting, failed } = useRows()
  const counted = useCounted(countedAt)
  const playbooks = useQuery(api.playbook.list.queryOptions())
  const { edit, drop } = useTriggerDrafts()
  const [importing, setImporting] = useState(false)
  const evaluate = useMutation(
    api.signal.evaluate.mutationOptions({
      onSuccess: r =>
        toast(
          `${plural(r.accounts, 'account')} evaluated · ${count(r.fired)} fired · ${count(r.cleared)} cleared` +
            (r.heldBack > 0 ? ` · ${count(r.heldBack)} held back` : ''),
        ),
    }),
  )
  const row = rows.find(({ id }) => id === rest) ?? rows[0]
  const chosen = row?.id ?? null
  const choose = (id: string) => go('triggers', id)
  const move = (by: number) => {
    const ids = rows.map(({ id }) => id)
    const next = movedOrEnd(ids, chosen, by, 'trigger')
    if (next !== null) choose(next)
  }
  const open = (definition: Trigger) => {
    const taken = new Set(rows.map(one => one.id))
    const id = freeSlug({ text: definition.id, otherwise: 'unnamed', isTaken: one => taken.has(one) })
    edit(id, { ...definition, id }, true)
    choose(id)
  }
  const create = () => open(blank('new-trigger', playbooks.data?.[0]?.id ?? 'usage-check-in'))
  const evaluateAll = () => {
    if (evaluate.isPending) toastBusy('The triggers are still being evaluated')
    else evaluate.mutate({ everything: true })
  }
  const group = 'Triggers'
  const duplicate = (definition: Trigger) => open({ ...definition, title: `${definition.title} (copy)` })
  useKeys([
    ...moveKeys(group, move, 'trigger'),
    { act: 'triggers.create', run: create },
    { act: 'triggers.import', run: () => setImporting(true) },
    { act: 'triggers.evaluate', run: evaluateAll },
  ])
  const on = rows.filter(({ view }) => view?.enabled).length
  return (
    <div className="edit-screen">
      <div className="list">
        <div className="list-top">
          <h1>{triggers.data ? `${on} of ${count(rows.length)} on` : 'Triggers'}</h1>
          <span className="list-acts">
            <button type="button" className="btn small" onClick={create}>
              New <Key of="triggers.create" />
            </button>
            <button type="button" className="btn small" onClick={() => setImporting(true)}>
              Import <Key of="triggers.import" />
            </button>
          </span>
        </div>
        <div className="list-scroll">
          {triggers.error ? <ErrorNote failure={failureOf(triggers.error)} /> : null}
          {failed ? <ErrorNote failure={failureOf(failed)} /> : null}
          {triggers.isPending ? <BarRows rows={8} height={52} /> : null}
          {triggers.data && rows.length === 0 ? (
            <Empty title="No triggers">Create a trigger, or import one from a file.</Empty>
          ) : null}
          <TriggerList rows={rows} chosen={chosen} activity={activity} onChoose={choose} />
        </div>
        {counted ? (
          <p className="quiet triggers-counted" role="status">
            Firings and open issues {counted}
            {isCounting ? ', counting again …' : ''}
          </p>
        ) : null}
        <div className="list-foot">
          <a className="link" href="#/playbooks">
            {playbooks.data ? plural(playbooks.data.length, 'playbook') : 'Playbooks'}
          </a>
          <button type="button" className="btn small plain" aria-disabled={evaluate.isPending} onClick={evaluateAll}>
            {evaluate.isPending ? 'Evaluating …' : 'Evaluate now'} <Key of="triggers.evaluate" />
          </button>
        </div>
      </div>
      {row ? (
        <TriggerEditor
          key={row.id}
          id={row.id}
          view={row.view}
          draft={row.draft}
          activity={activity?.get(row.id) ?? null}
          onSaved={choose}
          onDuplicate={duplicate}
          onDiscard={() => drop(row.id)}
        />
      ) : (
        <div />
      )}
      <ImportDialog opened={importing} onClose={() => setImporting(false)} onImport={open} />
    </div>
  )
}
