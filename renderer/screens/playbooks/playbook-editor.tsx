import { useState } from 'react'
import type { Playbook } from '../../../shared/intervention/playbook.ts'
import type { TriggerView } from '../../../shared/model/trigger.ts'
import { saveDefinition } from '../../desktop/save-file.ts'
import { EditorActs } from '../../parts/editor-acts.tsx'
import { Typed } from '../../parts/inputs.tsx'
import { plural } from '../../parts/number.ts'
import { Shape } from '../../parts/shape.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { useKeys } from '../../state/keys.tsx'
import { About } from './about.tsx'
import type { PlaybookDraft } from './drafts.ts'
import { DryRunPanel } from './dry-run-panel.tsx'
import { StepList } from './step-list.tsx'
import { keptWords, useEditing } from './use-editing.ts'
import { Versions } from './versions.tsx'

const SIDES = ['dry', 'versions', 'json'] as const
type Side = (typeof SIDES)[number]
const SIDE_WORDS: Record<Side, string> = { dry: 'Dry run', versions: 'Versions', json: 'JSON' }

interface Props {
  id: string
  /** The stored playbook; absent for a new one. */
  stored: Playbook | undefined
  draft: PlaybookDraft | undefined
  /** Null while they are not known. */
  triggers: readonly TriggerView[] | null
  onSaved: (id: string) => void
  onDuplicate: (definition: Playbook) => void
  onDiscard: () => void
}

/** One playbook: its steps as sentences, and beside them a dry run, its versions or its JSON. */
export function PlaybookEditor({ id, stored, draft, triggers, onSaved, onDuplicate, onDiscard }: Props) {
  const editing = useEditing(id, stored, draft)
  const [side, setSide] = useState<Side>('dry')
  const { current, definition, set, problems } = editing
  const save = () => editing.save(onSaved)
  useKeys([{ act: 'editor.save', label: 'save the playbook', group: 'Playbooks', run: save }])
  if (!current || !definition) return null
  const version = editing.versions[0]?.version
  const [category] = definition.categories
  return (
    <div className="editor">
      <div className="editor-head">
        {category ? <Shape category={category} size={13} /> : null}
        <Typed
          label="Name"
          value={definition.name}
          width={0}
          read={text => (text.trim() === '' ? null : () => set({ name: text }))}
        />
        <span className={stored ? 'tag' : 'tag wait'}>{stored ? `version ${version ?? '…'}` : 'not saved'}</span>
        <EditorActs
          maySave={editing.maySave}
          onExport={() => void saveDefinition(definition)}
          onDuplicate={() => onDuplicate(definition)}
          onDiscard={editing.changed ? onDiscard : null}
          onSave={save}
        />
      </div>
      <SaveNote
        problem={current.problem}
        wrong={editing.wrong}
        general={problems.get('')?.map(one => one.problem) ?? []}
        note={editing.changed && stored ? changeNote(version, keptWords(editing.versions)) : ''}
      />
      <div className="editor-body">
        <div className="build">
          <fieldset disabled={current.problem !== null}>
            <About definition={definition} triggers={triggers} set={set} />
            <h2>Steps</h2>
            <StepList playbook={definition} problems={problems} onChange={steps => set({ steps })} />
          </fieldset>
        </div>
        <aside className="beside">
          <Tabs
            label="Dry run, versions and JSON"
            tabs={SIDES.map(name => ({
              name,
              label: SIDE_WORDS[name],
              n: name === 'versions' ? editing.versions.length || '' : '',
            }))}
            chosen={side}
            onChoose={setSide}
          />
          {side === 'json' ? (
            <textarea
              className="in json"
              aria-label="Definition as JSON"
              aria-invalid={current.problem !== null}
              spellCheck={false}
              value={current.text}
              onChange={event => editing.type(event.currentTarget.value)}
            />
          ) : side === 'versions' ? (
            <Versions versions={editing.versions} onRestore={editing.restore} />
          ) : (
            <DryRunPanel playbook={definition} changed={editing.changed} />
          )}
        </aside>
      </div>
    </div>
  )
}

const changeNote = (version: number | undefined, kept: string): string =>
  `Saving creates version ${(version ?? 0) + 1}. ${kept ? `${kept}.` : 'No runs are active.'}`

interface SaveNoteProps {
  /** The problem of the JSON. */
  problem: string | null
  wrong: number
  /** Problems of the whole playbook rather than of one step. */
  general: readonly string[]
  note: string
}

/** The problems that prevent saving, or else what saving does. */
function SaveNote({ problem, wrong, general, note }: SaveNoteProps) {
  if (problem)
    return (
      <div className="note bad slim" role="alert">
        <b>The JSON is not valid. The steps show the last valid version.</b>
        <p>{problem}</p>
      </div>
    )
  if (wrong > 0)
    return (
      <div className="note bad slim" role="alert">
        <b>Correct {plural(wrong, 'problem')} before saving</b>
        <p>{general.length > 0 ? general.join(' ') : 'Each problem is marked at its step.'}</p>
      </div>
    )
  return note ? <p className="editor-note">{note}</p> : null
}
