import { useEffect } from 'react'
import { toast } from '../parts/toast.tsx'
import { useKeptKeys } from '../state/own/kept-keys.ts'
import { go } from '../state/route.ts'

const TOLD_MS = 12_000

/** Says once when some of a person's own keys could not be used. */
export function useDroppedKeys(): void {
  const dropped = useKeptKeys(kept => kept.dropped.length)
  useEffect(() => {
    if (dropped > 0)
      toast('Some of your own keys could not be read. Their built-in keys apply.', {
        ms: TOLD_MS,
        act: { label: 'Show', act: 'go.keys', run: () => go('settings', 'keys') },
      })
  }, [dropped])
}
