/** Solves A x = b for a symmetric positive definite A, row by row, by its Cholesky factor. Overwrites A. */
export function solve(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j] as number
      for (let k = 0; k < j; k++) sum -= (a[i * n + k] as number) * (a[j * n + k] as number)
      if (i === j) a[i * n + j] = Math.sqrt(Math.max(sum, 1e-12))
      else a[i * n + j] = sum / (a[j * n + j] as number)
    }
  }
  const x = Float64Array.from(b)
  for (let i = 0; i < n; i++) {
    let sum = x[i] as number
    for (let k = 0; k < i; k++) sum -= (a[i * n + k] as number) * (x[k] as number)
    x[i] = sum / (a[i * n + i] as number)
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i] as number
    for (let k = i + 1; k < n; k++) sum -= (a[k * n + i] as number) * (x[k] as number)
    x[i] = sum / (a[i * n + i] as number)
  }
  return x
}
