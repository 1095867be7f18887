import type { Proportion } from '../../shared/model/review.ts'

const counted = new Intl.NumberFormat('en')

/** `1,240`. */
export const count = (n: number): string => counted.format(n)

/** `128`, `1.2k`: for places with no room. The unit is that of the rounded figure: 999,999 is `1.0M`, not `1000k`. */
export function compact(n: number): string {
  if (n < 1_000) return count(n)
  return n < 999_500 ? `${(n / 1000).toFixed(n < 99_950 ? 1 : 0)}k` : `${(n / 1e6).toFixed(1)}M`
}

/** `one(1, 'row')` is `1 row`, `one(2, 'row')` is `2 rows`. */
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`

/** A share as `21 %`, never broken over two lines; below 1 % one decimal is kept, so that 0.4 % does not read as 0. */
export function percent(share: number): string {
  const value = share * 100
  return `${value > 0 && value < 1 ? value.toFixed(1) : Math.round(value)}\u00a0%`
}

/** With its sign, typeset: `+0.27`, `−0.09`. */
export const signed = (value: number, digits = 2): string =>
  `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`

/** `21 %, 8–48`: an estimate is always shown with its interval. */
export function withInterval(p: Proportion): string {
  if (p.value === null || p.low === null || p.high === null) return 'cannot tell yet'
  // An interval of whole numbers may leave a small share out that it holds: `0.4 %, 0–0`.
  const digits = p.high > 0 && p.high < 0.01 ? 1 : 0
  const bound = (share: number) => (share * 100).toFixed(share === 0 ? 0 : digits)
  return `${percent(p.value)}, ${bound(p.low)}–${bound(p.high)}`
}

/** A measured figure: whole numbers as they are, others with the digits that matter. */
export function figure(value: number): string {
  if (Number.isInteger(value)) return count(value)
  return Math.abs(value) >= 100 ? count(Math.round(value)) : value.toFixed(Math.abs(value) < 1 ? 2 : 1)
}

/** A size as people say it: `812 kB`, `64.2 MB`, `1.3 GB`. */
export function size(bytes: number): string {
  if (bytes <= 999_000) return `${Math.ceil(bytes / 1e3)} kB`
  return bytes < 999_950_000 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}
