import { useDebouncedValue } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { SourcePreview } from '../../../../shared/source/manifest-view.ts'
import { failureOf } from '../../../api/errors.ts'
import type { ChosenStream } from './chosen.ts'
import { PreviewRows } from './preview-table.tsx'
import { previewWords } from './preview-words.ts'

/** Reads the first rows of one stream through its current mapping. Nothing is stored. */
export type AskRows = (entry: ChosenStream) => Promise<SourcePreview>

const PAUSE_MS = 400

/** The first rows of a stream as they would be stored. Read by a mutation, because no cache may keep typed credentials. */
export function StreamRows({ entry, ask, live }: { entry: ChosenStream; ask: AskRows; live: boolean }) {
  const look = useMutation({ mutationFn: (_wanted: string) => ask(entry), meta: { quiet: true } })
  const { mutate } = look
  const wanted = JSON.stringify([entry.query, entry.cursor, entry.mapping])
  const [asked] = useDebouncedValue(wanted, PAUSE_MS)
  // biome-ignore lint/correctness/useExhaustiveDependencies: reads again when the query or the mapping has changed
  useEffect(() => {
    if (live) mutate(wanted)
  }, [asked, live])
  // Rows that are not read again on their own go with the mapping that they were read through.
  const isOther = !live && look.variables !== wanted
  const [seen] = (isOther ? null : look.data) ?? []
  const failure = look.error && !isOther ? failureOf(look.error) : null
  const problem = failure ? `${failure.what} ${failure.why} ${failure.todo}` : seen?.problem
  return (
    <div className="stream-rows" aria-busy={look.isPending}>
      {live ? null : (
        <button type="button" className="btn small" disabled={look.isPending} onClick={() => mutate(wanted)}>
          {look.isPending ? 'Reading …' : 'Show real rows'}
        </button>
      )}
      {problem ? <p className="trouble">{problem}</p> : null}
      {seen && !problem ? (
        <>
          <PreviewRows rows={seen.rows} unread={seen.unread} assumed={seen.assumed} />
          <p className="quiet" aria-live="polite">
            {seen.rows.length === 0 ? 'This stream has no rows yet.' : previewWords(seen.rows)}
          </p>
        </>
      ) : null}
    </div>
  )
}
