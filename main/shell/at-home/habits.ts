import { z } from 'zod'
import { type Habits, habitsSchema } from '../../../shared/desktop/page-says.ts'
import { FULL_SIZE, nearestZoom } from './zoom.ts'

const keptSchema = habitsSchema.extend({ zoom: z.number() })
/** What this computer keeps about its user, beside the workspaces. */
export interface DesktopKept extends Habits {
  /** Zoom of every window; 1 is the designed size. */
  zoom: number
}

/** How a computer begins: it notifies at any hour, and names nobody. */
export const FIRST_KEPT: DesktopKept = { quiet: false, quietHours: null, named: false, zoom: FULL_SIZE }

/** Reads what was kept; a file that is damaged or written by something else counts as none. */
export function readKept(text: string): DesktopKept {
  try {
    const kept = keptSchema.parse(JSON.parse(text))
    return { ...kept, zoom: nearestZoom(kept.zoom) }
  } catch {
    return FIRST_KEPT
  }
}
