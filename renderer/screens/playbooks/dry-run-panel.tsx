import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Playbook } from '../../../shared/playbook.ts'
import type { DryRun } from '../../../shared/run.ts'
import { useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { DryStepLine } from './dry-step.tsx'
import { byStep } from './problems.ts'

const CHOICES = 20
const TYPING_MS = 200

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
  const issueId = Number(picked ?? issues.data?.[0]?.id ?? 0)
  const run = useQuery(
    api.playbook.dryRun.queryOptions({
      // A changed playbook would be a new version, which may have to be approved first.
      input: { issueId, ...(changed ? { playbook: typed as never } : { id: playbook.id }) },
      enabled: issueId > 0,
      placeholderData: keepPreviousData,
    }),
  )
  const options = (issues.data ?? []).map(({ id, accountName, title }) => ({
    value: String(id),
    label: `${accountName} · ${title}`,
  }))
  const chosen = options.find(({ value }) => value === String(issueId))
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
      {issueId > 0 && run.isPending ? <BarRows rows={5} height={52} /> : null}
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
      <ol className="dry-steps" aria-label="How it would run">
        {run.steps.map((step, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a path may be written twice, its place in the run is its name
          <DryStepLine key={n} step={step} problems={wrong.get(step.path)?.map(({ problem }) => problem) ?? []} />
        ))}
      </ol>
    </>
  )
}
