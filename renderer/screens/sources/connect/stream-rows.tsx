import { useDebouncedValue } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { SourcePreview } from '../../../../shared/source/manifest-view.ts'
import { failureOf } from '../../../api/errors.ts'
import { plural } from '../../../parts/number.ts'
import type { Chosen } from './chosen.ts'
import { PreviewRows } from './preview-table.tsx'

/** Reads the first rows of one stream by its mapping as it is now; nothing is kept. */
export type AskRows = (entry: Chosen) => Promise<SourcePreview>

const PAUSE_MS = 400

/** The first rows of a stream as they would be kept. Asked as a command: what was typed must stay in no cache. */
export function StreamRows({ entry, ask, live }: { entry: Chosen; ask: AskRows; live: boolean }) {
  const look = useMutation({ mutationFn: () => ask(entry), meta: { quiet: true } })
  const { mutate } = look
  const [asked] = useDebouncedValue(JSON.stringify([entry.query, entry.cursor, entry.mapping]), PAUSE_MS)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again when what is asked for has changed
  useEffect(() => {
    if (live) mutate()
  }, [asked, live])
  const [seen] = look.data ?? []
  const failure = look.error ? failureOf(look.error) : null
  const problem = failure ? `${failure.what} ${failure.why} ${failure.todo}` : seen?.problem
  return (
    <div className="stream-rows" aria-busy={look.isPending}>
      {live ? null : (
        <button type="button" className="btn small" disabled={look.isPending} onClick={() => mutate()}>
          {look.isPending ? 'Reading …' : 'Show real rows'}
        </button>
      )}
      {problem ? <p className="trouble">{problem}</p> : null}
      {seen && !problem ? (
        <>
          <PreviewRows rows={seen.rows} />
          <p className="quiet" aria-live="polite">
            {said(seen.rows)}
          </p>
        </>
      ) : null}
    </div>
  )
}

function said(rows: SourcePreview[number]['rows']): string {
  const wrong = rows.filter(({ error }) => error !== null).length
  if (rows.length === 0) return 'It has no rows yet.'
  if (wrong === 0) return `The first ${plural(rows.length, 'row')} fit.`
  return `${plural(wrong, 'row')} that would be set aside ${wrong === 1 ? 'comes' : 'come'} first here.`
}
