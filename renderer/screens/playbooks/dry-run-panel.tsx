import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Playbook } from '../../../shared/intervention/playbook.ts'
import type { DryRun } from '../../../shared/intervention/run.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { quoted } from '../../parts/words.ts'
import { DryStepLine } from './dry-step.tsx'
import { byStep } from './problems.ts'

const CHOICES = 20
const TYPING_MS = 200

const option = (id: number, account: string, title: string) => ({ value: String(id), label: `${account} · ${title}` })

/** How a playbook, as stored or as changed, would run for a real account from now; nothing is written, nothing leaves. */
export function DryRunPanel({ playbook, changed }: { playbook: Playbook; changed: boolean }) {
  const api = useApi()
  const [picked, setPicked] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), TYPING_MS)
  const [category] = playbook.categories
  const issues = useQuery(
    api.queue.list.queryOptions({
      input: { ...(category ? { category } : {}), ...(search ? { search } : {}), limit: CHOICES },
      placeholderData: keepPreviousData,
    }),
  )
  const [typed] = useDebouncedValue(playbook, TYPING_MS)
  // Without a pick it is tried on the first issue that it was written for.
  const some = picked !== null || (issues.data?.length ?? 0) > 0
  const run = useQuery(
    api.playbook.dryRun.queryOptions({
      // A changed playbook would be a new version, which may have to be approved first.
      input: {
        ...(picked ? { issueId: Number(picked) } : {}),
        ...(changed ? { playbook: typed as never } : { id: playbook.id }),
      },
      enabled: some,
      placeholderData: keepPreviousData,
    }),
  )
  const listed = (issues.data ?? []).map(({ id, accountName, title }) => option(id, accountName, title))
  const chosen = run.data && option(run.data.issueId, run.data.accountName, run.data.issueTitle)
  // What it is tried on stands in the list, however far down in the queue it is.
  const missing = chosen && !search && !listed.some(({ value }) => value === chosen.value)
  const options = missing ? [chosen, ...listed] : listed
  return (
    <div className="dry">
      <Select
        size="xs"
        aria-label="Account to try it on"
        placeholder="Account to try it on"
        searchable
        allowDeselect={false}
        value={chosen?.value ?? null}
        data={options}
        filter={({ options: all }) => all}
        onChange={setPicked}
        onSearchChange={next => setText(next === chosen?.label ? '' : next)}
        nothingFoundMessage="No open issue of this category by that name"
        comboboxProps={{ transitionProps: { duration: 80 } }}
      />
      {issues.data?.length === 0 && !search ? (
        <Empty title="No account to try it on">
          As soon as an issue of this category is open, it can be tried on it.
        </Empty>
      ) : null}
      {run.error ? <ErrorNote failure={failureOf(run.error)} /> : null}
      {some && run.isPending ? <BarRows rows={5} height={52} /> : null}
      {run.data && !run.error ? <Steps run={run.data} /> : null}
    </div>
  )
}

function Steps({ run }: { run: DryRun }) {
  const wrong = byStep(
    run.problems.filter(({ level }) => level !== 'warning'),
    run.steps.map(({ path }) => path),
  )
  return (
    <>
      {run.arm === 'control' ? (
        <div className="note wait">
          <b>This account is held out</b>
          <p>Nothing would leave; it is shown as it would be if it were not.</p>
        </div>
      ) : null}
      {run.writtenFor.length > 0 ? (
        <div className="note wait">
          <b>Its text may not be true of this account</b>
          <p>It was written for {quoted(run.writtenFor)}, and nothing of that was seen here.</p>
        </div>
      ) : null}
      <ol className="dry-steps" aria-label="How it would run">
        {run.steps.map((step, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a path may be written twice, its place in the run is its name
          <DryStepLine key={n} step={step} problems={wrong.get(step.path)?.map(({ problem }) => problem) ?? []} />
        ))}
      </ol>
    </>
  )
}
