import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ErasurePlan, Person } from '../../shared/model/person.ts'
import { useApi } from '../api/client.tsx'
import { failureOf } from '../api/errors.ts'
import { ErrorNote } from '../parts/error-note.tsx'
import { TextField } from '../parts/field.tsx'
import { Form, firstLack, SendButton } from '../parts/form.tsx'
import { count, plural } from '../parts/number.ts'
import { Dialog } from '../parts/over/dialog.tsx'
import { Bar } from '../parts/skeleton.tsx'
import { personZone, shortDate } from '../parts/time.ts'
import { toast } from '../parts/toast.tsx'
import { useNow } from '../state/now.ts'

/** Everything that will go, counted; where the person is still known afterwards; and what becomes of backups. */
function WhatGoes({ plan }: { plan: ErasurePlan }) {
  const now = useNow()
  return (
    <>
      <ul className="what-goes" aria-label="What will be erased">
        {plan.rows.map(({ what, rows }) => (
          <li key={what}>
            <span>{what}</span>
            <b>{count(rows)}</b>
          </li>
        ))}
      </ul>
      <ul className="what-stays">
        <li>
          Texts of other accounts, quarantine and the journal are searched too. The journal keeps hashes, so it still
          verifies.
        </li>
        {plan.sources.length > 0 ? (
          <li>
            Still in {plan.sources.join(', ')}. Forestall will not read the person from there again; erase them there
            too.
          </li>
        ) : null}
        {plan.namedIds.length > 0 ? (
          <li>
            Ids stay as they are, and these are made of the name:{' '}
            {plan.namedIds.map(({ what, id }) => `${what} ${id}`).join(', ')}. Copy each under another id and delete it
            before you erase the person.
          </li>
        ) : null}
        {plan.saidNo ? <li>The refusal to be contacted is kept as a hash of the address.</li> : null}
        {plan.backups.length > 0 ? (
          <li>
            {plural(plan.backups.length, 'backup')} of this workspace (
            {plan.backups.map(({ at }) => shortDate(at, now, personZone())).join(', ')}) will be replaced by a new one.
          </li>
        ) : null}
      </ul>
    </>
  )
}

function EraseForm({ person, plan, close }: { person: Person; plan: ErasurePlan; close: () => void }) {
  const [typed, setTyped] = useState('')
  const erase = useMutation(
    useApi().person.erase.mutationOptions({
      onSuccess: () => {
        close()
        toast('Erased for good')
      },
    }),
  )
  const isConfirmed = typed.trim().toLowerCase() === plan.name.trim().toLowerCase()
  const lack = firstLack(
    erase.isPending && { say: 'The person is still being erased' },
    plan.refused !== null && { say: plan.refused },
    !isConfirmed && { say: 'Type the whole name first, as it is shown above the field', field: 'confirm' },
  )
  return (
    <Form className="stack" lack={lack} onSend={() => erase.mutate({ ...person, confirm: typed })}>
      {plan.refused === null ? (
        <TextField label={`Type “${plan.name}” to confirm`} name="confirm" value={typed} onText={setTyped} />
      ) : (
        <p className="quiet">{plan.refused}</p>
      )}
      {erase.error ? <ErrorNote failure={failureOf(erase.error)} /> : null}
      <div className="dialog-acts">
        <button type="button" className="btn" onClick={close}>
          {erase.isPending ? 'Continue in the background' : 'Close'}
        </button>
        <SendButton className="btn danger">{erase.isPending ? 'Erasing …' : 'Erase for good'}</SendButton>
      </div>
    </Form>
  )
}

function Export({ person, isRefused }: { person: Person; isRefused: boolean }) {
  const act = useMutation(useApi().person.export.mutationOptions())
  return (
    <section className="person-export" aria-label="Export">
      <span>Everything about them, as a page to read and as JSON.</span>
      <button
        type="button"
        className="btn small"
        disabled={isRefused || act.isPending}
        onClick={() => act.mutate(person)}
      >
        {act.isPending ? 'Exporting …' : 'Export data'}
      </button>
      {act.data ? (
        <p role="status">
          {plural(act.data.rows, 'row')} in <code>{act.data.dir}</code>
        </p>
      ) : null}
      {act.error ? <ErrorNote failure={failureOf(act.error)} /> : null}
    </section>
  )
}

function PersonDialog({ person, close }: { person: Person; close: () => void }) {
  const plan = useQuery({
    ...useApi().person.plan.queryOptions({ input: person }),
    // A plan from a minute ago may be out of date, so none is reused.
    gcTime: 0,
    staleTime: 0,
  })
  return (
    <div className="stack">
      {plan.isPending ? <Bar width="70%" height={120} /> : null}
      {plan.error ? <ErrorNote failure={failureOf(plan.error)} /> : null}
      {plan.data ? (
        <>
          <Export person={person} isRefused={plan.data.refused !== null} />
          <h3 className="erase-title">
            <span>
              Erase <bdi>{plan.data.name}</bdi>
            </span>
            <small>{plan.data.kind === 'account' ? 'the whole account, with its contacts' : 'this contact only'}</small>
          </h3>
          <WhatGoes plan={plan.data} />
          <EraseForm person={person} plan={plan.data} close={close} />
        </>
      ) : null}
    </div>
  )
}

/** Opens the dialog in which the data of an account or a contact are exported, or erased for good. */
export function PersonData({ person, name }: { person: Person; name: string }) {
  const [opened, setOpened] = useState(false)
  const close = () => setOpened(false)
  return (
    <>
      <button
        type="button"
        className="btn small plain"
        aria-label={`Export or erase the data of ${name}`}
        title="Export or erase data"
        onClick={() => setOpened(true)}
      >
        Data …
      </button>
      <Dialog opened={opened} onClose={close} title={`Data of ${name}`} size={620}>
        {opened ? <PersonDialog person={person} close={close} /> : null}
      </Dialog>
    </>
  )
}
