import { expect, it } from 'vitest'
import { closedWords } from '../../../renderer/parts/words.ts'
import { DISMISSALS, OUTCOMES } from '../../../shared/vocabulary.ts'

it('why an issue was closed is said in words, never as it is stored', () => {
  const stored = ['resolved', 'cleared', 'fixed', 'merged', 'separated', 'erased', ...DISMISSALS]
  for (const because of [...stored, ...OUTCOMES.map(one => `outcome:${one}`)])
    expect(closedWords(because)).not.toMatch(/_|:\S/)
  expect(closedWords('outcome:avoided')).toBe('outcome: aim met')
  expect(closedWords('false_positive')).toBe('dismissed: false positive')
  expect(closedWords('constructor')).toBe('constructor')
})
