import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CallList, ComponentView, DeclaredOutage } from '../../../shared/desk/outage.ts'
import { componentName } from '../../../shared/desk/outage-text.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { toast, toastBusy } from '../../parts/toast.tsx'
import { useKeys } from '../../state/keys.tsx'
import { go } from '../../state/route.ts'
import { movedOrEnd, moveKeys } from '../../state/rows.ts'
import { useUndo } from '../../state/undo.ts'
import { PrintedCalls } from './call-list.tsx'
import { ComponentPane } from './component-pane.tsx'
import { choicesOf, OutageList } from './outage-list.tsx'
import { OutagePane } from './outage-pane.tsx'
import { useOutage } from './use-outage.ts'
import '../../theme/editor.css'
import './outage.css'

const group = 'Outage'

/** Outage mode: what may be failing and whom it affects, and everything that is done about a declared outage. */
export function OutageScreen({ rest }: { rest: string | null }) {
  const { outage } = useApi()
  const outages = useQuery(outage.list.queryOptions({ input: {} }))
  const components = useQuery(outage.components.queryOptions({ input: {} }))
  const [picked, setPicked] = useState<string | null>(rest)
  const parts = choicesOf(outages.data ?? [], components.data ?? [])
  const all = parts.flatMap(({ choices }) => choices)
  const chosen = all.find(({ key }) => key === picked) ?? all[0] ?? null
  const move = (by: number) => {
    const keys = all.map(({ key }) => key)
    const next = movedOrEnd(keys, chosen?.key ?? null, by, 'component')
    if (next === null) return
    setPicked(next)
    document.querySelector(`[data-row="${CSS.escape(next)}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  useKeys([
    ...moveKeys(group, move, 'component or outage'),
    { keys: 'escape', label: 'back to the queue', group, hidden: true, run: () => go('queue') },
  ])
  const isReady = outages.data !== undefined && components.data !== undefined
  return (
    <div className="edit-screen outage-screen">
      <div className="list">
        <div className="list-top">
          <h1>Outage mode</h1>
        </div>
        <div className="list-scroll">
          {outages.error ? <ErrorNote failure={failureOf(outages.error)} /> : null}
          {components.error ? <ErrorNote failure={failureOf(components.error)} /> : null}
          {isReady ? null : <BarRows rows={8} height={52} />}
          <OutageList parts={parts} chosen={chosen?.key ?? null} onChoose={setPicked} />
        </div>
      </div>
      {chosen && 'outage' in chosen ? (
        <Declared key={chosen.key} outage={chosen.outage} />
      ) : chosen ? (
        <Suspected key={chosen.key} component={chosen.component} onDeclared={setPicked} />
      ) : isReady ? (
        <Empty
          title="No component is known yet"
          acts={
            <button type="button" className="btn main small" onClick={() => go('sources', 'connect')}>
              Connect a source
            </button>
          }
        >
          Components are what your data name: carriers, payment processors, features, health checks. Connect a source
          that brings such data.
        </Empty>
      ) : (
        <div />
      )}
    </div>
  )
}

function Suspected({ component, onDeclared }: { component: ComponentView; onDeclared: (key: string) => void }) {
  const undo = useUndo()
  const declare = useMutation(
    useApi().outage.declare.mutationOptions({
      onSuccess: ({ outageId, journalId }) => {
        onDeclared(String(outageId))
        toast(`Outage of ${componentName(component)} declared`, {
          act: { label: 'Undo', act: 'undo', run: () => undo(journalId) },
        })
      },
    }),
  )
  const run = () => {
    if (declare.isPending) return toastBusy()
    const { dimension, component: name, since } = component
    declare.mutate({ dimension, component: name, ...(since === null ? {} : { beganAt: since }) })
  }
  useKeys([{ act: 'outage.declare', run }])
  return <ComponentPane component={component} declaring={declare.isPending} onDeclare={run} />
}

function Declared({ outage }: { outage: DeclaredOutage }) {
  const detail = useQuery(useApi().outage.get.queryOptions({ input: { id: outage.id } }))
  const [calls, setCalls] = useState<CallList | null>(null)
  const acts = useOutage(detail.data, setCalls)
  useKeys([
    { act: 'act.message_all', group, run: acts.write },
    { act: 'outage.copy', run: acts.copy },
    { act: 'outage.print', run: acts.print },
    { act: 'outage.end', run: acts.over },
    { act: 'outage.close', run: acts.close },
  ])
  if (detail.error) return <ErrorNote failure={failureOf(detail.error)} />
  if (!detail.data)
    return (
      <div className="outage-pane" role="status" aria-label="Loading the outage">
        <BarRows rows={10} />
      </div>
    )
  return (
    <>
      <OutagePane detail={detail.data} acts={acts} />
      {calls ? <PrintedCalls detail={detail.data} calls={calls} /> : null}
    </>
  )
}
