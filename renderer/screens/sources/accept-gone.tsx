import { useMutation } from '@tanstack/react-query'
import { useApi } from '../../api/client.tsx'
import { plural } from '../../parts/number.ts'
import { toast } from '../../parts/toast.tsx'

/** Syncs once more and takes away whatever a full reading no longer has: only a person may say that it is really gone. */
export function AcceptGone({ sourceId, stream }: { sourceId: number; stream: string }) {
  const sync = useMutation(
    useApi().source.sync.mutationOptions({
      onSuccess: ({ streams }) => {
        const gone = streams.reduce((sum, one) => sum + (one.gone ?? 0), 0)
        toast(gone === 0 ? 'Nothing was gone' : `${plural(gone, 'record')} removed`)
      },
    }),
  )
  return (
    <button
      type="button"
      className="btn small"
      aria-label={`Accept what is gone from ${stream}`}
      title="Syncs again, and removes everything that a full reading no longer has"
      disabled={sync.isPending}
      onClick={() => sync.mutate({ sourceId, acceptGone: true })}
    >
      {sync.isPending ? 'Syncing …' : 'Accept what is gone'}
    </button>
  )
}
