import { toast } from '../parts/toast.tsx'
import { DENSITY_WORDS, nextDensity, useDensity } from '../state/own/density.ts'

/** Gives rows the next density. */
export function turnDensity(): void {
  const { density, setDensity } = useDensity.getState()
  const next = nextDensity(density)
  setDensity(next)
  toast(`${DENSITY_WORDS[next]} rows`)
}
