import type { ActingEffect, Bounded } from '../../../shared/review/effect.ts'

const whole = (n: number): string => Math.round(n).toLocaleString('en')

/** `41 contacts (23–59)`, signs turned for harm. */
function contactsWords({ value, low, high }: Bounded): string {
  const [least, most] = [low, high].map(Math.abs).sort((a, b) => a - b)
  const size = Math.abs(value)
  return `${whole(size)} ${Math.round(size) === 1 ? 'contact' : 'contacts'} (${whole(least ?? 0)}–${whole(most ?? 0)})`
}

/** Points of a share: `−7.1 (−9.9 to −2.1)`. */
export function pointsWords({ value, low, high }: Bounded): string {
  const signed = (x: number) => `${x < 0 ? '−' : '+'}${Math.abs(x * 100).toFixed(1)}`
  return `${signed(value)} points (${signed(low)} to ${signed(high)})`
}

/** What is missing until one can tell. */
function missingWords({ why, moreAccounts }: Pick<ActingEffect, 'why' | 'moreAccounts'>): string {
  if (why === 'no_control') return 'no account is held out'
  if (why === 'no_treated') return 'no account was acted on'
  if (moreAccounts === null) return 'no number of accounts near this one would show so small a difference'
  return `${whole(moreAccounts)} more ${moreAccounts === 1 ? 'account' : 'accounts'} needed`
}

/** Effects of categories in a sentence: first what is known, then what cannot be told yet, the nearest first. */
export function headlineWords(categories: readonly ActingEffect[]): string {
  if (categories.length === 0) return 'No playbook was started in this period.'
  const told = categories.filter(({ conclusion }) => conclusion !== 'cannot_tell')
  const open = categories.filter(({ conclusion }) => conclusion === 'cannot_tell')
  const parts = told.map(({ label, conclusion, avoided }) => {
    const verb = conclusion === 'fewer' ? 'avoided' : 'caused'
    return `${label} playbooks ${verb} ${avoided ? contactsWords(avoided) : 'contacts'}`
  })
  const nearest = open.toSorted((a, b) => (a.moreAccounts ?? Infinity) - (b.moreAccounts ?? Infinity))
  if (told.length === 0) {
    const [first] = nearest
    if (!first) return ''
    if (nearest.every(({ why }) => why === 'no_control'))
      return 'Cannot tell whether acting avoided contacts: no account is held out.'
    return `Cannot tell yet whether acting avoided contacts. ${first.label} playbooks are nearest: ${missingWords(first)}.`
  }
  const rest = nearest.map(one => `${one.label.toLowerCase()} playbooks: cannot tell yet, ${missingWords(one)}`)
  return `${[...parts, ...rest.slice(0, 2)].join('; ')}.`
}
