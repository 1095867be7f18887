import { MENU_KEY_LENGTHS, type MenuKey } from '../../shared/desktop/page-says.ts'
import type { Binding } from '../state/key-match.ts'

const { label: LONGEST_LABEL } = MENU_KEY_LENGTHS

/** Whether the window takes it. One that it would refuse would take the whole menu with it. */
const fits = (key: MenuKey): boolean =>
  (['group', 'label', 'keys'] as const).every(part => key[part] !== '' && key[part].length <= MENU_KEY_LENGTHS[part])

/** The keys that the menu bar lists: those that the palette and the list of keys show. */
export const menuKeysOf = (bindings: readonly Binding[]): MenuKey[] =>
  bindings
    .filter(binding => !binding.hidden)
    .map(({ group, label, keys }) => ({ group, label: label.slice(0, LONGEST_LABEL), keys }))
    .filter(fits)
