import { describe, expect, it } from 'vitest'
import { keyLabel } from '../../../renderer/parts/keys/key-label.ts'
import { spokenRow } from '../../../renderer/screens/queue/list/row-words.ts'

describe('what is said for eyes and ears', () => {
  it('writes keys as the keyboard labels them', () => {
    expect(['mod+k', 'shift+w', 'g q', 'mod+enter', '+', 'arrowleft'].map(keyLabel)).toEqual([
      ...['Ctrl K', '⇧ w', 'g q', 'Ctrl ⏎', '+', '←'],
    ])
  })

  it('says who, what and where in the list a row is', () => {
    const row = { accountName: 'Wong & MacDonald', title: 'People cannot sign in', detail: '10 failed', signalCount: 2 }
    expect(spokenRow(row, 3, 1_291)).toBe('Wong & MacDonald: 10 failed · People cannot sign in · 2 signals. 3 of 1,291')
  })
})
