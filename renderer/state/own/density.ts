import { create } from 'zustand'
import { hearOwn, keepOwn, readOwn } from './kept.ts'

/** How much room rows take. */
export const DENSITIES = ['compact', 'normal', 'roomy'] as const
export type Density = (typeof DENSITIES)[number]

/** The densities in words. */
export const DENSITY_WORDS: Record<Density, string> = { compact: 'Compact', normal: 'Normal', roomy: 'Roomy' }

const NAME = 'density'

/** The density that was kept; anything else is the normal one. */
export const densityOf = (text: string | null): Density => DENSITIES.find(known => known === text) ?? 'normal'

/** The density after this one, round and round. */
export const nextDensity = (density: Density): Density =>
  DENSITIES[(DENSITIES.indexOf(density) + 1) % DENSITIES.length] ?? 'normal'

interface OwnDensity {
  density: Density
  setDensity: (density: Density) => void
}

/** The style sheet looks for the density on the document. */
const show = (density: Density) => {
  if (typeof document !== 'undefined') document.documentElement.dataset.density = density
  return { density }
}

/** How much room rows take for this person on this computer; every window follows. */
export const useDensity = create<OwnDensity>()(set => ({
  ...show(densityOf(readOwn(NAME))),
  setDensity: density => {
    keepOwn(NAME, density)
    set(show(density))
  },
}))
hearOwn(NAME, text => useDensity.setState(show(densityOf(text))))

/** Heights that virtual lists count with, as the style sheet has them, in pixels. */
export interface RowHeights {
  row: number
  band: number
  entry: number
}

const heights = new Map<Density, RowHeights>()

/** The tokens of the style sheet at a density that is shown; they are read once. */
function heightsAt(density: Density): RowHeights {
  const known = heights.get(density)
  if (known) return known
  const style = getComputedStyle(document.documentElement)
  const px = (token: string) => Number.parseFloat(style.getPropertyValue(token))
  const read = { row: px('--row'), band: px('--band'), entry: px('--entry') }
  heights.set(density, read)
  return read
}

/** The heights of rows at the present density; the same object until the density changes. */
export const useRowHeights = (): RowHeights => heightsAt(useDensity(own => own.density))
