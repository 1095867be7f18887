/** The latest `capacity` numbers kept in order, so that any quantile of them is a look-up. */
export class OrderedWindow {
  readonly #sorted: Float64Array
  readonly #arrived: Float64Array
  #count = 0
  /** So many from the front are in order; the others wait until somebody asks. */
  #ordered = this.#count
  #next = 0
  #sum = 0

  constructor(capacity: number) {
    this.#sorted = new Float64Array(capacity)
    this.#arrived = new Float64Array(capacity)
  }

  get count(): number {
    return this.#count
  }

  /** For what is kept; NaN while empty. */
  get mean(): number {
    return this.#sum / this.#count
  }

  add(value: number): void {
    const oldest = this.#arrived[this.#next] ?? 0
    this.#arrived[this.#next] = value
    this.#next = (this.#next + 1) % this.#arrived.length
    this.#sum += value
    if (this.#count === this.#arrived.length) {
      this.#order()
      this.#sum -= oldest
      const gone = this.#position(oldest)
      this.#sorted.copyWithin(gone, gone + 1, this.#count)
      this.#ordered = --this.#count
    }
    this.#sorted[this.#count++] = value
  }

  /** The value below which `share` (0–1) of the kept ones lie, linear between neighbours; NaN while empty. */
  quantile(share: number): number {
    if (this.#count === 0) return Number.NaN
    this.#order()
    const rank = share * (this.#count - 1)
    const below = Math.floor(rank)
    const low = this.#sorted[below] ?? 0
    // Behind the last one there is none, and none is asked for.
    const high = this.#sorted[below + 1] ?? low
    return low + (high - low) * (rank - below)
  }

  /** Puts the values since the last question in its place: one by insertion, many by sorting once. */
  #order(): void {
    if (this.#count - this.#ordered > 1) this.#sorted.subarray(0, this.#count).sort()
    else if (this.#count > this.#ordered) {
      const value = this.#sorted[this.#ordered] ?? 0
      const at = this.#position(value)
      this.#sorted.copyWithin(at + 1, at, this.#ordered)
      this.#sorted[at] = value
    }
    this.#ordered = this.#count
  }

  /** Where the first kept value that is not smaller stands. */
  #position(value: number): number {
    let low = 0
    let high = this.#ordered
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#sorted[middle] ?? 0) < value) low = middle + 1
      else high = middle
    }
    return low
  }
}
