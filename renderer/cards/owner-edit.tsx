import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../../shared/model/account.ts'
import { useApi } from '../api/client.tsx'
import { failureOf } from '../api/errors.ts'
import { ErrorNote } from '../parts/error-note.tsx'
import { TextField } from '../parts/field.tsx'
import { Form, firstLack, SendButton, STILL_SAVING, unlessTyped } from '../parts/form.tsx'
import { Key } from '../parts/keys/key.tsx'
import { Dialog } from '../parts/over/dialog.tsx'
import { personZone, stamp } from '../parts/time.ts'
import { toast } from '../parts/toast.tsx'
import { useKeys } from '../state/keys.tsx'
import { useNow } from '../state/now.ts'
import { useUndo } from '../state/undo.ts'

/** Who says that the owner is the owner. */
function ownerSays({ owner, ownerDecided }: Account, now: number): string {
  if (!ownerDecided) return owner === null ? 'No source names an owner.' : `The source names ${owner}.`
  const { by, at, source } = ownerDecided
  const named = source === null ? 'no source names an owner' : `the source names ${source}`
  return `Decided by ${by}, ${stamp(at, now, personZone())}; ${named}.`
}

function OwnerForm({ account, close }: { account: Account; close: () => void }) {
  const api = useApi()
  const now = useNow()
  const undo = useUndo()
  const { people = [] } = useQuery(api.desk.people.queryOptions()).data ?? {}
  const [name, setName] = useState(account.owner ?? '')
  const set = useMutation(
    api.account.setOwner.mutationOptions({
      onSuccess: ({ journalId }, { owner }) => {
        close()
        toast(owner === null ? 'The source names the owner again' : `${owner} owns ${account.name}`, {
          act: { label: 'Undo', act: 'undo', run: () => undo(journalId) },
        })
      },
    }),
  )
  const wanted = name.trim()
  const lack = firstLack(
    set.isPending && STILL_SAVING,
    unlessTyped(name, 'Name the owner first', 'owner'),
    wanted === account.owner && { say: `${wanted} owns the account already`, field: 'owner' },
  )
  return (
    <Form className="stack" lack={lack} onSend={() => set.mutate({ id: account.id, owner: wanted })}>
      <TextField
        label="Owner"
        name="owner"
        value={name}
        onText={setName}
        onFocus={event => event.currentTarget.select()}
        maxLength={200}
        data-autofocus
        autoComplete="off"
        list="account-owners"
      />
      <datalist id="account-owners">
        {people.map(one => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <p className="quiet">
        {ownerSays(account, now)} A decision counts, whatever the source says, until it is undone.
      </p>
      {set.error ? <ErrorNote failure={failureOf(set.error)} /> : null}
      <div className="dialog-acts">
        {account.ownerDecided ? (
          <button
            type="button"
            className="btn"
            disabled={set.isPending}
            onClick={() => set.mutate({ id: account.id, owner: null })}
          >
            Use what the source says
          </button>
        ) : null}
        <button type="button" className="btn" onClick={close}>
          Cancel
        </button>
        <SendButton>
          Set owner <kbd>⏎</kbd>
        </SendButton>
      </div>
    </Form>
  )
}

/** The owner of an account, and the dialog in which a colleague makes somebody else the owner. */
export function OwnerEdit({ account }: { account: Account }) {
  const [opened, setOpened] = useState(false)
  const close = () => setOpened(false)
  useKeys([{ act: 'account.owner', group: 'Account', run: () => setOpened(true) }])
  return (
    <>
      <button type="button" className="link" aria-haspopup="dialog" onClick={() => setOpened(true)}>
        {account.owner === null ? 'No owner' : `Owner ${account.owner}`}
      </button>
      <Key of="account.owner" />
      <Dialog opened={opened} onClose={close} title={`Owner of ${account.name}`} size={480}>
        {opened ? <OwnerForm account={account} close={close} /> : null}
      </Dialog>
    </>
  )
}
