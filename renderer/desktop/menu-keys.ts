import { type MenuKey, menuKeySchema } from '../../shared/desktop/page-says.ts'
import type { Binding } from '../state/key-match.ts'

/** The keys that the menu bar lists: those that the palette and the list of keys show. */
export const menuKeysOf = (bindings: readonly Binding[]): MenuKey[] =>
  bindings
    .filter(binding => !binding.hidden)
    .map(({ group, label, keys }) => ({ group, label: label.slice(0, 120), keys }))
    .filter(key => menuKeySchema.safeParse(key).success)
