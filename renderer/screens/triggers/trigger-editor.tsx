import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { TriggerView } from '../../../shared/model/trigger.ts'
import type { TriggerActivity, TriggerWords } from '../../../shared/trigger/backtest.ts'
import { unknownWords } from '../../../shared/trigger/lack-words.ts'
import type { Trigger } from '../../../shared/trigger/trigger.ts'
import { CATEGORIES } from '../../../shared/vocabulary.ts'
import { useApi } from '../../api/client.tsx'
import { saveDefinition } from '../../desktop/save-file.ts'
import { EditorActs } from '../../parts/editor-acts.tsx'
import { DurationBit, LabelRow, NumberBit, SelectBit, Typed } from '../../parts/inputs.tsx'
import { Shape } from '../../parts/shape.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { toast, toastBusy } from '../../parts/toast.tsx'
import { CATEGORY_WORDS } from '../../parts/words.ts'
import { newDraft } from '../../state/definition-drafts.ts'
import { useKeys } from '../../state/keys.tsx'
import { Switch } from '../../theme/controls.ts'
import { Autopilot } from './autopilot.tsx'
import { BacktestPanel } from './backtest-panel.tsx'
import { CauseRow } from './cause-row.tsx'
import { ConditionBuilder } from './condition-builder.tsx'
import { conditionWords } from './condition-words.ts'
import { type TriggerDraft, useTriggerDrafts } from './drafts.ts'
import { EachRow } from './each-row.tsx'
import { heldWords } from './held-words.ts'
import { EachKind } from './related-part.tsx'

const SIDES = [
  { name: 'backtest', label: 'Back-test' },
  { name: 'json', label: 'JSON' },
] as const

interface Props {
  id: string
  /** The stored trigger; absent for a new one. */
  view: TriggerView | undefined
  draft: TriggerDraft | undefined
  /** Null while it is not known. */
  activity: TriggerActivity | null
  onSaved: (id: string) => void
  onDuplicate: (definition: Trigger) => void
  onDiscard: () => void
}

/** One trigger: its condition, its actions and its success metric, and beside them a back-test or its JSON. */
export function TriggerEditor({ id, view, draft, activity, onSaved, onDuplicate, onDiscard }: Props) {
  const api = useApi()
  const drafts = useTriggerDrafts()
  const words = useQuery(api.trigger.words.queryOptions())
  const playbooks = useQuery(api.playbook.list.queryOptions())
  const [side, setSide] = useState<'backtest' | 'json'>('backtest')
  const save = useMutation(api.trigger.save.mutationOptions())
  const toggle = useMutation(api.trigger.setEnabled.mutationOptions())
  const stored = view?.definition
  const current = draft ?? (stored ? newDraft(stored) : null)
  const changed =
    draft !== undefined && (draft.problem !== null || JSON.stringify(draft.definition) !== JSON.stringify(stored))
  const mayRun = changed && draft?.problem === null && !save.isPending
  const run = () => {
    if (!changed) return toast('Nothing has changed')
    if (draft.problem !== null) return toast('Not saved. Correct the marked fields first.')
    if (!mayRun) return toastBusy('The trigger is still being saved')
    const { definition } = draft
    save.mutate(definition, {
      onSuccess: () => {
        drafts.drop(id)
        onSaved(definition.id)
        toast(`${definition.title} saved${view ? '' : '. It is off until you turn it on.'}`)
      },
    })
  }
  useKeys([{ act: 'editor.save', label: 'save the trigger', group: 'Triggers', run }])
  if (!current) return null
  const { definition } = current
  const set = (change: Partial<Trigger>) => drafts.edit(id, { ...definition, ...change } as Trigger)
  const switchTo = (enabled: boolean) =>
    toggle.mutate(
      { id: definition.id, enabled },
      { onSuccess: () => toast(`${definition.title} turned ${enabled ? 'on' : 'off'}`) },
    )
  return (
    <div className="editor">
      <div className="editor-head">
        <Shape category={definition.category} size={13} />
        <Typed
          label="Title"
          value={definition.title}
          width={0}
          read={text => (text.trim() === '' ? null : () => set({ title: text }))}
        />
        {view ? (
          <Switch
            size="sm"
            checked={view.enabled}
            disabled={toggle.isPending}
            label={view.enabled ? 'on' : 'off'}
            aria-label={`${definition.title} is ${view.enabled ? 'on' : 'off'}`}
            onChange={event => switchTo(event.currentTarget.checked)}
          />
        ) : (
          <span className="tag wait">not saved</span>
        )}
        <EditorActs
          maySave={mayRun}
          onExport={() => void saveDefinition(definition)}
          onDuplicate={() => onDuplicate(definition)}
          onDiscard={changed ? onDiscard : null}
          onSave={run}
        />
      </div>
      {current.problem ? (
        <div className="note bad slim" role="alert">
          <b>The JSON is not valid. The builder shows the last valid version.</b>
          <p>{current.problem}</p>
        </div>
      ) : null}
      <div className="editor-body">
        <div className="build">
          {unknownWords(view).map(words => (
            <p className="note slim" key={words}>
              {words}
            </p>
          ))}
          <fieldset disabled={current.problem !== null}>
            <EachKind value={definition.each?.kind ?? null}>
              <EachRow definition={definition} words={words.data} set={set} />
              <ConditionBuilder
                condition={definition.when}
                words={words.data}
                lead="When"
                onChange={when => set({ when })}
              />
              <Doing
                definition={definition}
                words={words.data}
                set={set}
                playbooks={(playbooks.data ?? []).map(p => [p.id, p.name] as const)}
                held={heldWords(activity, stored?.dailyCap)}
              />
              {view ? (
                <>
                  <h2>Bulk outreach and autopilot</h2>
                  <div className="doing">
                    <Autopilot
                      triggerId={view.definition.id}
                      title={view.definition.title}
                      on={view.enabled}
                      playbookId={view.definition.playbook}
                      openIssues={activity?.openIssues ?? null}
                    />
                  </div>
                </>
              ) : null}
              <h2>Success metric, within {definition.window}</h2>
              <ConditionBuilder
                condition={definition.success}
                words={words.data}
                lead=""
                onChange={success => set({ success })}
              />
              {definition.closeWhen ? (
                <p className="quiet">The issue closes when {conditionWords(definition.closeWhen)}.</p>
              ) : null}
            </EachKind>
          </fieldset>
        </div>
        <aside className="beside">
          <Tabs label="Back-test and JSON" tabs={SIDES} chosen={side} onChoose={setSide} />
          {side === 'json' ? (
            <textarea
              className="in json"
              aria-label="Definition as JSON"
              aria-invalid={current.problem !== null}
              spellCheck={false}
              value={current.text}
              onChange={event => drafts.type(id, event.currentTarget.value, definition)}
            />
          ) : (
            <BacktestPanel definition={definition} />
          )}
        </aside>
      </div>
    </div>
  )
}

interface DoingProps {
  definition: Trigger
  words: TriggerWords | undefined
  set: (change: Partial<Trigger>) => void
  playbooks: readonly (readonly [string, string])[]
  /** The sentence about accounts held back by the daily cap; null where there are none. */
  held: string | null
}

/** The playbook of a firing, its texts, and its limits. */
function Doing({ definition, words, set, playbooks, held }: DoingProps) {
  const known = playbooks.some(([id]) => id === definition.playbook)
  const options = known ? playbooks : [...playbooks, [definition.playbook, `${definition.playbook} (missing)`] as const]
  return (
    <>
      <h2>Action and limits</h2>
      <div className="doing">
        <LabelRow label="Category">
          <SelectBit
            label="Category"
            value={definition.category}
            options={CATEGORIES.map(one => [one, CATEGORY_WORDS[one]] as const)}
            onChange={category => set({ category })}
          />
        </LabelRow>
        <LabelRow label="Playbook">
          <SelectBit
            label="Playbook"
            value={definition.playbook}
            options={options}
            onChange={playbook => set({ playbook })}
          />
        </LabelRow>
        <LabelRow label="Sentence">
          <Typed
            label="Sentence"
            value={definition.sentence}
            width={0}
            read={text => (text.trim() === '' ? null : () => set({ sentence: text }))}
          />
        </LabelRow>
        <CauseRow definition={definition} words={words} set={set} />
        <LabelRow label="Cooldown">
          <DurationBit label="Cooldown" value={definition.cooldown} onChange={cooldown => set({ cooldown })} />
          <span>after a firing · at most</span>
          <Typed
            label="Daily cap"
            value={definition.dailyCap === undefined ? '' : String(definition.dailyCap)}
            placeholder="any"
            width={54}
            numeric
            read={text => {
              const { dailyCap: _before, ...rest } = definition
              if (text.trim() === '') return () => set({ ...rest, dailyCap: undefined })
              const n = Number(text)
              return Number.isInteger(n) && n >= 1 ? () => set({ dailyCap: n }) : null
            }}
          />
          <span>firings a day over all accounts</span>
        </LabelRow>
        {held ? (
          <LabelRow label="">
            <span className="quiet">{held}</span>
          </LabelRow>
        ) : null}
        <LabelRow label="Window">
          <DurationBit label="Outcome window" value={definition.window} onChange={window => set({ window })} />
          <span>after a firing · each issue takes</span>
          <NumberBit
            label="Minutes"
            value={definition.minutes}
            least={0.1}
            width={48}
            onChange={minutes => set({ minutes })}
          />
          <span>minutes of work</span>
        </LabelRow>
      </div>
    </>
  )
}
