import { policyWords } from '../../../shared/policy.ts'
import { unwrap } from '../../../shared/result.ts'
import { loadPolicy } from '../../engine/policy-file.ts'
import { print, table } from '../print.ts'

/** Shows what the administrator of this computer decides; it needs no workspace. Throws where the file cannot be used. */
export function showPolicy(json: boolean): number {
  const held = unwrap(loadPolicy())
  print(json, held, () => {
    if (held.file === null) return ['This computer has no policy. Every setting is your own.']
    const rows = policyWords(held.policy)
    const lines = rows.length === 0 ? ['It holds nothing.'] : table(rows)
    return [`Set by your administrator in ${held.file}:`, ...lines]
  })
  return 0
}
