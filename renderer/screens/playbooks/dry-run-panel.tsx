import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Playbook } from '../../../shared/intervention/playbook.ts'
import type { DryRun } from '../../../shared/intervention/run.ts'
import { AHEAD, type Engine, useApi } from '../../api/client.tsx'
import { failureOf } from '../../api/errors.ts'
import { Empty } from '../../parts/empty.tsx'
import { ErrorNote } from '../../parts/error-note.tsx'
import { BarRows } from '../../parts/skeleton.tsx'
import { quoted } from '../../parts/words.ts'
import { Select } from '../../theme/controls.ts'
import { DryStepLine } from './dry-step.tsx'
import { byStep } from './problems.ts'

const CHOICES = 20
const TYPING_MS = 200

const option = (id: number, account: string, title: string) => ({ value: String(id), label: `${account} · ${title}` })

const issuesFor = ([category]: Playbook['categories'], search = '') => ({
  input: { ...(category ? { category } : {}), ...(search ? { search } : {}), limit: CHOICES },
})

/** Asks for what the panel shows of a stored playbook at first. */
export async function askDryRun({ api, queries }: Engine, { id, categories }: Playbook): Promise<void> {
  const issues = api.queue.list.queryOptions(issuesFor(categories))
  await queries.prefetchQuery({ ...issues, ...AHEAD })
  if (queries.getQueryData(issues.queryKey)?.length)
    await queries.prefetchQuery({ ...api.playbook.dryRun.queryOptions({ input: { id } }), ...AHEAD })
}

/** A dry run of a playbook, as stored or as edited, for a real account. Nothing is stored and nothing is sent. */
export function DryRunPanel({ playbook, changed }: { playbook: Playbook; changed: boolean }) {
  const api = useApi()
  const [picked, setPicked] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [search] = useDebouncedValue(text.trim(), TYPING_MS)
  const issues = useQuery(
    api.queue.list.queryOptions({ ...issuesFor(playbook.categories, search), placeholderData: keepPreviousData }),
  )
  const [typed] = useDebouncedValue(playbook, TYPING_MS)
  // Without a chosen account, the dry run uses the first issue that the playbook was written for.
  const some = picked !== null || (issues.data?.length ?? 0) > 0
  const run = useQuery(
    api.playbook.dryRun.queryOptions({
      // An edited playbook would be a new version, which may need approval.
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
  // The chosen issue is in the list, however far down in the queue it is.
  const missing = chosen && !search && !listed.some(({ value }) => value === chosen.value)
  const options = missing ? [chosen, ...listed] : listed
  return (
    <div className="dry">
      <Select
        size="xs"
        aria-label="Account for the dry run"
        placeholder="Account for the dry run"
        searchable
        allowDeselect={false}
        value={chosen?.value ?? null}
        data={options}
        filter={({ options: all }) => all}
        onChange={setPicked}
        onSearchChange={next => setText(next === chosen?.label ? '' : next)}
        nothingFoundMessage="No open issue in this category has that name"
        comboboxProps={{ transitionProps: { duration: 80 } }}
      />
      {issues.data?.length === 0 && !search ? (
        <Empty title="No account for a dry run">A dry run needs an open issue in this category.</Empty>
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
          <p>Nothing would be sent. This preview shows what would happen if the account were not held out.</p>
        </div>
      ) : null}
      {run.writtenFor.length > 0 ? (
        <div className="note wait">
          <b>The text may not fit this account</b>
          <p>The playbook was written for {quoted(run.writtenFor)}, and none of these triggers fired here.</p>
        </div>
      ) : null}
      <ol className="dry-steps" aria-label="Steps of the dry run">
        {run.steps.map((step, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a path may occur twice, so the place in the run is the key
          <DryStepLine key={n} step={step} problems={wrong.get(step.path)?.map(({ problem }) => problem) ?? []} />
        ))}
      </ol>
    </>
  )
}
