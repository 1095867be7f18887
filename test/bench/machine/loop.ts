/** Steps of one run: some 400 ms on the reference machine. */
export const STEPS = 45_000_000
/** 256 KB: fits the second-level cache of any core, so that the loop measures the core and not its neighbours' memory. */
const CELLS = 65_536

/** Integer arithmetic, unpredictable reads and writes, a branch: nothing allocated. The same sum for the same `steps`. */
export function loop(steps: number): number {
  const cells = new Uint32Array(CELLS)
  let state = 0x9e3779b9
  let sum = 0
  for (let step = 0; step < steps; step++) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + step
    const cell = (state >>> 7) & (CELLS - 1)
    const value = ((cells[cell] ?? 0) ^ state) >>> 0
    cells[cell] = value
    if ((value & 3) === 0) sum = (sum + value) | 0
    else sum ^= value >>> 3
  }
  return sum
}
