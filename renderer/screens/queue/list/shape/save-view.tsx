import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ViewShape } from '../../../../../shared/desk/saved-view.ts'
import { useApi } from '../../../../api/client.tsx'
import { Form, firstLack, SendButton, STILL_SAVING, unlessTyped } from '../../../../parts/form.tsx'
import { toast } from '../../../../parts/toast.tsx'
import { type Selection, useSelection } from '../../../../state/selection.ts'
import { useUndo } from '../../../../state/undo.ts'
import { useViews } from './views-panel.tsx'

/** The list as a view keeps it: without what names single rows, and with the category that a chip chose. */
export function viewShapeOf({ view, category, pick, sort, group }: Selection): ViewShape {
  const { accountId: _account, issueIds: _issues, ...kept } = pick
  const categories = category ? { categories: [category] } : {}
  return { view, pick: { ...kept, ...categories }, sort, group }
}

/** Saves the list as it is under a name; a name of one's own that exists is changed. */
export function SaveView({ onClose }: { onClose: () => void }) {
  const views = useViews()
  const current = views.find(({ id, isOwn }) => isOwn && id === useSelection.getState().viewId)
  const [name, setName] = useState(current?.name ?? '')
  const undo = useUndo()
  const known = views.find(view => view.isOwn && view.name.toLowerCase() === name.trim().toLowerCase())
  const save = useMutation(
    useApi().worklist.saveView.mutationOptions({
      onSuccess: ({ id, journalId }, { shape: { view, pick = {}, sort = null, group = null } }) => {
        useSelection
          .getState()
          .openView(id, { view, pick, sort: sort && { by: sort.by, turned: sort.turned ?? false }, group })
        onClose()
        toast('View saved', { act: { label: 'Undo', act: 'undo', run: () => undo(journalId) } })
      },
    }),
  )
  const lack = firstLack(save.isPending && STILL_SAVING, unlessTyped(name, 'Name the view first', 'name'))
  const send = () => {
    const shape = viewShapeOf(useSelection.getState())
    save.mutate({ name, shape, ...(known ? { id: known.id } : {}) })
  }
  return (
    <Form className="stack" lack={lack} onSend={send}>
      <label className="stack">
        <span>Name</span>
        <input
          className="in"
          aria-label="Name of the view"
          name="name"
          data-autofocus
          maxLength={60}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
      </label>
      <p className="quiet">Keeps the filter, the order and the grouping. A text and a chosen account are not kept.</p>
      <div className="dialog-acts">
        <button type="button" className="btn" onClick={onClose}>
          Cancel
        </button>
        <SendButton>
          {known ? 'Change the view' : 'Save'} <kbd>⏎</kbd>
        </SendButton>
      </div>
    </Form>
  )
}
