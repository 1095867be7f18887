/** The designed size. */
export const FULL_SIZE = 1
/** The sizes that a window can have: 80 % to 200 %. */
const ZOOMS = [0.8, 0.9, FULL_SIZE, 1.1, 1.25, 1.5, 1.75, 2] as const

/** The size that is nearest to a number. */
export const nearestZoom = (zoom: number): number =>
  ZOOMS.reduce<number>((best, one) => (Math.abs(one - zoom) < Math.abs(best - zoom) ? one : best), FULL_SIZE)

/** One size larger (1) or smaller (-1); the last one stays. */
export function stepZoom(zoom: number, by: 1 | -1): number {
  const at = ZOOMS.findIndex(one => one === nearestZoom(zoom))
  return ZOOMS[at + by] ?? nearestZoom(zoom)
}
