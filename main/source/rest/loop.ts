/** Notices that a walk goes round in a circle, in constant memory. */
export interface LoopGuard {
  /** `token`: what leads to the next page; `print`: what the page holds, empty where nothing. True: a circle. */
  turns(token: string, print: string): boolean
}

/** One page sent twice is a stumble of the source; so many are a circle under changing cursors. */
const SAME_PAGES = 3

/**
 * R. Brent, "An improved Monte Carlo factorization algorithm" (1980), section 2: what is seen is compared with one earlier
 * sight, which is replaced at every power of two. A circle of n pages is noticed within about 3n.
 */
export function createCircleGuard(): LoopGuard {
  let kept = { token: '', print: '' }
  let last = { token: '', print: '' }
  let power = 1
  let steps = 0
  let same = 0
  return {
    turns(token, print) {
      const again = token !== '' && (token === kept.token || token === last.token)
      if (print !== '' && (print === kept.print || print === last.print)) same++
      last = { token, print }
      if (++steps === power) {
        kept = last
        power *= 2
        steps = 0
        // Counted from 0 again, so that stumbles of a long walk do not add up.
        if (same < SAME_PAGES && power > 8) same = 0
      }
      return again || same >= SAME_PAGES
    },
  }
}
