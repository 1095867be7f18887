import { z } from 'zod'

const boundsSchema = z.strictObject({
  x: z.int().min(-100_000).max(100_000),
  y: z.int().min(-100_000).max(100_000),
  width: z.int().min(1).max(100_000),
  height: z.int().min(1).max(100_000),
})
/** A rectangle of the desktop, in its own pixels. */
export type Bounds = z.infer<typeof boundsSchema>

const windowStateSchema = z.object({ bounds: boundsSchema, maximized: z.boolean() })
/** How the window was left; `bounds` are those that it has when it is not maximised. */
export type WindowState = z.infer<typeof windowStateSchema>

/** The size of a first start. */
export const FIRST_SIZE = { width: 1440, height: 900 }
/** The least of a window by which a person can take hold of it. */
const GRIP = { width: 80, height: 40 }

/** Reads what was kept; null for a file that somebody else wrote, or half of one. */
export function readWindowState(text: string): WindowState | null {
  try {
    return windowStateSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

/**
 * Where a window that was left at `bounds` opens on the screens of today (their work areas, the main one first): at the
 * same place where its title bar can be grasped there, otherwise in the middle of the main screen, no larger than that.
 */
export function onScreen(bounds: Bounds, screens: readonly Bounds[]): Bounds {
  if (screens.some(screen => canGrasp(bounds, screen))) return bounds
  const [main] = screens
  if (!main) return bounds
  const width = Math.min(bounds.width, main.width)
  const height = Math.min(bounds.height, main.height)
  const x = main.x + Math.round((main.width - width) / 2)
  const y = main.y + Math.round((main.height - height) / 2)
  return { x, y, width, height }
}

function canGrasp({ x, y, width }: Bounds, screen: Bounds): boolean {
  const seen = Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x)
  return (
    seen >= Math.min(GRIP.width, width) &&
    y >= screen.y - GRIP.height / 2 &&
    y + GRIP.height <= screen.y + screen.height
  )
}
