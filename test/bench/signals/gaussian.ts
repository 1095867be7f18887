/**
 * NAB's windowed Gaussian: how many standard deviations a value lies from the mean of a window that moves on in steps
 * (`nab/detectors/gaussian/windowedGaussian_detector.py`: 6,400 and 100). NAB turns this into a tail probability, which
 * orders values the same way but is 1 from about 8 deviations on; deviations leave the threshold free beyond that.
 */
export function windowedGaussian(values: readonly number[], size: number, step: number): number[] {
  let window: number[] = []
  let waiting: number[] = []
  let fit = { mean: 0, deviation: Number.POSITIVE_INFINITY }
  return values.map(value => {
    const score = Math.abs(value - fit.mean) / fit.deviation
    if (window.length < size) {
      window.push(value)
      fit = fitOf(window)
    } else {
      waiting.push(value)
      if (waiting.length === step) {
        window = [...window.slice(step), ...waiting]
        waiting = []
        fit = fitOf(window)
      }
    }
    return score
  })
}

function fitOf(values: readonly number[]): { mean: number; deviation: number } {
  let sum = 0
  for (const value of values) sum += value
  const mean = sum / values.length
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  return { mean, deviation: Math.sqrt(squares / values.length) || 1e-6 }
}
